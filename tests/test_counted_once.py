"""A lead that was told in chat and came in a table too counts once, no row is lost, and a person's word wins."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import commands
from bot.errors import UsageError
from bot.intake.importer import Imported, ImportJob, import_file, undo
from bot.intake.reading import ReadOptions
from bot.model.card import plain
from bot.model.card_text import plain_card
from bot.model.command import Asker, Reply
from bot.model.counted_once import pairs
from bot.model.times import from_text
from tests.world import World, lead, post

ANN = Asker("u1", "Ann", "terminal", "UTC")
LATER = "2026-03-05T09:30:00Z"
HEADER = "lead_id,created_at,kind,network,post_id\n"
THREE = "".join(f"L-{n},2026-03-04T0{n}:00:00Z,enquiry,instagram,p1\n" for n in (6, 7, 8))


@pytest.fixture
def told(world: World) -> World:
    """A post, and three enquiries told of it in chat."""
    world.tell(post("p1"), post("p2"))
    run(world, "lead", leads="3 from p1")
    return world


def run(world: World, name: str, **values: Any) -> Reply:
    """Run a command."""
    return commands()[name].run(world.desk, ANN, **values)


def bring(world: World, folder: Path, rows: str, now: str = LATER, *, is_dry_run: bool = False) -> Imported:
    """Import a table of leads."""
    path = folder / f"leads-{abs(hash(rows))}.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return import_file(ImportJob(world.desk.records, ReadOptions(from_text(now)), lambda _: "other", is_dry_run), path)


def ids(world: World) -> list[str]:
    """Return the ids of the leads that count, told ones as `told`."""
    return sorted("told" if row["lead_id"].startswith("chat-") else row["lead_id"]
                  for row in world.desk.records.rows("leads"))


def code(world: World) -> str:
    """Return the name of what was told."""
    return str(world.desk.records.rows("newest_telling", told_by=ANN.person)[0]["telling_id"])


def test_what_was_told_and_came_in_a_table_counts_once_and_the_import_says_so(told: World, tmp_path: Path) -> None:
    done = bring(told, tmp_path, THREE)
    assert ids(told) == ["L-6", "L-7", "L-8"]
    assert done.notes[0] == ("3 of these leads may be ones told in chat on Wed 4 Mar; each is counted once. "
                             f"If they are not the same, say: lead once {code(told)} apart")


def test_a_dry_run_says_so_too_and_joins_nothing(told: World, tmp_path: Path) -> None:
    seen = bring(told, tmp_path, THREE, is_dry_run=True)
    assert "3 of these leads may be ones told" in seen.notes[0]
    assert ids(told) == ["told"] * 3


def test_only_as_many_are_joined_as_the_table_has(told: World, tmp_path: Path) -> None:
    assert "1 of these leads may be one told in chat" in bring(told, tmp_path, THREE.splitlines()[0] + "\n").notes[0]
    assert ids(told) == ["L-6", "told", "told"]


@pytest.mark.parametrize("row", [
    "L-1,2026-03-04T08:00:00Z,booking,instagram,p1\n", "L-1,2026-03-04T08:00:00Z,enquiry,instagram,p2\n",
    "L-1,2026-03-02T08:00:00Z,enquiry,instagram,p1\n", "L-1,2026-03-05T08:00:00Z,enquiry,instagram,p1\n",
    "L-1,2026-03-04T08:00:00Z,enquiry,,\n",
], ids=["another kind", "another post", "two days before", "the day after", "no post"])
def test_a_lead_of_another_kind_post_or_day_is_another_lead(told: World, tmp_path: Path, row: str) -> None:
    assert bring(told, tmp_path, row).notes == ()
    assert ids(told) == ["L-1", "told", "told", "told"]


def test_a_person_who_says_they_are_two_is_believed_for_ever(told: World, tmp_path: Path) -> None:
    bring(told, tmp_path, THREE)
    assert plain(run(told, "lead once", told=code(told), counted_as="apart").card.title) == (
        "Counted apart: 3 leads told in chat and as many of your table")
    bring(told, tmp_path, THREE + "L-9,2026-03-04T09:00:00Z,enquiry,instagram,p1\n")
    assert ids(told) == ["L-6", "L-7", "L-8", "L-9", "told", "told", "told"]


def test_a_person_joins_what_no_rule_would(told: World, tmp_path: Path) -> None:
    bring(told, tmp_path, "L-1,2026-03-02T08:00:00Z,booking,,\n")
    run(told, "lead once", told=f"chat-{code(told)}-1", counted_as="L-1")
    bring(told, tmp_path, "L-2,2026-03-01T08:00:00Z,booking,,\n")
    assert ids(told) == ["L-1", "L-2", "told", "told"]


def test_the_import_undone_brings_the_told_leads_back_whole(told: World, tmp_path: Path) -> None:
    before = told.desk.records.rows("leads")
    undo(told.desk.records, bring(told, tmp_path, THREE).import_id, now=LATER)
    assert told.desk.records.rows("leads") == before


def test_the_same_table_again_joins_nothing_anew(told: World, tmp_path: Path) -> None:
    bring(told, tmp_path, THREE)
    assert bring(told, tmp_path, THREE + "L-1,2026-02-04T09:00:00Z,enquiry,instagram,p2\n").notes == ()
    assert ids(told) == ["L-1", "L-6", "L-7", "L-8"]


def test_what_was_told_of_a_leads_worth_holds_for_the_tables_row(told: World, tmp_path: Path) -> None:
    run(told, "lead quality", lead_id=f"chat-{code(told)}-1", quality="qualified")
    bring(told, tmp_path, "L-6,2026-03-04T06:00:00Z,enquiry,instagram,p1\n")
    found = {row["lead_id"]: (row["quality"], row["quality_by"]) for row in told.desk.records.rows("leads")}
    assert found["L-6"] == ("qualified", "told")


def test_a_word_on_a_told_leads_worth_leaves_the_tables_row_when_the_two_part(told: World, tmp_path: Path) -> None:
    run(told, "lead quality", lead_id=f"chat-{code(told)}-1", quality="unqualified")
    bring(told, tmp_path, THREE)
    run(told, "lead once", told=code(told), counted_as="apart")
    found = [(row["lead_id"], row["quality"]) for row in told.desk.records.rows("leads") if row["quality"] != "unknown"]
    assert found == [(f"chat-{code(told)}-1", "unqualified")]


def test_a_refused_join_leaves_what_was_said_before(told: World, tmp_path: Path) -> None:
    one, two = (f"chat-{code(told)}-{n}" for n in (1, 2))
    bring(told, tmp_path, "L-6,2026-03-04T06:00:00Z,enquiry,instagram,p1\n")
    run(told, "lead once", told=code(told), counted_as="apart")
    run(told, "lead once", told=two, counted_as="L-6")
    with pytest.raises(UsageError, match="stands for another told lead already; nothing was changed"):
        run(told, "lead once", told=one, counted_as="L-6")
    bring(told, tmp_path, "L-7,2026-03-04T07:00:00Z,enquiry,instagram,p1\n")
    assert f"chat-{code(told)}-1" in [row["lead_id"] for row in told.desk.records.rows("leads")]


def test_tying_a_told_lead_to_a_post_where_the_table_has_it_says_that_it_counts_once(told: World, tmp_path: Path) -> None:
    bring(told, tmp_path, "L-9,2026-03-04T06:00:00Z,enquiry,instagram,p2\n")
    reply = run(told, "lead tie", lead_id=f"chat-{code(told)}-1", post="instagram:p2")
    assert "it is L-9 of your table, and counts once" in plain(reply.card.title)
    assert reply.document["undo"] == f"lead once chat-{code(told)}-1 apart"


def test_telling_taken_back_leaves_the_tables_rows_and_no_told_one(told: World, tmp_path: Path) -> None:
    bring(told, tmp_path, THREE.splitlines()[0] + "\n")
    assert plain(run(told, "lead undo", telling=None).card.title) == "Taken back: 3 enquiries"
    bring(told, tmp_path, THREE)
    assert ids(told) == ["L-6", "L-7", "L-8"]


def test_a_table_lead_that_a_person_ties_elsewhere_stands_for_no_told_one_any_more(told: World, tmp_path: Path) -> None:
    bring(told, tmp_path, THREE.splitlines()[0] + "\n")
    run(told, "lead tie", lead_id="L-6", post="p2")
    assert ids(told) == ["L-6", "told", "told", "told"]


def test_who_tells_of_leads_when_the_table_is_in_means_further_ones_and_hears_how_to_say_otherwise(
        world: World, tmp_path: Path) -> None:
    world.tell(post("p1"))
    bring(world, tmp_path, THREE.splitlines()[0] + "\n", "2026-03-04T08:30:00Z")
    words = plain_card(run(world, "lead", leads="2 from p1").card)
    assert f"Your table has 1 enquiry for that post and day already. If it is the same, say: lead once chat-{code(world)}-1 L-6" in words
    world.tell(lead("far", "2026-01-01T12:00:00Z"))
    assert ids(world) == ["L-6", "far", "told", "told"]


def test_a_told_lead_that_is_counted_as_another_names_it(told: World, tmp_path: Path) -> None:
    bring(told, tmp_path, THREE)
    with pytest.raises(UsageError, match=r"is counted once, as L-\d of your table"):
        run(told, "lead quality", lead_id=f"chat-{code(told)}-1", quality="qualified")


@pytest.mark.parametrize(("values", "words"), [
    ({"told": "", "counted_as": ""}, "Which one, and as what"), ({"told": "zzzz", "counted_as": "apart"}, "No told lead of 'zzzz'"),
    ({"told": "far", "counted_as": "far"}, "far was not told in chat"),
])
def test_what_cannot_be_joined_says_why(told: World, values: dict[str, str], words: str) -> None:
    told.tell(lead("far", "2026-01-01T12:00:00Z"))
    with pytest.raises(UsageError, match=words):
        run(told, "lead once", **values)


MOMENTS = st.lists(st.integers(0, 72), max_size=8)


@given(MOMENTS, MOMENTS)
def test_each_lead_is_in_one_pair_at_most_and_none_is_far(told: list[int], others: list[int]) -> None:
    def rows(name: str, hours: list[int]) -> list[dict[str, Any]]:
        return [{"lead_id": f"{name}{n}", "created_at": f"2026-03-{1 + hour // 24:02d}T{hour % 24:02d}:00:00Z", "imported_at": None}
                for n, hour in enumerate(hours)]

    found = pairs(rows("t", told), rows("o", others))
    for side in (0, 1):
        assert len({pair[side]["lead_id"] for pair in found}) == len(found)
    assert all(abs(from_text(one["created_at"]) - from_text(other["created_at"])).total_seconds() <= 24 * 3600 for one, other in found)
