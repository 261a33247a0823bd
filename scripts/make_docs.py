"""Write the generated files: lists of problems and commands in docs/, JSON Schemas, pictures.

``make docs`` runs it; ``tests/repo/test_docs.py`` fails if a generated text is not up to date.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import click
import make_starter_pictures
import source_table
import starter_sheets
import word_pictures

from brochure.build.brochure import build_brochure
from brochure.build.load import load_common, load_series
from brochure.cli.main import cli, named_commands
from brochure.diagnostics.catalogue import catalogue, code_groups
from brochure.diagnostics.problem import Exit
from brochure.diagnostics.text_files import Lang, load_texts
from brochure.document.printed_words import LANGUAGES, words_of
from brochure.pdf.reader import render_page_png
from brochure.schema.json_schema import booklet_schema, profile_schema, shop_schema, words_schema
from brochure.storage.system_requirements import requirements
from brochure.storage.workspace import Workspace
from brochure.survey.vocabulary import word_groups
from brochure.typesetting.html import TEMPLATES

ROOT = Path(__file__).parent.parent
EXITS = {
    Exit.OK: ("うまくいった（注意が出ることはある）", "success; there may be warnings"),
    Exit.INPUT: (
        "機関ファイルやレイアウトに直すところがある",
        "a profile, the series file or a layout has mistakes",
    ),
    Exit.USAGE: ("コマンドの書き方が違う", "the command line has a mistake"),
    Exit.FILES: ("ファイルがない、または書けない", "a file or folder is missing or cannot be written"),
    Exit.MACHINE: (
        "この機械にライブラリーや使える証明書が足りない、またはDaskを使えない",
        "this machine lacks a library or a valid certificate, or cannot use its Dask scheduler",
    ),
    Exit.PAGES: ("できあがった頁が検査に通らない", "the finished pages failed a check"),
    Exit.BUG: ("brochure の不具合", "a bug in brochure"),
    Exit.INTERRUPTED: ("途中で止められた（Ctrl-C）", "stopped with Ctrl-C"),
}


def problems() -> str:
    """Return docs/problems.md, made from the catalogue of messages."""
    lines = [
        "# 問題の一覧 / Problems",
        "",
        "このページは src/brochure/*/problems.yaml から作られます（`make docs`）。"
        "This page is generated from the catalogue of messages.",
        "",
        "メッセージは `ファイル:行:桁: 種類 記号: 何が起きたか` と `→ どうすればよいか` の2行です。"
        "「注意」は作成を止めません。",
        "",
        "## 終了コード / Exit codes",
        "",
        "| code | 意味 | meaning |",
        "|---|---|---|",
        *(f"| {int(code)} | {ja} | {en} |" for code, (ja, en) in EXITS.items()),
        "",
        "出力先が閉じられていても（`>&-`、`| head`）、コマンドは仕事を終え、終了コードはその仕事のものです。"
        "標準出力や標準エラー出力に書けなければ（ディスクの空きがないなど）、F117 で 3 です。",
        "If an output is closed (`>&-`) or its reader has gone (`| head`), a command does its work all the "
        "same, and the exit code is that of the work. If an output cannot be written, for instance on a full "
        "disk, the code is 3 (F117).",
    ]
    for group, title in code_groups().items():
        lines += ["", f"## {group}：{title['ja']} / {title['en']}"]
        for code, entry in catalogue().items():
            if code[0] == group:
                kind = "注意 / warning" if entry.warning else f"エラー / error, exit {int(entry.exit)}"
                lines += ["", f"### {code}", "", f"{kind}", ""]
                for words in (entry.ja, entry.en):
                    lines.append(_plain(f"- {words.message}  \n  → {words.hint}"))
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """A message template for readers: without its optional parts, with the names of its placeholders."""
    for optional in ("{suggestion}", "{defined}", "{at_sign}"):
        text = text.replace(optional, "")
    return text.replace("{{", "{").replace("}}", "}")


def command_reference() -> str:
    """Return docs/commands.md: every command with its options, made from the commands and help texts."""
    lines = [
        "# コマンド / Commands",
        "",
        "このページは src/brochure/cli から作られます（`make docs`）。",
        "This page is generated from the command line.",
        "",
        "Every command takes `--lang ja|en` (without it the language of the locale) and `-h`.",
        "In a checkout the command is `.venv/bin/brochure`. Shell completion:",
        '`eval "$(_BROCHURE_COMPLETE=bash_source brochure)"` (or `zsh_source`, `fish_source`).',
        "Codes and exit codes of messages: [problems.md](problems.md).",
    ]
    languages: tuple[Lang, ...] = ("ja", "en")
    words = {lang: load_texts("cli/help", lang) for lang in languages}
    for name, command in sorted(named_commands(cli)):
        lines += ["", f"## brochure {name}", ""]
        lines += [f"{words[lang][name]}  " for lang in languages]
        arguments = [str(p.name) for p in command.params if isinstance(p, click.Argument)]
        shown = " ".join(words["en"][argument] for argument in arguments)
        lines += ["", f"`brochure {name}{' ' + shown if shown else ''} [OPTIONS]`"]
        options = [p for p in command.params if isinstance(p, click.Option) and p.name != "lang"]
        if options:
            lines += ["", "| option | 意味 | meaning |", "|---|---|---|"]
        for option in options:
            key = option.opts[0]
            told = [words[lang].get(f"{name} {key}", words[lang][key]) for lang in languages]
            cells = [f"`{_option(option)}`", *(text.replace("|", "\\|") for text in told)]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _option(option: click.Option) -> str:
    """An option in the form in which it is typed: ``--format pdf\\|docx``."""
    names = "/".join([*option.opts, *option.secondary_opts])
    if option.is_flag:
        return names
    kind = option.type
    value = "|".join(map(str, kind.choices)) if isinstance(kind, click.Choice) else option.metavar
    return f"{names} {value or kind.name.upper()}".replace("|", "\\|")


def words() -> str:
    """Return docs/words.md: the words of both languages."""
    ja, en = (words_of(language) for language in LANGUAGES)
    lines = [(ROOT / "scripts" / "words_page.md").read_text("utf-8").rstrip()]
    group = ""
    for key, text in ja.texts.items():
        if key.partition(".")[0] != group:
            group = key.partition(".")[0]
            lines += ["", f"## {group}", "", "| 名前 | ja | en |", "|---|---|---|"]
        cells = [f"`{one}`" if one.strip() else "（空白）" for one in (text, en[key])]
        lines.append(f"| `{key.partition('.')[2]}` | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


BEGIN, END = "<!-- {}: written by make docs -->", "<!-- end -->"
PURPOSES = {
    "build": "冊子を作る",
    "redline": "前の版と比べる",
    "checkout": "ソースコードから使う",
    "test": "試験をする",
    "docs": "文書を作り直す",
    "quality": "品質を測る",
    "bench": "速さを測る",
    "profile": "ICCプロファイルを作り直す",
}


def install() -> str:
    """Return docs/install.md with the table of system requirements."""
    lines = ["| 名前 | 何のために | Debian・Ubuntu | Fedora | macOS（Homebrew） |", "|---|---|---|---|---|"]
    for row in requirements():
        purposes = "、".join(PURPOSES[purpose] for purpose in row.purposes)
        lines.append(f"| `{row.name}` | {purposes} | {row.debian} | {row.fedora} | {row.macos} |")
    return _page_with("install.md", "requirements", lines)


def designer() -> str:
    """Return docs/designer.md with the templates of blocks that a layout may replace."""
    lines: list[str] = []
    for path in sorted((TEMPLATES / "blocks").glob("*.jinja")):
        lines += [f"`blocks/{path.name}`", "", "```jinja", path.read_text("utf-8").rstrip(), "```", ""]
    return _page_with("designer.md", "blocks", lines[:-1])


def year() -> str:
    """Return docs/year.md with the words and signs of partners, and what they are read as."""
    lines = ["| 言葉・印 | 読み方 | read as |", "|---|---|---|"]
    for group in word_groups():
        kind = ("読む", "read") if group.certain else ("確かめる", "asked")
        words = "　".join(word.replace("|", "\\|") for word in group.words)
        told = [f"{kind[0]}：{group.reasons['ja']}", f"{kind[1]}: {group.reasons['en']}"]
        lines.append(f"| {words} | {' | '.join(told)} |")
    return _page_with("year.md", "survey words", lines)


def _page_with(name: str, what: str, lines: list[str]) -> str:
    """A page of docs/ with its generated lines replaced."""
    return _with_lines((ROOT / "docs" / name).read_text("utf-8"), what, lines)


def _with_lines(page: str, what: str, lines: list[str]) -> str:
    """A page with the generated lines of one part replaced."""
    begin = BEGIN.format(what)
    before, _, rest = page.partition(begin)
    return "\n".join([f"{before}{begin}", "", *lines, "", f"{END}{rest.partition(END)[2]}"])


def sources() -> str:
    """Return docs/sources.md with its tables: each type of source in each citation style."""
    page = (ROOT / "docs" / "sources.md").read_text("utf-8")
    for what, lines in (
        ("examples", source_table.examples_table()),
        ("omissions", source_table.omissions_table()),
        ("never", source_table.never_printed_line()),
    ):
        page = _with_lines(page, what, lines)
    return page


def schema() -> str:
    """Return profiles/_schema.json, as ``brochure schema`` prints it."""
    series = load_series(Workspace(ROOT))
    return json.dumps(profile_schema(series), ensure_ascii=False, indent=2) + "\n"


def shops() -> str:
    """Return shops/_schema.json, as ``brochure schema --of shop`` prints it."""
    return json.dumps(shop_schema(), ensure_ascii=False, indent=2) + "\n"


def booklets() -> str:
    """Return booklets/_schema.json, as ``brochure schema --of booklet`` prints it."""
    return json.dumps(booklet_schema(), ensure_ascii=False, indent=2) + "\n"


def house_words() -> str:
    """Return profiles/_words_schema.json, as ``brochure schema --of words`` prints it."""
    return json.dumps(words_schema(), ensure_ascii=False, indent=2) + "\n"


def pictures() -> dict[Path, bytes]:
    """Make the picture of the README (the sample's two pages) and that of docs/designer.md (onepage)."""
    import io

    import pypdfium2
    from PIL import Image

    where = Workspace(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        build_brochure(
            where, "liaoning", load_common(where, "standard"), formats=["pdf"], output=Path(folder)
        )
        pdf = pypdfium2.PdfDocument(str(Path(folder) / "liaoning.pdf"))
        pages = [pdf[index].render(scale=100 / 72).to_pil() for index in range(len(pdf))]
        pdf.close()
        build_brochure(where, "liaoning", load_common(where, "onepage"), formats=["pdf"], output=Path(folder))
        onepage = render_page_png((Path(folder) / "liaoning.pdf").read_bytes(), dpi=100)
    gap = 16
    width = sum(page.width for page in pages) + gap * (len(pages) + 1)
    sheet = Image.new("RGB", (width, pages[0].height + 2 * gap), "#d9dde1")
    left = gap
    for page in pages:
        sheet.paste(page, (left, gap))
        left += page.width + gap
    target = io.BytesIO()
    sheet.quantize(256, Image.Quantize.MAXCOVERAGE).save(target, "PNG", optimize=True)
    images = ROOT / "docs" / "images"
    return {images / "liaoning.png": target.getvalue(), images / "onepage.png": framed(onepage)}


def framed(png: bytes) -> bytes:
    """Return a page with a grey border like the edge of paper, reduced to few colours."""
    import io

    from PIL import Image, ImageOps

    page = ImageOps.expand(Image.open(io.BytesIO(png)).convert("RGB"), border=1, fill="#d9dde1")
    target = io.BytesIO()
    # the default quantizer would merge the small orange areas with the blues
    page.quantize(256, Image.Quantize.MAXCOVERAGE).save(target, "PNG", optimize=True)
    return target.getvalue()


def main() -> None:
    """Write all generated files."""
    make_starter_pictures.main()  # the pages of the starter series show them
    files = {
        ROOT / "docs" / "problems.md": problems().encode(),
        ROOT / "docs" / "commands.md": command_reference().encode(),
        ROOT / "docs" / "install.md": install().encode(),
        ROOT / "docs" / "designer.md": designer().encode(),
        ROOT / "docs" / "words.md": words().encode(),
        ROOT / "docs" / "year.md": year().encode(),
        ROOT / "docs" / "sources.md": sources().encode(),
        ROOT / "profiles" / "_schema.json": schema().encode(),
        ROOT / "shops" / "_schema.json": shops().encode(),
        ROOT / "booklets" / "_schema.json": booklets().encode(),
        ROOT / "profiles" / "_words_schema.json": house_words().encode(),
        **pictures(),
        **word_pictures.pictures(ROOT),
        **starter_sheets.series_pictures(ROOT / "docs" / "images"),
    }
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
