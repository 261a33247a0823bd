"""An edition and the next one: a random profile, edited as an editor might."""

from __future__ import annotations

import json
import random
import re
from typing import Any

from generated import Writer, profile

WORDS_AND_MARKUP = [
    "新しい",
    "**強い語**",
    "{瀋陽|しんよう}",
    "https://example.jp/新",
    "[虚构州]{lang=zh-CN}",
    "2019年",
]
_CONSTRUCT = re.compile(r"\[[^\[\]]*\](?:\{[^{}]*\})?|\{[^{}]*\}|\*\*")


def next_edition(seed: int, changes: int) -> str:
    """The profile of a seed after so many edits, as JSON."""
    data = json.loads(profile(seed))
    writer = Writer(seed + 1_000_000)
    for _ in range(changes):
        _edit(data, writer)
    return json.dumps(_tidy(data), ensure_ascii=False, indent=1)


def _edit(data: dict[str, Any], writer: Writer) -> None:
    """One edit of one answer."""
    choose: random.Random = writer.random
    blocks = data["answers"][choose.choice(list(data["answers"]))]
    place = choose.randrange(len(blocks))
    match choose.choice(["text", "text", "text", "add", "remove", "move", "replace", "part", "name", "note"]):
        case "text":
            reword(blocks[place], writer)
        case "add":
            blocks.insert(place, _uncalled(writer))
        case "remove" if len(blocks) > 1:
            del blocks[place]
        case "move":
            blocks.insert(choose.randrange(len(blocks)), blocks.pop(place))
        case "replace":
            blocks[place] = _uncalled(writer)
        case "part":
            parts = next((part for part in blocks[place].values() if isinstance(part, list)), [])
            if parts and "marked" not in blocks[place]:
                _shuffle(parts, writer)
        case "name":
            data["partner"]["name"] += choose.choice(["本部", "州"])
        case "note" if data["notes"]:
            key = choose.choice(list(data["notes"]))
            data["notes"][key] += writer.text(3, 20)


def _uncalled(writer: Writer) -> dict[str, Any]:
    """A block without calls: their notes would have to be added too."""
    choose = writer.random
    text = writer.text(5, 200)
    many = range(choose.randint(1, 3))
    return choose.choice(
        [
            {"paragraph": f"{text}\n\n{writer.text(3, 50)}"},
            {"bullets": [writer.text(5, 80) for _ in many]},
            {"callout": "strength", "items": [{"title": writer.text(3, 9), "text": text} for _ in many]},
            {"facts": "mou", "rows": [{"label": f"欄{n}", "text": text, "items": ["項"]} for n in many]},
            {
                "marks": "support",
                "marked": choose.sample(["one_stop", "matching", "grants"], 2),
                "none": "rest",
            },
            _figure(writer),
        ]
    )


def _figure(writer: Writer) -> dict[str, Any]:
    """A figure without calls."""
    made = writer.figure()
    return {key: value for key, value in made.items() if "[" not in str(value)}


def _shuffle(parts: list[Any], writer: Writer) -> None:
    """Add, remove or move an item or a row."""
    choose = writer.random
    place = choose.randrange(len(parts))
    if len(parts) > 1 and choose.random() < 0.5:
        parts.insert(choose.randrange(len(parts)), parts.pop(place))
    if isinstance(parts[place], str):
        parts.insert(place, writer.text(5, 60) + "\n\n" + writer.text(5, 60))
    elif len(parts) > 1:
        del parts[place]


def reword(block: dict[str, Any], writer: Writer) -> None:
    """Change words somewhere in a block: put in, take out, emphasise, give a reading or a link."""
    texts = list(_texts(block))
    if not texts:  # a table of which only the rows with codes are left
        writer.random.choice(block["rows"])["text"] += "x"
        return
    holder, key = writer.random.choice(texts)
    text = holder[key]
    middle = len(text) // 2
    if "[" in text:
        middle = text.index("[") if writer.random.random() < 0.5 else text.rindex("]") + 1
    holder[key] = put_in(text, middle, writer.random.choice(WORDS_AND_MARKUP))


def put_in(text: str, place: int, more: str) -> str:
    """Insert ``more`` at a place of a text, or after the construct around the place if it would break.

    Nothing can be inserted into a call or into foreign words, and only words into a ruby. brochure reports
    broken markup (P210, P212, P215, P216), so that such a profile is no edition.
    """
    for around in _CONSTRUCT.finditer(text):
        open_to_words = around[0].startswith("{") and not set(more) & set("{[*")
        if around.start() < place < around.end() and not open_to_words:
            place = around.end()
            break
    return f"{text[:place]} {more} {text[place:]}"


def _texts(part: Any) -> Any:
    """Every text with markup in a block, as its holder and its key."""
    names = ("paragraph", "text", "title", "caption", "other", "remark")
    if isinstance(part, dict) and "qr" in part:  # a row with a code must have an address only
        return
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        if isinstance(value, dict | list) and key not in ("marked", "none"):
            yield from _texts(value)
        elif isinstance(value, str) and (isinstance(key, int) or key in names):
            yield part, key
    if isinstance(part, dict) and ("marks" in part or "figure" in part):
        part.setdefault("other" if "marks" in part else "caption", "文")
        yield part, "other" if "marks" in part else "caption"


def _tidy(data: dict[str, Any]) -> dict[str, Any]:
    """Drop notes that nothing calls any more: a profile must not have them."""
    answers = json.dumps(data["answers"], ensure_ascii=False)
    data["notes"] = {key: text for key, text in data["notes"].items() if f"[^{key}]" in answers}
    return data
