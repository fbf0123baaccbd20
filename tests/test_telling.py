"""Leads told in chat: what words are understood, what is kept, and that exactly it can be taken back."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions import actions
from bot.coach.feeds import feeds_of
from bot.coach.figures.findings import cases
from bot.coach.leads.lead_words import Said, read_leads
from bot.coach.leads.telling import tell_leads
from bot.commands import commands
from bot.errors import CoachError, UsageError
from bot.model.card import plain
from bot.model.card_text import plain_card
from bot.model.command import Asker, Reply
from bot.rules import rules
from tests.world import World, lead, post, reading

ANN = Asker("u1", "Ann", "terminal", "UTC")
BEN = Asker("u2", "Ben", "terminal", "UTC")
ADMIN = Asker("u3", "Cy", "terminal", "UTC", is_admin=True)
LINK = "https://www.instagram.com/p/C4xQ1abcd/"


def tell(world: World, words: str, note: str | None = None, asker: Asker = ANN) -> Reply:
    """Run the command."""
    return commands()["lead"].run(world.desk, asker, leads=words, note=note)


def undo(world: World, telling: str | None = None, asker: Asker = ANN) -> Reply:
    """Take leads back."""
    return commands()["lead undo"].run(world.desk, asker, telling=telling)


def kept(world: World) -> list[dict[str, Any]]:
    """Return every lead."""
    return world.desk.records.rows("leads")


@pytest.mark.parametrize(("words", "said"), [
    ("3 from p1", Said(3, "enquiry", "p1")), ("from p1", Said(1, "enquiry", "p1")), ("booking from p1", Said(1, "booking", "p1")),
    ("2 bookings from p1", Said(2, "booking", "p1")), ("bookings 2 from p1", Said(2, "booking", "p1")),
    ("two sign-ups from p1", Said(2, "sign-up", "p1")), ("2 Sign Ups From p1", Said(2, "sign-up", "p1")),
    ("a sale from p1", Said(1, "sale", "p1")), ("5 orders from p1", Said(5, "sale", "p1")), ("3 leads from p1", Said(3, "enquiry", "p1")),
    ("1 referral from p1 by phone", Said(1, "referral", "p1", "by phone")), ("100 from p1", Said(100, "enquiry", "p1")),
])
def test_number_kind_and_post_are_read_in_plain_words(words: str, said: Said) -> None:
    assert read_leads(words) == said


@pytest.mark.parametrize(("words", "right"), [
    ("", "Write: lead 3 enquiries from"), ("3", "Write: lead 3 from LINK"), ("3 bookings", "Write: lead 3 bookings from LINK"),
    ("3 form p1", "Did you mean: lead 3 from p1$"), (f"3 {LINK}", f"Did you mean: lead 3 from {LINK}$"),
    (LINK, f"Did you mean: lead 1 from {LINK}$"), ("3 from", "after from, such as: lead 3"),
    ("3 bookngs from p1", "'bookngs'. Did you mean: lead 3 bookings from p1$"), ("3 blurbs from p1", "choose from enquiry, booking"),
    ("2.5 from p1", "How many is '2.5'"), ("-3 from p1", "How many is '-3'"), ("3 4 from p1", "How many is '3 4'"),
    ("0 from p1", "0 leads leave nothing to note"),
])
def test_wrong_words_get_the_nearest_right_ones_with_an_example(words: str, right: str) -> None:
    with pytest.raises(UsageError, match=right):
        read_leads(words)


@pytest.mark.parametrize("number", ["101", "10,000", "10000", "9" * 50])
def test_too_many_leads_at_once_are_sent_to_a_table(small_world: World, number: str) -> None:
    small_world.tell(post("p1"))
    with pytest.raises(UsageError, match="at most 100 are taken"):
        tell(small_world, f"{number} from p1")
    assert kept(small_world) == []


@given(st.text(max_size=60))
def test_wild_words_are_asked_back_and_never_a_fault(words: str) -> None:
    with contextlib.suppress(UsageError):
        assert 1 <= read_leads(words).number <= 100


def test_told_leads_are_kept_for_their_post_and_counted_as_told(world: World) -> None:
    world.tell(post("p1", text="Rye day"), reading("p1", reach=1000))
    reply = tell(world, "3 bookings from p1", "asked for Saturday")
    assert plain(reply.card.title) == "Noted: 3 bookings from “Rye day”"
    assert {(row["kind"], row["tied_by"], row["tied_post_id"], row["note"], row["created_at"]) for row in kept(world)} == {
        ("booking", "told", "p1", "asked for Saturday", world.desk.now)}
    assert reply.document["lead_ids"] == [row["lead_id"] for row in kept(world)]
    figures = commands()["audit"].run(world.desk, ANN, view="leads").document["figures"]
    assert (figures["leads"]["by_way"]["told"], figures["leads_tied"]["value"], figures["lead_yield"]["value"]) == (3, 3, 3.0)


@pytest.mark.parametrize("words", [LINK, f"<{LINK}>", f"<{LINK}|instagram.com/p/C4x>", "instagram:C4xQ1abcd", "C4xQ1abcd,"])
def test_the_post_is_known_by_link_or_id_as_a_chat_writes_it(small_world: World, words: str) -> None:
    small_world.tell(post("C4xQ1abcd", permalink=LINK))
    assert tell(small_world, f"1 from {words}").document["post_id"] == "C4xQ1abcd"


def test_the_reply_says_what_the_post_has_in_all_and_how_far_the_goal_is(small_world: World) -> None:
    small_world.tell(post("p1"), lead("l1", "2026-03-04T08:00:00Z", post_id="p1"))
    small_world.set_objective(target=20)
    words = plain_card(tell(small_world, "2 from p1").card)
    assert "That post has 3 leads in all now." in words
    assert "Your goal of 20 leads by 31 Dec 2026: 3 so far." in words


def test_undo_removes_exactly_the_leads_of_its_telling(world: World) -> None:
    world.tell(post("p1"), lead("imported", post_id="p1"))
    first = tell(world, "2 from p1").document
    tell(world, "3 sales from p1")
    button = actions()["undo-lead"]
    assert plain(button.run(world.desk, ANN, first["telling"]).card.title) == "Taken back: 2 enquiries"
    left = kept(world)
    assert sorted(row["kind"] for row in left) == ["enquiry", "sale", "sale", "sale"]
    assert not set(first["lead_ids"]) & {row["lead_id"] for row in left}


def test_the_undo_button_carries_the_telling_it_belongs_to(small_world: World) -> None:
    small_world.tell(post("p1"))
    reply = tell(small_world, "2 from p1")
    assert [(button.label, button.action, button.subject) for button in reply.card.buttons] == [
        ("Undo", "undo-lead", reply.document["telling"])]


def test_pressing_undo_twice_changes_nothing_the_second_time(world: World) -> None:
    world.tell(post("p1"))
    telling = tell(world, "2 from p1").document["telling"]
    undo(world, telling)
    assert "nothing was changed" in plain(undo(world, telling).card.title)


def test_undo_alone_takes_back_what_the_person_told_last(world: World) -> None:
    world.tell(post("p1"))
    tell(world, "2 from p1")
    tell(world.at("2026-03-04T10:00:00Z"), "3 from p1")
    tell(world.at("2026-03-04T11:00:00Z"), "4 from p1", asker=BEN)
    assert undo(world.at("2026-03-04T12:00:00Z")).document["taken_back"] == 3
    assert undo(world.at("2026-03-04T12:01:00Z")).document["taken_back"] == 2
    with pytest.raises(UsageError, match="You told of no leads"):
        undo(world.at("2026-03-04T12:02:00Z"))
    assert len(kept(world)) == 4


def test_of_two_tellings_in_one_second_the_second_is_taken_back_first(world: World) -> None:
    world.tell(post("p1"))
    for number in range(1, 9):
        tell(world, f"{number} from p1")
    assert [undo(world).document["taken_back"] for _ in range(8)] == [8, 7, 6, 5, 4, 3, 2, 1]


def test_what_somebody_else_told_is_theirs_to_take_back_or_an_admins(small_world: World) -> None:
    small_world.tell(post("p1"))
    telling = tell(small_world, "2 from p1").document["telling"]
    with pytest.raises(UsageError, match="Somebody else told"):
        undo(small_world, telling, BEN)
    assert undo(small_world, telling, ADMIN).document["taken_back"] == 2


def test_one_of_its_leads_names_a_telling_too(small_world: World) -> None:
    small_world.tell(post("p1"))
    assert undo(small_world, tell(small_world, "2 from p1").document["lead_ids"][1]).document["taken_back"] == 2


def test_an_unknown_telling_is_named(small_world: World) -> None:
    with pytest.raises(UsageError, match="under 'nope'"):
        undo(small_world, "nope")


def test_what_was_taken_back_can_be_told_again_as_it_is_written(small_world: World) -> None:
    small_world.tell(post("p1"))
    tell(small_world, "2 sign ups from instagram:p1")
    again = undo(small_world).document["again"]
    assert tell(small_world, again.removeprefix("lead ")).document["leads"] == 2


def test_told_leads_make_the_feed_of_leads_fresh_for_figures_and_rules(world: World) -> None:
    world.tell(post("p1"), reading("p1", reach=1000), as_of="2026-02-20T12:00:00Z")
    tell(world, "1 from p1")
    assert feeds_of(world.desk).as_of("leads") == world.desk.now
    seen = rules()["reach-without-leads"].rule.detect
    values = {"baseline_days_ago": "2026-01-01T00:00:00Z", "lately_days_ago": "2026-02-20T00:00:00Z", "now": world.desk.now}
    assert world.desk.records.detect(seen, values)[0]["leads_as_of"] == world.desk.now


def test_taken_back_leads_leave_no_fresh_feed_behind(world: World) -> None:
    world.tell(post("p1"))
    undo(world, tell(world, "1 from p1").document["telling"])
    assert "leads" not in feeds_of(world.desk).known


@pytest.mark.parametrize(("as_of", "fresh"), [("2026-02-01T00:00:00Z", "2026-02-01T00:00:00Z"), ("2025-10-01T00:00:00Z", None)])
def test_a_word_in_chat_does_not_make_a_table_of_leads_newer(world: World, as_of: str, fresh: str | None) -> None:
    world.tell(post("p1"))
    world.feed("leads", as_of)
    words = plain_card(tell(world, "1 from p1").card)
    assert feeds_of(world.desk).as_of("leads") == (fresh or world.desk.now)
    assert ("The newest table of leads is 31 days old" in words) == (fresh is not None)


def test_told_leads_that_grew_old_hold_back_no_digest_and_ask_for_no_import(world: World) -> None:
    world.tell(post("p1"))
    tell(world, "1 from p1")
    later = world.at("2026-03-20T09:30:00Z")
    later.feed("posts", later.desk.now)
    later.feed("comments", later.desk.now)
    assert feeds_of(later.desk).stale == ()
    assert [case.verdict for case in cases(later.desk, rules()["stale-data"])] == []


def test_a_link_to_a_post_that_is_not_imported_yet_is_kept_and_tied_later(world: World) -> None:
    reply = tell(world, f"2 from {LINK}")
    assert "not imported yet" in plain_card(reply.card)
    assert {(row["tied_by"], row["tied_post_id"], row["tied_reason"]) for row in kept(world)} == {
        ("told", None, "the post it was told for is not imported yet")}
    world.tell(post("17900", permalink="https://instagram.com/p/C4xQ1abcd"))
    assert {(row["tied_by"], row["tied_post_id"], row["tied_reason"]) for row in kept(world)} == {("told", "17900", None)}


def test_an_id_in_the_link_ties_told_leads_too(world: World) -> None:
    tell(world, "1 from https://x.com/bakery/status/1764000000000000001")
    world.tell(post("1764000000000000001", network="x"))
    assert kept(world)[0]["tied_post_id"] == "1764000000000000001"


def test_until_then_they_count_as_untied_with_the_reason(small_world: World) -> None:
    tell(small_world, f"2 from {LINK}")
    leads = commands()["audit"].run(small_world.desk, ANN, view="leads").document["figures"]["leads"]
    assert (leads["by_way"]["told"], leads["by_way"]["untied"]) == (0, 2)


def test_leads_from_no_post_are_kept_for_none(world: World) -> None:
    reply = tell(world, "2 bookings from none")
    assert plain(reply.card.title) == "Noted: 2 bookings from no post"
    assert {row["tied_reason"] for row in kept(world)} == {"it was told in chat without a post"}
    world.tell(post("p1"))
    assert {row["tied_post_id"] for row in kept(world)} == {None}


@pytest.mark.parametrize(("facts", "words"), [((), "No posts were imported yet, so 'p9'"), ((post("p1"),), "No imported post fits 'p9'")])
def test_a_post_that_is_not_there_is_asked_back_and_nothing_is_kept(small_world: World, facts: tuple[Any, ...], words: str) -> None:
    small_world.tell(*facts)
    with pytest.raises(UsageError, match=words):
        tell(small_world, "2 from p9")
    assert kept(small_world) == []


def test_an_id_of_two_networks_is_asked_back(small_world: World) -> None:
    small_world.tell(post("p1"), post("p1", network="facebook"))
    with pytest.raises(UsageError, match="facebook:p1 or instagram:p1"):
        tell(small_world, "1 from p1")


def test_words_after_the_post_belong_to_the_note_and_are_asked_back_without_one(small_world: World) -> None:
    small_world.tell(post("p1"))
    tell(small_world, "1 from p1 back on Friday", "call")
    assert kept(small_world)[0]["note"] == "call back on Friday"
    with pytest.raises(UsageError, match="write --note before it"):
        tell(small_world, "1 from p1 call back")
    with pytest.raises(UsageError, match="keep it to 280"):
        tell(small_world, "1 from p1", "x" * 281)


def test_a_lead_told_and_then_imported_under_its_id_stays_told(world: World) -> None:
    world.tell(post("p1"), post("p2"))
    [lead_id] = tell(world, "1 from p1").document["lead_ids"]
    world.tell(lead(lead_id, world.desk.now, post_id="p2"), as_of="2026-03-05T00:00:00Z")
    assert (kept(world)[0]["tied_by"], kept(world)[0]["tied_post_id"]) == ("told", "p1")


def test_a_corrected_lead_goes_back_to_what_was_told_when_left_to_the_data(world: World) -> None:
    world.tell(post("p1"), post("p2"))
    [lead_id] = tell(world, "1 from p1").document["lead_ids"]
    for words, way in (("p2", "person"), ("auto", "told")):
        commands()["lead tie"].run(world.desk, ANN, lead_id=lead_id, post=words)
        assert (kept(world)[0]["tied_by"], kept(world)[0]["tied_post_id"]) == (way, "p2" if way == "person" else "p1")


def test_a_name_that_is_taken_is_not_given_twice(world: World) -> None:
    world.tell(post("p1"))
    names = {tell_leads(world.desk, ANN, "1 from p1", None, _drawn(number)).document["telling"] for number in (0, 0, 0)}
    assert len(names) == 3
    assert len(kept(world)) == 3


def test_when_no_name_is_free_nothing_is_kept(small_world: World) -> None:
    small_world.tell(post("p1"))
    for _ in range(4):
        tell_leads(small_world.desk, ANN, "1 from p1", None, lambda _: 0)
    with pytest.raises(CoachError, match="nothing was kept"):
        tell_leads(small_world.desk, ANN, "1 from p1", None, lambda _: 0)
    assert len(kept(small_world)) == 4


def test_somebody_elses_words_on_the_card_are_never_markup(small_world: World) -> None:
    small_world.tell(post("p1", text="**{boom}** <!channel>"))
    assert "**{boom}** <!channel>" in plain(tell(small_world, "1 from p1").card.title)


def _drawn(number: int) -> Callable[[int], int]:
    return lambda _: number
