"""Random partners, as profiles: texts, notes and sources of all lengths, in every place they may stand."""

from __future__ import annotations

import json
import random
from typing import Any

KINDS = ["bullets", "bullets", "callout", "facts", "cases", "paragraph", "marks", "figure"]
PICTURE = "tests/samples/pictures/map.png"  # from the repository, where random partners live
WORDS = (
    "研究、医療・開発（共同）「協力」支援を行い、成果は多い。"
    "企業と大学が連携し2018年に締結された。ABC州の3,000人"
)


class Writer:
    """Writes one partner; everything follows from the seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.notes: dict[str, str] = {}
        self.sources: list[dict[str, Any]] = []

    def text(self, least: int, most: int) -> str:
        """Japanese prose of about so many characters."""
        length = self.random.randint(least, most)
        start = self.random.randrange(len(WORDS))
        return ((WORDS[start:] + WORDS * (length // len(WORDS) + 1))[:length]).lstrip("、。）」") or "文"

    def call(self) -> str:
        """A call: of a new note, of a new source, or of one that was called before."""
        choice = self.random.random()
        if choice < 0.25 and (self.notes or self.sources):
            known = [f"[^{key}]" for key in self.notes] + [f"[@{item['id']}]" for item in self.sources]
            return self.random.choice(known)
        if choice < 0.6:
            key = f"note-{len(self.notes)}"
            self.notes[key] = f"注{len(self.notes)}：" + self.text(4, self.random.choice([20, 60, 260]))
            return f"[^{key}]"
        key = f"source{len(self.sources)}"
        item: dict[str, Any] = {
            "id": key,
            "type": "report",
            "title": self.text(3, 40) + key,
            "issued": "2020-04",
        }
        if self.random.random() < 0.4:
            item |= {
                "URL": f"https://example.jp/{key}/" + "a" * self.random.randint(1, 60),
                "author": "架空省",
            }
            del item["issued"]
        self.sources.append(item)
        return f"[@{key}]"

    def prose(self, most: int = 220) -> str:
        """Text with up to three calls in it."""
        parts = [self.text(5, most)]
        for _ in range(self.random.choice([0, 0, 1, 1, 2, 3])):
            parts += [self.call(), self.text(3, 80)]
        return "".join(parts)

    def block(self) -> dict[str, Any]:
        """Any block that may call notes."""
        kind = self.random.choice(KINDS)
        many = range(self.random.randint(1, 4))
        match kind:
            case "bullets":
                return {"bullets": [self.prose() for _ in many]}
            case "callout":
                return {"callout": "strength", "items": [self.titled() for _ in many]}
            case "facts":
                rows: list[dict[str, Any]] = [{"label": f"項目{n}", "text": self.prose(120)} for n in many]
                rows[-1]["items"] = [self.prose(60)]
                if self.random.random() < 0.6:
                    path = "a" * self.random.choice([0, 5, 40, 60])
                    rows.append({"label": "案内", "text": f"https://example.jp/{path}", "qr": True})
                return {"facts": "mou", "rows": rows}
            case "figure":
                return self.figure()
            case "cases":
                return {"cases": [self.titled() for _ in many]}
            case "marks":
                return {"marks": "support", "marked": ["other"], "none": "rest", "other": self.prose(40)}
            case _:
                return {"paragraph": self.prose(300)}

    def figure(self) -> dict[str, Any]:
        """A picture, with more or less said of it."""
        made: dict[str, Any] = {"figure": PICTURE, "alt": self.text(3, 30)}
        made["width"] = self.random.choice(["full", "half"])
        if self.random.random() < 0.8:
            made["caption"] = self.prose(120)
        credited = self.random.choice(["none", "図：架空", "図：架空"])
        made["credit"] = credited + (self.call() if credited != "none" else "")
        return made

    def titled(self) -> dict[str, str]:
        """A title, sometimes with a call, and a text."""
        title = self.text(3, 18) + (self.call() if self.random.random() < 0.2 else "")
        return {"title": title, "text": self.prose()}


def profile(seed: int) -> str:
    """A profile as JSON, which is YAML too."""
    writer = Writer(seed)
    answers = {
        key: [writer.block() for _ in range(writer.random.randint(1, 4))]
        for key in ("about", "relation", "support", "collaboration")
    }
    data = {
        "partner": {"name": f"架空機関{seed}", "country": "架空国"},
        "edition": "2026-11",
        "survey": "2019-11",
        "answers": answers,
        "sources": writer.sources,
        "notes": writer.notes,
    }
    return json.dumps(data, ensure_ascii=False, indent=1)
