"""The audit of leads: the ways in their order, the people behind the leads, and what it says when half of it is missing."""

from __future__ import annotations

from typing import Any

import pytest

from bot.commands import commands
from bot.model.card import Card, Fields
from bot.model.card_text import plain_card
from bot.model.command import Asker, Reply
from tests.test_figures import tie_by_time
from tests.world import World, lead, post, reading

ASKER = Asker("u1", "Ann", "terminal", "UTC")


def audited(world: World) -> Reply:
    """Return the audit of leads."""
    return commands()["audit"].run(world.desk, ASKER, view="leads")


def ways(card: Card) -> list[tuple[str, Any]]:
    """Return the ways a card names, in its order."""
    return list([part for part in card.parts if isinstance(part, Fields)][1].pairs)


def people(world: World) -> dict[str, Any]:
    """Return the figure of the people behind the leads."""
    found: dict[str, Any] = audited(world).document["figures"]["lead_people"]
    return found


def of(email: str, number: int, day: int, **values: Any) -> Any:
    """Return a lead of a person in February or March 2026."""
    return lead(f"{email}-{number}", f"2026-{'02' if day > 4 else '03'}-{day:02d}T12:00:00Z", email=email, **values)


def test_the_ways_are_counted_in_their_order_and_time_only_is_never_added_in(world: World, store: Any) -> None:
    world.tell(
        post("p1", link="https://b.example/?utm_content=t1&utm_campaign=c1"), reading("p1", reach=1000),
        lead("stated", post_id="p1"), lead("tagged", utm_content="t1"), lead("campaign", utm_campaign="c1"), lead("near"), lead("none"))
    commands()["lead"].run(world.desk, ASKER, leads="2 from p1")
    tie_by_time(store, "near", "p1")
    reply = audited(world)
    assert ways(reply.card) == [("Stated post", 1), ("Tag of the post", 1), ("Campaign and time", 1), ("Told in chat", 2),
                                ("Time only, not added in", 1), ("Tied to no post", 1)]
    figures = reply.document["figures"]
    assert (figures["leads"]["tied"], figures["leads_tied"]["value"], figures["leads"]["value"]) == (5, 5, 7)


def test_people_are_counted_once_with_those_who_came_back_and_who_bought(world: World) -> None:
    world.tell(
        of("ann@x.example", 1, 20), of("Ann@X.example ", 2, 25), of("ben@x.example", 1, 20), of("ben@x.example", 2, 2, kind="sale"),
        of("cy@x.example", 1, 20, kind="sale"), of("dee@x.example", 1, 20), lead("nameless"))
    figure = people(world)
    assert (figure["value"], figure["n"], figure["came_back"], figure["bought"]) == (4, 6, 2, 1)
    assert "4 people by e-mail address (from 6 leads): 2 of them came back, 1 later bought." in plain_card(audited(world).card)


def test_who_came_first_before_the_window_has_come_back(world: World) -> None:
    world.tell(lead("old", "2025-10-01T12:00:00Z", email="ann@x.example"), of("ann@x.example", 1, 20),
               lead("gone", "2025-10-01T12:00:00Z", email="ben@x.example"), lead("gone2", "2025-10-02T12:00:00Z", email="ben@x.example"))
    figure = people(world)
    assert (figure["value"], figure["n"], figure["came_back"]) == (1, 1, 1)


def test_a_sale_before_the_enquiry_is_not_bought_later(small_world: World) -> None:
    small_world.tell(of("ann@x.example", 1, 20, kind="sale"), of("ann@x.example", 2, 25))
    assert people(small_world)["bought"] == 0


def test_two_rows_of_one_moment_are_no_coming_back(small_world: World) -> None:
    small_world.tell(of("ann@x.example", 1, 20), of("ann@x.example", 2, 20))
    assert people(small_world)["came_back"] == 0
    assert "none of them came back." in plain_card(audited(small_world).card)


def test_without_addresses_nothing_is_said_of_people(small_world: World) -> None:
    small_world.tell(lead("l1"))
    assert people(small_world)["value"] is None
    assert "e-mail" not in plain_card(audited(small_world).card)


def test_no_address_and_no_hash_leaves_with_an_answer(world: World) -> None:
    world.tell(of("ann@x.example", 1, 20))
    [kept] = world.desk.records.detect("select email_hash from leads where team_id = :team_id", {})
    reply = audited(world)
    said = f"{reply.document}{plain_card(reply.card)}{world.desk.records.rows('leads')}"
    assert "ann@" not in said.replace("ann@x.example-1", "its id")
    assert kept["email_hash"] not in said


def test_leads_without_any_posts_say_what_is_missing(small_world: World) -> None:
    small_world.tell(lead("l1", post_id="p1"), lead("l2"))
    words = plain_card(audited(small_world).card)
    assert "Last 28 days: 2 leads, no post" in words
    assert "Import your posts too: then these leads find the ones that brought them." in words
    assert "1 lead untied: the post it names is not among the imported ones." in words


def test_posts_without_any_leads_ever_say_how_leads_are_told(small_world: World) -> None:
    small_world.tell(post("p1", "2026-03-01T10:00:00Z"))
    reply = audited(small_world)
    words = plain_card(reply.card)
    assert reply.document["figures"]["leads"]["value"] is None
    assert "leads not known" in words
    assert "lead 3 enquiries from LINK" in words


@pytest.mark.parametrize("view", ["week", "month", "tracking"])
def test_other_audits_say_nothing_of_people(small_world: World, view: str) -> None:
    small_world.tell(of("ann@x.example", 1, 2))
    said = commands()["audit"].run(small_world.desk, ASKER, view=view).document
    assert "lead_people" not in said["figures"]
