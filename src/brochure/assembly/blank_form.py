"""The blank form of a partner: for each question, the places where an answer is typed.

The series says which places a question has (``form:``). The form is an ordinary document, made from answers
that consist of placeholders, so it looks like a brochure in every layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from brochure.document.printed_words import PrintedWords, is_house_date
from brochure.document.written_date import DateError, read_date
from brochure.schema.series import MarkTableDef, SeriesData
from brochure.schema.survey_rounds import latest_round
from brochure.schema.yaml_reader import Data


def places_of_answer(blocks: Data) -> list[str]:
    """Return the places of a form that an answer fills, in the words of the series' ``form``.

    >>> places_of_answer([{"bullets": ["x"]}, {"facts": "mou", "rows": []}])
    ['bullets', 'facts.mou']
    """
    found: list[str] = []
    for block in blocks if isinstance(blocks, list) else ():
        if isinstance(block, dict):
            found += [kind for kind in ("bullets", "cases") if kind in block]
            found += ["bullets"] if "paragraph" in block else []
            found += [f"{kind}.{block[kind]}" for kind in ("callout", "facts", "marks") if kind in block]
    return list(dict.fromkeys(found))


def form_places(
    series: SeriesData, own: Mapping[str, Sequence[str]], others: Iterable[Mapping[str, Sequence[str]]]
) -> dict[str, list[str]]:
    """Return the places of each question.

    Args:
        series: The series.
        own: The places that the partner's answers fill; its fact tables replace those of the series, because
            a memorandum has one table, by any name.
        others: The places that the answers of all partners fill; they are used if the series has no ``form``.
    """
    if series.form:
        places = {key: [*series.form.get(key, ["bullets"])] for key in series.questions}
    else:
        places = {key: ["bullets"] for key in series.questions}
        for partner in others:
            for key in places:
                places[key] += partner.get(key, ())
        for table in series.marks:
            if not any(f"marks.{table}" in listed for listed in places.values()):
                key = table if table in places else [*places][-1]
                places[key].append(f"marks.{table}")
    known = set(known_places(series))
    for key, listed in places.items():
        facts = [place for place in own.get(key, ()) if place.startswith("facts.")]
        if facts:
            kept = [place for place in listed if not place.startswith("facts.")]
            at = next((i for i, place in enumerate(listed) if place.startswith("facts.")), len(kept))
            places[key] = [*kept[:at], *facts, *kept[at:]]
        places[key] = [place for place in dict.fromkeys(places[key]) if place in known]
    return places


def known_places(series: SeriesData) -> list[str]:
    """Return the places that a form may have."""
    return [
        "bullets",
        "cases",
        *(f"callout.{key}" for key in series.callouts),
        *(f"facts.{key}" for key in series.facts),
        *(f"marks.{key}" for key in series.marks),
    ]


def form_answers(
    series: SeriesData, places: Mapping[str, Sequence[str]], words: PrintedWords
) -> dict[str, Data]:
    """Return the answers of a blank form, as the YAML of a profile has them."""
    made: dict[str, Data] = {}
    for number, (key, listed) in enumerate(places.items()):
        guide = words.fill("form.guide", here=words["form.here"])
        blocks: list[Data] = [{"remark": guide}] if number == 0 else []
        for place in listed:
            blocks += _blocks(series, *place.partition(".")[::2], words)
        made[key] = blocks
    return made


def _blocks(series: SeriesData, kind: str, name: str, words: PrintedWords) -> list[Data]:
    item: Data = {"title": words["form.title"], "text": words["form.text"]}
    titled, here = [item], words["form.here"]
    match kind:
        case "bullets":
            return [{"bullets": [here]}]
        case "cases":
            return [{"cases": titled}]
        case "callout":
            return [{"callout": name, "items": titled}]
        case "facts":
            rows: list[Any] = [{"field": row, "text": here} for row in series.facts[name].rows]
            return [{"facts": name, "rows": rows}]
        case _:
            return [{"remark": _guide_of_marks(series.marks[name], words)}, {"marks": name}]


def _guide_of_marks(table: MarkTableDef, words: PrintedWords) -> str:
    legend = table.legend
    if legend.none:
        return words.fill("form.marks_and_none", marked=legend.marked, none=legend.none)
    return words.fill("form.marks", marked=legend.marked)


def form_placeholders(form: Mapping[str, Data]) -> tuple[str, ...]:
    """Return the placeholders of a blank form: all its texts that are no remarks, each once."""
    found: list[str] = []
    for blocks in form.values():
        for block in _mappings(blocks):
            for key in ("bullets", "cases", "items", "rows"):
                for item in block.get(key) or []:
                    texts = [item.get("title"), item.get("text")] if isinstance(item, dict) else [item]
                    found += [text for text in texts if isinstance(text, str)]
    return tuple(dict.fromkeys(found))


# --- the answers that were typed ----------------------------------------------------------------


def typed_answers(
    form: Mapping[str, Data], filled: Mapping[str, Data], series: SeriesData, no_answer: str
) -> dict[str, list[Data]]:
    """Return what was typed into a form, as answers of a profile; questions without an answer are left out.

    Args:
        form: The answers of the blank form.
        filled: The same with what was typed.
        series: The series, with the topics of mark tables.
        no_answer: The words for a text that is missing beside one that was typed.
    """
    made: dict[str, list[Data]] = {}
    places = form_placeholders(form)
    for key, blocks in filled.items():
        guides = [block for block in _mappings(form.get(key)) if "remark" in block]
        kept: list[Data] = []
        for block in _mappings(blocks):
            if block not in guides and (typed := _typed_block(block, series, no_answer, places)):
                kept.append(typed)
        if any(block not in ({"bullets": [no_answer]}, {"paragraph": no_answer}) for block in kept):
            made[key] = kept
    return made


def _mappings(blocks: Data) -> list[dict[str, Data]]:
    return [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []


def _typed_block(
    block: dict[str, Data], series: SeriesData, no_answer: str, places: Sequence[str]
) -> dict[str, Data]:
    """What was typed into a block; empty if nothing was."""
    if "marks" in block:
        return _typed_marks(block, series)
    for key in ("bullets", "cases", "items", "rows"):
        listed = block.get(key)
        if isinstance(listed, list):
            kept: list[Data] = [typed for item in listed if (typed := _typed_item(item, no_answer, places))]
            return {**block, key: kept} if kept else {}
    made = {key: _without_placeholders(value, places) for key, value in block.items()}
    return made if all(made.values()) else {}


def _typed_item(item: Data, no_answer: str, places: Sequence[str]) -> Data:
    """What was typed into an item of a list; empty if nothing was."""
    if not isinstance(item, dict):
        return _without_placeholders(item, places)
    texts = [key for key in ("title", "text", "date", "items", "label") if key in item]
    made: dict[str, Data] = {**item, **{key: _without_placeholders(item[key], places) for key in texts}}
    answers = [key for key in texts if key != "label"]
    if not any(made[key] for key in answers):
        return None
    if "title" in item:  # the schema wants both
        return {**made, "title": made["title"] or no_answer, "text": made.get("text") or no_answer}
    if date := _typed_date(made.get("text")):
        made = {**{key: value for key, value in made.items() if key != "text"}, "date": date}
    return {key: value for key, value in made.items() if value}


def _typed_date(text: Data) -> str | None:
    """The date that a text is, in ISO if it has the form of the house; None for other texts."""
    try:
        date = read_date(text if isinstance(text, str) else "")
    except DateError:
        return None
    if date.says_more or not date.is_unmistakable:
        return None
    return date.date.iso() if is_house_date(date.typed, date.date) else date.typed


def _without_placeholders(value: Data, places: Sequence[str]) -> Data:
    """A text without the placeholders around it; empty if it is only a placeholder."""
    if isinstance(value, list):
        return [typed for one in value if (typed := _without_placeholders(one, places))]
    if not isinstance(value, str):
        return value
    text = value.strip()
    while found := next((one for one in places if text.startswith(one)), None):
        text = text.removeprefix(found).strip()
    while found := next((one for one in places if text.endswith(one)), None):
        text = text.removesuffix(found).strip()
    return text


def _typed_marks(block: dict[str, Data], series: SeriesData) -> dict[str, Data]:
    marked, none = block.get("marked") or [], block.get("none") or []
    if not marked and not none:
        return {}
    made: dict[str, Data] = {"marks": block["marks"], "marked": marked}
    latest = series.surveys.get(latest_round(series.surveys))  # which the form asks
    if none and latest and isinstance(none, list) and isinstance(marked, list):
        is_rest = {*map(str, marked), *map(str, none)} >= {*latest.topics(str(block["marks"]))}
        made["none"] = "rest" if is_rest else none
    elif none:
        made["none"] = none
    return made
