"""What a merge makes of answers, ties and people, on both engines."""

from __future__ import annotations

import pytest

from bot.intake.merge import hashed, tags_of
from tests.world import World, comment, lead, post


def waiting(world: World) -> list[str]:
    """Return the ids of the comments that wait for an answer."""
    rows = world.desk.records.rows("waiting_comments", since="2026-01-01T00:00:00Z", now="2026-03-04T09:30:00Z")
    return [row["comment_id"] for row in rows]


def reply(comment_id: str, parent_id: str, created_at: str) -> object:
    """Return a reply of the team's own."""
    return comment(comment_id, "It is 4.20", parent_id=parent_id, created_at=created_at, from_team=True)


def test_a_later_reply_of_the_teams_answers_a_comment(world: World) -> None:
    world.tell(comment("c1"), reply("r1", "c1", "2026-03-03T09:00:00Z"))  # type: ignore[arg-type]
    assert waiting(world) == []


def test_a_reply_that_came_before_the_comment_answers_nothing(world: World) -> None:
    world.tell(comment("c1"), reply("r1", "c1", "2026-03-03T07:00:00Z"))  # type: ignore[arg-type]
    assert waiting(world) == ["c1"]


def test_a_reply_that_is_imported_later_answers_too(world: World) -> None:
    world.tell(comment("c1"))
    assert waiting(world) == ["c1"]
    world.tell(reply("r1", "c1", "2026-03-03T09:00:00Z"))  # type: ignore[arg-type]
    assert waiting(world) == []


def test_in_a_flat_thread_a_later_reply_answers_what_stood_before_it(world: World) -> None:
    world.tell(
        comment("top", "lovely"),
        comment("early", parent_id="top", created_at="2026-03-03T08:10:00Z"),
        reply("r1", "top", "2026-03-03T09:00:00Z"),  # type: ignore[arg-type]
        comment("late", parent_id="top", created_at="2026-03-03T10:00:00Z"),
    )
    assert waiting(world) == ["late"]


def test_a_persons_label_outlives_every_import(world: World) -> None:
    world.tell(comment("c1"))
    with world.desk.records.write() as writer:
        writer.run("label_comment", network="instagram", comment_id="c1", label="spam")
    world.tell(comment("c1", "how much is it, and do you deliver?"), as_of="2026-03-05T00:00:00Z")
    assert waiting(world) == []


@pytest.mark.parametrize(("values", "way", "where"), [
    ({"post_id": "p1"}, "stated", "p1"),
    ({"permalink": "https://instagram.com/p/one"}, "stated", "p1"),
    ({"utm_content": "code1"}, "utm_content", "p1"),
    ({"utm_content": "p2"}, "utm_content", "p2"),
    ({"utm_campaign": "spring"}, "utm_campaign", "p1"),
    ({"utm_campaign": "both"}, None, None),
    ({"post_id": "nowhere"}, None, None),
    ({}, None, None),
])
def test_a_lead_is_tied_to_its_post_by_the_best_way_there_is(
    world: World, values: dict[str, str], way: str | None, where: str | None,
) -> None:
    world.tell(
        post("p1", permalink="https://instagram.com/p/one", link="https://x.example/?utm_campaign=spring&utm_content=code1"),
        post("p2", link="https://x.example/?utm_campaign=both"), post("p3", link="https://x.example/?utm_campaign=both"),
        lead("l1", **values),
    )
    [row] = world.desk.records.rows("leads")
    assert (row["tied_by"], row["tied_post_id"]) == (way, where)
    assert (row["tied_reason"] is None) == (way is not None)


def test_a_lead_that_came_before_its_post_is_tied_when_the_post_arrives(world: World) -> None:
    world.tell(lead("l1", post_id="p1"))
    world.tell(post("p1"))
    assert [row["tied_by"] for row in world.desk.records.rows("leads")] == ["stated"]


def test_no_address_reaches_the_store_and_the_same_person_is_known_again(world: World) -> None:
    world.tell(lead("l1", email="Ada@Example.com "), lead("l2", email="ada@example.com"))
    rows = world.desk.records.detect("select email_hash from leads where team_id = :team_id order by lead_id", {})
    assert rows[0]["email_hash"] == rows[1]["email_hash"]
    assert "ada" not in str(rows).lower()
    assert hashed("ada@example.com", "one salt") != hashed("ada@example.com", "another")


def test_tags_are_read_from_the_first_tagged_link() -> None:
    assert tags_of("https://a.example/ and (https://b.example/?utm_content=x)") == (None, "x")
    assert tags_of("https://[broken?utm_content=x") == (None, None)
