"""How leads find the posts that brought them: the best way there is, anew with each import, and never over a person."""

from __future__ import annotations

from typing import Any

import pytest

from bot.commands import commands
from bot.errors import UsageError
from bot.intake.importer import undo
from bot.model.card import plain
from bot.model.card_text import plain_card
from bot.model.command import Asker, Reply
from tests.world import World, import_row, lead, post, reading

ASKER = Asker("u1", "Ann", "terminal", "UTC")
LINK = "https://b.example/?utm_content={}&utm_campaign={}"


def tie(world: World, lead_id: str = "", words: str = "") -> Reply:
    """Run the command."""
    return commands()["lead tie"].run(world.desk, ASKER, lead_id=lead_id, post=words)


def ties(world: World) -> dict[str, tuple[str | None, str | None]]:
    """Return the way and the post of every lead."""
    return {row["lead_id"]: (row["tied_by"], row["tied_post_id"]) for row in world.desk.records.rows("leads")}


def reasons(world: World) -> dict[str, str | None]:
    """Return why each lead has no post."""
    return {row["lead_id"]: row["tied_reason"] for row in world.desk.records.rows("leads")}


ALL = {"post_id": "stated", "permalink": "https://i.example/link", "utm_content": "tag", "utm_campaign": "alone"}
FOUR = (post("stated"), post("link", permalink="https://i.example/link"), post("tagged", link=LINK.format("tag", "other")),
        post("campaigned", link="https://b.example/?utm_campaign=alone"))


@pytest.mark.parametrize(("without", "way", "where"), [
    ((), "stated", "stated"), (("post_id",), "stated", "link"), (("post_id", "permalink", "utm_campaign"), "utm_content", "tagged"),
    (("post_id", "permalink", "utm_content"), "utm_campaign", "campaigned"),
    (("post_id", "permalink", "utm_content", "utm_campaign"), None, None),
])
def test_the_best_way_that_is_open_ties_a_lead(world: World, without: tuple[str, ...], way: str | None, where: str | None) -> None:
    world.tell(*FOUR, lead("l1", **{name: value for name, value in ALL.items() if name not in without}))
    assert ties(world)["l1"] == (way, where)


def test_a_better_way_that_opens_later_takes_the_place_of_a_worse_one(world: World) -> None:
    world.tell(post("p1", link="https://b.example/?utm_campaign=spring"), lead("l1", utm_campaign="spring", utm_content="new"))
    assert ties(world)["l1"] == ("utm_campaign", "p1")
    world.tell(post("p2", link=LINK.format("new", "spring")))
    assert ties(world)["l1"] == ("utm_content", "p2")


def test_a_campaign_that_fits_a_second_post_ties_no_lead_any_more(world: World) -> None:
    tagged = "https://b.example/?utm_campaign=spring"
    world.tell(post("p1", link=tagged), lead("l1", utm_campaign="spring"))
    world.tell(post("p2", link=tagged))
    assert ties(world)["l1"] == (None, None)
    assert reasons(world)["l1"] == "its campaign fits several posts"


def test_a_campaigns_post_that_came_after_the_lead_did_not_bring_it(world: World) -> None:
    world.tell(post("p1", "2026-03-03T10:00:00Z", link="https://b.example/?utm_campaign=spring"),
               lead("l1", "2026-03-02T10:00:00Z", utm_campaign="spring"))
    assert reasons(world)["l1"] == "its campaign stands in no post imported from before it came"


def test_a_tag_of_two_posts_is_settled_by_the_campaign_beside_it(world: World) -> None:
    world.tell(post("p1", link=LINK.format("video", "spring")), post("p2", link=LINK.format("video", "autumn")),
               lead("l1", utm_content="video", utm_campaign="autumn"), lead("l2", utm_content="video"))
    assert ties(world) == {"l1": ("utm_content", "p2"), "l2": (None, None)}


def test_a_tag_of_two_networks_is_settled_by_the_network_a_lead_names(world: World) -> None:
    world.tell(post("p1", link="https://b.example/?utm_content=same"),
               post("p2", network="facebook", link="https://b.example/?utm_content=same"),
               lead("l1", utm_content="same", network="facebook"))
    assert ties(world)["l1"] == ("utm_content", "p2")


def test_a_tag_whose_campaign_is_another_ties_no_lead(world: World) -> None:
    world.tell(post("p1", link=LINK.format("video", "spring")), lead("l1", utm_content="video", utm_campaign="summer"))
    assert ties(world)["l1"] == (None, None)
    assert "speak against" in (reasons(world)["l1"] or "")


def test_a_tag_in_the_words_counts_where_the_link_beside_them_has_none(world: World) -> None:
    world.tell(post("p1", link="https://b.example/", text="see https://b.example/?utm_content=t1"), lead("l1", utm_content="t1"))
    assert ties(world)["l1"] == ("utm_content", "p1")


@pytest.mark.parametrize(("values", "reason"), [
    ({"post_id": "gone"}, "the post it names is not among the imported ones"),
    ({"utm_content": "gone"}, "its tag stands in no imported post"),
    ({"utm_content": "twice"}, "its tag fits several posts, or its other words speak against the one it fits"),
    ({"utm_campaign": "gone"}, "its campaign stands in no post imported from before it came"),
    ({}, "it names no post, no tag and no campaign"),
])
def test_a_lead_without_a_post_says_why(world: World, values: dict[str, str], reason: str) -> None:
    world.tell(post("p1", link="https://b.example/?utm_content=twice"), post("p2", link="https://b.example/?utm_content=twice"),
               lead("l1", **values))
    assert reasons(world)["l1"] == reason


def test_leads_without_any_posts_are_kept_and_tied_when_the_posts_come(world: World) -> None:
    world.tell(lead("l1", post_id="p1"), lead("l2", utm_content="t2"))
    assert set(ties(world).values()) == {(None, None)}
    world.tell(post("p1"), post("p2", link="https://b.example/?utm_content=t2"))
    assert ties(world) == {"l1": ("stated", "p1"), "l2": ("utm_content", "p2")}


def test_leads_of_a_post_whose_import_is_taken_back_have_none_any_more(world: World) -> None:
    world.tell(post("p1"))
    world.tell(lead("l1", post_id="p1"))
    [kept] = world.desk.records.detect("select first_import from posts where team_id = :team_id", {})
    with world.desk.records.write() as writer:
        writer.run("add_import", **import_row(kept["first_import"], "posts", world.desk.now))
    assert undo(world.desk.records, kept["first_import"], now=world.desk.now)
    assert (ties(world)["l1"], reasons(world)["l1"]) == ((None, None), "the post it names is not among the imported ones")


def test_a_stated_post_that_a_newer_export_corrects_is_followed(world: World) -> None:
    world.tell(post("p1"), post("p2"), lead("l1", post_id="p1"))
    world.tell(lead("l1", post_id="p2"), as_of="2026-03-05T00:00:00Z")
    assert ties(world)["l1"] == ("stated", "p2")


def test_a_persons_tie_wins_over_every_later_import(world: World) -> None:
    world.tell(post("p1"), post("p2"), lead("l1", post_id="p1"))
    tie(world, "l1", "p2")
    world.tell(lead("l1", post_id="p1", quality="qualified"), as_of="2026-03-05T00:00:00Z")
    assert ties(world)["l1"] == ("person", "p2")


def test_said_to_come_from_no_post_a_lead_counts_for_none_for_ever(world: World) -> None:
    world.tell(post("p1"), lead("l1", post_id="p1"))
    tie(world, "l1", "none")
    world.tell(post("p1", text="new words"), lead("l1", post_id="p1"), as_of="2026-03-05T00:00:00Z")
    assert (ties(world)["l1"], reasons(world)["l1"]) == (("person", None), "a person said it came from no post")


def test_a_correction_says_how_to_take_it_back_and_that_brings_the_data_back(world: World) -> None:
    world.tell(post("p1"), post("p2", text="Rye day"), lead("l1", post_id="p1"))
    reply = tie(world, "l1", "p2")
    assert plain(reply.card.title) == "Kept: it came from “Rye day”"
    assert reply.document["undo"] == "lead tie l1 auto"
    tie(world, "l1", "auto")
    assert ties(world)["l1"] == ("stated", "p1")


def test_taking_back_a_second_correction_names_the_first(small_world: World) -> None:
    small_world.tell(post("p1"), post("p2"), lead("l1"))
    tie(small_world, "l1", "p1")
    assert tie(small_world, "l1", "none").document["undo"] == "lead tie l1 instagram:p1"
    assert tie(small_world, "l1", "p1").document["undo"] == "lead tie l1 none"


def test_saying_the_same_again_changes_nothing(small_world: World) -> None:
    small_world.tell(post("p1"), lead("l1"))
    tie(small_world, "l1", "p1")
    assert "nothing was changed" in plain(tie(small_world, "l1", "p1").card.title)


def test_leaving_to_the_data_what_nobody_corrected_changes_nothing(small_world: World) -> None:
    small_world.tell(post("p1"), lead("l1", post_id="p1"))
    assert "nothing was changed" in plain(tie(small_world, "l1", "auto").card.title)


def test_without_an_id_the_leads_without_a_post_are_listed_with_the_reason(world: World) -> None:
    world.tell(post("p1"), lead("l1", post_id="p1"), lead("l2", post_id="gone"))
    reply = tie(world)
    assert [each["lead_id"] for each in reply.document] == ["l2"]
    assert "the post it names is not among the imported ones" in plain_card(reply.card)


def test_a_lead_said_to_come_from_no_post_is_not_asked_about_again(small_world: World) -> None:
    small_world.tell(post("p1"), lead("l1"))
    tie(small_world, "l1", "none")
    assert tie(small_world).document == []


@pytest.mark.parametrize(("lead_id", "words", "said"), [
    ("l2", "p1", "There is no lead 'l2'; did you mean l1\\?"), ("nobody-at-all", "p1", "lead quality and lead tie list"),
    ("l1", "gone", "No imported post fits 'gone'"), ("l1", "https://instagram.com/p/gone", "not imported yet"),
    ("l1", "", "From which post"),
])
def test_a_wrong_lead_or_post_is_asked_back(small_world: World, lead_id: str, words: str, said: str) -> None:
    small_world.tell(post("p1"), lead("l1"))
    with pytest.raises(UsageError, match=said):
        tie(small_world, lead_id, words)


def test_a_correction_counts_where_leads_are_counted(small_world: World) -> None:
    small_world.tell(post("p1"), reading("p1", reach=1000), lead("l1"), lead("l2"))
    tie(small_world, "l1", "p1")
    tie(small_world, "l2", "none")
    figures = commands()["audit"].run(small_world.desk, ASKER, view="leads").document["figures"]
    assert figures["leads"]["by_way"] | {"told": 1, "untied": 1} == figures["leads"]["by_way"]
    assert figures["leads"]["untied_reasons"] == {"a person said it came from no post": 1}
    assert figures["leads_tied"]["value"] == 1


def test_one_teams_ties_never_reach_anothers_leads(store: Any) -> None:
    from tests.world import desk_for

    ours, theirs = World(desk_for(store.team("ours"))), World(desk_for(store.team("theirs")))
    theirs.tell(lead("l1", post_id="p1", utm_content="t", utm_campaign="c", permalink="https://i.example/1"))
    ours.tell(post("p1", link=LINK.format("t", "c"), permalink="https://i.example/1"))
    assert ties(theirs)["l1"] == (None, None)


NEAR = post("near", "2026-03-01T10:00:00Z")


@pytest.mark.parametrize(("others", "values", "way"), [
    ((), {}, ("time", "near")), ((post("far", "2026-02-28T10:00:00Z"), post("later", "2026-03-01T13:00:00Z")), {}, ("time", "near")),
    ((post("too", "2026-03-01T09:00:00Z"),), {}, (None, None)), ((), {"network": "facebook"}, (None, None)),
    ((post("too", "2026-03-01T09:00:00Z", network="facebook"),), {"network": "instagram"}, ("time", "near")),
    ((), {"utm_content": "lost"}, (None, None)), ((), {"post_id": "lost"}, (None, None)),
], ids=["alone", "others on other days or later", "two that day", "another network", "one of its network", "a tag", "a post"])
def test_a_lead_without_any_mark_fits_by_time_the_one_post_of_its_day(
        world: World, others: tuple[Any, ...], values: dict[str, Any], way: tuple[str | None, str | None]) -> None:
    world.tell(NEAR, *others, lead("l1", "2026-03-01T12:00:00Z", **values))
    assert ties(world)["l1"] == way


def test_a_post_whose_hour_is_unknown_fits_no_lead_by_time(world: World) -> None:
    world.tell(post("day", "2026-03-01T00:00:00Z", published_precision="day"), lead("l1", "2026-03-01T12:00:00Z"))
    assert ties(world)["l1"] == (None, None)


def test_a_second_post_of_that_day_undoes_a_tie_by_time_and_a_mark_takes_its_place(world: World) -> None:
    world.tell(NEAR, lead("l1", "2026-03-01T12:00:00Z"), lead("l2", "2026-03-01T12:00:00Z"))
    world.tell(lead("l2", "2026-03-01T12:00:00Z", utm_content="tag"), post("tagged", link="https://b.example/?utm_content=tag"))
    assert ties(world) == {"l1": ("time", "near"), "l2": ("utm_content", "tagged")}
    world.tell(post("too", "2026-03-01T09:00:00Z"))
    assert ties(world)["l1"] == (None, None)


def test_a_lead_tied_by_time_still_waits_for_a_persons_word(world: World) -> None:
    world.tell(NEAR, lead("l1", "2026-03-01T12:00:00Z"))
    assert "by its time perhaps from the Instagram post near" in plain_card(tie(world).card)
    tie(world, "l1", "near")
    assert ties(world)["l1"] == ("person", "near")


def test_a_lead_tied_by_time_counts_for_no_post(world: World) -> None:
    world.tell(NEAR, reading("near", reach=1000), lead("l1", "2026-03-01T12:00:00Z"))
    rows = world.desk.records.rows("posts_measured", since="2026-02-01T00:00:00Z", until=world.desk.now, now=world.desk.now)
    assert [row["leads"] for row in rows] == [0]
