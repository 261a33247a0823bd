"""Changes of several Word files: equal ones once, others as sides; files that were taken before."""

from __future__ import annotations

from brochure.revision.change import Change, ChangeKind, insert_item, remove_value, set_value
from brochure.revision.combine import combine_word_files, conflicts_by_value, settle_taken
from brochure.revision.merge3 import MergedChange, MergeState, merge_changes
from brochure.schema.yaml_reader import YamlText, parse_yaml

BULLETS = ("answers", "about", 0, "bullets")


def profile(*bullets: str) -> YamlText:
    listed = "".join(f"        - {text}\n" for text in bullets)
    return parse_yaml(f"answers:\n  about:\n    - bullets:\n{listed}".encode(), "p.yaml")


BASE = profile("港がある。", "空港がある。", "駅がある。")


def bullet(index: int, text: str) -> Change:
    before = BASE.value((*BULLETS, index))
    return set_value("p", (*BULLETS, index), text, before=before, old=str(before), new=text)


def merged(*files: list[Change], now: YamlText = BASE) -> list[MergedChange]:
    found: list[MergedChange] = []
    for name, changes in zip(("a.docx", "b.docx", "c.docx"), files, strict=False):
        found += merge_changes(changes, BASE, now, name)
    return combine_word_files(found)


def sides(made: list[MergedChange]) -> list[dict[str, list[object]]]:
    return [
        {file: [m.change.after for m in changes] for file, changes in value.sides.items()}
        for value in conflicts_by_value(made)
    ]


def test_equal_changes_are_made_once_and_name_all_files() -> None:
    added = insert_item("p", BULLETS, 3, "川がある。", new="川がある。")
    made = merged([bullet(0, "港だ。"), added], [bullet(0, "港だ。"), added], [added])
    assert [(m.state, m.sources) for m in made] == [
        (MergeState.OPEN, ("a.docx", "b.docx")),
        (MergeState.OPEN, ("a.docx", "b.docx", "c.docx")),
    ]


def test_an_item_that_one_file_has_twice_is_added_twice() -> None:
    added = insert_item("p", BULLETS, 3, "川がある。", new="川がある。")
    assert [m.sources for m in merged([added, added], [added])] == [("a.docx", "b.docx"), ("a.docx",)]


def test_each_side_of_a_value_has_its_files_and_the_profile_stays_the_profile() -> None:
    made = merged([bullet(0, "甲")], [bullet(0, "乙")], [bullet(0, "乙")])
    assert sides(made) == [{"a.docx": ["甲"], "b.docx": ["乙"], "c.docx": ["乙"]}]
    assert {m.ours for m in made} == {"港がある。"}


def test_a_side_that_the_profile_has_already_is_done_and_the_other_one_is_asked() -> None:
    now = profile("港が一つある。", "空港がある。", "駅がある。")
    made = merged([bullet(0, "港が一つある。")], [bullet(0, "港が二つある。")], now=now)
    assert [m.state for m in made] == [MergeState.DONE, MergeState.CONFLICT]
    assert made[1].ours == "港が一つある。"


def test_a_value_that_one_file_removes_and_another_changes_within_is_one_question() -> None:
    block = remove_value("p", BULLETS[:-1], BASE.value(BULLETS[:-1]), old="")
    made = merged([block, bullet_elsewhere()], [bullet(0, "甲"), bullet(2, "乙")])
    assert sides(made) == [{"a.docx": [None], "b.docx": ["甲", "乙"]}]
    assert [m.state for m in made if m.path == ("edition",)] == [MergeState.OPEN]


def bullet_elsewhere() -> Change:
    return set_value("p", ("edition",), "2027", old="", new="2027")


def test_two_removals_do_not_exclude_each_other() -> None:
    gone = remove_value("p", (*BULLETS, 0), "港がある。", old="港がある。")
    assert [m.state for m in merged([gone], [gone])] == [MergeState.OPEN]


def test_joined_items_that_were_taken_before_are_done() -> None:
    """The joined text is more like the second item: alone, the first looks removed and the second changed."""
    joined = "港がある。空港がある。"
    changes = [bullet(0, joined), remove_value("p", (*BULLETS, 1), "空港がある。", old="空港がある。")]
    for now, state in (
        (profile(joined, "駅がある。"), {MergeState.DONE}),
        (BASE, {MergeState.OPEN}),
    ):
        found = settle_taken(merge_changes(changes, BASE, now, "a.docx"), BASE, now, {})
        assert {m.state for m in found} == state


def test_what_was_changed_again_after_it_was_taken_is_not_called_done() -> None:
    changes = [bullet(0, "港だ。"), remove_value("p", (*BULLETS, 1), "空港がある。", old="空港がある。")]
    now = profile("港でした。", "駅がある。")
    found = settle_taken(merge_changes(changes, BASE, now, "a.docx"), BASE, now, {})
    assert found[0].state is MergeState.CONFLICT


def test_a_moved_item_that_was_moved_before_is_done() -> None:
    move = Change(ChangeKind.MOVE, "p", BULLETS, "answers.about.0.bullets.2", index=2, to=0)
    now = profile("駅がある。", "港がある。", "空港がある。")
    found = settle_taken(merge_changes([move], BASE, now, "a.docx"), BASE, now, {})
    assert [m.state for m in found] == [MergeState.DONE]
