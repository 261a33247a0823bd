"""Start the desk with a schema of profiles that has some keys more: ``python desk_with_more_keys.py desk …``.

The keys are added to the model only, as in a later edition; the desk has no code for them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from brochure.schema import profile
from brochure.schema.base import Markup, Plain, Strict


class Motto(Strict):
    """Something nested."""

    words: Annotated[Markup, Field(description="標語の文。\n\nWords of the motto.")]
    year: Annotated[Plain | None, Field(description="標語の年。\n\nIts year.")] = None


class LongerProfile(profile.ProfileData):
    """A profile with more keys."""

    greeting: Annotated[Markup | None, Field(description="挨拶の文。\n\nA greeting.")] = None
    sisters: Annotated[list[Plain], Field(description="姉妹都市。\n\nSister cities.")] = Field(default=[])
    climate: Annotated[Literal["寒い", "暖かい"] | None, Field(description="気候。\n\nThe climate.")] = None
    motto: Annotated[Motto | None, Field(description="標語。\n\nThe motto.")] = None


def use_longer_profile() -> None:
    """Have all modules that are loaded from now on take the longer model."""
    LongerProfile.__name__ = "ProfileData"
    profile.ProfileData = LongerProfile  # type: ignore[misc]


if __name__ == "__main__":
    use_longer_profile()
    from brochure.cli.main import main

    main()
