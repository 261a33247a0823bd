"""Comments of a Word file: author, date, text, and whether they are resolved."""

from __future__ import annotations

from brochure.word.ooxml import W
from brochure.word.reader.elements import W14, W15
from brochure.word.reader.fixups_libreoffice import known_date
from brochure.word.reader.model import WordComment
from brochure.word.untrusted import OpenedWord


def read_comments(file: OpenedWord, folder: str) -> dict[str, WordComment]:
    """The comments by id; ``folder`` is the folder of the main part in the file."""
    root = file.xml(f"{folder}/comments.xml")
    extended = file.xml(f"{folder}/commentsExtended.xml")
    done = {
        item.get(f"{{{W15}}}paraId") for item in (extended if extended is not None else ())
        if item.get(f"{{{W15}}}done") in ("1", "true")
    }  # fmt: skip
    found = {}
    for comment in root.iterfind(f"{{{W}}}comment") if root is not None else ():
        paragraphs = list(comment.iter(f"{{{W}}}p"))
        text = "\n".join("".join(t.text or "" for t in p.iter(f"{{{W}}}t")) for p in paragraphs).strip()
        last = paragraphs[-1].get(f"{{{W14}}}paraId") if paragraphs else None
        found[comment.get(f"{{{W}}}id", "")] = WordComment(
            comment.get(f"{{{W}}}author", ""), known_date(comment), text, last is not None and last in done
        )
    return found
