"""Font families: those of a layout, and the fallback families that every layout gets after its own.

The fallback families come with brochure, in ``fallback_fonts/``; ``families.yaml`` there lists them. They
print names of persons and places in scripts that the layout's fonts lack.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from brochure.schema.base import Plain, Strict, described
from brochure.schema.yaml_reader import parse_yaml
from brochure.storage.shipped import shipped_folder

FOLDER = "fallback_fonts"
MANIFEST = "families.yaml"


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


class FontFamily(Strict):
    """A font family of ``fonts/``, and its name in Word."""

    family: Plain = described("CSSで使う名前", "Name in the style sheet.")
    word: Plain = described("Wordでの名前", "Name in Word.")
    lang: Annotated[list[Plain], BeforeValidator(_as_list)] = described(
        "先に使う言語（1つ、または並び）。例：zh、[hi, mr, ne]",
        "Languages whose words use it before the other families: one tag, or a list.",
        default=[],
    )
    faces: dict[Annotated[str, Field(pattern="^[1-9]00$")], Plain] = described(
        "太さ（400 標準、700 太字）とファイル名", "Font files by weight: 400 regular, 700 bold.", min_length=1
    )


class FallbackFamily(FontFamily):
    """A family that comes with brochure; its files are relative to the folder of the manifest."""

    scripts: list[Annotated[str, Field(pattern="^[A-Z][a-z]{3}$")]] = described(
        "文字の種類（ISO 15924）。例：Deva", "Its scripts, by their codes of ISO 15924.", min_length=1
    )

    @property
    def files(self) -> tuple[Path, ...]:
        """The file of each face."""
        # not resolve(): other machines know the files by their path in the shipped folder
        return tuple(Path(os.path.normpath(fallback_folder() / name)) for name in self.faces.values())


class FallbackManifest(Strict):
    """The manifest of the fallback families, in the order in which they are tried."""

    families: list[FallbackFamily]


def fallback_folder() -> Path:
    """Return the folder of the fallback fonts; a workspace has none of its own."""
    return shipped_folder() / FOLDER


def fallback_families() -> tuple[FallbackFamily, ...]:
    """Return the fallback families, in the order in which they are tried."""
    path = fallback_folder() / MANIFEST
    return _read_manifest(path, path.stat().st_mtime_ns)


@lru_cache(4)
def _read_manifest(path: Path, _modified: int) -> tuple[FallbackFamily, ...]:
    source = parse_yaml(path.read_bytes(), f"{FOLDER}/{MANIFEST}")
    return tuple(FallbackManifest.model_validate(source.data).families)
