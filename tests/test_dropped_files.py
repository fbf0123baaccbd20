"""Files dropped on the coach: looked at first, imported once, taken back, forgotten; one clear sentence for all others."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.coach.commitments.commitments import Promise, make
from bot.coach.desk import Desk
from bot.coach.files.dropped import purge_dropped, receive
from bot.errors import CoachError, IntakeError, NotAllowed, UsageError, WrongValue
from bot.intake.chat_files import safe_name
from bot.model.card import Paragraph, plain
from bot.model.command import Reply
from bot.model.rule import Ref
from bot.model.settings import Imports
from tests.conftest import ROOT
from tests.setup_world import ANA, BEN, at, buttons, press, subject, team, title, words
from tests.world import World, comment, post

DEMO = ROOT / "bot/demo/exports"
COMMENTS = (b"comment_id,network,post_id,created_at,text\n"
            b"c1,instagram,p1,2026-03-01T10:00:00Z,how much is the rye loaf?\n"
            b"c2,instagram,p1,2026-03-03T10:00:00Z,lovely\n")
NO_ZONE = b"comment_id,network,post_id,created_at,text\nc1,instagram,p1,2026-03-01 10:00,how much?\n"


def drop(desk: Desk, data: bytes = COMMENTS, name: str = "comments.csv", asker: Any = ANA) -> Reply:
    return receive(desk, asker, name, data)


def file_id(reply: Reply) -> str:
    return subject(reply, "drop-file")


def texts(desk: Desk) -> list[str]:
    return [row["text"] for row in desk.records.rows("comments")]


def kept(desk: Desk) -> list[dict[str, Any]]:
    return desk.records.detect("select file_id, content, import_id from dropped_files where team_id = :team_id", {})


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_preview_says_what_would_come_and_writes_nothing(world: World) -> None:
    desk = team(world)
    reply = drop(desk)
    assert title(reply) == "comments.csv, 2 rows: 2 new"
    assert "What it holds: Comments (format comments)" in words(reply.card)
    assert "From: 1 Mar to 3 Mar 2026" in words(reply.card)
    assert [each.label for each in reply.card.buttons] == ["Import 2 rows", "Not now"]
    assert texts(desk) == []
    assert desk.records.rows("imports") == []


def test_import_takes_exactly_what_the_preview_said(world: World) -> None:
    desk = team(world)
    done = press(desk, "import-file", file_id(drop(desk)))
    assert title(done) == "Imported: comments.csv, 2 rows: 2 new"
    assert texts(desk) == ["how much is the rye loaf?", "lovely"]
    assert buttons(done) == ["undo-import"]


@pytest.mark.parametrize("name", sorted(path.name for path in DEMO.glob("*.csv")))
def test_every_format_of_the_demo_comes_in_by_a_drop(sqlite_store: Any, name: str) -> None:
    from tests.world import desk_for

    desk = team(World(desk_for(sqlite_store.team("bakery"), now="2026-03-06T12:30:00Z")))
    looked = drop(desk, (DEMO / name).read_bytes(), name)
    done = press(desk, "import-file", file_id(looked))
    assert looked.document["new"] == done.document["new"] > 0


def test_new_data_closes_promises_and_says_so(world: World) -> None:
    desk = team(world)
    World(desk).tell(post(), comment("c1"))
    make(desk, ANA, Promise("answer 1 comment", "2026-03-06T15:00:00Z", "answers", (Ref("comment", "instagram", "c1"),)))
    reply = COMMENTS.splitlines(keepends=True)[0].replace(b"text", b"text,parent_id,from_team")
    data = reply + b"r1,instagram,p1,2026-03-04T09:00:00Z,hello,c1,yes\n"
    done = press(desk, "import-file", file_id(drop(desk, data)))
    assert any("Kept, seen in the data: answer 1 comment" in plain(part.text) for part in done.card.parts
               if isinstance(part, Paragraph))
    assert done.document["changed"]


def test_pressed_twice_it_imports_once(world: World) -> None:
    desk = team(world)
    dropped = file_id(drop(desk))
    press(desk, "import-file", dropped)
    assert "imported already" in title(press(desk, "import-file", dropped))
    assert len(desk.records.rows("imports")) == 1


def test_while_one_imports_another_press_changes_nothing(world: World) -> None:
    desk = team(world)
    dropped = file_id(drop(desk))
    with desk.records.write() as writer:
        assert writer.run("take_dropped_file", file_id=dropped, now=desk.now, lease_from="2026-03-04T09:20:00Z")
    assert "being imported now" in title(press(desk, "import-file", dropped))
    assert title(press(at(desk, "2026-03-04T09:41:00Z"), "import-file", dropped)).startswith("Imported")


def test_an_import_that_fails_can_be_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = team(world)
    dropped = file_id(drop(desk))

    class Broken:
        def take(self, *_: object, **__: object) -> None:
            raise IntakeError("the disk is full")

    with pytest.raises(IntakeError):
        press(replace(desk, intake_of=lambda _: Broken()), "import-file", dropped)  # type: ignore[arg-type, return-value]
    assert title(press(desk, "import-file", dropped)).startswith("Imported")


def test_the_same_file_again_changes_nothing_and_offers_nothing(world: World) -> None:
    desk = team(world)
    press(desk, "import-file", file_id(drop(desk)))
    again = drop(desk)
    assert "imported before" in words(again.card)
    assert buttons(again) == []


def test_undo_takes_the_import_back(world: World) -> None:
    desk = team(world)
    done = press(desk, "import-file", file_id(drop(desk)))
    assert title(press(desk, "undo-import", subject(done, "undo-import"))) == "Taken back: comments.csv"
    assert texts(desk) == []
    assert "taken back already" in title(press(desk, "undo-import", subject(done, "undo-import")))


def test_an_unknown_import_is_said(small_world: World) -> None:
    with pytest.raises(UsageError, match="'nobody'"):
        press(team(small_world), "undo-import", "nobody")


def test_not_now_forgets_the_file(world: World) -> None:
    desk = team(world)
    dropped = file_id(drop(desk))
    press(desk, "drop-file", dropped)
    assert [row["content"] for row in kept(desk)] == [""]
    assert "not kept any more" in title(press(desk, "import-file", dropped))


def test_what_was_imported_is_not_kept_beside_the_store(world: World) -> None:
    desk = team(world)
    press(desk, "import-file", file_id(drop(desk)))
    assert [row["content"] for row in kept(desk)] == [""]


def test_a_file_is_forgotten_after_a_day(world: World) -> None:
    desk = team(world)
    dropped = file_id(drop(desk))
    assert purge_dropped(at(desk, "2026-03-05T09:29:00Z")) == 0
    assert purge_dropped(at(desk, "2026-03-05T09:31:00Z")) == 1
    assert kept(desk) == []
    assert "Drop it again" in words(press(desk, "import-file", dropped).card)


@pytest.mark.parametrize("action", ["import-file", "drop-file"])
def test_only_who_dropped_it_or_an_admin_decides(world: World, action: str) -> None:
    desk = team(world)
    dropped = file_id(drop(desk, asker=BEN))
    with pytest.raises(NotAllowed, match="dropped by somebody else"):
        press(desk, action, dropped, replace(BEN, person="slack:U3"))
    assert not press(desk, action, dropped, ANA).failed


def test_a_member_takes_back_what_they_dropped_and_nothing_else(world: World) -> None:
    desk = team(world)
    done = press(desk, "import-file", file_id(drop(desk, asker=BEN)), BEN)
    with pytest.raises(NotAllowed, match="imported by somebody else"):
        press(desk, "undo-import", subject(done, "undo-import"), replace(BEN, person="slack:U3"))
    assert "Taken back" in title(press(desk, "undo-import", subject(done, "undo-import"), BEN))


def test_times_without_a_zone_are_asked_for_by_a_form(world: World) -> None:
    desk = team(world)
    looked = drop(desk, NO_ZONE)
    assert "line 2: held" in words(looked.card)
    assert buttons(looked) == ["import-zone", "drop-file"]
    with pytest.raises(WrongValue) as told:
        press(desk, "import-zone", file_id(looked), zone="Berlin")
    assert told.value.parameter == "zone"
    again = press(desk, "import-zone", file_id(looked), zone="europe/berlin")
    assert title(again) == "comments.csv, 1 row: 1 new"
    press(desk, "import-file", file_id(again))
    assert [row["created_at"] for row in desk.records.rows("comments")] == ["2026-03-01T09:00:00Z"]


def test_the_reasons_of_the_first_rows_not_taken_are_shown(small_world: World) -> None:
    rows = b"".join(b"c%d,nowhere-net,p1,not a date,hi\n" % n for n in range(8))
    shown = words(drop(team(small_world), COMMENTS.splitlines(keepends=True)[0] + rows + COMMENTS.splitlines(keepends=True)[1]).card)
    assert shown.count("line ") == 5
    assert "and 3 more" in shown


def test_figures_are_as_old_as_the_drop_however_late_it_is_imported(world: World) -> None:
    desk = team(world)
    data = b"network,post_id,published_at,reach\ninstagram,p1,2026-03-01T10:00:00Z,10\n"
    dropped = file_id(drop(desk, data, "posts.csv"))
    press(at(desk, "2026-03-04T20:00:00Z"), "import-file", dropped)
    assert desk.records.rows("imports")[0]["as_of"] == "2026-03-04T09:30:00Z"


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("posts.csv", lambda: b"", "is empty"),
    "a picture": ("posts.csv", lambda: b"\x89PNG\r\n\x1a\n" + b"0" * 50, "is a PNG picture"),
    "a PDF": ("report.pdf", lambda: b"%PDF-1.7 ....", "is a PDF"),
    "a web page": ("posts.xls", lambda: b"<html><table></table></html>", "is a web page"),
    "JSON": ("posts.json", lambda: b'{"a": 1}', "is JSON"),
    "unknown columns": ("mine.csv", lambda: b"apples,pears\n1,2\n", "python -m bot import mine.csv --map"),
    "no rows": ("posts.csv", lambda: b"network,post_id,published_at\n", "no rows"),
    "a damaged zip": ("x.zip", lambda: b"PK\x03\x04" + b"\0" * 40, "damaged"),
    "an empty zip": ("x.zip", lambda: zipped({}), "no file in it"),
    "a zip bomb": ("x.zip", lambda: zipped({"posts.csv": b"\0" * 60_000_000, "b.csv": b"\0" * 60_000_000}), "unpacks to 120 MB"),
    "a workbook that is none": ("x.xlsx", lambda: zipped({"xl/workbook.xml": b"<a/>"}), "could not be read as a workbook"),
    "too big": ("posts.csv", lambda: b"a" * 1_000_001, "at most 1 MB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_gets_one_sentence_and_is_not_kept(small_world: World, name: str) -> None:
    desk = team(small_world, imports=Imports(max_chat_file_mb=1))
    given, make_data, said = REFUSED[name]
    reply = drop(desk, make_data(), given)
    assert reply.failed
    assert said in title(reply)
    assert "\n" not in title(reply)
    assert buttons(reply) == []
    assert kept(desk) == []


def test_a_file_of_the_greatest_size_is_taken(small_world: World) -> None:
    desk = team(small_world, imports=Imports(max_chat_file_mb=1))
    rows = COMMENTS + b"".join(b"d%06d,instagram,p1,2026-03-01T10:00:00Z,hi\n" % n for n in range(21_000))
    data = rows[: 1_000_000 - 60].rpartition(b"\n")[0] + b"\n"
    assert drop(desk, data).document["new"] > 20_000


@pytest.mark.parametrize("name", ["**{x}** <!channel> @everyone.csv", "../../etc/passwd", "a\0b\n.csv", "..", "", "é" * 300 + ".csv",
                                  "\udce9.csv", "C:\\fakepath\\posts.csv"])
def test_a_name_with_markup_or_paths_is_only_a_name(small_world: World, name: str) -> None:
    desk = team(small_world)
    reply = drop(desk, COMMENTS, name)
    assert "{x}" not in reply.card.title.template
    assert "**{x}" not in reply.card.title.template
    assert not title(press(desk, "import-file", file_id(reply))).startswith("This file")
    assert len(texts(desk)) == 2


@pytest.mark.parametrize(("name", "safe"), [
    ("../../etc/passwd", "passwd"), ("a/b\\c.csv", "c.csv"), ("..", "file"), ("", "file"), ("x" * 300 + ".csv", "x" * 76 + ".csv"),
])
def test_a_name_on_disk_leaves_its_folder_in_no_way(name: str, safe: str) -> None:
    assert safe_name(name) == safe
    assert Path(safe_name(name)).name == safe_name(name)


def test_no_dropped_file_stays_on_disk(small_world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "drops"))
    (tmp_path / "drops").mkdir()
    desk = team(small_world)
    press(desk, "import-file", file_id(drop(desk)))
    drop(desk, b"")
    assert list((tmp_path / "drops").iterdir()) == []


def test_a_markdown_document_of_an_admin_becomes_guidance(world: World) -> None:
    desk = team(world)
    reply = drop(desk, b"# Tone of voice\n\nWe write as we speak at the counter.\n", "tone.md")
    assert not reply.failed
    assert kept(desk) == []
    assert [row["title"] for row in desk.records.rows("guidance_entries")] == ["Tone of voice"]


def test_a_markdown_document_of_a_member_is_refused_with_who_may(world: World) -> None:
    desk = team(world)
    reply = drop(desk, b"# Tone\n\nWords.\n", "tone.md", BEN)
    assert reply.failed
    assert "Only an admin" in title(reply)
    assert desk.records.rows("guidance_entries") == []


def test_a_desk_without_a_way_to_import_says_where_to(small_world: World) -> None:
    assert "python -m bot import" in title(receive(small_world.desk, ANA, "a.csv", COMMENTS))
    with pytest.raises(CoachError):
        _ = small_world.desk.intake
