"""The team's data written out: nothing made up, nothing that a spreadsheet would run, flat memory."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.coach.commitments.commitments import Promise, make
from bot.coach.privacy.exports import SUBJECTS, Subject, csv_pieces, export_rows
from bot.intake.escaping import escaped
from bot.model.command import Asker
from bot.model.facts import Followers
from tests.world import World, comment, lead, post, reading

ASKER = Asker("u1", "Ann", "terminal", "UTC")


def rows(world: World, subject: Subject) -> list[dict[str, Any]]:
    """Return a subject's rows."""
    return list(export_rows(world.desk, ASKER, subject))


def table(world: World, subject: Subject) -> list[dict[str, str]]:
    """Return a subject's CSV, read back."""
    return list(csv.DictReader(io.StringIO("".join(csv_pieces(subject, export_rows(world.desk, ASKER, subject), escaped)))))


def test_a_post_holds_its_newest_known_figures_and_no_others(world: World) -> None:
    world.tell(post("p1", permalink="https://x.example/p1", text="Rye"), reading("p1", "2026-02-25T00:00:00Z", reach=10, views=5))
    world.tell(post("p1"), reading("p1", "2026-03-01T00:00:00Z", reach=12))
    row = rows(world, "posts")[0]
    assert {name: row[name] for name in ("network", "account", "post_id", "permalink", "kind", "text", "published_at",
                                         "published_precision")} == {
        "network": "instagram", "account": "bakery", "post_id": "p1", "permalink": "https://x.example/p1", "kind": None,
        "text": "Rye", "published_at": "2026-02-20T10:00:00Z", "published_precision": "minute"}
    assert row["readings"] == {"reach": 12, "views": 5}


def test_a_figure_that_is_not_known_is_an_empty_cell_and_a_zero_stays_a_zero(small_world: World) -> None:
    small_world.tell(post("p1"), reading("p1", reach=0))
    row = table(small_world, "posts")[0]
    assert (row["reach"], row["views"]) == ("0", "")


def test_comments_tell_whose_they_are_and_no_name(world: World) -> None:
    world.tell(comment("c1", author="Ann Lee"), comment("r1", "yes", parent_id="c1", from_team=True, created_at="2026-03-03T09:00:00Z"))
    found = rows(world, "comments")
    assert [each["from_team"] for each in found] == [False, True]
    assert "Ann" not in json.dumps(found)


def test_leads_carry_the_way_they_were_tied_and_no_address(world: World) -> None:
    world.tell(post("p1"), lead("l1", post_id="p1", email="ann@example.com"))
    found = rows(world, "leads")
    assert (found[0]["tied_by"], found[0]["tied_post_id"]) == ("stated", "p1")
    assert "ann@" not in json.dumps(found)


def test_followers_keep_totals_and_net_changes_apart(world: World) -> None:
    world.tell(Followers("instagram", "bakery", "2026-03-01", 100), Followers("x", "bakery", "2026-03-01", -3, "delta"))
    assert [(each["kind"], each["followers"]) for each in rows(world, "followers")] == [("total", 100), ("delta", -3)]


def test_a_private_commitment_is_written_out_for_its_maker_only(small_world: World) -> None:
    make(small_world.desk, ASKER, Promise("Call the baker", None, "word", seen_by="me"))
    make(small_world.desk, ASKER, Promise("Answer 5 comments", None, "answers"))
    other = Asker("u2", "Bob", "terminal", "UTC")
    assert [each["what"] for each in rows(small_world, "commitments")] == ["Call the baker", "Answer 5 comments"]
    assert [each["what"] for each in export_rows(small_world.desk, other, "commitments")] == ["Answer 5 comments"]


def test_no_text_from_outside_is_a_formula_in_the_csv(small_world: World) -> None:
    small_world.tell(comment("c1", "=HYPERLINK(\"http://evil.example\")"), comment("c2", "@SUM(A1)"))
    assert [each["text"][0] for each in table(small_world, "comments")] == ["'", "'"]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_an_empty_store_gives_the_header_and_no_row(small_world: World, subject: Subject) -> None:
    assert rows(small_world, subject) == []
    assert table(small_world, subject) == []


def test_rows_are_read_only_as_they_are_written(small_world: World) -> None:
    small_world.tell(*(post(f"p{n}") for n in range(1200)))
    read = 0

    def counted() -> Iterator[dict[str, Any]]:
        nonlocal read
        for row in export_rows(small_world.desk, ASKER, "posts"):
            read += 1
            yield row

    pieces = csv_pieces("posts", counted(), escaped)
    next(pieces)
    assert read == 500


def test_what_was_written_out_can_be_imported_again(small_world: World) -> None:
    small_world.tell(post("p1", text="a, b\n\"c\""), reading("p1", reach=7))
    row = table(small_world, "posts")[0]
    assert (row["network"], row["post_id"], row["published_at"], row["text"], row["reach"], row["as_of"]) == (
        "instagram", "p1", "2026-02-20T10:00:00Z", "a, b\n\"c\"", "7", "2026-03-01T00:00:00Z")
