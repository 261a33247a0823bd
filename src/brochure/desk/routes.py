"""All endpoints of the desk. A path that is not listed here does not exist."""

from __future__ import annotations

from brochure.desk import citations, editions, exports, media, pages, schemas, start
from brochure.desk.content import (
    change_document,
    list_former,
    mend_line,
    of_document,
    restore_former,
    tell_document,
    tell_former,
)
from brochure.desk.endpoint import MAX_UPLOAD, Endpoint, Takes
from brochure.desk.new_partner import create_partner
from brochure.desk.partner_list import list_partners

_PATHS = (("profiles", "/api/profiles/{id}"), ("series", "/api/series"), ("sources", "/api/sources"))


def _of_documents() -> tuple[Endpoint, ...]:
    """The endpoints that all documents have."""
    made: list[Endpoint] = []
    for kind, path in _PATHS:
        made += [
            Endpoint("GET", path, of_document(tell_document, kind)),
            Endpoint("PATCH", path, of_document(change_document, kind), Takes.JSON),
            Endpoint("POST", f"{path}/lines", of_document(mend_line, kind), Takes.JSON),
            Endpoint("GET", f"{path}/former", of_document(list_former, kind)),
            Endpoint("GET", f"{path}/former/{{rev}}", of_document(tell_former, kind)),
            Endpoint("POST", f"{path}/former/{{rev}}", of_document(restore_former, kind), Takes.JSON),
        ]
    return tuple(made)


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("GET", "/api/desk", start.tell_desk),
    Endpoint("GET", "/api/partners", list_partners),
    Endpoint("POST", "/api/profiles", create_partner, Takes.JSON),
    *_of_documents(),
    Endpoint("GET", "/api/profiles/{id}/pages", of_document(pages.tell_pages, "profiles")),
    Endpoint("GET", "/api/profiles/{id}/editions", of_document(editions.list_editions, "profiles")),
    Endpoint("GET", "/api/pictures/{digest}/{page}@{dpi}.png", pages.tell_picture),
    Endpoint("GET", "/api/schema/{of}", schemas.tell_schema),
    Endpoint("GET", "/api/media", media.send_picture),
    Endpoint("POST", "/api/media", media.take_picture, Takes.PICTURE, MAX_UPLOAD),
    Endpoint("POST", "/api/exports", exports.export_file, Takes.JSON),
    Endpoint("POST", "/api/citations", citations.read_citations, Takes.JSON, citations.MOST_BYTES),
    Endpoint("POST", "/api/presence", start.tell_presence, Takes.JSON),
    Endpoint("POST", "/api/stop", start.stop_desk, Takes.JSON),
)
