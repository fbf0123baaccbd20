"""Files as they come: encodings, delimiters, junk above the header, workbooks, zips, and what is no table at all."""

from __future__ import annotations

import codecs
import csv
import io
import os
import resource
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import IntakeError
from bot.intake import sources, texts
from bot.intake.tables import Table, open_tables
from bot.model.facts import Post
from tests.intake_files import EXPORTS, facts, one_post, reading, rows, written

HEADER = "network,post_id,published_at,text"
LINE = "x,a1,2026-03-02T09:30:00Z,Café crème"


def table(path: Path) -> Table:
    (found,) = open_tables(path, lambda row: (len(row), 0) if "post_id" in row else (0, 0))
    return found


@pytest.mark.parametrize(("encoding", "mark", "name"), [
    ("utf-8", b"", "utf-8"), ("utf-8", codecs.BOM_UTF8, "utf-8-sig"), ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16-le"),
    ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16-be"), ("utf-16-le", b"", "utf-16-le"), ("utf-16-be", b"", "utf-16-be"),
    ("cp1252", b"", "cp1252"),
])
def test_text_is_read_in_its_encoding(tmp_path: Path, encoding: str, mark: bytes, name: str) -> None:
    path = written(tmp_path, mark + f"{HEADER}\n{LINE}\n".encode(encoding))
    assert reading(path).encoding == name
    assert one_post(path).text == "Café crème"


def test_a_guessed_encoding_is_said_with_a_line_to_look_at(tmp_path: Path) -> None:
    (note,) = reading(written(tmp_path, f"{HEADER}\n{LINE}\n".encode("cp1252"))).notes
    assert "cp1252" in note
    assert "Café crème" in note


@pytest.mark.parametrize("byte", range(0x80, 0x100, 5))
def test_one_stray_byte_never_stops_a_file(tmp_path: Path, byte: int) -> None:
    path = written(tmp_path, f"{HEADER}\nx,a1,2026-03-02T09:30:00Z,bread ".encode() + bytes([byte]) + b" rolls\n")
    assert str(one_post(path).text).startswith("bread ")


def test_a_foreign_byte_far_down_the_file_is_seen_before_the_first_row(tmp_path: Path) -> None:
    plain = "".join(f"x,a{n},2026-03-02T09:30:00Z,bread\n" for n in range(12_000))
    path = written(tmp_path, f"{HEADER}\n{plain}".encode() + LINE.encode("cp1252"))
    assert path.stat().st_size > texts.SAMPLE_BYTES
    assert reading(path).encoding == "cp1252"
    assert facts(Post, path)[-1].text == "Café crème"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_shows_a_known_header(tmp_path: Path, delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEADER.split(","), ["x", "a1", "2026-03-02", "a,b;c|d\te\n;;;;;;;\n,,,,,"]])
    path = written(tmp_path, out.getvalue())
    assert reading(path).delimiter == delimiter
    assert one_post(path).text == "a,b;c|d\te\n;;;;;;;\n,,,,,"


def test_a_sep_line_and_junk_above_the_header_are_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, f"sep=,\r\n# Report\r\n\r\nAll posts,,\r\n{HEADER}\r\n{LINE}\r\n".encode("utf-16"))
    assert reading(path).header_line == 5
    assert [row.line for row in rows(path)] == [6]


def test_lines_may_end_as_on_old_machines(tmp_path: Path) -> None:
    assert [row.line for row in rows(written(tmp_path, f"{HEADER}\r{LINE}\r{LINE}\r"))] == [2, 3]


def test_doubled_quotation_marks_and_line_ends_stay_in_their_cell(tmp_path: Path) -> None:
    path = written(tmp_path, f'{HEADER}\nx,a1,2026-03-02,"say ""hi"",\r\nthen go"\nx,a2,2026-03-02,b\n')
    assert [(line, row[3]) for line, row in table(path).rows()] == [(2, 'say "hi",\r\nthen go'), (4, "b")]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n,\";"), max_size=12),
                         min_size=4, max_size=4), min_size=1, max_size=8))
def test_any_cells_come_back_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([HEADER.split(","), *cells])
    path = written(tmp_path_factory.mktemp("t"), out.getvalue())
    assert [row for _, row in table(path).rows()] == cells


def test_a_table_may_be_read_twice(tmp_path: Path) -> None:
    found = table(written(tmp_path, f"{HEADER}\n{LINE}\n"))
    assert list(found.rows()) == list(found.rows()) == [(2, LINE.split(","))]


def test_a_workbook_gives_every_sheet_and_real_dates(tmp_path: Path) -> None:
    from datetime import datetime

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Our posts"], HEADER.split(","), ["x", 649293171389366273, datetime.fromisoformat("2026-03-02T09:30"), "one"],
                ["x", "a2", datetime.fromisoformat("2026-03-03"), "two"]):
        sheet.append(row)
    other = book.create_sheet("More")
    for row in (HEADER.split(","), ["x", 12345, "2026-03-04T10:00:00Z", "three"]):
        other.append(row)
    book.save(tmp_path / "posts.csv")
    found = rows(tmp_path / "posts.csv", zone="UTC")
    assert [(row.sheet, row.line, row.status) for row in found] == [
        ("Sheet", 3, "held"), ("Sheet", 4, "ok"), ("More", 2, "ok")]
    assert "spoilt by a spreadsheet" in str(found[0].reason)
    assert [row.facts[0].post_id for row in found[1:]] == ["a2", "12345"]  # type: ignore[union-attr]


def test_a_workbook_that_asks_for_billions_of_cells_is_refused(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    book.active["A1"] = "network"
    book.active["XFD1048576"] = 1
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(IntakeError, match="too much memory"):
        reading(tmp_path / "far.xlsx")


def test_a_csv_named_like_a_workbook_is_read_as_a_csv(tmp_path: Path) -> None:
    assert one_post(written(tmp_path, f"{HEADER}\n{LINE}\n", "posts.xlsx")).post_id == "a1"


def test_excel_serials_are_dates_in_a_column_of_dates(tmp_path: Path) -> None:
    assert one_post(written(tmp_path, f"{HEADER}\nx,a1,46083,hi\n")).published_at == "2026-03-02T12:00:00Z"


@pytest.mark.parametrize(("content", "word"), [
    (b"", "is empty"), (b"\xef\xbb\xbf", "is empty"), (b"  \n\n", "is empty"), (b"\x89PNG\r\n\x1a\n....", "PNG picture"),
    (b"%PDF-1.7", "a PDF"), (b"a,b\0\0\0\0\0c,d\n" * 9, "NUL bytes"), (b"PK\x03\x04 cut", "damaged, cut short or locked zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut", "could not be read as a workbook"), (b"<html><table>", "a web page"),
    (b'[{"string_map_data": 1}]', "this account wrote"), (b'{"a": 1}', "JSON"), (b"hello\n", "no row of column names"),
    (b"network,post_id,published_at\n", "no rows below"), (bytes(range(128, 256)) * 40, "no "),
])
def test_what_is_no_table_is_refused_in_one_sentence_and_a_next_step(tmp_path: Path, content: bytes, word: str) -> None:
    with pytest.raises(IntakeError, match=word) as caught:
        rows(written(tmp_path, content))
    assert 30 < len(str(caught.value)) < 320
    assert "table.csv" in str(caught.value)


def test_a_file_that_is_not_there_or_is_a_folder_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="is not there"):
        reading(tmp_path / "none.csv")
    with pytest.raises(IntakeError, match="is a folder"):
        reading(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_said_so(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}\n{LINE}\n")
    path.chmod(0)
    with pytest.raises(IntakeError, match="may not be read"):
        reading(path)


def test_nul_bytes_far_down_a_file_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}\n".encode() + LINE.encode() + b"\n" + b"x,a,2026-03-02,bread\n" * 15_000 + b"\0\0\n")
    with pytest.raises(IntakeError, match="NUL bytes in the midst"):
        rows(path)


def test_a_cell_without_end_is_refused_without_filling_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    with path.open("wb") as file:
        file.write(f"{HEADER}\n{LINE}\nx,a2,2026-03-02,\"".encode())
        for _ in range(40):
            file.write(b"a" * 999_999 + b"\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(IntakeError, match=r"more than 131,072 letters.*quotation mark"):
        rows(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}\n{LINE}\n".encode() + b"x,a2,2026-03-02," + b"a" * 9_000_000)
    with pytest.raises(IntakeError, match="a line of more than 8 MB"):
        rows(path)


def test_a_zip_that_was_cut_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(EXPORTS / "posts.csv", "posts.csv")
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(IntakeError, match="zip"):
        reading(path)


def test_a_zip_member_with_a_broken_middle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("posts.csv", f"{HEADER}\n{LINE}\n")
    path.write_bytes(path.read_bytes().replace(b"a1,2026", b"a1,2027"))
    with pytest.raises(IntakeError, match=r"all.zip"):
        rows(path)


def test_a_zip_bomb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("posts.csv", b"0" * 60_000_000)
    with pytest.raises(IntakeError, match="unpacks from 58 KB to 60 MB"):
        reading(path)


def test_a_zip_with_too_many_files_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(sources.MAX_MEMBERS + 1):
            archive.writestr(f"{n}.csv", f"{HEADER}\n{LINE}\n")
    with pytest.raises(IntakeError, match="101 files"):
        reading(path)


def test_an_empty_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.zip"
    with zipfile.ZipFile(path, "w"):
        pass
    with pytest.raises(IntakeError, match="no file in it"):
        reading(path)


def test_a_file_above_the_size_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_TEXT_BYTES", 20)
    with pytest.raises(IntakeError, match="Export a shorter period"):
        reading(written(tmp_path, f"{HEADER}\n{LINE}\n"))


def test_a_long_file_is_read_in_flat_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write(HEADER + "\n")
        for n in range(60_000):
            file.write(f'x,a{n},2026-03-02T09:30:00Z,"{"bread " * 40}"\n')
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(len(batch.lines) for batch in reading(path).batches()) == 60_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000
