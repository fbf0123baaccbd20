"""Campaigns told in chat: added, changed, listed, dropped, and what the rules make of them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat.binding import bind, command_in, split
from bot.coach.figures.findings import cases
from bot.commands import commands
from bot.errors import CannotRead, UsageError
from bot.model.card import plain
from bot.model.card_text import plain_card
from bot.model.command import Asker, Reply
from bot.model.facts import Campaign
from bot.rules import rules
from tests.world import World, post

ASKER = Asker("u1", "Ann", "terminal", "UTC")
PAGE = "https://b.example/spring"


def add(world: World, name: str = "Spring bake", **values: str) -> Reply:
    """Run the command; `starts` and `ends` are its --from and --to."""
    named = {"starts": "from", "ends": "to"}
    return commands()["campaigns add"].run(world.desk, ASKER, name=name, **{named.get(key, key): value for key, value in values.items()})


def listed(world: World) -> list[dict[str, Any]]:
    """Return the campaigns as the list gives them."""
    return list(commands()["campaigns"].run(world.desk, ASKER).document)


def drop(world: World, name: str) -> Reply:
    """Run the command."""
    return commands()["campaigns drop"].run(world.desk, ASKER, name=name)


def verdicts(world: World, rule: str = "campaign-in-a-vacuum") -> list[str]:
    """Return one rule's verdicts."""
    return [case.verdict for case in cases(world.desk, rules()[rule])]


def test_a_campaign_is_kept_with_all_that_was_said(world: World) -> None:
    add(world, page=PAGE, link=f"{PAGE}?utm_campaign=spring-bake", hashtag="SpringBake", offline="flyer, menu", handle="yes",
        starts="2026-03-01", ends="2026-03-31")
    assert listed(world) == [{
        "campaign": "Spring bake", "starts_on": "2026-03-01", "ends_on": "2026-03-31", "page": PAGE,
        "link": f"{PAGE}?utm_campaign=spring-bake", "hashtag": "#SpringBake", "offline": "flyer, menu", "offline_has_handle": "yes",
        "posts": 0}]


def test_a_campaign_without_days_is_kept_and_says_when_it_counts(world: World) -> None:
    words = plain_card(add(world, page=PAGE).card)
    assert "It has no days, so it counts as running while it has posts in the last 90 days." in words
    assert listed(world)[0]["starts_on"] is None


def test_a_change_shows_what_was_and_what_is_and_leaves_the_rest(world: World) -> None:
    add(world, page=PAGE, hashtag="#rye")
    reply = add(world, "spring_BAKE", hashtag="#spring")
    assert reply.document["changed"] == ["hashtag"]
    assert "#spring (was #rye)" in plain_card(reply.card)
    assert [(row["campaign"], row["page"], row["hashtag"]) for row in listed(world)] == [("Spring bake", PAGE, "#spring")]


def test_a_change_is_taken_back_by_the_words_the_reply_gives(small_world: World) -> None:
    add(small_world, hashtag="#rye", offline="flyer, menu")
    undo = add(small_world, hashtag="#spring", offline="poster", handle="yes").document["undo"]
    assert undo == 'campaigns add Spring bake --hashtag #rye --offline "flyer, menu" --handle none'
    command, words = command_in(split(undo), commands()) or (None, [])
    assert command is not None
    command.run(small_world.desk, ASKER, **bind(command, words))
    assert [(row["hashtag"], row["offline"], row["offline_has_handle"]) for row in listed(small_world)] == [
        ("#rye", "flyer, menu", None)]


def test_saying_the_same_again_changes_nothing(small_world: World) -> None:
    add(small_world, page=PAGE)
    assert "nothing was changed" in plain(add(small_world, page=PAGE).card.title)


def test_a_campaign_is_dropped_by_any_spelling_and_says_how_to_add_it_again(world: World) -> None:
    add(world, page=PAGE, offline="flyer, menu", handle="no")
    assert drop(world, "spring-bake").document["undo"] == (
        f'campaigns add Spring bake --page {PAGE} --offline "flyer, menu" --handle no')
    assert listed(world) == []


def test_dropping_one_that_is_not_there_names_the_nearest(small_world: World) -> None:
    add(small_world)
    with pytest.raises(UsageError, match="Did you mean: campaigns drop Spring bake"):
        drop(small_world, "sprung bake")
    with pytest.raises(UsageError, match="campaigns lists those there are"):
        drop(small_world, "zzz")


@pytest.mark.parametrize(("values", "said"), [
    ({"page": "b.example/spring"}, "write https://b.example/spring"), ({"link": "ftp://b.example"}, "cannot carry a tag"),
    ({"hashtag": "#rye #buns"}, "The hashtag '#rye #buns' cannot be used"), ({"hashtag": "#1"}, "cannot be used"),
    ({"handle": "perhaps"}, "--handle is 'perhaps'"), ({"starts": "2026-13-01"}, "'2026-13-01' of --from"),
    ({"starts": "2026-03-31", "ends": "2026-03-01"}, "swap --from and --to"), ({"name": " - "}, "Which campaign"),
    ({"name": "x" * 81}, "keep it to 80"), ({"offline": "x" * 201}, "keep them to 200"),
])
def test_a_value_that_cannot_be_is_named_and_nothing_is_kept(small_world: World, values: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        add(small_world, **values)
    assert listed(small_world) == []


def test_an_unsure_day_is_asked_back_and_a_plain_one_understood(small_world: World) -> None:
    with pytest.raises(CannotRead):
        add(small_world, ends="someday")
    add(small_world, starts="today", ends="Friday")
    assert (listed(small_world)[0]["starts_on"], listed(small_world)[0]["ends_on"]) == ("2026-03-04", "2026-03-06")


def test_the_end_of_one_change_may_not_lie_before_the_start_of_another(small_world: World) -> None:
    add(small_world, starts="2026-03-10")
    with pytest.raises(UsageError, match="before it starts on 10 Mar 2026"):
        add(small_world, ends="2026-03-01")


def test_the_rule_reads_what_was_told_and_falls_silent_when_the_gap_is_mended(world: World) -> None:
    reply = add(world, offline="flyer, menu", handle="no", starts="2026-03-01")
    assert verdicts(world) == ["fires"]
    assert "no page and no tagged link, and no hashtag or handle on its flyer, menu" in plain_card(reply.card)
    add(world, link=f"{PAGE}?utm_campaign=spring-bake", handle="yes")
    assert verdicts(world) == []


@pytest.mark.parametrize(("link", "verdict"), [(f"{PAGE}?utm_campaign=x", []), (PAGE, ["fires"])])
def test_only_a_link_with_a_tag_ties_a_campaign(small_world: World, link: str, verdict: list[str]) -> None:
    add(small_world, link=link, starts="2026-03-01")
    assert verdicts(small_world) == verdict


def test_a_campaign_without_days_counts_once_it_has_posts(world: World) -> None:
    add(world)
    assert verdicts(world) == []
    world.tell(post("p1", "2026-03-02T10:00:00Z", campaign="spring-bake"))
    assert verdicts(world) == ["fires"]
    assert listed(world)[0]["posts"] == 1


def test_whether_the_handle_is_on_the_pieces_may_be_unknown(small_world: World) -> None:
    reply = add(small_world, page=PAGE, offline="flyer", starts="2026-03-01")
    assert verdicts(small_world) == ["cant-tell"]
    assert "nobody said whether the handle is on the pieces" in plain_card(reply.card)


def test_mixed_messages_hold_posts_against_the_page_or_the_link_of_the_campaign(world: World) -> None:
    world.tell(post("p1", "2026-03-01T10:00:00Z", campaign="Spring bake", link=f"{PAGE}?utm_content=a"),
               post("p2", "2026-03-02T10:00:00Z", campaign="Spring bake", link="https://b.example/winter"))
    assert verdicts(world, "mixed-messages") == []
    add(world, link=f"{PAGE}?utm_campaign=spring-bake")
    [case] = cases(world.desk, rules()["mixed-messages"])
    assert "p2" in [ref.id for ref in case.subject]
    assert case.facts["norm"] == "b.example/spring"


def test_an_import_adds_to_what_was_told(world: World) -> None:
    add(world, page=PAGE)
    world.tell(Campaign("Spring bake", hashtag="#rye"))
    assert [(row["page"], row["hashtag"]) for row in listed(world)] == [(PAGE, "#rye")]


def test_without_any_campaign_the_list_says_how_to_add_one(small_world: World) -> None:
    assert "campaigns add Spring bake" in plain_card(commands()["campaigns"].run(small_world.desk, ASKER).card)


def test_somebody_elses_words_are_never_markup(small_world: World) -> None:
    add(small_world, "**{boom}**", offline="<!channel> **x**")
    words = plain_card(commands()["campaigns"].run(small_world.desk, ASKER).card)
    assert "**{boom}**" in words
    assert "<!channel> **x**" in words


def test_one_teams_campaigns_are_its_own(store: Any) -> None:
    from tests.world import desk_for

    ours, theirs = World(desk_for(store.team("ours"))), World(desk_for(store.team("theirs")))
    add(theirs, page=PAGE)
    assert listed(ours) == []
    with pytest.raises(UsageError):
        drop(ours, "Spring bake")
