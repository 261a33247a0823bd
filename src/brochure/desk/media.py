"""Pictures of the workspace: send them to the page, and take new ones into ``pictures/``."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

from brochure.assembly.images import pixel_size, unusable_picture
from brochure.assembly.picture_metadata import metadata_kinds, strip_metadata
from brochure.desk.desk import Desk
from brochure.desk.documents import told_problems
from brochure.desk.endpoint import DeskAnswer, DeskRequest
from brochure.diagnostics.problem import BrochureError, Location
from brochure.storage.atomic import replace_files
from brochure.storage.workspace import read_file

FOLDER = "pictures"
_KINDS = ((b"\xff\xd8\xff", "image/jpeg", ".jpg"), (b"\x89PNG\r\n\x1a\n", "image/png", ".png"))
_MOST_NAME = 60


def send_picture(desk: Desk, asked: DeskRequest) -> DeskAnswer:
    """``GET /api/media?path=…``: a picture of the workspace that a profile may show."""
    file = asked.query.get("path", "")
    if list(unusable_picture(file, desk.where.root, Location(file))):
        return DeskAnswer({"problems": []}, 404)
    data = strip_metadata(read_file(desk.where.root / file, file))  # the place stays with its owner
    return DeskAnswer(content=data, media=next(media for head, media, _ in _KINDS if data.startswith(head)))


def take_picture(desk: Desk, asked: DeskRequest) -> DeskAnswer:
    """``POST /api/media?name=…``: a new picture; one with the same content is not written twice."""
    kind = next((one for one in _KINDS if asked.upload.startswith(one[0])), None)
    name = _file_name(asked.query.get("name", ""), kind[2] if kind else ".png", asked.upload)
    file = f"{FOLDER}/{name}"
    path = desk.where.root / file
    before = path.read_bytes() if path.is_file() else None
    if before is not None and before != asked.upload:
        file = f"{FOLDER}/{PurePosixPath(name).stem}-{_digest(asked.upload)}{PurePosixPath(name).suffix}"
        path = desk.where.root / file
        before = path.read_bytes() if path.is_file() else None
    try:
        if before != asked.upload:
            replace_files({path: asked.upload}, {path: before})
        broken = list(unusable_picture(file, desk.where.root, Location(file)))
        if broken and before is None:
            path.unlink()
    except BrochureError as error:
        return DeskAnswer({"problems": told_problems(error.problems, asked.lang)}, 423)
    if broken:
        return DeskAnswer({"problems": told_problems(broken, asked.lang)}, 422)
    width, height = pixel_size(path)
    told = {"path": file, "width": width, "height": height, "metadata": list(metadata_kinds(asked.upload))}
    return DeskAnswer(told, 201)


def _file_name(given: str, suffix: str, data: bytes) -> str:
    """A name for a picture that all systems allow: letters, digits, hyphens."""
    plain = unicodedata.normalize("NFKC", given.rpartition("/")[2].rpartition("\\")[2])
    stem = re.sub(r"[^\w-]+", "-", PurePosixPath(plain).stem, flags=re.ASCII).strip("-_").lower()
    return f"{stem[:_MOST_NAME] or _digest(data)}{suffix}"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]
