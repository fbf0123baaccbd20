"""The team's own guidance: kept in versions by admins alone, removed, restored, deleted, each change in the log."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from bot.actions import actions
from bot.coach.desk import Desk
from bot.coach.own_guidance import own_guidance
from bot.coach.own_guidance.own_documents import import_document, import_file
from bot.coach.own_guidance.own_guidance import LETTERS, TITLE_LETTERS, Draft, entries, entry, keep, remove, restore
from bot.commands import commands
from bot.errors import CoachError, NotAllowed, UsageError
from bot.model.card import plain
from bot.model.card_text import plain_card
from bot.model.command import Reply
from bot.store.store import Store
from tests.guidance_world import ADMIN, MEMBER, REFUND, TONE, asking, team_desk, wrote
from tests.world import World


@pytest.fixture
def desk(world: World) -> Desk:
    """A team's desk on each engine."""
    return asking(world.desk)


@pytest.fixture
def small_desk(small_world: World) -> Desk:
    """The same on SQLite alone, where the engine makes no difference."""
    return asking(small_world.desk)


def told(desk: Desk, name: str, **values: object) -> Reply:
    """Run a command as the admin."""
    return commands()[name].run(desk, ADMIN, **values)


def logged(desk: Desk) -> list[tuple[str, str]]:
    """Return what the admin log says, oldest first."""
    return [(row["what"], row["detail"]) for row in reversed(desk.records.rows("admin_log", n=50))]


def test_a_piece_is_kept_with_its_author_and_the_day_in_the_teams_zone(world: World) -> None:
    desk = asking(replace(world.at("2026-03-04T23:30:00Z").desk, settings=replace(world.desk.settings, zone="Europe/Berlin")))
    assert wrote(desk).entry.number == 1
    (kept,) = entries(desk)
    assert (kept.kind, kept.title, kept.version, kept.author_name, kept.dated) == (
        "piece", "How long may a refund take", 1, "Ann", "2026-03-05")


def test_the_same_name_again_is_the_next_version_and_the_one_before_is_kept(desk: Desk) -> None:
    wrote(desk)
    changed = wrote(desk, replace(REFUND, title="how long  may a REFUND take", body="One week."))
    assert (changed.entry.number, changed.entry.version, changed.before) == (1, 2, 1)
    _, versions = entry(desk, "1")
    assert [each.body for each in versions] == [REFUND.body, "One week."]


def test_the_same_text_again_changes_nothing(desk: Desk) -> None:
    wrote(desk)
    before = logged(desk)
    assert not wrote(desk).is_new
    assert logged(desk) == before
    assert entries(desk)[0].versions == 1


def test_what_was_removed_comes_back_when_it_is_added_again(desk: Desk) -> None:
    wrote(desk)
    remove(desk, ADMIN, "1")
    assert wrote(desk).is_new
    assert [(each.removed_at, each.versions) for each in entries(desk)] == [(None, 1)]


def test_a_piece_and_a_document_of_one_name_are_two_entries(desk: Desk) -> None:
    wrote(desk, Draft("piece", "tone.md", "Warm."))
    wrote(desk, Draft("document", "Tone", "Warm.", file_name="tone.md"))
    assert [(each.number, each.kind) for each in entries(desk)] == [(1, "piece"), (2, "document")]


def test_an_earlier_version_answers_again_when_it_is_restored(desk: Desk) -> None:
    wrote(desk)
    wrote(desk, replace(REFUND, body="One week."))
    assert restore(desk, ADMIN, "1.1").before == 2
    assert desk.adviser.answer("How long may a refund take?").sources[0].passage == REFUND.body
    assert not restore(desk, ADMIN, "1.1").is_new


def test_what_was_removed_comes_back_with_undo_and_undo_is_pressed_once(desk: Desk) -> None:
    wrote(desk)
    reply = told(desk, "guidance remove", number="1")
    assert desk.adviser.answer("How long may a refund take?").tier == "none"
    button, _ = reply.card.buttons
    undo = actions()[button.action]
    undo.run(desk, ADMIN, button.subject)
    assert desk.adviser.answer("How long may a refund take?").tier == "strong"
    assert "nothing was changed" in plain(undo.run(desk, ADMIN, button.subject).card.title)


def test_undo_under_a_new_version_brings_the_one_before_back(desk: Desk) -> None:
    wrote(desk)
    reply = told(desk, "guidance add", title=REFUND.title, text="One week.")
    (button,) = reply.card.buttons
    actions()[button.action].run(desk, ADMIN, button.subject)
    assert entries(desk)[0].version == 1


def test_undo_under_a_new_piece_removes_it(desk: Desk) -> None:
    reply = told(desk, "guidance add", title="Refunds", text="One week.")
    (button,) = reply.card.buttons
    actions()[button.action].run(desk, ADMIN, button.subject)
    assert entries(desk)[0].removed_at


def test_what_is_deleted_for_good_leaves_no_word_and_its_number_is_never_given_again(desk: Desk) -> None:
    wrote(desk)
    wrote(desk, replace(REFUND, body="One week."))
    remove(desk, ADMIN, "1", for_good=True)
    assert entries(desk) == []
    with pytest.raises(UsageError, match="no guidance of your own"):
        restore(desk, ADMIN, "1")
    assert wrote(desk).entry.number == 2


def test_the_log_names_each_change_by_number_and_holds_no_word_of_it(desk: Desk) -> None:
    wrote(desk)
    wrote(desk, replace(REFUND, body="One week."))
    remove(desk, ADMIN, "1")
    restore(desk, ADMIN, "1.1")
    remove(desk, ADMIN, "1", for_good=True)
    assert sorted(logged(desk)) == sorted([
        ("guidance added", "piece 1, version 1"), ("guidance added", "piece 1, version 2"), ("guidance removed", "piece 1"),
        ("guidance restored", "piece 1, version 1"), ("guidance deleted", "piece 1")])


@pytest.mark.parametrize("change", [
    lambda desk: keep(desk, MEMBER, REFUND), lambda desk: remove(desk, MEMBER, "1"), lambda desk: restore(desk, MEMBER, "1"),
    lambda desk: import_document(desk, MEMBER, "a.md", b"Warm."),
])
def test_only_an_admin_changes_it(small_desk: Desk, change: object) -> None:
    wrote(small_desk)
    with pytest.raises(NotAllowed, match="admin"):
        change(small_desk)  # type: ignore[operator]
    assert [each.versions for each in entries(small_desk)] == [1]


@pytest.mark.parametrize(("draft", "said"), [
    (replace(REFUND, title="  "), "The title is empty"),
    (replace(REFUND, title="x" * (TITLE_LETTERS + 1)), "more than 140"),
    (replace(REFUND, body=" \n"), "There is no advice"),
    (replace(REFUND, body="x" * (LETTERS["piece"] + 1)), "cut it into several"),
    (Draft("document", "Big", "x" * (LETTERS["document"] + 1), file_name="big.md"), "cut it into several"),
])
def test_what_is_empty_or_too_long_is_refused_with_its_figure(small_desk: Desk, draft: Draft, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        keep(small_desk, ADMIN, draft)
    assert entries(small_desk) == []


def test_more_entries_letters_or_versions_than_fit_are_refused(small_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    wrote(small_desk)
    monkeypatch.setattr(own_guidance, "ENTRIES", 1)
    with pytest.raises(UsageError, match="as many as fit; remove one"):
        wrote(small_desk, Draft("piece", "Other", "Warm."))
    monkeypatch.setattr(own_guidance, "ENTRIES", 9)
    monkeypatch.setattr(own_guidance, "LETTERS_IN_ALL", 60)
    with pytest.raises(UsageError, match="more than 60; remove what nobody needs"):
        wrote(small_desk, Draft("piece", "Other", "Warm."))
    monkeypatch.setattr(own_guidance, "VERSIONS", 1)
    with pytest.raises(UsageError, match="--for-good"):
        wrote(small_desk, replace(REFUND, body="One week."))


@pytest.mark.parametrize("which", ["", "x", "3.x", "1.2.3", "-1", "9999999999", "²", "own/", "1; drop table"])
def test_a_number_that_is_none_is_quoted_back(small_desk: Desk, which: str) -> None:
    with pytest.raises(UsageError, match="is no number of your own guidance"):
        restore(small_desk, ADMIN, which)


def test_a_version_that_is_not_there_is_named(small_desk: Desk) -> None:
    wrote(small_desk)
    with pytest.raises(UsageError, match="no version 7"):
        restore(small_desk, ADMIN, "1.7")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=some.text(max_size=60), body=some.text(max_size=200))
def test_whatever_is_written_is_kept_and_found_or_refused_in_a_sentence(desk: Desk, title: str, body: str) -> None:
    try:
        changed = keep(desk, ADMIN, Draft("piece", title, body, (title,)))
    except UsageError:
        return
    _, versions = entry(desk, changed.entry.id)
    assert any(each.title == changed.entry.title for each in versions)
    assert changed.entry.id in desk.adviser.ids()  # type: ignore[attr-defined]


def test_a_document_is_imported_from_a_file_at_the_terminal(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "tone.md").write_text("\ufeff" + TONE, encoding="utf-8")
    changed = import_file(desk, ADMIN, str(tmp_path / "tone.md"))
    assert (changed.entry.title, changed.entry.file_name, changed.entry.kind) == ("Tone of voice", "tone.md", "document")
    found = desk.adviser.answer("how many emoji may a post have")
    assert (found.sources[0].id, found.sources[0].source, found.sources[0].origin) == ("own/1", "tone.md", "team")


@pytest.mark.parametrize("asker", [MEMBER, replace(ADMIN, platform="discord", person="discord:1"),
                                   replace(ADMIN, person="slack:U2"), replace(ADMIN, platform="slack")])
def test_no_file_of_this_machine_is_read_for_a_chat(small_desk: Desk, tmp_path: Path, asker: object) -> None:
    (tmp_path / "tone.md").write_text(TONE, encoding="utf-8")
    with pytest.raises(NotAllowed, match="at the terminal alone"):
        import_file(small_desk, asker, str(tmp_path / "tone.md"))  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "raw", "said"), [
    ("table.csv", b"a,b", "'table.csv' is no Markdown"), ("export.txt", b"a\tb", "'export.txt' is no Markdown"), ("a.md", b"ok\nno \xff", "a.md line 2: not UTF-8"),
    ("a.md", b"", "There is no advice"), ("a.md", b"x" * 4_000_001, "a.md is larger"), ("../../etc/a.md", b" ", "no advice under 'a'"),
])
def test_a_file_that_is_no_markdown_is_refused_with_its_name(small_desk: Desk, name: str, raw: bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        import_document(small_desk, ADMIN, name, raw)


def test_a_missing_file_and_a_folder_are_told(small_desk: Desk, tmp_path: Path) -> None:
    for path in ("nowhere.md", str(tmp_path)):
        with pytest.raises(CoachError, match="check its name and folder"):
            import_file(small_desk, ADMIN, path)


def test_the_list_tells_author_date_version_and_what_was_removed(small_desk: Desk) -> None:
    assert "No guidance of your own" in plain_card(told(small_desk, "guidance").card)
    wrote(small_desk)
    wrote(small_desk, replace(REFUND, body="One week."))
    wrote(small_desk, Draft("piece", "Trolls", "Hide them."))
    remove(small_desk, ADMIN, "2")
    reply = told(small_desk, "guidance")
    words = plain_card(reply.card)
    assert words.startswith("1 piece of your own")
    assert "Number 1: piece, version 2 of 2; Ann, 2026-03-04; 9 letters" in words
    assert "Removed, 1 in all: 2 Trolls" in words
    assert [each["answers"] for each in reply.document] == [True, False]


def test_a_long_list_goes_on_from_a_number(small_desk: Desk) -> None:
    for n in range(22):
        wrote(small_desk, Draft("piece", f"Note {n}", "Warm."))
    words = plain_card(told(small_desk, "guidance").card)
    assert "2 more: guidance --from 21" in words
    assert "Note 21" in plain_card(commands()["guidance"].run(small_desk, ADMIN, **{"from": 21}).card)


def test_the_list_counts_what_people_thought_of_it(small_desk: Desk) -> None:
    wrote(small_desk)
    actions()["helpful"].run(small_desk, ADMIN, "own/1")
    assert "called helpful by 1, not helpful by 0" in plain_card(told(small_desk, "guidance").card)


def test_what_is_shown_is_quoted_and_says_where_the_rest_is(small_desk: Desk) -> None:
    wrote(small_desk, Draft("piece", "**Long**", "word " * 1000))
    reply = told(small_desk, "guidance show", number="1")
    words = plain_card(reply.card)
    assert words.startswith("1: **Long**")
    assert "the first 3,000 of 4,999 letters" in words
    assert reply.document["text"] == ("word " * 1000).strip()


def test_add_without_a_text_offers_the_box(small_desk: Desk) -> None:
    reply = told(small_desk, "guidance add", title="Refunds: how long")
    assert reply.failed
    assert [each.key for each in reply.card.buttons] == ["add-guidance:Refunds how long:1"]
    assert entries(small_desk) == []


def test_add_guidance_keeps_the_question_and_says_that_it_answers_now(small_desk: Desk) -> None:
    reply = actions()["add-guidance"].run(small_desk, ADMIN, "how long may a refund take", title="Refunds", advice="Two weeks.")
    assert "“how long may a refund take”, I answer with it now" in plain_card(reply.card)
    assert entry(small_desk, "1")[1][0].questions == ("how long may a refund take",)


def test_two_teams_never_see_each_others(store: Store) -> None:
    ours, theirs = team_desk(store.team("ours")), team_desk(store.team("theirs"))
    wrote(theirs)
    assert entries(ours) == []
    assert ours.adviser.answer("How long may a refund take?").tier == "none"
    with pytest.raises(UsageError, match="no guidance of your own"):
        remove(ours, ADMIN, "1")
    assert entries(theirs)[0].removed_at is None


def test_an_author_can_be_forgotten_and_the_text_stays(desk: Desk) -> None:
    wrote(desk)
    with desk.records.write() as writer:
        writer.run("forget_guidance_author", person=ADMIN.person)
    assert entries(desk)[0].author_name is None
    assert "author forgotten" in plain_card(told(desk, "guidance").card)
