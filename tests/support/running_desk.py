"""A desk without a server: its endpoints are called as functions."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brochure.desk.desk import Desk
from brochure.desk.endpoint import DeskAnswer, DeskRequest
from brochure.desk.routes import ENDPOINTS
from brochure.storage.workspace import Workspace
from workspaces import REPO


def desk_workspace(root: Path, *partners: str) -> Path:
    """A workspace that may be changed: partners of the repository, its series, layouts and fonts."""
    for folder in ("layouts", "shops", "fonts"):
        (root / folder).symlink_to(REPO / folder)
    for folder in ("profiles", "pictures", "output"):
        (root / folder).mkdir()
    for name in ("_series.yaml", "_sources.yaml", *(f"{partner}.yaml" for partner in partners)):
        shutil.copy(REPO / "profiles" / name, root / "profiles")
    return root


@dataclass
class CalledDesk:
    """A desk whose endpoints are called by method and path, as a browser would."""

    root: Path
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(Workspace(self.root))

    def ask(self, method: str, path: str, data: Any = None, **more: Any) -> DeskAnswer:
        """The answer to a request; ``more`` are other parts of it."""
        for endpoint in ENDPOINTS:
            if endpoint.method == method and (params := _params(endpoint.path, path)) is not None:
                return endpoint.answer(self.desk, DeskRequest(params=params, data=data, **more))
        raise AssertionError(f"no endpoint {method} {path}")

    def get(self, path: str, **more: Any) -> Any:
        """The JSON of a document."""
        answer = self.ask("GET", path, **more)
        assert answer.status == 200, answer.data
        return answer.data

    def change(self, doc: str, base: str, *edits: dict[str, Any], **more: Any) -> DeskAnswer:
        """Save edits of a document made on a revision."""
        return self.ask("PATCH", f"/api/{doc}", {"base": base, "edits": [*edits], "client": "c"}, **more)

    def file(self, name: str) -> Path:
        """The file of a profile."""
        return self.root / "profiles" / f"{name}.yaml"


def _params(pattern: str, path: str) -> dict[str, str] | None:
    """The parts of a path that a pattern names; None if it has another form."""
    wanted, given = pattern.split("/"), path.split("/")
    if len(wanted) != len(given):
        return None
    params = {}
    for part, value in zip(wanted, given, strict=True):
        if part.startswith("{") and part.endswith("}") and part.count("{") == 1:
            params[part[1:-1]] = value
        elif "{" in part:
            page, _, rest = value.partition("@")
            params |= {"page": page, "dpi": rest.removesuffix(".png")}
        elif part != value:
            return None
    return params
