"""The baselines of a booklet's Word file: the booklet with its own texts, then each partner."""

from __future__ import annotations

from collections.abc import Mapping

from brochure.word import baseline as baselines
from brochure.word import baseline_text
from brochure.word.baseline import Anchors, Baseline, BookBaseline
from brochure.word.composition import Composition
from brochure.word.kept_original import original_digest
from brochure.word.package import WordPackage


def embed_baselines(
    package: WordPackage,
    own: Composition,
    booklet: BookBaseline,
    partners: Mapping[str, Baseline],
    anchors: Mapping[str, Anchors],
) -> str:
    """Embed the baselines of a finished file, and return their digest.

    Args:
        package: The file.
        own: The composition of the booklet's own texts.
        booklet: The baseline of the booklet.
        partners: The baselines of the partners by id; one without pages has no blocks.
        anchors: The blocks that were written, by partner; those of the booklet have an empty key.
    """
    sent = baseline_text.write_sent_text(package.story_parts(), own.ids.names)
    embedded = [baselines.write_booklet_baseline(booklet, anchors[""].blocks), sent]
    for partner, one in partners.items():
        blocks = anchors[partner].blocks if partner in anchors else []
        embedded.append(baselines.write_baseline(one, blocks, scope=partner))
    for item in embedded:
        package.embed(item, baselines.item_properties(item))
    return original_digest(embedded)
