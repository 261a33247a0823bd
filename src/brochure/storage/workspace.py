"""Where things are: the folders of a workspace."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from brochure.diagnostics.problem import BrochureError, nearest, problem
from brochure.storage.shipped import shipped

SERIES = "_series.yaml"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with ``profiles/``, ``layouts/``, ``fonts/`` and ``output/``."""

    root: Path

    @classmethod
    def find(cls, start: Path) -> Workspace:
        """The workspace that ``start`` is in.

        Raises:
            BrochureError: Neither ``start`` nor a folder above it is one.
        """
        for folder in (start.resolve(), *start.resolve().parents):
            if (folder / "profiles" / SERIES).is_file():
                return cls(folder)
        raise BrochureError([problem("F101", path=start)])

    @property
    def profiles(self) -> Path:
        """Where the profiles are."""
        return self.root / "profiles"

    @property
    def output(self) -> Path:
        """Where brochures go unless the user says otherwise."""
        return self.root / "output"

    def names(self) -> list[str]:
        """The profiles, by name; files that begin with ``_`` are shared ones."""
        return _names(self.profiles)

    def profile(self, name: str) -> Path:
        """The file of a profile.

        Raises:
            BrochureError: No such name can be, or none such is there.
        """
        return _there(self.profiles, name, "F102")

    def new_profile(self, name: str) -> Path:
        """The file that a new profile is to be written to.

        Raises:
            BrochureError: The name cannot be, or the profile exists.
        """
        return self._new(self.profiles, name)

    def layout(self, name: str) -> Path:
        """The folder of a layout: the workspace's own, or one that comes with brochure.

        Raises:
            BrochureError: There is none such.
        """
        places = (self.root / "layouts", shipped() / "layouts")
        for place in places:
            if _NAME.fullmatch(name) and (place / name).is_dir():
                return place / name
        names = self.layouts()
        details = {"name": name, "nearest": nearest(name, names), "known": ", ".join(names)}
        raise BrochureError([problem("F105", **details)])

    def layouts(self) -> list[str]:
        """The layouts there are, by name."""
        places = (self.root / "layouts", shipped() / "layouts")
        return sorted({path.parent.name for place in places for path in place.glob("*/layout.yaml")})

    @property
    def booklets(self) -> Path:
        """Where the booklets are."""
        return self.root / "booklets"

    def booklet_names(self) -> list[str]:
        """The booklets, by name."""
        return _names(self.booklets)

    def booklet(self, name: str) -> Path:
        """The file of a booklet.

        Raises:
            BrochureError: No such name can be, or none such is there.
        """
        return _there(self.booklets, name, "F110")

    def new_booklet(self, name: str) -> Path:
        """The file that a new booklet is to be written to.

        Raises:
            BrochureError: The name cannot be, or the booklet exists.
        """
        return self._new(self.booklets, name)

    def _new(self, folder: Path, name: str) -> Path:
        path = _file(folder, name)
        if path.exists():
            raise BrochureError([problem("F107", path=self.shown(path))])
        return path

    def shop(self, name: str) -> Path:
        """The file of a print shop: the workspace's own, or one that comes with brochure.

        Raises:
            BrochureError: There is none such.
        """
        for place in (self.root / "shops", shipped() / "shops"):
            if _NAME.fullmatch(name) and (place / f"{name}.yaml").is_file():
                return place / f"{name}.yaml"
        names = self.shops()
        details = {"name": name, "nearest": nearest(name, names), "known": ", ".join(names)}
        raise BrochureError([problem("F109", **details)])

    def shops(self) -> list[str]:
        """The print shops there are, by name."""
        places = (self.root / "shops", shipped() / "shops")
        found = {path.stem for place in places for path in place.glob("*.yaml")}
        return sorted(name for name in found if not name.startswith("_"))

    def fonts(self) -> Path:
        """The folder of the fonts: the workspace's own, or the one that comes with brochure."""
        own = self.root / "fonts"
        return own if own.is_dir() else shipped() / "fonts"

    def shown(self, path: Path) -> str:
        """A path as it is shown to the user: relative to the workspace if it lies in it."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return str(path)


def _names(folder: Path) -> list[str]:
    found = (path.stem for path in folder.glob("*.yaml") if path.is_file())
    return sorted(name for name in found if not name.startswith("_"))


def _file(folder: Path, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise BrochureError([problem("F103", name=name, folder=folder.name)])
    return folder / f"{name}.yaml"


def _there(folder: Path, name: str, code: str) -> Path:
    """A file of a folder by its name; ``code`` is what is said if there is none."""
    path = _file(folder, name)
    if not path.is_file():
        names = _names(folder)
        details = {"name": name, "nearest": nearest(name, names), "known": ", ".join(names) or "—"}
        raise BrochureError([problem(code, **details)])
    return path


def read(path: Path, shown: str) -> bytes:
    """Read a file.

    Raises:
        BrochureError: It cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise BrochureError([problem("F104", path=shown, reason=error.strerror or error)]) from None
