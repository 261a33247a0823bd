"""docxtpl: python peer_docxtpl.py FOLDER TARGET; with --template it makes the template that it fills.

All partners are in one file. Word footnotes cannot be filled by docxtpl: notes stand at the end of a partner.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

TEMPLATE = "template.docx"


def make(path: Path) -> None:
    """A template as a person would draw it in Word."""
    from docx import Document

    made = Document()

    def say(*lines: str, style: str = "Normal") -> None:
        for line in lines:
            made.add_paragraph(line, style if line.startswith(("{{", " ")) else "Normal")

    def table(loop: str, cells: list[str]) -> None:
        found = made.add_table(3, len(cells), "Table Grid")
        found.rows[0].cells[0].text = f"{{%tr for {loop} %}}"
        for cell, text in zip(found.rows[1].cells, cells, strict=True):
            cell.text = text
        found.rows[2].cells[0].text = "{%tr endfor %}"

    say("{%p for partner in partners %}")
    say("{{ partner.title }}", style="Title")
    say("{%p for question in partner.questions %}")
    say("{{ question.label }} {{ question.title }}", style="Heading 1")
    say("{%p for block in question.blocks %}")
    say("{%p if block.kind == 'paragraph' %}", "{{ block.text }}", "{%p endif %}")
    say("{%p if block.kind == 'bullets' %}", "{%p for item in block.lines %}")
    say("{{ item }}", style="List Bullet")
    say("{%p endfor %}", "{%p endif %}", "{%p if block.kind == 'titled' %}")
    say("{{ block.heading }}", style="Heading 2")
    say("{%p for item in block.parts %}")
    say("{{ item.title }}", style="Heading 3")
    say("{{ item.body }}", "{%p endfor %}", "{%p endif %}", "{%p if block.kind == 'facts' %}")
    say("{{ block.heading }}", style="Heading 2")
    table("row in block.rows", ["{{ row.label }}", "{{ row.body }}"])
    say("{%p endif %}", "{%p if block.kind == 'marks' %}")
    table("topic in block.topics", ["{{ topic.code }}", "{{ topic.title }}", "{{ topic.mark }}"])
    say("{%p endif %}", "{%p if block.kind == 'figure' %}", "{{ block.image }}", "{%p endif %}")
    say("{%p for line in block.small %}", "{{ line }}", "{%p endfor %}", "{%p endfor %}", "{%p endfor %}")
    say("{%p for note in partner.notes %}", "{{ note }}", "{%p endfor %}")
    say("{{ partner.heading }}", style="Heading 2")
    say("{%p for line in partner.contact %}", "{{ line }}", "{%p endfor %}", "{{ partner.imprint }}")
    say("{%p endfor %}")
    made.save(str(path))


def words(runs: list[dict[str, Any]]) -> str:
    """Runs as a text; bold and links are lost."""
    return "".join(part["text"] for part in runs)


def filled(partner: dict[str, Any], picture: Callable[[str], Any]) -> dict[str, Any]:
    """A partner in the words of the template."""
    blocks = []
    for block in (block for question in partner["questions"] for block in question["blocks"]):
        lines = [words(line) for line in block.get("lines", [])]
        made: dict[str, Any] = {"kind": block["kind"], "small": lines}
        match block["kind"]:
            case "paragraph":
                made["text"] = words(block["text"])
            case "bullets":
                made["lines"] = ["\n".join(map(words, item)) for item in block["items"]]
            case "titled":
                made["heading"] = words(block["heading"])
                made["parts"] = [
                    {"title": words(item["title"]), "body": "\n".join(map(words, item["body"]))}
                    for item in block["items"]
                ]
            case "facts":
                made["heading"] = words(block["heading"])
                made["rows"] = [
                    {"label": words(row["label"]), "body": "\n".join(map(words, row["body"]))}
                    for row in block["rows"]
                ]
            case "marks":
                made["topics"] = [topic for band in block["bands"] for topic in band]
            case "figure":
                made["image"] = picture(block["file"])
        blocks.append(made)
    found = iter(blocks)
    questions = [
        {"label": one["label"], "title": one["title"], "blocks": [next(found) for _ in one["blocks"]]}
        for one in partner["questions"]
    ]
    return {
        "title": partner["title"],
        "questions": questions,
        "notes": [f"{note['marker']} {words(note['text'])}" for note in partner["notes"]],
        "heading": partner["contact"]["heading"],
        "contact": [words(line) for line in partner["contact"]["lines"]],
        "imprint": partner["imprint"],
    }


def main() -> None:
    """Make the template, or fill it."""
    folder, target = map(Path, sys.argv[-2:])
    if "--template" in sys.argv:
        make(folder / TEMPLATE)
        return
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage

    data = json.loads((folder / "data.json").read_text("utf-8"))
    template = DocxTemplate(folder / TEMPLATE)

    def picture(file: str) -> InlineImage:
        return InlineImage(template, str(folder / file), width=Mm(120))

    template.render({"partners": [filled(partner, picture) for partner in data["partners"]]}, autoescape=True)
    template.save(target)


if __name__ == "__main__":
    main()
