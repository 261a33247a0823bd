"""The source files of brochure, the rooms they are in, and what they import."""

from __future__ import annotations

import ast
from pathlib import Path

from workspaces import REPO

SOURCE = REPO / "src" / "brochure"


# The rooms of the package from the bottom up; a module may import only from its own room and from lower ones.
ROOMS = (
    "diagnostics",
    "storage",
    "document",
    "schema",
    "assembly",
    "pdf",
    "typesetting",
    "word",
    "build",
    "revision",
    "editions",
    "survey",
    "desk",
    "cli",
)


def modules() -> list[Path]:
    """Every source file."""
    return sorted(SOURCE.rglob("*.py"))


def group(path: Path) -> str:
    """A file or a package in a room, such as ``word/body`` or ``pdf/merge``; or ``__main__``."""
    return "/".join(path.relative_to(SOURCE).with_suffix("").parts[:2])


def imports(path: Path) -> set[str]:
    """The dotted names that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= (
                {f"brochure.{name.name}" for name in node.names}
                if node.module == "brochure"
                else {node.module}
            )
    return found


def room(name: str) -> str:
    """The room of a group; what starts the program belongs to the command line."""
    return "cli" if name == "__main__" else name.partition("/")[0]
