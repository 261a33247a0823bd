"""The workspace: its folders, and the files of profiles, booklets, layouts and print shops by name."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from brochure.diagnostics.problem import BrochureError, Location, Problem, nearest_word, problem
from brochure.storage import file_names
from brochure.storage.file_names import is_id
from brochure.storage.input_file import MAX_FILE, path_fault, read_input
from brochure.storage.shipped import shipped_folder

SERIES = "_series.yaml"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with ``profiles/``, ``layouts/``, ``fonts/`` and ``output/``."""

    root: Path

    @classmethod
    def find(cls, start: Path) -> Workspace:
        """Return the workspace that contains the folder ``start``.

        Raises:
            BrochureError: Neither ``start`` nor a folder above it is a workspace (F101).
        """
        begin = Path(os.path.realpath(start))
        for folder in (begin, *begin.parents):
            if _is_there(folder / "profiles" / SERIES):  # if it cannot be read, reading it tells
                if not file_names.is_decoded(str(folder)):
                    raise BrochureError([problem("F118", path=folder)])
                return cls(folder)
        raise BrochureError([problem("F101", path=start)])

    @property
    def profiles(self) -> Path:
        """The folder of the profiles."""
        return self.root / "profiles"

    @property
    def output(self) -> Path:
        """The default folder of the finished files."""
        return self.root / "output"

    def names(self) -> list[str]:
        """Return the names of the profiles, sorted; files whose names begin with ``_`` are not profiles."""
        return _yaml_names(self.profiles)

    def profile(self, name: str) -> Path:
        """Return the file of a profile.

        Raises:
            BrochureError: The name is not possible, or there is no such profile.
        """
        return _existing_file(self.profiles, name, "F102")

    def new_profile(self, name: str) -> Path:
        """Return the path for a new profile.

        Raises:
            BrochureError: The name is not possible, or the profile exists.
        """
        return self._new(self.profiles, name)

    def layout(self, name: str) -> Path:
        """Return the folder of a layout: the workspace's own, or one that comes with brochure.

        Raises:
            BrochureError: There is no such layout (F105).
        """
        for place in self._places("layouts"):
            if is_id(name) and os.path.lexists(place / name):  # if it is no folder, reading it tells
                return place / name
        raise _unknown("F105", name, self.layouts())

    def layouts(self) -> list[str]:
        """Return the names of all layouts, sorted."""
        places = self._places("layouts")
        return sorted(
            {
                name
                for place in places
                for name in listed_names(place)
                if not name.startswith(".") and _may_be_layout(place / name)
            }
        )

    def new_layout(self, name: str) -> Path:
        """Return the folder for a new layout.

        Raises:
            BrochureError: The name is not possible, or a layout has it, also one that comes with brochure.
        """
        if not is_id(name):
            raise BrochureError([name_problem("layouts", name)])
        for place in self._places("layouts"):
            for entry in listed_names(place):
                if file_names.folded_name(entry) == file_names.folded_name(name):
                    raise BrochureError([problem("F107", path=self.shown(place / entry))])
        return self.root / "layouts" / name

    # Profiles and booklets are looked up in the same way; each has its own folder and its own message.

    @property
    def booklets(self) -> Path:
        """The folder of the booklets."""
        return self.root / "booklets"

    def booklet_names(self) -> list[str]:
        """Return the names of the booklets, sorted."""
        return _yaml_names(self.booklets)

    def booklet(self, name: str) -> Path:
        """Return the file of a booklet.

        Raises:
            BrochureError: The name is not possible, or there is no such booklet.
        """
        return _existing_file(self.booklets, name, "F110")

    def new_booklet(self, name: str) -> Path:
        """Return the path for a new booklet.

        Raises:
            BrochureError: The name is not possible, or the booklet exists.
        """
        return self._new(self.booklets, name)

    def _new(self, folder: Path, name: str) -> Path:
        path = _yaml_path(folder, name)
        for entry in listed_names(folder):  # also Liaoning.yaml, which is the same file on Windows
            if file_names.folded_name(entry) == file_names.folded_name(path.name):
                raise BrochureError([problem("F107", path=self.shown(folder / entry))])
        return path

    def shop(self, name: str) -> Path:
        """Return the file of a print shop: the workspace's own, or one that comes with brochure.

        Raises:
            BrochureError: There is no such print shop (F109).
        """
        for place in self._places("shops"):
            if is_id(name) and os.path.lexists(place / f"{name}.yaml"):
                return place / f"{name}.yaml"
        raise _unknown("F109", name, self.shops())

    def shops(self) -> list[str]:
        """Return the names of all print shops, sorted."""
        return sorted({name for place in self._places("shops") for name in _yaml_names(place)})

    def _places(self, folder: str) -> tuple[Path, Path]:
        """Return the folders of layouts or shops: the workspace's own, then the one of the package."""
        return self.root / folder, shipped_folder() / folder

    def fonts(self) -> Path:
        """Return the folder of the fonts: the workspace's own, or the one that comes with brochure."""
        own = self.root / "fonts"
        return own if own.is_dir() else shipped_folder() / "fonts"

    def read(self, path: Path) -> bytes:
        """Read a text file of the workspace; a link in its folder must lead to a file of the workspace.

        Raises:
            BrochureError: It cannot be read (F104), is no ordinary file (F119), or is too large (F115).
        """
        return read_input(path, self.shown(path), self.root, path.parent)

    def shown(self, path: Path) -> str:
        """Return a path as shown to the user: relative to the workspace if it is inside."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return str(path)


def _is_there(path: Path) -> bool:
    """Whether a path exists, or may exist in a folder that cannot be read."""
    try:
        path.lstat()
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


def _may_be_layout(folder: Path) -> bool:
    """Whether a folder has a manifest, or is a link that leads to nothing."""
    broken = folder.is_symlink() and path_fault(folder) != "folder"
    return broken or os.path.lexists(folder / "layout.yaml")


def _yaml_names(folder: Path) -> list[str]:
    """Return the names of the YAML files, without ``._name.yaml``, which macOS adds on shared drives.

    Folders, pipes and links to nothing with such a name are among them: reading tells what they are.
    """
    found = (Path(name).stem for name in listed_names(folder) if name.endswith(".yaml"))
    return sorted(name for name in found if not name.startswith(("_", ".")))


def name_problem(folder: str, name: str, where: Location | None = None) -> Problem:
    """Return the problem of a name that is not possible; ``where`` is the existing file of that name."""
    from brochure.storage.near_names import suggested_name

    fault = file_names.name_fault(f"{name}.yaml")
    if fault and (where or fault.code == "N103"):
        suggested = {} if where else {"nearest": suggested_name(name)}
        return problem(fault.code, where, name=name, detail=fault.detail, **suggested)
    if where is None:
        return problem("F103", name=name, folder=folder, nearest=suggested_name(name))
    better = file_names.intended_file_name(f"{name}.yaml").removesuffix(".yaml")
    return problem("N110", where, name=name, folder=folder, nearest=better)


def listed_names(folder: Path) -> list[str]:
    """Return the names in a folder, sorted; none if there is no such folder.

    Raises:
        BrochureError: The folder cannot be read (F104).
    """
    try:
        return sorted(path.name for path in folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise BrochureError([problem("F104", path=folder, reason=error.strerror or error)]) from None


def _yaml_path(folder: Path, name: str) -> Path:
    if not is_id(name):
        file = f"{name}.yaml"
        there = not name.startswith("_") and file in listed_names(folder)
        where = Location(f"{folder.name}/{file}") if there else None
        raise BrochureError([name_problem(folder.name, name, where)])
    return folder / f"{name}.yaml"


def _existing_file(folder: Path, name: str, code: str) -> Path:
    """Return the YAML file of a name in a folder; ``code`` is the problem to raise if there is none."""
    if not is_id(name) and (name.startswith("_") or f"{name}.yaml" not in listed_names(folder)):
        raise _unknown(code, name, _yaml_names(folder), folder)
    path = _yaml_path(folder, name)
    if not os.path.lexists(path):
        for entry in listed_names(folder):
            if file_names.intended_file_name(entry) == path.name:
                where = Location(f"{folder.name}/{entry}")
                raise BrochureError([problem("F111", where, name=name, file=entry, meant=path.name)])
        raise _unknown(code, name, _yaml_names(folder), folder)
    return path


def _unknown(code: str, name: str, known: list[str], folder: Path | None = None) -> BrochureError:
    """Return the error of an unknown name; with a folder, the names inside its files are compared too."""
    from brochure.storage.near_names import nearest_file

    nearest = nearest_file(name, folder, known) if folder else nearest_word(name, known)
    details = {"name": name, "nearest": nearest, "known": ", ".join(known) or "—"}
    return BrochureError([problem(code, **details)])


def read_file(path: Path, shown: str) -> bytes:
    """Read a file that a person names in a command; ``shown`` is its name in the message.

    Raises:
        BrochureError: It cannot be read (F104), is no ordinary file (F119), or is too large (F115).
    """
    return read_input(path, shown, most=MAX_FILE)
