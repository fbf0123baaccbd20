"""The guidance as one team sees it: what is added answers at once, ours is never hidden, nothing is read without need."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import pytest

from bot.app import shipped_guidance
from bot.coach.desk import Desk
from bot.coach.own_guidance.own_guidance import Draft
from bot.errors import GuidanceError, StoreError
from bot.guidance import search
from bot.guidance.corpus import Piece
from bot.guidance.search import Index
from bot.guidance.synonyms import Synonyms, read_synonyms
from bot.guidance.team import FOLDER_EVERY_S, TeamGuidance
from tests.conftest import ROOT
from tests.guidance_world import TONE, asking, team_desk, wrote
from tests.world import World

TROLLS = Draft("piece", "How we handle trolls", "We hide insults and tell Sam.", ("How do we handle trolls?",))


@pytest.fixture
def desk(small_world: World) -> Desk:
    """A team's desk with the real guidance."""
    return asking(small_world.desk)


def test_what_another_process_adds_answers_the_next_question(world: World) -> None:
    ours = team_desk(world.desk.records)
    other = TeamGuidance(shipped_guidance, world.desk.records)
    assert other.answer("How long may a refund take?").tier == "none"
    wrote(ours)
    found = other.answer("How long may a refund take?")
    assert (found.tier, [each.id for each in found.sources]) == ("strong", ["own/1"])


def test_without_anything_of_its_own_a_team_shares_our_index(desk: Desk) -> None:
    assert TeamGuidance(shipped_guidance, desk.records).now() is shipped_guidance()


def test_a_question_reads_one_row_while_nothing_changed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    wrote(desk)
    desk.adviser.answer("How long may a refund take?")
    asked: list[str] = []
    rows = type(desk.records).rows

    def counted(self: Any, name: str, **values: Any) -> Any:
        asked.append(name)
        return rows(self, name, **values)

    monkeypatch.setattr(type(desk.records), "rows", counted)
    desk.adviser.answer("How long may a refund take?")
    assert asked == ["guidance_stamp"]


def test_our_pieces_are_not_read_again_when_the_team_adds_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    wrote(desk)
    desk.adviser.answer("refund")
    read: list[str] = []
    once = search._read

    def counted(piece: Piece, synonyms: Synonyms) -> Any:
        read.append(piece.id)
        return once(piece, synonyms)

    monkeypatch.setattr(search, "_read", counted)
    wrote(desk, TROLLS)
    desk.adviser.answer("refund")
    assert read == ["own/2"]


def test_the_teams_own_goes_first_where_both_answer_and_ours_stays_beside_it(desk: Desk) -> None:
    assert desk.adviser.answer("how do we handle trolls").sources[0].id == "trolls"
    wrote(desk, TROLLS)
    found = desk.adviser.answer("how do we handle trolls")
    assert [each.id for each in found.sources][:2] == ["own/1", "trolls"]
    assert "[2]" in found.answer


def test_the_teams_own_does_not_push_in_where_it_has_nothing_to_say(desk: Desk) -> None:
    wrote(desk)
    assert all(each.origin == "ours" for each in desk.adviser.answer("must a post go viral?").sources)


def test_ours_is_not_named_beside_the_teams_own_where_it_says_nothing(desk: Desk) -> None:
    wrote(desk)
    assert [each.id for each in desk.adviser.answer("How long may a refund take?").sources] == ["own/1"]


def test_a_documents_own_date_and_questions_hold(desk: Desk) -> None:
    text = "---\ntitle: Returns\ndate: 2025-01-02\nquestions:\n  - What do we do with a broken parcel?\n---\nSend a new one the same day."
    wrote(desk, Draft("document", "Returns", text, file_name="returns.md"))
    found = desk.adviser.answer("What do we do with a broken parcel?")
    assert (found.tier, found.sources[0].date, found.sources[0].passage) == ("strong", "2025-01-02", "Send a new one the same day.")


def test_a_busy_store_leaves_what_is_known(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    wrote(desk)
    desk.adviser.answer("refund")

    def busy(*_: object, **__: object) -> None:
        raise StoreError("The store is in use by another process.")

    monkeypatch.setattr(type(desk.records), "one", busy)
    assert desk.adviser.answer("How long may a refund take?").tier == "strong"


def test_a_file_that_changes_in_the_folder_is_read_within_a_minute(tmp_path: Path) -> None:
    (tmp_path / "tone.md").write_text(TONE, encoding="utf-8")
    now = [0.0]
    guidance = TeamGuidance(shipped_guidance, None, tmp_path, ticks=lambda: now[0])
    assert guidance.answer("how many emoji in a complaint").sources[0].id == "team/tone"
    (tmp_path / "tone.md").write_text("# Parcels\n\nA broken parcel is sent again the same day.", encoding="utf-8")
    os.utime(tmp_path / "tone.md", (1, 1))
    assert guidance.piece("team/tone").title == "Tone of voice"
    now[0] = FOLDER_EVERY_S
    assert guidance.piece("team/tone").title == "Parcels"
    (tmp_path / "tone.md").unlink()
    now[0] = 2 * FOLDER_EVERY_S
    assert "team/tone" not in guidance.ids()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(GuidanceError, match="create it or correct the path"):
        TeamGuidance(shipped_guidance, None, tmp_path / "nowhere").answer("trolls?")


def test_folder_and_store_answer_side_by_side(small_world: World, tmp_path: Path) -> None:
    (tmp_path / "tone.md").write_text(TONE, encoding="utf-8")
    wrote(asking(small_world.desk))
    both = TeamGuidance(shipped_guidance, small_world.desk.records, tmp_path)
    assert {"team/tone", "own/1", "trolls"} <= both.ids()


def test_many_threads_ask_while_the_team_writes(desk: Desk) -> None:
    faults: list[BaseException] = []

    def ask() -> None:
        try:
            for _ in range(15):
                assert desk.adviser.answer("How do we handle trolls?").tier == "strong"
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for n in range(6):
        wrote(desk, Draft("piece", f"Note {n}", "Trolls are hidden."))
    for thread in threads:
        thread.join()
    assert faults == []


def test_an_index_that_takes_an_earlier_ones_reading_finds_the_same() -> None:
    synonyms = read_synonyms(ROOT / "prompts" / "synonyms.txt")
    pieces = [Piece(f"own/{n}", f"Note {n}", "note", None, None, (), f"Trolls number {n} are hidden.", "team") for n in range(20)]
    grown, fresh = Index(pieces, synonyms, earlier=Index(pieces[:12], synonyms)), Index(pieces, synonyms)
    assert grown.words == fresh.words
    assert [each.text for each in grown.passages] == [each.text for each in fresh.passages]
    assert grown.scales.__dict__ == fresh.scales.__dict__
