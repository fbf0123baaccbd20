"""Whether leads are any good, in a person's word: listed, marked, and never overruled by an import."""

from __future__ import annotations

import pytest

from bot.actions import actions
from bot.coach.figures.findings import cases
from bot.commands import commands
from bot.errors import UsageError
from bot.model.card import plain
from bot.model.card_text import plain_card
from bot.model.command import Asker, Reply
from bot.render.limits import checked
from bot.rules import rules
from tests.world import World, lead, post

ASKER = Asker("u1", "Ann", "terminal", "UTC")


def quality(world: World, lead_id: str = "", words: str = "") -> Reply:
    """Run the command."""
    return commands()["lead quality"].run(world.desk, ASKER, lead_id=lead_id, quality=words)


def known(world: World) -> dict[str, tuple[str, str | None]]:
    """Return the quality of every lead and who said it."""
    return {row["lead_id"]: (row["quality"], row["quality_by"]) for row in world.desk.records.rows("leads")}


def test_the_newest_five_without_a_quality_are_listed_with_how_many_wait(world: World) -> None:
    world.tell(post("p1", text="Rye day"), *(lead(f"l{n}", f"2026-03-01T{10 + n}:00:00Z", post_id="p1") for n in range(7)),
               lead("good", "2026-03-02T10:00:00Z", quality="qualified"))
    reply = quality(world)
    assert [row["lead_id"] for row in reply.document] == ["l6", "l5", "l4", "l3", "l2"]
    assert plain(reply.card.title) == "7 leads of the last 90 days are without a known quality"
    assert "Enquiry, Sun 1 Mar 16:00, from “Rye day”" in plain_card(reply.card)


def test_each_listed_lead_has_two_buttons_that_do_what_they_say(world: World) -> None:
    world.tell(lead("a:1", "2026-03-02T10:00:00Z"), lead("b", "2026-03-01T10:00:00Z"))
    buttons = checked(quality(world).card.buttons)
    assert [(button.label, button.action, button.subject) for button in buttons] == [
        ("No. 1 qualified", "lead-qualified", "a:1"), ("No. 2 qualified", "lead-qualified", "b"),
        ("No. 1 unqualified", "lead-unqualified", "a:1"), ("No. 2 unqualified", "lead-unqualified", "b")]
    for button in (buttons[0], buttons[3]):
        actions()[button.action].run(world.desk, ASKER, button.subject)
    assert known(world) == {"a:1": ("qualified", "person"), "b": ("unqualified", "person")}


def test_a_lead_whose_id_is_too_long_for_a_button_is_listed_without_one(small_world: World) -> None:
    small_world.tell(lead("x" * 200))
    reply = quality(small_world)
    assert (len(reply.document), reply.card.buttons) == (1, ())


@pytest.mark.parametrize("as_of", ["2026-03-05T00:00:00Z", "2027-03-05T00:00:00Z"])
def test_a_persons_mark_wins_over_every_later_import(world: World, as_of: str) -> None:
    world.tell(lead("l1", quality="unqualified"))
    quality(world, "l1", "qualified")
    world.tell(lead("l1", quality="unqualified", note="newer"), as_of=as_of)
    assert known(world)["l1"] == ("qualified", "person")


def test_without_a_mark_a_newer_import_says_what_a_lead_is(world: World) -> None:
    world.tell(lead("l1", quality="unqualified"))
    world.tell(lead("l1", quality="qualified"), as_of="2026-03-05T00:00:00Z")
    assert known(world)["l1"] == ("qualified", None)


def test_called_unknown_a_lead_is_left_to_the_imports_again(world: World) -> None:
    world.tell(lead("l1"))
    quality(world, "l1", "qualified")
    quality(world, "l1", "unknown")
    world.tell(lead("l1", quality="unqualified"), as_of="2026-03-05T00:00:00Z")
    assert known(world)["l1"] == ("unqualified", None)


def test_a_mark_says_how_to_take_it_back(small_world: World) -> None:
    small_world.tell(lead("l 1"))
    reply = quality(small_world, "l 1", "qualified")
    assert plain(reply.card.title) == "Kept as qualified; it was unknown"
    assert reply.document["undo"] == 'lead quality "l 1" unknown'


def test_marking_the_same_twice_changes_nothing(small_world: World) -> None:
    small_world.tell(lead("l1"))
    quality(small_world, "l1", "qualified")
    assert "nothing was changed" in plain(quality(small_world, "l1", "qualified").card.title)


def test_what_an_import_said_becomes_a_persons_word_when_they_say_it_too(world: World) -> None:
    world.tell(lead("l1", quality="qualified"))
    quality(world, "l1", "qualified")
    world.tell(lead("l1", quality="unqualified"), as_of="2026-03-05T00:00:00Z")
    assert known(world)["l1"] == ("qualified", "person")


@pytest.mark.parametrize(("lead_id", "words", "said"), [
    ("l1", "qualifed", "Did you mean: lead quality l1 qualified"), ("l1", "purple", "Write qualified, unqualified or unknown"),
    ("l1", "", "Is it any good"), ("nobody", "qualified", "There is no lead 'nobody'"),
])
def test_wrong_words_are_asked_back(small_world: World, lead_id: str, words: str, said: str) -> None:
    small_world.tell(lead("l1"))
    with pytest.raises(UsageError, match=said):
        quality(small_world, lead_id, words)


def test_without_any_leads_the_list_says_how_leads_come(small_world: World) -> None:
    words = plain_card(quality(small_world).card)
    assert "No leads are known of the last 90 days" in words
    assert "lead 3 enquiries from LINK" in words


def test_with_nothing_left_to_mark_the_list_says_so(small_world: World) -> None:
    small_world.tell(lead("l1", quality="qualified"))
    assert plain(quality(small_world).card.title) == "Every lead of the last 90 days has a quality; nothing waits"


def test_marks_decide_whether_a_posts_leads_are_poor(world: World) -> None:
    world.tell(post("p1"), *(lead(f"l{n}", post_id="p1") for n in range(8)))
    assert [case.verdict for case in cases(world.desk, rules()["poor-leads"])] == ["cant-tell"]
    for n in range(8):
        quality(world, f"l{n}", "unqualified")
    assert [case.verdict for case in cases(world.desk, rules()["poor-leads"])] == ["fires"]


def test_an_import_that_only_differs_in_a_marked_quality_changes_nothing(world: World) -> None:
    from bot.intake.merge import Merger
    from bot.model.facts import Lead
    from tests.world import as_row

    world.tell(lead("l1"))
    quality(world, "l1", "qualified")
    with world.desk.records.write() as writer:
        merger = Merger(writer, "again", "2026-03-05T00:00:00Z", "salt", lambda _: "other")
        merger.add(Lead, [as_row(lead("l1", quality="unqualified"))])
        assert dict(merger.finish()) == {"unchanged": 1}


def test_somebody_elses_note_is_never_markup(small_world: World) -> None:
    small_world.tell(lead("l1", note="**{boom}** <!channel>"))
    assert "**{boom}** <!channel>" in plain_card(quality(small_world).card)
