"""The cases of ``make quality``: partners in layouts, with notes in every place, typeset in three ways.

*Ours* is the output of ``brochure build``. *Plain* is the same HTML and style sheets without this project's
additions to WeasyPrint: no patches of ``typesetting/patches/``, no composition rules of ``base.css``, no
spans that keep words together. *Chromium* prints the same input as plain. Ours patches the imported
WeasyPrint permanently, so plain runs in other processes, and checks that no patch is applied.
"""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from brochure.assembly.citation import load_citation_style
from brochure.assembly.document import assemble_document
from brochure.build.load import SharedInput, load_common, load_partner
from brochure.diagnostics.problem import BrochureError, Location
from brochure.document.tree import Document, Placement
from brochure.schema.layout import Layout, Margins
from brochure.schema.references import Library
from brochure.schema.references import validate_profile as proofread
from brochure.schema.yaml_reader import parse_yaml
from brochure.storage.system_requirements import find_program
from brochure.storage.workspace import Workspace
from brochure.typesetting import html, typeset
from brochure.typesetting import weasyprint as pdf
from brochure.typesetting.html import HtmlPage
from brochure.typesetting.page_budget import Locate
from brochure.typesetting.weasyprint import ArchiveRecord, Enclosure

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

import generated  # noqa: E402

LAYOUTS = ("standard", "onepage")
VARIANTS = ("pdf/ua-1", "pdf/a-3a")

# Rules that base.css adds for composition, and their replacement in plain. Each rule must exist, so that this
# list stays up to date; docs/quality.md prints it.
RUBY = (
    "ruby { display: inline-block; line-height: 1; text-indent: 0; text-align: center;"
    " white-space: nowrap; vertical-align: 1.06em; }\n"
)
READING = (
    "rt { display: block; font-size: .5em; line-height: 1; margin: -3.24em -4em 0; font-weight: normal; }\n"
)
COMPOSITION = (
    ("    padding-bottom: .1px;\n", ""),
    (" footnote-policy: line;", ""),
    (r'content: "\2060" attr(data-marker)', "content: attr(data-marker)"),
    (RUBY, ""),
    (READING, ""),
    ('html { font-feature-settings: "chws"; }\n', ""),
    (".phrase { display: inline-block; max-width: 100%; text-indent: 0; }\n", ""),
    (".end, .unit { white-space: nowrap; }\n", ""),
)
_SPANS = re.compile(r'<span class="(?:phrase|unit|end)">|<span\b[^>]*>|</span>')


@dataclass(frozen=True, slots=True)
class Case:
    """A partner (a profile's name, or the seed of a random one) in a layout, with a placement of notes."""

    partner: str | int
    layout: str
    placement: str

    @property
    def random(self) -> bool:
        """Whether tests/support/generated.py generated the partner."""
        return isinstance(self.partner, int)

    @property
    def name(self) -> str:
        """The name of the case in reports."""
        partner = f"random {self.partner}" if self.random else self.partner
        return f"{partner}, {self.layout}, notes: {self.placement}"


@dataclass(frozen=True, slots=True)
class Ours:
    """A built brochure: its PDF, the printed document, and the codes of faults in its notes."""

    case: Case
    data: bytes
    page: HtmlPage
    faults: tuple[str, ...]
    fontconfig: str


@cache
def common(layout: str) -> SharedInput:
    """Return what all partners share, with a layout of the repository."""
    return load_common(Workspace(ROOT), layout)


def places(layout: str) -> list[str]:
    """Return the placements of notes that a layout allows; with columns, not at the foot of the page.

    See docs/designer.md, 5. The end of a booklet is left out: for a single partner, it gives the same HTML as
    the end of the partner.
    """
    foot = (
        [] if common(layout).layout.data.notes.placement != Placement.PAGE.value else [Placement.PAGE.value]
    )
    return [*foot, Placement.SECTION.value, Placement.PARTNER.value]


def profiles() -> list[str]:
    """Return the profiles of the repository."""
    return sorted(path.stem for path in (ROOT / "profiles").glob("*.yaml") if not path.stem.startswith("_"))


def cases(count: int) -> list[Case]:
    """Return each profile with notes in each place, and ``count`` random partners.

    The random partners take the layouts and places in turn.
    """
    found = [
        Case(name, layout, place) for name in profiles() for layout in LAYOUTS for place in places(layout)
    ]
    for seed in range(count):
        layout = LAYOUTS[seed % len(LAYOUTS)]
        choice = places(layout)
        found.append(Case(seed, layout, choice[seed // len(LAYOUTS) % len(choice)]))
    return found


def chosen_layout(case: Case) -> Layout:
    """Return the layout with the case's placement of notes; for random partners, without a page budget."""
    layout = common(case.layout).layout
    notes = layout.data.notes.model_copy(update={"placement": case.placement})
    changed = {"notes": notes, **({"budget": None} if case.random else {})}
    return dataclasses.replace(layout, data=layout.data.model_copy(update=changed))


def margins(case: Case) -> Margins:
    """Return the margins of a case's layout."""
    return common(case.layout).layout.data.page.margins


def document(case: Case) -> Document:
    """Return the document of a case."""
    return _loaded(case)[0]


def _loaded(case: Case) -> tuple[Document, str, Locate]:
    layout, shared = chosen_layout(case), common(case.layout)
    if isinstance(case.partner, str):
        loaded = load_partner(Workspace(ROOT), case.partner, dataclasses.replace(shared, layout=layout))
        return loaded.document, loaded.profile.source.text, loaded.locate
    text = generated.profile(case.partner)
    source = parse_yaml(text.encode(), f"random{case.partner}.yaml")
    made = proofread(source, name=f"random{case.partner}", series=shared.series, library=Library())
    return (
        assemble_document(
            made,
            shared.series,
            layout.house_style,
            load_citation_style(layout),
            code_policy=layout.data.codes,
        ),
        text,
        lambda _: Location("random"),
    )


def ours(case: Case) -> Ours:
    """Build a case like ``brochure build``; faults of notes are counted, and do not stop the build."""
    made, text, locate = _loaded(case)
    layout, shown = chosen_layout(case), common(case.layout).layout_shown
    enclosure = Enclosure(f"{made.id}.yaml", text, "機関ファイル")
    record = ArchiveRecord(
        f"urn:brochure:{made.id}:{made.edition.iso()}", made.edition.first_day(), (enclosure,)
    )
    faults: tuple[str, ...] = ()
    try:
        done = typeset.typeset_document(
            typeset.Setting(made, layout, shown, ROOT, record, f"{made.id}.pdf"), locate
        )
        assert done.page  # which is there, as nothing comes from a cache
        page, data = done.page, done.data
    except BrochureError as error:
        page = html.write_html(made, layout, root=ROOT, shown=shown)
        data = pdf.render_pdf(page, layout.font_paths, record).data
        faults = tuple(problem.code for problem in error.problems)
    return Ours(case, data, page, faults, os.environ["FONTCONFIG_FILE"])


def strip(page: HtmlPage) -> HtmlPage:
    """Return a page without this project's additions for composition.

    Raises:
        ValueError: base.css no longer has a rule that should be removed.
    """
    sheets = []
    for sheet in page.stylesheets:
        text = sheet.text
        if sheet.file == "base.css":
            for rule, instead in COMPOSITION:
                if rule not in text:
                    raise ValueError(f"base.css has changed: {rule!r}")
                text = text.replace(rule, instead)
        sheets.append(dataclasses.replace(sheet, text=text))
    plain = re.sub(r'<ruby style="[^"]*">', "<ruby>", page.html).replace("\u2060", "")
    return HtmlPage(_without_spans(plain), tuple(sheets), page.root)


def _without_spans(text: str) -> str:
    """HTML without the spans that keep words together; other spans stay."""
    parts: list[str] = []
    kept: list[bool] = []  # of the spans that are open
    position = 0
    for tag in _SPANS.finditer(text):
        parts.append(text[position : tag.start()])
        position = tag.end()
        if tag[0] == "</span>":
            keep = kept.pop()
        else:
            keep = not re.match(r'<span class="(?:phrase|unit|end)">', tag[0])
            kept.append(keep)
        if keep:
            parts.append(tag[0])
    return "".join([*parts, text[position:]])


def plain(made: Ours) -> dict[str, bytes]:
    """Typeset the same case with plain WeasyPrint, as PDF/UA-1 and as PDF/A-3a, which it cannot combine.

    Random partners are not validated, and made as PDF/UA-1 only.

    Raises:
        RuntimeError: WeasyPrint is patched in this process.
    """
    os.environ["FONTCONFIG_FILE"] = made.fontconfig
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    page = strip(made.page)
    configuration = FontConfiguration()
    sheets = [
        weasyprint.CSS(
            string=sheet.text,
            base_url=f"{sheet.folder.as_uri()}/" if sheet.folder else None,
            font_config=configuration,
        )
        for sheet in page.stylesheets
    ]
    source = weasyprint.HTML(string=page.html, base_url=f"{page.root.as_uri()}/")
    rendered = source.render(stylesheets=sheets, font_config=configuration, pdf_variant=VARIANTS[0])
    wanted = VARIANTS[:1] if made.case.random else VARIANTS
    files = {variant: rendered.write_pdf(pdf_variant=variant) for variant in wanted}
    if "brochure.typesetting.patches" in sys.modules:
        raise RuntimeError("WeasyPrint is patched in this process: what it makes is not plain")
    return files


def browser() -> str | None:
    """Return the path of Chromium, if it is installed."""
    return find_program("chromium")


def chromium(made: Ours) -> bytes:
    """Print the same case with Chromium, from the same input as plain.

    Raises:
        RuntimeError: Chromium is missing, or printed no file.
    """
    program = browser()
    if program is None:
        raise RuntimeError("Chromium is not installed")
    page = strip(made.page)
    styles = "".join(f"<style>{sheet.text}</style>" for sheet in page.stylesheets)
    base = f'<base href="{page.root.as_uri()}/">'
    with tempfile.TemporaryDirectory() as folder:
        path, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        path.write_text(page.html.replace("</head>", f"{base}{styles}</head>", 1), "utf-8")
        command = [program, "--headless", "--disable-gpu", "--no-pdf-header-footer"]
        command += [f"--print-to-pdf={target}", f"--user-data-dir={folder}/user"]
        if os.geteuid() == 0:
            command.append("--no-sandbox")  # Chromium refuses to run for root otherwise
        done = subprocess.run(
            [*command, path.as_uri()],
            env={**os.environ, "FONTCONFIG_FILE": made.fontconfig},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        if not target.is_file():
            raise RuntimeError(f"Chromium printed nothing of {made.case.name}: {done.stderr[-400:]}")
        return target.read_bytes()
