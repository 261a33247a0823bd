"""What a page of the desk may not have: violations of WCAG, errors of scripts, breaches of its policy."""

from __future__ import annotations

from playwright.sync_api import Page

from workspaces import REPO

AXE = REPO / "desk" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page: Page, rule: str = "") -> list[str]:
    """What axe-core finds on a page: the rule and the element; ``AXE`` must be an init script of the page."""
    wanted = [rule] if rule else RULES
    found = page.evaluate(f"axe.run(document, {{runOnly: {wanted}, resultTypes: ['violations']}})")
    return [f"{one['id']}: {node['target']}" for one in found["violations"] for node in one["nodes"]]


def faults(page: Page) -> list[str]:
    """A list that gets all errors of scripts and of the content security policy from now on."""
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("console", lambda said: told.append(said.text) if "Policy" in said.text else None)
    return told
