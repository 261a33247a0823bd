"""Items in Zotero's own JSON (its API, Better BibTeX JSON), which has other names than CSL."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.schema.exports import values
from brochure.schema.yaml_reader import Data

_TYPES = {
    "journalArticle": "article-journal", "magazineArticle": "article-magazine",
    "newspaperArticle": "article-newspaper", "book": "book", "bookSection": "chapter",
    "conferencePaper": "paper-conference", "encyclopediaArticle": "entry-encyclopedia",
    "dictionaryEntry": "entry-dictionary", "thesis": "thesis", "report": "report", "patent": "patent",
    "statute": "legislation", "bill": "bill", "case": "legal_case", "hearing": "hearing",
    "standard": "standard",
    "map": "map", "dataset": "dataset", "webpage": "webpage", "blogPost": "post-weblog", "forumPost": "post",
    "presentation": "speech", "film": "motion_picture", "videoRecording": "motion_picture",
    "computerProgram": "software", "interview": "interview", "letter": "personal_communication",
    "email": "personal_communication", "instantMessage": "personal_communication", "podcast": "song",
    "audioRecording": "song", "artwork": "graphic", "manuscript": "manuscript", "preprint": "article",
    "document": "document", "radioBroadcast": "broadcast", "tvBroadcast": "broadcast",
}  # fmt: skip
_CREATORS = {
    "author": "author", "editor": "editor", "translator": "translator", "seriesEditor": "collection-editor",
    "bookAuthor": "container-author", "contributor": "contributor", "director": "director",
    "producer": "producer", "scriptwriter": "script-writer", "presenter": "author", "inventor": "author",
    "programmer": "author", "artist": "author", "cartographer": "author", "podcaster": "author",
    "interviewee": "author", "interviewer": "interviewer", "recipient": "recipient", "performer": "performer",
    "composer": "composer", "sponsor": "contributor", "guest": "guest", "castMember": "performer",
    "reviewedAuthor": "reviewed-author",
}  # fmt: skip
_FIELDS = {
    "title": "title", "nameOfAct": "title", "caseName": "title", "subject": "title",
    "shortTitle": "title-short",
    "publicationTitle": "container-title", "bookTitle": "container-title",
    "proceedingsTitle": "container-title",
    "encyclopediaTitle": "container-title", "dictionaryTitle": "container-title",
    "websiteTitle": "container-title",
    "blogTitle": "container-title", "forumTitle": "container-title", "programTitle": "container-title",
    "code": "container-title", "volume": "volume", "codeNumber": "volume", "issue": "issue", "pages": "page",
    "codePages": "page", "edition": "edition", "date": "issued", "dateEnacted": "issued",
    "issueDate": "issued",
    "dateDecided": "issued", "place": "publisher-place", "publisher": "publisher", "institution": "publisher",
    "university": "publisher", "company": "publisher", "studio": "publisher", "distributor": "publisher",
    "label": "publisher", "network": "publisher", "repository": "publisher", "organization": "authority",
    "issuingAuthority": "authority", "court": "authority", "url": "URL", "DOI": "DOI", "ISBN": "ISBN",
    "ISSN": "ISSN", "series": "collection-title", "seriesTitle": "collection-title",
    "seriesNumber": "collection-number", "language": "language", "numPages": "number-of-pages",
    "numberOfVolumes": "number-of-volumes", "accessDate": "accessed", "reportNumber": "number",
    "reportType": "genre", "thesisType": "genre", "presentationType": "genre", "manuscriptType": "genre",
    "letterType": "genre", "postType": "genre", "websiteType": "genre", "mapType": "genre", "genre": "genre",
    "type": "genre", "conferenceName": "event-title", "meetingName": "event-title",
    "publicLawNumber": "number", "billNumber": "number", "patentNumber": "number", "number": "number",
    "docketNumber": "number", "episodeNumber": "number", "archiveID": "number", "section": "section",
    "scale": "scale", "versionNumber": "version", "extra": "note", "archive": "archive",
    "artworkMedium": "medium", "videoRecordingFormat": "medium", "audioRecordingFormat": "medium",
    "interviewMedium": "medium", "callNumber": "call-number", "filingDate": "submitted",
    "originalDate": "original-date", "originalPublisher": "original-publisher",
}  # fmt: skip
_NEVER_PRINTED = {
    "abstractNote", "accessionNumber", "journalAbbreviation", "libraryCatalog", "rights", "archiveLocation",
    "tags", "collections", "relations", "attachments", "notes", "seeAlso", "dateAdded", "dateModified", "key",
    "itemID", "itemKey", "libraryID", "uri", "select", "version", "itemType", "creators", "citationKey",
    "citekey", "runningTime", "seriesText", "system", "programmingLanguage", "history", "legislativeBody",
    "session", "committee", "country", "assignee", "applicationNumber", "priorityNumbers", "references",
    "legalStatus", "parentItem", "deleted", "inPublications", "storageModel", "DOIs", "status",
}  # fmt: skip


def csl_from_zotero(entry: dict[str, Data]) -> tuple[dict[str, Data], dict[str, str]] | None:
    """Return an item of Zotero as CSL, and for each CSL field the key that it comes from.

    None if this is no item of Zotero. Keys that are not known stay, so that they are reported.
    """
    whole = entry.get("data")
    data = whole if isinstance(whole, dict) and "itemType" in whole else entry
    kind = data.get("itemType")
    if not isinstance(kind, str):
        return None
    key = data.get("citationKey") or data.get("citekey") or data.get("itemKey") or data.get("key") or ""
    made: dict[str, Data] = {"id": key, "type": _TYPES.get(kind, "document")}
    origins = {"id": "citationKey" if data.get("citationKey") else "key", "type": "itemType"}
    for name, value in data.items():
        field = _FIELDS.get(name, "")
        if field == "number":
            field = values.number_field(str(made["type"])) if name == "number" else field
        if field and isinstance(value, str) and value and field not in made:
            made[field], origins[field] = value, name
        elif not field and name not in _NEVER_PRINTED and value not in (None, "", [], {}):
            made[name], origins[name] = value, name
    for role, creator in _creators(data.get("creators")):
        names = made.setdefault(role, [])
        origins[role] = "creators"
        assert isinstance(names, list)
        names.append(dict(creator))
    return made, origins


def _creators(creators: Data) -> Iterator[tuple[str, dict[str, str]]]:
    for one in creators if isinstance(creators, list) else []:
        if not isinstance(one, dict):
            continue
        role = _CREATORS.get(str(one.get("creatorType") or "author"), "contributor")
        name, family, given = (str(one.get(key) or "") for key in ("name", "lastName", "firstName"))
        if family and given:
            yield role, {"family": family, "given": given}
        elif literal := name or family or given:
            yield role, {"literal": literal}
