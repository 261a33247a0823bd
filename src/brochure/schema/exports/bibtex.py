"""Entries of BibTeX and BibLaTeX as CSL items: types, fields, names, dates and addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from brochure.schema.exports import values
from brochure.schema.exports.bibtex_entries import BibtexEntry, read_entries
from brochure.schema.exports.dates import export_date
from brochure.schema.exports.imported import Doubts, ExportField, ItemDraft
from brochure.schema.exports.latex import latex_text, verbatim_text
from brochure.schema.exports.names import CJK, NameReader, split_names
from brochure.storage.encoding import Lines

_TYPES = {
    "article": "article-journal", "periodical": "periodical", "newspaper": "article-newspaper",
    "magazine": "article-magazine", "review": "review", "suppperiodical": "article-journal",
    "book": "book", "mvbook": "book", "collection": "book", "mvcollection": "book", "proceedings": "book",
    "mvproceedings": "book", "reference": "book", "mvreference": "book", "booklet": "pamphlet",
    "inbook": "chapter", "incollection": "chapter", "bookinbook": "chapter", "suppbook": "chapter",
    "suppcollection": "chapter", "inreference": "entry-encyclopedia", "inproceedings": "paper-conference",
    "conference": "paper-conference", "techreport": "report", "report": "report", "manual": "report",
    "phdthesis": "thesis", "mastersthesis": "thesis", "bachelorsthesis": "thesis", "thesis": "thesis",
    "online": "webpage", "electronic": "webpage", "www": "webpage", "webpage": "webpage", "patent": "patent",
    "dataset": "dataset", "data": "dataset", "software": "software", "computer": "software",
    "legislation": "legislation", "legal": "legislation", "statute": "legislation", "law": "legislation",
    "jurisdiction": "legal_case", "standard": "standard", "map": "map", "movie": "motion_picture",
    "film": "motion_picture", "video": "motion_picture", "audio": "song", "music": "song",
    "image": "graphic", "artwork": "graphic", "letter": "personal_communication",
    "interview": "interview", "speech": "speech", "presentation": "speech", "unpublished": "manuscript",
    "performance": "performance", "misc": "document",
}  # fmt: skip
_IN_SOMETHING = ("chapter", "paper-conference", "entry-encyclopedia")
_TEXTS = (  # CSL field, field of the entry; the first that an entry has is taken
    ("title-short", "shorttitle"), ("container-title", "journaltitle"), ("container-title", "journal"),
    ("event-title", "eventtitle"), ("event-place", "venue"), ("publisher", "publisher"),
    ("publisher", "institution"), ("publisher", "school"), ("publisher", "organization"),
    ("publisher-place", "location"), ("publisher-place", "address"), ("edition", "edition"),
    ("collection-title", "series"), ("number-of-pages", "pagetotal"), ("number-of-pages", "numpages"),
    ("chapter-number", "chapter"), ("version", "version"), ("number-of-volumes", "volumes"),
    ("original-title", "origtitle"), ("original-publisher", "origpublisher"),
    ("original-publisher-place", "origlocation"), ("scale", "scale"), ("medium", "medium"),
    ("container-title-short", "shortjournal"), ("call-number", "library"), ("section", "section"),
)  # fmt: skip
_VERBATIM = (("DOI", "doi"), ("URL", "url"), ("URL", "ee"), ("URL", "link"), ("ISBN", "isbn"),
             ("ISSN", "issn"),
             ("PMID", "pmid"), ("PMCID", "pmcid"))  # fmt: skip
_NAMES = {"author": "author", "editor": "editor", "translator": "translator",
          "bookauthor": "container-author",
          "director": "director", "interviewer": "interviewer", "recipient": "recipient",
          "illustrator": "illustrator", "origauthor": "original-author"}  # fmt: skip
_EDITOR_TYPES = {"director": "director", "organizer": "organizer", "compiler": "compiler",
                 "translator": "translator",
                 "illustrator": "illustrator", "producer": "producer", "redactor": "editor",
                 "editor": "editor",
                 "reviser": "editor", "collaborator": "contributor", "founder": "contributor"}  # fmt: skip
_DATES = (("accessed", "urldate"), ("accessed", "lastchecked"), ("accessed", "lastaccessed"),
          ("accessed", "accessed"),
          ("event-date", "eventdate"), ("original-date", "origdate"), ("original-date",
          "origyear"))  # fmt: skip
_READ = {  # fields that the code below reads
    "title", "subtitle", "titleaddon", "booktitle", "booksubtitle", "maintitle", "mainsubtitle",
    "journalsubtitle", "issuetitle", "volume", "part", "number", "issue", "pages", "type", "howpublished",
    "note",
    "addendum", "year", "date", "month", "day", "langid", "language", "entrysubtype", "holder", "eprint",
    "eprinttype", "archiveprefix", "crossref", "xdata", "editortype", "authortype", "eid", "articleno",
    "editora", "editoratype", "editorb", "editorbtype",
}  # fmt: skip
_NEVER_PRINTED = {
    "abstract", "annote", "annotation", "keywords", "keyword", "file", "timestamp", "owner", "creationdate",
    "modificationdate", "groups", "yomi", "read", "sortkey", "sortname", "sorttitle", "sortyear", "key",
    "presort", "shorthand", "label", "options", "ids", "primaryclass", "eprintclass", "urn", "copyright",
    "rights", "license", "bdsk-url-1", "bdsk-file-1", "date-added", "date-modified", "mendeley-tags",
    "mendeley-groups", "comment", "review", "priority", "ranking", "qualityassured", "printed", "rating",
    "username", "added-at", "biburl", "interhash", "intrahash", "nameaddon", "pubstate", "indextitle", "lang",
    "abbrev_source_title", "document_type", "source", "affiliation", "coden", "author_keywords", "hash",
    "crossrefdoi", "unique-id", "researcherid-numbers", "orcid-numbers", "times-cited", "da",
    "doc-delivery-number",
    "googlebooks", "bibsource", "lccn", "hyphenation", "execute", "foreword", "related", "relatedtype",
    "entryset",
}  # fmt: skip
_GENRES = {
    "phdthesis": ("博士論文", "Ph.D. thesis"), "mastersthesis": ("修士論文", "Master's thesis"),
    "mathesis": ("修士論文", "Master's thesis"), "bathesis": ("学士論文", "Bachelor's thesis"),
    "bachelorsthesis": ("学士論文", "Bachelor's thesis"), "techreport": ("技術報告書", "Technical report"),
    "resreport": ("研究報告書", "Research report"), "candthesis": ("学位論文", "Cand. thesis"),
    "datacd": ("CD-ROM", "CD-ROM"), "software": ("ソフトウェア", "Software"),
}  # fmt: skip
_ACCESSED = re.compile(
    r"(?:参照|閲覧|access(?:ed)?(?: on)?:?|visited:?)\s*([^)）]+)|([\d年月日./-]{8,})", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://[^\s{}]+")


def read_bibtex(lines: Lines) -> tuple[list[ItemDraft], Doubts]:
    """Read a file of BibTeX or BibLaTeX as CSL items with their places, and the doubts about it."""
    doubts = Doubts(lines)
    entries = read_entries(lines, doubts)
    _inherit(entries, doubts)
    unread = values.UnreadFields()
    drafts = [_EntryReader(entry, doubts, unread).item() for entry in entries if entry.kind != "xdata"]
    values.make_keys(drafts, [draft for draft in drafts if not draft.key], doubts)
    unread.report(doubts)
    return drafts, doubts


def _inherit(entries: list[BibtexEntry], doubts: Doubts) -> None:
    """Give entries the fields of the entry that they name in ``crossref`` or ``xdata``."""
    by_key = {entry.key.lower(): entry for entry in reversed(entries)}
    for entry in entries:
        for name in ("xdata", "crossref"):
            for key in filter(None, (part.strip() for part in entry.text(name).split(","))):
                parent = by_key.get(key.lower())
                if parent is None:
                    doubts.add("C214", entry.fields[name].start, name=key)
                    continue
                for field_name, value in list(parent.fields.items()):
                    target = field_name
                    if name == "crossref" and field_name in ("title", "subtitle"):
                        target = f"book{field_name}"
                    if target not in ("crossref", "xdata", "shorttitle"):
                        entry.fields.setdefault(target, value)


class _EntryReader:
    """Makes the CSL item of one entry."""

    def __init__(self, entry: BibtexEntry, doubts: Doubts, unread: values.UnreadFields) -> None:
        self.entry, self.doubts, self.unread = entry, doubts, unread
        self.fields = entry.fields
        self.draft = ItemDraft(entry.key, self._type(), entry.start, entry.end)
        self.kind = self.draft.kind

    def item(self) -> ItemDraft:
        """Return the item; fields that it has no place for are collected."""
        for part in (self._titles, self._names, self._texts, self._numbers, self._dates, self._others):
            part()
        known = {*_READ, *_NAMES, *_NEVER_PRINTED, *(name for _, name in (*_TEXTS, *_VERBATIM, *_DATES))}
        for name, found in self.fields.items():
            if name not in known and not name.startswith(("bdsk-", "__", "opt")) and found.value.strip():
                self.unread.add(name, found.start)
        return self.draft

    def _type(self) -> str:
        kind, subtype = self.entry.kind, self.entry.text("entrysubtype").lower()
        if kind == "article" and subtype in ("newspaper", "magazine"):
            return f"article-{subtype}"
        if kind in ("misc", "unpublished") and self.entry.text("eventtitle"):
            return "speech"
        if kind == "misc" and _ADDRESS.search(self.entry.text("url") + self.entry.text("howpublished")):
            return "webpage"
        if kind not in _TYPES:
            self.doubts.add("C207", self.entry.start, type=f"@{kind}", known="document")
        return _TYPES.get(kind, "document")

    def _plain(self, name: str) -> str:
        """Return the decoded text of a field."""
        found = self.fields.get(name)
        return self._decoded(found) if found else ""

    def _decoded(self, found: ExportField) -> str:
        decoded = latex_text(found.value)
        for command in decoded.unknown:
            at = found.value.find(command)
            self.doubts.add("C210", found.start + max(at, 0), command=command)
        return decoded.text

    def _put(self, name: str, value: str, field: str) -> None:
        if field in self.fields:
            self.draft.put(name, value, self.fields[field])

    def _joined(self, *names: str) -> str:
        """Return title and subtitle joined, as the language of the title does it."""
        parts = [text for name in names if (text := self._plain(name))]
        mark = "：" if parts and CJK.search(parts[0]) else ": "
        return mark.join(parts)

    def _titles(self) -> None:
        title, main = self._joined("title", "subtitle"), self._joined("maintitle", "mainsubtitle")
        inside = self.kind in _IN_SOMETHING
        if main and not inside:
            title = f"{main} {title}".strip()
        if addon := self._plain("titleaddon"):
            title = f"{title} {addon}".strip()
        self._put(
            "title", values.without_bilingual(title), "title" if "title" in self.fields else "maintitle"
        )
        container = self._joined("booktitle", "booksubtitle")
        self._put("container-title", f"{main} {container}".strip() if inside else container, "booktitle")
        if "journaltitle" in self.fields and "journalsubtitle" in self.fields:
            self._put("container-title", self._joined("journaltitle", "journalsubtitle"), "journaltitle")
        if "issuetitle" in self.fields and "container-title" not in self.draft:
            self._put("container-title", self._plain("issuetitle"), "issuetitle")

    def _names(self) -> None:
        for name, role in _NAMES.items():
            if name in self.fields:
                kind = self._plain(f"{name}type").lower()
                self._add_names(name, _EDITOR_TYPES.get(kind, role) if name == "editor" else role)
        for name in ("editora", "editorb"):
            if name in self.fields:
                self._add_names(name, _EDITOR_TYPES.get(self._plain(f"{name}type").lower(), "contributor"))
        if self.kind == "motion_picture" and "author" in self.draft and "director" not in self.draft:
            self.draft.move("author", "director")
        if "holder" in self.fields and "author" not in self.draft:
            self._add_names("holder", "author")
        elif "holder" in self.fields:
            self._put(
                "authority", " ; ".join(map(self._clean, split_names(self.entry.text("holder")))), "holder"
            )

    def _clean(self, text: str) -> str:
        return latex_text(text).text

    def _add_names(self, name: str, role: str) -> None:
        found = self.fields[name]
        parts = split_names(found.value)
        reader = NameReader(self._name_doubt(found), self._clean, self._given_first(parts))
        for part in parts:
            for made_role, one in reader.read(part, role):
                self.draft.add_names(made_role, [one], found)

    def _name_doubt(self, found: ExportField) -> Callable[..., None]:
        def doubt(code: str, **details: object) -> None:
            at = found.value.find(str(details.get("found", "")))
            self.doubts.add(code, found.start + max(at, 0), **details)

        return doubt

    def _given_first(self, parts: Iterable[str]) -> bool | None:
        """Tell from the key whether given names are first, as J-STAGE writes them: 架空 太郎2024."""
        for part in parts:
            words = part.split()
            if len(words) == 2 and CJK.search(part):
                key = self.entry.key.replace(" ", "").replace("\u3000", "")
                if key.startswith(words[1] + words[0]):
                    return True
                return False if key.startswith("".join(words)) else None
        return None

    def _texts(self) -> None:
        for name, field in _TEXTS:
            if field in self.fields and name not in self.draft:
                self._put(name, self._publisher(field) if name == "publisher" else self._plain(field), field)
            elif field in self.fields and self.draft.data.get(name) != self._plain(field):
                self._second(name, field)
        for name, field in _VERBATIM:
            if field in self.fields:
                value = verbatim_text(self.entry.text(field))
                self._put(name, values.doi(value) if name == "DOI" else value, field)
        self.draft.split_series()

    def _second(self, name: str, field: str) -> None:
        """Find a place for the value of a field whose first place is taken."""
        if name == "publisher" and "authority" not in self.draft:
            if self.kind == "paper-conference" and "event-title" not in self.draft:
                self._put("event-title", self._plain(field), field)
            else:
                self._put("authority", self._plain(field), field)
        else:
            self.unread.add(field, self.fields[field].start)

    def _publisher(self, field: str) -> str:
        """Return publishers; several are parted by "and", each may be in braces."""
        return " ; ".join(self._clean(part) for part in split_names(self.entry.text(field)))

    def _numbers(self) -> None:
        if "volume" in self.fields:
            volume = values.bare_number(self._plain("volume"), "巻")
            part = self._plain("part")
            self._put("volume", f"{volume}-{part}" if part else volume, "volume")
        number, issue = self._plain("number"), self._plain("issue")
        name = values.number_field(self.kind)
        number = values.bare_number(number, "号") if name == "issue" else number
        if name == "issue" and number and issue:
            number = f"{number}（{issue}）" if CJK.search(issue) else number
        self._put(name, number, "number")
        self._put("issue", values.bare_number(issue, "号"), "issue")
        for field in ("pages", "eid", "articleno"):
            self._put("page", values.pages(self._plain(field)), field)
        if self.kind == "book" and (whole := values.page_count(str(self.draft.data.get("page", "")))):
            self.draft.data.pop("page")
            self._put("number-of-pages", whole, "pages")

    def _dates(self) -> None:
        field = "date" if self.entry.text("date") else "year"
        if found := self.fields.get(field):
            month, day = (self._plain(name) if field == "year" else "" for name in ("month", "day"))
            text = latex_text(found.value.replace("~", "\u223c")).text.replace("\u223c", "~")
            made, understood = export_date(text, month, day)
            if not understood:
                self.doubts.add("C209", found.start, value=f"{text} {month}".strip())
            self.draft.put("issued", made, found)
        for name, field in _DATES:
            if found := self.fields.get(field):
                made, understood = export_date(found.value.strip("{}"))
                if not understood:
                    self.doubts.add("C209", found.start, value=found.value)
                self.draft.put(name, made, found)

    def _others(self) -> None:
        genre = self._plain("type")
        japanese = bool(CJK.search(str(self.draft.data.get("title", ""))))
        if not genre and self.kind == "thesis" and self.entry.kind in _GENRES:
            self.draft.put("genre", _GENRES[self.entry.kind][not japanese],
                           ExportField("type", "", self.entry.start, self.entry.start))  # fmt: skip
        self._put(
            "genre", _GENRES[genre.lower()][not japanese] if genre.lower() in _GENRES else genre, "type"
        )
        for field in ("langid", "language"):
            self._put("language", values.language(self._plain(field)), field)
        self._how_published()
        note = "\n".join(filter(None, (self.entry.text("note"), self.entry.text("addendum"))))
        if note:
            field = "note" if "note" in self.fields else "addendum"
            values.read_note(self.draft, _NOTE_LATEX.sub(lambda found: found[1], note), self.fields[field])
        if eprint := self.entry.text("eprint"):
            where = (self.entry.text("eprinttype") or self.entry.text("archiveprefix")).lower()
            if where == "arxiv":
                self._put("number", f"arXiv:{eprint}", "eprint")
                self._put("URL", f"https://arxiv.org/abs/{eprint}", "eprint")
            elif where in ("", "doi", "jstor", "hdl", "pubmed"):
                prefixes = {"jstor": "https://www.jstor.org/stable/", "hdl": "https://hdl.handle.net/"}
                name = {"doi": "DOI", "pubmed": "PMID"}.get(where, "URL" if where else "number")
                self._put(name, prefixes.get(where, "") + eprint, "eprint")
            else:
                self.unread.add("eprint", self.fields["eprint"].start)

    def _how_published(self) -> None:
        """Read ``howpublished``: an address with the date of access, or words about the publication."""
        text = verbatim_text(self.entry.text("howpublished"))
        if not text:
            return
        if found := _ADDRESS.search(text):
            self._put("URL", found[0].rstrip(".,、。)）"), "howpublished")
            accessed = _ACCESSED.search(text, found.end())
            if accessed:
                words = unicodedata.normalize("NFKC", accessed[1] or accessed[2]).strip(" .:：,")
                made, understood = export_date(words)
                if understood and made:
                    self.draft.put("accessed", made, self.fields["howpublished"])
            return
        plain = self._plain("howpublished")
        if not self.draft.put("publisher", plain, self.fields["howpublished"]):
            self.draft.put("medium", plain, self.fields["howpublished"])


_NOTE_LATEX = re.compile(r"\{([^{}\\]*)\}")
