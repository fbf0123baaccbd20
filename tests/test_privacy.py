"""What is kept about a person is shown, given out and forgotten; names and raw rows go by themselves after their time."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from bot import app
from bot.coach.asking_person import ask_person
from bot.coach.commitments.commitment_changes import done
from bot.coach.commitments.commitments import Promise, make
from bot.coach.commitments.settling import rate
from bot.coach.desk import Desk
from bot.coach.files.dropped import receive
from bot.coach.privacy.privacy import FORGET, MINE
from bot.coach.privacy.retention import REMOVED, keep_retention
from bot.errors import NotAllowed
from bot.model.card_text import card_from_text, plain_card
from bot.model.settings import Privacy
from bot.outbox.tick import tick
from bot.store.store import Store
from tests.conftest import ROOT
from tests.nudge_world import FakeFront, case, posts, rule, send, tick_at
from tests.setup_world import ANA, BEN, NOW, at, press, say, subject, team, title, words
from tests.world import World, comment, post

MIGRATIONS = sorted((ROOT / "bot/store/migrations").glob("*.sql"))
PERSON = re.compile(r"person|actor|author|owner|\w+_by")
NOT_PEOPLE = frozenset({"label_by", "answered_by", "outcome_by", "tied_by", "purpose_by", "quality_by", "written_by", "leased_by",
                        "measured_by", "seen_by"})
"""Columns that say by which means something was found, or which process holds it."""
NAMES = frozenset({"person_name", "taken_name", "author_name"})
ID, NAME = "slack:U77", "Zelda Quist"


def tables() -> dict[str, dict[str, str]]:
    """Return every table of a team's data with its columns and their types, from the migrations."""
    found: dict[str, dict[str, str]] = {}
    for path in MIGRATIONS:
        text = path.read_text(encoding="utf-8")
        for name, body in re.findall(r"create table (\w+) \((.*?)\n\)", text, re.S):
            found[name] = dict(re.findall(r"^  (\w+) (text|bigint|double precision)", body, re.M))
        for name, column, kind in re.findall(r"alter table (\w+) add column (\w+) (text|bigint|double precision)", text):
            found[name][column] = kind
    return {name: columns for name, columns in found.items() if "team_id" in columns}


def of_people(name: str, columns: dict[str, str]) -> list[str]:
    """Return the columns of a table that say who somebody of the team is."""
    return [column for column in columns if PERSON.fullmatch(column) and column not in NOT_PEOPLE and name != "comments"]


WITH_PEOPLE = {name: columns for name, columns in tables().items() if of_people(name, columns)}


def put_in_everywhere(store: Store, team_id: str) -> None:
    """Put one row that names Zelda into every table that can."""
    with store.driver.write() as writer:
        for name, columns in WITH_PEOPLE.items():
            row: dict[str, Any] = {column: 1 if kind != "text" else "x" for column, kind in columns.items()}
            row |= dict.fromkeys(of_people(name, columns), ID) | {column: NAME for column in columns if column in NAMES}
            row |= {"team_id": team_id} | ({"name": NAME} if name == "people" else {})
            if name == "outbox":
                row |= {"card": json.dumps({"values": {"name": NAME}})}
            writer.run(f"insert into {name} ({', '.join(row)}) values ({', '.join(':' + each for each in row)})", row)


def naming(store: Store, words: str) -> list[str]:
    """Return the tables that hold some words anywhere."""
    return [name for name in tables() if words in json.dumps(store.driver.rows(f"select * from {name}", {}), default=str)]


def promised(desk: Desk, by: Any = BEN, **values: Any) -> Any:
    return make(desk, by, Promise(**{"what": "plan the stall", "due": "2026-03-06T15:00:00Z", "measured_by": "word"} | values))


def forget(desk: Desk, who: Any = BEN) -> str:
    return title(press(desk, "delete-me-now", subject(say(desk, "privacy delete", who, who="me"), "delete-me-now"), who))


def test_after_delete_me_no_table_names_the_person(store: Store, world: World) -> None:
    desk = team(world)
    put_in_everywhere(store, desk.records.team_id)
    assert set(naming(store, ID)) == set(WITH_PEOPLE)
    press(desk, "delete-me-now", ID, replace(BEN, person=ID, name=NAME))
    assert naming(store, ID) == [], "a statement of bot.coach.privacy.privacy.FORGET has to forget these"
    assert naming(store, NAME) == []


def test_everything_that_names_a_person_is_shown_to_them(store: Store, world: World) -> None:
    desk = team(world)
    put_in_everywhere(store, desk.records.team_id)
    told = say(desk, "privacy export", replace(BEN, person=ID, name=NAME)).document
    hidden = {"interruptions", "check_ins", "channel_hours", "setup_steps", "talks"}
    assert sum(len(rows) for rows in told.values() if isinstance(rows, list)) >= len(WITH_PEOPLE) - len(hidden)


def test_one_persons_wish_leaves_the_others(world: World) -> None:
    desk = team(world)
    promised(desk, ANA)
    promised(desk, BEN)
    forget(desk, BEN)
    assert [row["person_name"] for row in desk.records.rows("commitments", now=desk.now)] == ["Ana", "Somebody"]


def test_another_team_keeps_what_it_has(store: Store, world: World) -> None:
    from tests.world import desk_for

    other = team(World(desk_for(store.team("others"))))
    promised(other)
    desk = team(world)
    promised(desk)
    forget(desk)
    assert [row["person_name"] for row in other.records.rows("commitments", now=desk.now)] == ["Ben"]


def test_promises_stay_counted_without_a_name(world: World) -> None:
    desk = team(world)
    for _ in range(5):
        done(desk, BEN, promised(desk).number)
    before = rate(desk)
    forget(desk)
    assert rate(desk) == before
    assert before
    assert (before.kept, before.of) == (5, 5)
    notes = {row["outcome_note"] for row in desk.records.rows("commitments", now=desk.now)}
    assert notes == {"they said so"}


def test_open_promises_are_let_go_and_private_ones_deleted(world: World) -> None:
    desk = team(world)
    promised(desk)
    promised(desk, seen_by="me", what="my own business")
    preview = say(desk, "privacy delete", BEN, who="me")
    assert "1 promise is of yours still open" not in words(preview.card)
    assert "2 promises" in words(preview.card)
    forget(desk)
    [row] = desk.records.rows("commitments", now=desk.now)
    assert (row["what"], row["outcome"]) == ("plan the stall", "dropped")


def test_a_message_that_waits_for_the_person_is_never_sent(world: World) -> None:
    desk = team(world)
    ask_person(desk, promised(desk, ANA, for_person=BEN.person), "Ana")
    forget(desk)
    assert desk.records.rows("outbox") == []


def test_messages_to_others_that_name_the_person_are_forgotten_once_sent(world: World) -> None:
    desk = team(world)
    ask_person(desk, promised(desk, BEN, for_person=ANA.person), "Ben")
    send(desk, FakeFront("slack"), NOW)
    forget(desk)
    assert [row["card"] for row in desk.records.rows("outbox")] == [REMOVED]


def test_the_preview_deletes_nothing(world: World) -> None:
    desk = team(world)
    promised(desk)
    say(desk, "privacy delete", BEN, who="me")
    press(desk, "delete-me", asker=BEN)
    assert [row["person_name"] for row in desk.records.rows("commitments", now=desk.now)] == ["Ben"]


def test_nobody_deletes_somebody_else(world: World) -> None:
    desk = team(world)
    promised(desk)
    with pytest.raises(NotAllowed, match="somebody else"):
        press(desk, "delete-me-now", BEN.person, ANA)
    assert [row["person_name"] for row in desk.records.rows("commitments", now=desk.now)] == ["Ben"]


def test_who_the_configuration_names_is_told_that_it_does(small_world: World) -> None:
    desk = team(small_world, admins=("slack:U1",))
    assert "Your id stays in the configuration" in words(say(desk, "privacy delete", ANA, who="me").card)
    assert "configuration" not in words(say(desk, "privacy delete", BEN, who="me").card)


def test_privacy_shows_what_is_kept_and_for_how_long(world: World) -> None:
    world.tell(post(), comment("c1", author="petra"), comment("c2"))
    desk = team(world, privacy=Privacy(pseudonymise_days=30, purge_days=60))
    promised(desk)
    receive(desk, BEN, "c.csv", b"lead_id,created_at\nl1,2026-03-01T10:00:00Z\n")
    reply = say(desk, "privacy", BEN)
    assert reply.document["about_you"]["promises"] == 1
    assert reply.document["about_you"]["files you dropped"] == 1
    assert reply.document["team"]["named_comments"] == 1
    assert "30 days, then a salted hash" in words(reply.card)
    assert "60 days" in words(reply.card)


def test_the_export_holds_what_was_promised(world: World) -> None:
    desk = team(world)
    promised(desk)
    told = say(desk, "privacy export", BEN).document
    assert told["promises"][0]["what"] == "plan the stall"
    assert json.loads(json.dumps(told)) == told


def test_nothing_is_kept_of_a_stranger(world: World) -> None:
    desk = team(world)
    assert say(desk, "privacy export", BEN).document["promises"] == []
    assert "Nothing." in words(say(desk, "privacy", BEN).card)


def commenters(desk: Desk) -> list[Any]:
    return desk.records.detect(
        "select author_name, author_key from comments where team_id = :team_id order by comment_id", {})


def test_the_names_of_commenters_are_dropped_after_their_days_and_their_hash_stays(world: World) -> None:
    world.tell(post(), comment("c1", author="petra", created_at="2025-12-03T09:00:00Z"),
               comment("c2", author="petra", created_at="2025-12-05T09:00:00Z"))
    desk = team(world)
    dropped = keep_retention(desk)
    assert dropped
    assert dropped.names == 1
    assert [row["author_name"] for row in commenters(desk)] == [None, "petra"]
    assert len({row["author_key"] for row in commenters(desk)}) == 1
    assert commenters(desk)[0]["author_key"]


def test_the_raw_rows_of_an_import_are_dropped_after_their_days(world: World) -> None:
    desk = team(world)
    data = b"comment_id,network,post_id,created_at,text\nc1,instagram,p1,no date at all,hi\nc2,instagram,p1,2026-03-01T10:00:00Z,hi\n"
    old = at(desk, "2025-09-01T09:00:00Z")
    press(old, "import-file", subject(receive(old, ANA, "old.csv", data), "drop-file"))
    press(desk, "import-file", subject(receive(desk, ANA, "new.csv", data + b"c3,instagram,p1,nor here,hi\nc4,instagram,p1,2026-03-02T10:00:00Z,hi\n"), "drop-file"))
    assert desk.records.rows("kept_of_team")[0]["raw_rows"] == 3
    keep_retention(desk)
    assert desk.records.rows("kept_of_team")[0]["raw_rows"] == 2
    assert len(desk.records.rows("comments")) == 2


def test_how_old_cards_looked_is_dropped_and_what_is_counted_stays(world: World) -> None:
    desk = replace(team(world, on=True), rules={"a": rule("a", [case()])})
    tick_at(desk, NOW)
    tick_at(desk, "2026-03-05T09:30:00Z")
    send(desk, FakeFront("slack"), "2026-03-05T09:30:00Z")
    card = desk.records.rows("cards_said")[0]["card_id"]
    late = at(desk, "2026-07-01T09:30:00Z")
    keep_retention(late)
    assert posts(desk)[0]["card"] != REMOVED, "an open card is still needed"
    press(at(desk, "2026-03-06T09:30:00Z"), "done", card)
    send(desk, FakeFront("slack"), "2026-03-06T09:30:00Z")
    keep_retention(at(desk, "2026-07-02T09:30:00Z"))
    assert {row["card"] for row in desk.records.rows("outbox")} == {REMOVED}
    assert plain_card(card_from_text(REMOVED))
    assert [(row["rule"], row["state"]) for row in desk.records.rows("cards_said")] == [("a", "done")]


def test_it_is_looked_after_once_a_day_of_the_teams_own(world: World) -> None:
    desk = team(world, zone="Asia/Tokyo")
    assert keep_retention(at(desk, "2026-03-04T14:00:00Z"))
    assert keep_retention(at(desk, "2026-03-04T14:59:00Z")) is None
    assert keep_retention(at(desk, "2026-03-04T15:01:00Z"))


def test_the_tick_does_it(world: World) -> None:
    world.tell(post(), comment("c1", author="petra", created_at="2025-11-03T09:00:00Z"))
    desk = team(world)
    receive(at(desk, "2026-03-01T09:30:00Z"), ANA, "l.csv", b"lead_id,created_at\nl1,2026-03-01T08:00:00Z\n")
    tick(desk, desk.clock(), app.duties())
    assert [row["author_name"] for row in commenters(desk)] == [None]
    assert desk.records.rows("kept_of_team")[0]["dropped_files"] == 0


def test_every_statement_of_the_lists_is_there() -> None:
    from bot.store.statements import statements

    for name in (*FORGET, *MINE):
        assert name in statements(), name
