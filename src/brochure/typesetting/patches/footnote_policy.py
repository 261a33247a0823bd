"""Keep a note on the page of its call: ``footnote-policy: line`` (CSS GCPM 3, 2.8).

When a later line overflows the page, WeasyPrint makes space by moving the page's last notes to the next
page, whatever their policy. Only notes of policy ``auto`` may be moved. One condition in one ``while``
loop corrects this (possibly the cause of Kozea/WeasyPrint#2502 and #1564; not reported yet).
"""

from __future__ import annotations

import inspect

ORIGINAL = "while report and context.current_page_footnotes:"
PATCHED = (
    "while report and context.current_page_footnotes and "
    "context.current_page_footnotes[-1].style['footnote_policy'] == 'auto':"
)


def apply() -> None:
    """Patch ``layout.block._linebox_layout``.

    Raises:
        RuntimeError: Its source differs from the expected one.
    """
    from weasyprint.layout import block

    source = inspect.getsource(block._linebox_layout)
    if source.count(ORIGINAL) != 1:
        raise RuntimeError("footnote_policy: weasyprint.layout.block._linebox_layout has changed")
    exec(compile(source.replace(ORIGINAL, PATCHED), block.__file__, "exec"), vars(block))
