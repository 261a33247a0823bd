"""Keep a note on the page of its call: ``footnote-policy: line`` (CSS GCPM 3, 2.8).

When a later line overflows the page, WeasyPrint makes room by moving the page's last notes to the next
page, whatever their policy. Only notes of policy ``auto`` may be moved. One condition in one ``while``
mends it (possibly the cause of Kozea/WeasyPrint#2502 and #1564; not reported yet).
"""

from __future__ import annotations

import inspect

FOUND = "while report and context.current_page_footnotes:"
MENDED = (
    "while report and context.current_page_footnotes and "
    "context.current_page_footnotes[-1].style['footnote_policy'] == 'auto':"
)


def apply() -> None:
    """Mend ``layout.block._linebox_layout``.

    Raises:
        RuntimeError: The function does not read as expected.
    """
    from weasyprint.layout import block

    source = inspect.getsource(block._linebox_layout)
    if source.count(FOUND) != 1:
        raise RuntimeError("footnote_policy: weasyprint.layout.block._linebox_layout has changed")
    exec(compile(source.replace(FOUND, MENDED), block.__file__, "exec"), vars(block))
