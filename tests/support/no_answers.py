"""The words that are printed for questions without an answer."""

from __future__ import annotations

from brochure.document.printed_words import words_of
from brochure.schema.profile import ProfileData


def words_without_answers(profile: ProfileData) -> set[str]:
    """The heading of such questions, and the sentence below them."""
    words = words_of("ja")
    return {words["unanswered.heading"], words.fill("unanswered.sentence", date=words.date(profile.edition))}
