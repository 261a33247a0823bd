"""Where things are: the folders of a workspace."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from brochure.diagnostics.problem import BrochureError, Location, Problem, nearest, problem
from brochure.storage import file_names as filenames
from brochure.storage.file_names import is_id
from brochure.storage.shipped import shipped

SERIES = "_series.yaml"


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
        for place in self._places("layouts"):
            if is_id(name) and (place / name).is_dir():
                return place / name
        raise _unknown("F105", name, self.layouts())

    def layouts(self) -> list[str]:
        """The layouts there are, by name."""
        places = self._places("layouts")
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
        for entry in _listed(folder):  # also Liaoning.yaml, which is the same file on Windows
            if filenames.folded(entry) == filenames.folded(path.name):
                raise BrochureError([problem("F107", path=self.shown(folder / entry))])
        return path

    def shop(self, name: str) -> Path:
        """The file of a print shop: the workspace's own, or one that comes with brochure.

        Raises:
            BrochureError: There is none such.
        """
        for place in self._places("shops"):
            if is_id(name) and (place / f"{name}.yaml").is_file():
                return place / f"{name}.yaml"
        raise _unknown("F109", name, self.shops())

    def shops(self) -> list[str]:
        """The print shops there are, by name."""
        return sorted({name for place in self._places("shops") for name in _names(place)})

    def _places(self, folder: str) -> tuple[Path, Path]:
        """Where layouts or shops are, the workspace's own first."""
        return self.root / folder, shipped() / folder

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
    """The names of the YAML files; ``._name.yaml`` is what macOS leaves beside a file on a shared drive."""
    found = (path.stem for path in folder.glob("*.yaml") if path.is_file())
    return sorted(name for name in found if not name.startswith(("_", ".")))


def misnamed(folder: str, name: str, where: Location | None = None) -> Problem:
    """What to say of a name that no profile, booklet or shop can have; ``where`` is a file that has it."""
    fault = filenames.fault(f"{name}.yaml")
    if fault and (where or fault.code == "N103"):
        return problem(fault.code, where, name=name, detail=fault.detail)
    if where is None:
        return problem("F103", name=name, folder=folder)
    better = filenames.meant(f"{name}.yaml").removesuffix(".yaml")
    return problem("N110", where, name=name, folder=folder, nearest=better)


def _listed(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except OSError:
        return []


def _file(folder: Path, name: str) -> Path:
    if not is_id(name):
        file = f"{name}.yaml"
        there = not name.startswith("_") and file in _listed(folder)
        where = Location(f"{folder.name}/{file}") if there else None
        raise BrochureError([misnamed(folder.name, name, where)])
    return folder / f"{name}.yaml"


def _there(folder: Path, name: str, code: str) -> Path:
    """A file of a folder by its name; ``code`` is what is said if there is none."""
    path = _file(folder, name)
    if not path.is_file():
        for entry in _listed(folder):
            if filenames.meant(entry) == path.name:
                where = Location(f"{folder.name}/{entry}")
                raise BrochureError([problem("F111", where, name=name, file=entry, meant=path.name)])
        raise _unknown(code, name, _names(folder))
    return path


def _unknown(code: str, name: str, known: list[str]) -> BrochureError:
    details = {"name": name, "nearest": nearest(name, known), "known": ", ".join(known) or "—"}
    return BrochureError([problem(code, **details)])


def read_file(path: Path, shown: str) -> bytes:
    """Read a file.

    Raises:
        BrochureError: It cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise BrochureError([problem("F104", path=shown, reason=error.strerror or error)]) from None
