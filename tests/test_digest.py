"""The weekly digest: one decision, three figures, one win, one leak, at most 120 words. Never on stale data."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from itertools import count as counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.actions import actions
from bot.coach.commitments.commitments import every
from bot.coach.commitments.settling import Rate
from bot.coach.digests.digest import Digest, Unready, decide, digest, document
from bot.coach.digests.digest_card import card_of, digest_card, digest_thread, words_of
from bot.commands.digest import COMMAND
from bot.model.card import Chart, Text, plain
from bot.model.card_text import plain_card
from bot.model.command import Asker
from bot.model.facts import Fact, Followers
from bot.model.rule import Case, Finding
from bot.model.times import from_text, to_text
from bot.store.store import Store
from tests.test_audit_post import history, subject
from tests.world import World, comment, desk_for, lead, post, reading

ASKER = Asker("u1", "Ann", "terminal", "UTC")
MONDAY = "2026-03-02T09:30:00Z"
FRESH = {"posts": "2026-03-02T08:00:00Z", "comments": "2026-03-02T08:00:00Z", "leads": "2026-03-02T08:00:00Z"}
NUMBERS = counter()


def on_monday(store: Store, *facts: Fact, feeds: dict[str, str] | None = None, now: str = MONDAY) -> World:
    """Return a new team's world on a Monday morning that knows these facts."""
    world = World(desk_for(store.team(f"team-{next(NUMBERS)}"), now=now))
    world.tell(*facts, feeds=FRESH if feeds is None else feeds)
    return world


def written(world: World) -> Digest:
    """Return the digest, which must be there."""
    seen = digest(world.desk)
    assert isinstance(seen, Digest)
    return seen


def talk(*, label_back: str = "Great, thanks", author: str = "ann", opening: str = "how much is the rye loaf?") -> list[Fact]:
    """Return a thread of last week in which somebody came back."""
    return [comment("c1", opening, created_at="2026-02-25T10:00:00Z", author="ann"),
            comment("r1", "4 euro", parent_id="c1", created_at="2026-02-25T11:00:00Z", from_team=True),
            comment("s1", label_back, parent_id="c1", created_at="2026-02-25T12:00:00Z", author=author)]


def finding(rule: str = "slow-replies", severity: int = 2, headline: str = "Answer sooner") -> Finding:
    """Return a finding with defaults."""
    return Finding(rule, Case((), {}), Text(headline), Text(""), Text("Do it now."), "Answer sooner", "word", (), severity, "nudge", 5, {})


def test_it_is_about_the_calendar_week_when_read_on_a_monday(store: Store) -> None:
    world = on_monday(store, post(), lead("l1", "2026-02-23T00:00:00Z"), lead("l2", "2026-03-01T23:59:59Z"),
                      lead("l3", "2026-02-22T23:59:59Z"), lead("l4", "2026-03-02T07:00:00Z"))
    assert written(world).figures["leads"].figure.value == 2


def test_a_figure_stands_beside_the_median_and_range_of_the_eight_weeks_before(sqlite_store: Store) -> None:
    leads = [lead(f"l{week}-{n}", to_text(from_text("2026-02-25T10:00:00Z") - timedelta(days=7 * week)))
             for week, came in enumerate((5, 1, 2, 3, 4, 1, 2, 3, 9)) for n in range(came)]
    usual = document(written(on_monday(sqlite_store, *leads)))["figures"]["leads"]
    assert usual["value"] == 5
    assert usual["usual"] == {"median": 2.5, "low": 1, "high": 9, "weeks": 8, "before": [9, 3, 2, 1, 4, 3, 2, 1]}


def test_weeks_before_the_first_data_are_gaps_and_not_zeros(sqlite_store: Store) -> None:
    leads = [lead("l1", "2026-02-11T10:00:00Z"), lead("l2", "2026-02-25T10:00:00Z")]
    seen = written(on_monday(sqlite_store, *leads))
    assert seen.figures["leads"].before == (None, None, None, None, None, None, 1, 0)
    chart = next(part for part in card_of(seen).parts if isinstance(part, Chart))
    assert chart.values == (None, None, None, None, None, None, 1, 0, 1)
    assert chart.alt


def test_leads_are_the_first_win_and_name_the_post(sqlite_store: Store) -> None:
    world = on_monday(sqlite_store, post("p1", text="Rye day"), *talk(),
                      *(lead(f"l{n}", "2026-02-25T10:00:00Z", post_id="p1") for n in range(3)), lead("x", "2026-02-25T10:00:00Z"))
    win = document(written(world))["win"]
    assert win == {"kind": "lead", "headline": "“Rye day” brought 3 of 4 leads", "n": 3, "subject": "p1", "subject_network": "instagram"}


def test_where_leads_are_unqualified_the_win_names_the_good_ones_alone(sqlite_store: Store) -> None:
    world = on_monday(sqlite_store, post("p1", text="Rye day"), lead("l1", "2026-02-25T10:00:00Z", post_id="p1"),
                      lead("l2", "2026-02-25T10:00:00Z", post_id="p1"),
                      lead("bad", "2026-02-25T10:00:00Z", post_id="p1", quality="unqualified"))
    win = written(world).win
    assert win is not None
    assert plain(win.headline) == "“Rye day” brought 2 leads"


def test_unqualified_leads_are_no_win(sqlite_store: Store) -> None:
    world = on_monday(sqlite_store, post("p1"), lead("l1", "2026-02-25T10:00:00Z", post_id="p1", quality="unqualified"))
    assert written(world).win is None


def test_a_complaint_that_ends_in_thanks_is_a_saved_customer(store: Store) -> None:
    complaint = "my order arrived stale and nobody helped me"
    world = on_monday(store, *talk(opening=complaint, label_back="thank you so much"))
    with world.desk.records.write() as writer:
        writer.run("label_comment", network="instagram", comment_id="c1", label="complaint")
        writer.run("label_comment", network="instagram", comment_id="s1", label="thanks")
    win = written(world).win
    assert win is not None
    assert (win.kind, win.words) == ("saved-customer", "thank you so much")


def test_somebody_elses_thanks_saves_no_customer(sqlite_store: Store) -> None:
    world = on_monday(sqlite_store, *talk(author="bob", label_back="thank you so much"))
    with world.desk.records.write() as writer:
        writer.run("label_comment", network="instagram", comment_id="c1", label="complaint")
        writer.run("label_comment", network="instagram", comment_id="s1", label="thanks")
    win = written(world).win
    assert win is not None
    assert win.kind == "conversation"


def test_a_conversation_is_a_win_unless_it_is_an_attack(sqlite_store: Store) -> None:
    world = on_monday(sqlite_store, *talk())
    assert document(written(world))["win"]["kind"] == "conversation"
    with world.desk.records.write() as writer:
        writer.run("label_comment", network="instagram", comment_id="s1", label="hostile")
    assert written(world).win is None


def test_reach_and_followers_alone_are_no_win_and_the_card_says_so(sqlite_store: Store) -> None:
    world = on_monday(sqlite_store, post("p1", "2026-02-25T10:00:00Z"), reading("p1", reach=1_000_000, reactions=90_000),
                      Followers("instagram", "bakery", "2026-02-20", 100), Followers("instagram", "bakery", "2026-03-01", 90_000))
    seen = written(world)
    assert seen.win is None
    assert "none to name" in plain_card(card_of(seen))


WEEK = st.lists(st.tuples(
    st.sampled_from(["post", "lead", "poor lead", "question", "answered", "talk", "troll", "followers"]), st.integers(0, 6),
), max_size=8)


def generated(happenings: list[tuple[str, int]]) -> list[Fact]:
    """Return a week's facts from what happened on which day of it."""
    facts: list[Fact] = []
    for n, (what, day) in enumerate(happenings):
        at = [f"2026-02-{23 + day:02d}T{hour}:00:00Z" if day < 6 else f"2026-03-01T{hour}:00:00Z" for hour in (10, 11, 12)]
        thread = [comment(f"c{n}", created_at=at[0], author="ann"),
                  comment(f"r{n}", "4 euro", parent_id=f"c{n}", created_at=at[1], from_team=True)]
        back = {"talk": "Great, thanks", "troll": "you idiots, I hate you all"}
        match what:
            case "post":
                facts += [post(f"p{n}", at[0]), reading(f"p{n}", reach=1000 * 10 ** day, reactions=50 * day)]
            case "lead" | "poor lead":
                facts.append(lead(f"l{n}", at[0], quality="unqualified" if what == "poor lead" else "unknown"))
            case "question":
                facts.append(thread[0])
            case "followers":
                facts.append(Followers("instagram", "bakery", at[0][:10], 1000 * (n + 1)))
            case _:
                facts += thread
                if what in back:
                    facts.append(comment(f"s{n}", back[what], parent_id=f"c{n}", created_at=at[2], author="ann"))
    return facts


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happenings=WEEK)
def test_no_win_is_claimed_without_a_lead_a_saved_customer_or_a_conversation(
    sqlite_store: Store, happenings: list[tuple[str, int]],
) -> None:
    win = written(on_monday(sqlite_store, *generated(happenings))).win
    kinds = {what for what, _ in happenings}
    assert win is None or win.kind == "lead" or win.n >= 2 or win.kind == "saved-customer"
    assert win is None or kinds & {"lead", "talk", "troll"}
    assert win is not None or "lead" not in kinds


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happenings=WEEK)
def test_the_card_never_holds_more_than_120_words(sqlite_store: Store, happenings: list[tuple[str, int]]) -> None:
    assert words_of(card_of(written(on_monday(sqlite_store, *generated(happenings))))) <= 120


def test_a_week_with_everything_in_it_still_fits(sqlite_store: Store) -> None:
    world = on_monday(sqlite_store, *history(), *subject(published_at="2026-02-23T10:00:00Z"), *talk(), *(
        comment(f"q{n}", created_at="2026-02-26T10:00:00Z") for n in range(6)), lead("lx", "2026-02-26T10:00:00Z"))
    seen = written(world)
    assert seen.win
    assert seen.leak
    assert seen.cant_see
    assert 60 <= words_of(card_of(seen)) <= 120


def test_a_grave_leak_is_the_decision_whatever_else_went_well(sqlite_store: Store) -> None:
    seen = written(on_monday(sqlite_store, *history(), *subject(published_at="2026-02-23T10:00:00Z"),
                             lead("lx", "2026-02-26T10:00:00Z", utm_content="h3")))
    assert (seen.decision, seen.leak and seen.leak.rule) == ("change", "reach-without-leads")
    assert plain(seen.headline).startswith("Change: ")


@pytest.mark.parametrize(("rule", "severity", "decision"), [
    ("slow-replies", 3, "change"), ("always-selling", 3, "stop"), ("quiet-winner", 3, "keep"), ("slow-replies", 1, "change"),
])
def test_the_decision_follows_the_weeks_strongest_finding(rule: str, severity: int, decision: str) -> None:
    assert decide(None, [finding(rule, severity)])[0] == decision


def test_without_a_finding_and_without_a_win_nothing_is_claimed() -> None:
    decision, headline = decide(None, [])
    assert decision == "keep"
    assert "nothing that has to change" in plain(headline)


def test_stale_data_makes_no_digest_and_says_what_to_import(store: Store) -> None:
    world = on_monday(store, post(), lead("l1"), feeds={**FRESH, "comments": "2026-02-01T08:00:00Z"})
    assert digest_card(world.desk) is None
    assert digest_thread(world.desk) is None
    reply = COMMAND.run(world.desk, ASKER)
    assert plain(reply.card.title) == "No digest: the comments are too old to judge the week"
    assert (reply.document["decision"], reply.document["stale"]) == (None, ["comments"])


def test_without_any_data_there_is_no_digest(small_world: World) -> None:
    assert isinstance(digest(small_world.desk), Unready)
    assert digest_card(small_world.desk) is None


def test_posts_alone_make_no_digest_and_the_card_says_what_is_missing(store: Store) -> None:
    world = on_monday(store, post(), feeds={"posts": FRESH["posts"]})
    assert digest_card(world.desk) is None
    reply = COMMAND.run(world.desk, ASKER)
    assert plain(reply.card.title) == "No digest: without comments and leads nothing of the week can be judged"
    assert (reply.document["decision"], reply.document["stale"]) == (None, [])


def test_a_feed_that_was_never_imported_is_a_blind_spot_and_no_zero(sqlite_store: Store) -> None:
    seen = written(on_monday(sqlite_store, post(), *talk(), feeds={"posts": FRESH["posts"], "comments": FRESH["comments"]}))
    assert seen.figures["leads"].figure.value is None
    assert seen.cant_see[0] == "No leads were imported yet."


def test_a_feed_that_ends_before_the_week_does_is_named(sqlite_store: Store) -> None:
    seen = written(on_monday(sqlite_store, post(), feeds={**FRESH, "leads": "2026-02-27T12:00:00Z"}))
    assert "Nothing after Fri 27 Feb 12:00 is known of leads." in seen.cant_see


def test_the_document_has_the_shape_that_scripts_rely_on(store: Store) -> None:
    said = document(written(on_monday(store, *history(), *talk())))
    assert {"window", "figures", "headline", "decision", "win", "leak", "commitments", "cant_see", "as_of"} <= set(said)
    assert set(said["figures"]) == {"leads", "answered_share", "conversations"}
    assert said["decision"] in {"keep", "change", "stop"}
    json.dumps(said)


def test_the_thread_holds_what_did_not_fit(sqlite_store: Store) -> None:
    world = on_monday(sqlite_store, *history(), *talk())
    with world.desk.records.write() as writer:
        writer.run("label_comment", network="instagram", comment_id="c1", label="complaint")
    thread = digest_thread(world.desk)
    assert thread is not None
    assert all(gap in plain_card(thread) for gap in written(world).cant_see)


def test_keep_change_and_stop_each_open_a_promise_with_its_words_filled_in(sqlite_store: Store) -> None:
    world = on_monday(sqlite_store, post("p1", text="Rye day"), lead("l1", "2026-02-25T10:00:00Z", post_id="p1"),
                      *(comment(f"q{n}", created_at="2026-02-26T10:00:00Z") for n in range(6)))
    buttons = card_of(written(world)).buttons
    assert [button.label for button in buttons] == ["Keep", "Change", "Stop"]
    for button in buttons:
        offered = actions()[button.action].prefill(world.desk, button.subject)  # type: ignore[misc]
        assert offered["what"]
        assert "15:00" in offered["due"]


def test_a_pressed_keep_is_the_pressers_own_promise_and_a_second_press_changes_nothing(sqlite_store: Store) -> None:
    world = on_monday(sqlite_store, post("p1", text="Rye day"))
    keep = actions()["digest-keep"]
    keep.run(world.desk, ASKER, "post/instagram/p1")
    again = keep.run(world.desk, ASKER, "post/instagram/p1")
    assert [(each.what, each.measured_by, each.person) for each in every(world.desk)] == [
        ("Make another post like “Rye day”", "posts", "u1")]
    assert "nothing was changed" in plain(again.card.title)


def test_a_change_carries_the_rule_and_the_comments_it_is_about(sqlite_store: Store) -> None:
    world = on_monday(sqlite_store, *(comment(f"q{n}", created_at="2026-02-26T10:00:00Z") for n in range(3)))
    actions()["digest-change"].run(world.desk, ASKER, "unanswered-comments")
    made = every(world.desk)[0]
    assert (made.rule, made.measured_by, len(made.items)) == ("unanswered-comments", "answers", 3)


def test_a_promise_in_the_pressers_own_words_is_kept_as_they_wrote_it(sqlite_store: Store) -> None:
    world = on_monday(sqlite_store, post("p1"))
    actions()["digest-stop"].run(world.desk, ASKER, "", "Leave the memes alone", "Thursday 12:00")
    made = every(world.desk)[0]
    assert (made.what, made.due_at) == ("Leave the memes alone", "2026-03-05T12:00:00Z")


def test_the_commitments_that_were_kept_stand_on_the_card_as_a_count(sqlite_store: Store) -> None:
    seen = replace(written(on_monday(sqlite_store, post("p1"))), kept=Rate(8, 10))
    assert "8 of the last 10 kept" in plain_card(card_of(seen))
    assert document(seen)["commitments"] == {"kept": 8, "of": 10}
