"""Tables nobody knows: columns suggested with reasons, and what a person settled applied like a format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.errors import IntakeError
from bot.intake.picker import Mapping, likely_table, mapping_key, preview, suggest
from bot.model.facts import Comment, Post, Reading
from tests.intake_files import facts, reading, rows, written

SPROUT = ("Date,Network,Post Type,Content Type,Profile,Sent by,Link,Post,Impressions,Organic Impressions,Reach,"
          "Engagement Rate (per Impression),Engagements,Reactions,Comments,Shares")
SPROUT_ROW = ('3/2/2026 9:30 am,Instagram,Post,Photo,corner_bakery,Ana,https://www.instagram.com/p/DVY_UHDgAAL/,Rye is out,'
              '"12,345",12000,"9,001",3.5%,99,80,9,10')


def test_columns_are_suggested_by_what_tools_call_them(tmp_path: Path) -> None:
    seen = preview(written(tmp_path, f"{SPROUT}\n{SPROUT_ROW}\n"))
    found = {each.field: each.column for each in suggest(seen.header, seen.rows)}
    assert found["published_at"] == "Date"
    assert (found["network"], found["permalink"], found["text"], found["account"], found["reach"]) == (
        "Network", "Link", "Post", "Profile", "Reach")
    assert found["post_id"] is None


def test_columns_are_suggested_by_what_their_cells_look_like() -> None:
    rows = [["2026-03-02", "https://x.com/a/status/649293171389366273", "twitter"]]
    found = {each.field: (each.column, each.reason) for each in suggest(["A", "B", "C"], rows, "posts")}
    assert found["published_at"] == ("A", "its cells are dates")
    assert found["permalink"] == ("B", "its cells are links to posts")
    assert found["network"] == ("C", "its cells are names of networks")


def test_required_fields_are_asked_first_and_no_column_twice() -> None:
    found = suggest(["Date", "Time", "Comments", "Network"], [], "posts")
    assert [each.field for each in found if each.is_required] == ["network", "post_id", "published_at"]
    columns = [each.column for each in found if each.column]
    assert len(columns) == len(set(columns))


@pytest.mark.parametrize(("header", "table"), [
    (SPROUT, "posts"), ("Comments,Comment_ID,Reply_Count,Like_Count,Date,VidId,user_ID", "comments"),
    ("Record ID,First Name,Email,Lifecycle Stage,Original Source,Create Date", "leads"),
    ("Date,Network,Profile,Followers", "followers"),
])
def test_the_likeliest_table_is_the_one_whose_fields_are_named(header: str, table: str) -> None:
    assert likely_table(header.split(",")) == table


def test_a_settled_mapping_reads_the_file_like_a_format(tmp_path: Path) -> None:
    path = written(tmp_path, f"{SPROUT}\n{SPROUT_ROW}\n")
    mapping = Mapping("posts", {"network": "Network", "published_at": "Date", "permalink": "Link", "text": "Post",
                                "reach": "Reach"}, order="mdy", style="point", zone="Europe/Berlin")
    saved = {mapping_key(SPROUT.split(",")): mapping.as_format()}
    (post,) = facts(Post, path, saved=saved)
    assert (post.published_at, post.key_kind, post.text) == ("2026-03-02T08:30:00Z", "permalink", "Rye is out")
    assert facts(Reading, path, saved=saved)[0].reach == 9001
    assert "Sent by" in reading(path, saved=saved).unknown_columns


def test_a_constant_stands_in_for_a_column(tmp_path: Path) -> None:
    text = "Comments,Comment_ID,Date,VidId\nGreat bread,c1,2026-03-02T10:00:00Z,aB3-xY9_kLm\n"
    mapping = Mapping("comments", {"text": "Comments", "comment_id": "Comment_ID", "created_at": "Date",
                                   "post_id": "VidId"}, {"network": "youtube"})
    saved = {mapping_key(text.split("\n", 1)[0].split(",")): mapping.as_format()}
    (comment,) = facts(Comment, written(tmp_path, text), saved=saved)
    assert (comment.network, comment.comment_id, comment.post_id) == ("youtube", "c1", "aB3-xY9_kLm")


def test_the_second_of_two_columns_alike_can_be_meant(tmp_path: Path) -> None:
    path = written(tmp_path, "When,Which,Views,Views\n2026-03-02,a1,5,7\n")
    mapping = Mapping("posts", {"published_at": "When", "post_id": "Which", "views": "Views#2"}, {"network": "x"})
    saved = {mapping_key(["When", "Which", "Views", "Views"]): mapping.as_format()}
    assert facts(Reading, path, saved=saved)[0].views == 7


def test_a_mapping_survives_being_kept_as_json() -> None:
    mapping = Mapping("leads", {"lead_id": "#", "created_at": "Submit Date (UTC)"}, {"kind": "enquiry"}, "UTC", "dmy")
    assert Mapping.from_dict(json.loads(json.dumps(mapping.to_dict()))) == mapping


def test_a_damaged_mapping_is_refused() -> None:
    with pytest.raises(IntakeError, match="--map"):
        Mapping.from_dict({"table": "pots", "columns": {}})


def test_a_mapping_without_a_needed_field_is_refused() -> None:
    with pytest.raises(IntakeError, match="network"):
        Mapping("posts", {"post_id": "A", "published_at": "B"}).as_format()


def test_a_mapping_is_found_whatever_the_case_and_spaces_of_the_header(tmp_path: Path) -> None:
    mapping = Mapping("posts", {"published_at": "When", "post_id": "Which"}, {"network": "x"})
    saved = {mapping_key(["When", "Which"]): mapping.as_format()}
    assert len(rows(written(tmp_path, " WHEN ,which\n2026-03-02,a1\n"), saved=saved)) == 1
