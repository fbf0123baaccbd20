"""The general tables: what a team's own CSV or a script may give, and what is asked back."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import UnknownTable
from bot.model.facts import Campaign, Comment, Followers, Lead, Outbound, Post, Reading
from tests.intake_files import EXPORTS, facts, one_post, one_reading, posts_table, reading, rows, written


def status(path: Path, **options: object) -> list[tuple[str, str]]:
    return [(row.status, row.reason or "") for row in rows(path, **options)]


def test_posts_are_read_with_their_own_time_of_figures() -> None:
    first = facts(Reading, EXPORTS / "posts.csv")[0]
    assert (first.as_of, first.reach, first.clicks, first.impressions) == ("2026-03-05T08:00:00Z", 1000, 12, None)


def test_posts_without_an_as_of_have_the_files(tmp_path: Path) -> None:
    path = posts_table(tmp_path, "x,a1,2026-03-02T09:30:00Z,7", header="network,post_id,published_at,reach")
    assert one_reading(path, as_of="2026-03-09T00:00:00Z").as_of == "2026-03-09T00:00:00Z"


def test_a_post_without_figures_has_no_reading() -> None:
    assert [len(row.facts) for row in rows(EXPORTS / "posts.csv")] == [2, 1, 0]


def test_offsets_are_reckoned_to_utc() -> None:
    assert facts(Post, EXPORTS / "posts.csv")[0].published_at == "2026-03-02T08:30:00Z"


def test_a_time_without_a_zone_is_held_and_asks_for_one() -> None:
    row = rows(EXPORTS / "posts.csv")[2]
    assert row.status == "held"
    assert "--zone" in str(row.reason)


def test_the_teams_zone_is_not_taken_unasked_for_a_general_table() -> None:
    assert rows(EXPORTS / "posts.csv", team_zone="Europe/Berlin")[2].status == "held"


def test_a_zone_given_reads_times_without_one() -> None:
    assert facts(Post, EXPORTS / "posts.csv", zone="Europe/Berlin")[2].published_at == "2026-03-04T09:00:00Z"


def test_dates_that_two_orders_allow_are_held(tmp_path: Path) -> None:
    path = posts_table(tmp_path, "x,a1,03/04/2026", "x,a2,05/04/2026")
    assert [found[0] for found in status(path)] == ["held", "held"]


def test_one_clear_date_settles_its_column(tmp_path: Path) -> None:
    path = posts_table(tmp_path, "x,a1,03/04/2026", "x,a2,25/04/2026")
    assert [post.published_at[:10] for post in facts(Post, path)] == ["2026-04-03", "2026-04-25"]


def test_a_column_a_spreadsheet_half_turned_round_is_held_where_unclear(tmp_path: Path) -> None:
    path = posts_table(tmp_path, "youtube,a1,05-03-2021", "youtube,a2,3-25-2021", "youtube,a3,11-04-2021")
    assert [found[0] for found in status(path)] == ["held", "ok", "held"]


def test_evidence_far_down_the_file_settles_its_first_rows(tmp_path: Path) -> None:
    lines = [f"x,a{n},03/04/2026" for n in range(2500)] + ["x,z,03/25/2026"]
    path = posts_table(tmp_path, *lines)
    assert facts(Post, path)[0].published_at == "2026-03-04T12:00:00Z"


def test_a_grouped_figure_is_held_until_something_tells(tmp_path: Path) -> None:
    header = "network,post_id,published_at,reach,value_of_day"
    unclear = posts_table(tmp_path, 'x,a1,2026-03-02,"1,234",', header=header)
    assert status(unclear)[0][0] == "held"
    clear = posts_table(tmp_path, 'x,a1,2026-03-02,"1,234",', 'x,a2,2026-03-02,"1,234,567",', header=header)
    assert [found.reach for found in facts(Reading, clear)] == [1234, 1234567]


def test_another_columns_decimals_tell_for_the_whole_file(tmp_path: Path) -> None:
    path = posts_table(tmp_path, 'x,a1,2026-03-02,"1.234","3,5"', header="network,post_id,published_at,reach,rate")
    assert one_reading(path).reach == 1234


def test_a_share_in_a_column_of_counts_is_left_empty_and_said(tmp_path: Path) -> None:
    (row,) = rows(posts_table(tmp_path, "x,a1,2026-03-02,38%,4", header="network,post_id,published_at,reach,views"))
    assert isinstance(row.facts[1], Reading)
    assert row.facts[1].reach is None
    assert "38%" in row.notes[0]


def test_headers_may_come_in_any_order_and_case(tmp_path: Path) -> None:
    path = written(tmp_path, "Published At,POST_ID,Network\n2026-03-02T09:30:00Z,a1,Twitter\n")
    assert (one_post(path).network, one_post(path).post_id) == ("x", "a1")


def test_a_post_without_an_id_is_keyed_by_its_link(tmp_path: Path) -> None:
    header = "network,post_id,published_at,permalink"
    path = posts_table(tmp_path, "instagram,,2026-03-02T09:30:00Z,https://www.instagram.com/p/DVY_UHDgAAL/", header=header)
    assert (one_post(path).key_kind, one_post(path).post_id) == ("permalink", "https://instagram.com/p/DVY_UHDgAAL")


def test_text_this_project_escaped_comes_back_as_it_was(tmp_path: Path) -> None:
    path = posts_table(tmp_path, "x,a1,2026-03-02,'@guest hello", header="network,post_id,published_at,text")
    assert one_post(path).text == "@guest hello"


def test_comments_are_read_and_bad_rows_handed_back() -> None:
    first, second = facts(Comment, EXPORTS / "comments.csv")
    assert (first.from_team, first.author_followers, first.answered_at) == (False, 1200, None)
    assert (second.from_team, second.parent_id) == (True, "c1")
    assert [found[0] for found in status(EXPORTS / "comments.csv")] == ["ok", "ok", "rejected", "held"]


@pytest.mark.parametrize(("word", "is_team"), [("yes", True), ("TRUE", True), ("1", True), ("no", False), ("0", False),
                                               ("False", False), ("", False)])
def test_yes_and_no_may_be_written_in_several_ways(tmp_path: Path, word: str, is_team: bool) -> None:
    text = f"network,comment_id,post_id,created_at,text,from_team\nx,c,p,2026-03-02T10:00:00Z,hi,{word}\n"
    (comment,) = facts(Comment, written(tmp_path, text))
    assert comment.from_team is is_team


def test_a_comments_post_may_be_given_by_its_link(tmp_path: Path) -> None:
    text = ("network,comment_id,post_id,created_at,text\n"
            "x,c,https://twitter.com/a/status/649293171389366273?s=20,2026-03-02T10:00:00Z,hi\n")
    assert facts(Comment, written(tmp_path, text))[0].post_id == "649293171389366273"


def test_leads_have_their_defaults_and_their_values() -> None:
    first, second = facts(Lead, EXPORTS / "leads.csv")
    assert (first.kind, first.quality, first.value, first.email) == ("booking", "qualified", 120.5, "ana@example.org")
    assert (second.kind, second.quality, second.value, second.utm_campaign) == ("enquiry", "unknown", None, "spring")


def test_a_kind_of_lead_nobody_knows_is_rejected_with_the_words_that_are() -> None:
    row = rows(EXPORTS / "leads.csv")[2]
    assert (row.status, row.reason) == (
        "rejected", "kind is 'barter'; write one of enquiry, booking, sign-up, sale, referral")


def test_followers_are_totals_by_day() -> None:
    assert facts(Followers, EXPORTS / "followers.csv") == [
        Followers("instagram", "corner_bakery", "2026-03-01", 1240, "total")]
    assert rows(EXPORTS / "followers.csv")[1].status == "held"


def test_campaigns_may_lie_ahead(tmp_path: Path) -> None:
    assert facts(Campaign, EXPORTS / "campaigns.csv")[0].offline_has_handle is False
    (row,) = rows(written(tmp_path, "campaign,starts_on,ends_on\nfair,2028-05-01,2028-06-01\n"))
    assert (row.status, row.notes) == ("ok", ())


def test_outbound_words_are_read() -> None:
    (said,) = facts(Outbound, EXPORTS / "outbound.csv")
    assert (said.network, said.created_at, said.text) == ("instagram", "2026-03-02T15:00:00Z", "Lovely crumb")


def test_a_table_that_lacks_one_column_is_told_which(tmp_path: Path) -> None:
    path = written(tmp_path, "network,post_id,created_at,text\nx,p,2026-03-02T10:00:00Z,hi\n")
    with pytest.raises(UnknownTable, match="lacks the column comment id"):
        reading(path)


def test_an_unknown_table_shows_what_was_seen_and_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(UnknownTable, match=r"Colour, Weight, Price.*--map"):
        reading(written(tmp_path, "Colour,Weight,Price\nred,2,3\nblue,4,5\n"))


def test_a_row_with_too_many_cells_is_rejected_and_a_short_one_remarked(tmp_path: Path) -> None:
    header = "network,post_id,published_at,text,reach"
    long, short = rows(posts_table(tmp_path, "x,a1,2026-03-02,Rolls, and rye,5", "x,a2,2026-03-02", header=header))
    assert (long.status, "6 cells under 5" in str(long.reason)) == ("rejected", True)
    assert (short.status, short.notes) == ("ok", ("the row ends early: 3 of 5 cells",))


def test_a_row_of_definitions_is_ignored(tmp_path: Path) -> None:
    path = posts_table(tmp_path, ",,When it was shown,The number of people who saw it,The number of times it was seen",
                       "x,a1,2026-03-02,5,6", header="network,post_id,published_at,reach,views")
    assert [found[0] for found in status(path)] == ["ignored", "ok"]


def test_a_first_row_with_two_long_dates_is_data(tmp_path: Path) -> None:
    path = posts_table(tmp_path, "x,a1,2026-03-02 09:30:00 +0000,2026-03-03 09:30:00 +0000,5",
                       header="network,post_id,published_at,as_of,reach")
    assert [found[0] for found in status(path)] == ["ok"]


def test_a_post_without_a_network_is_held(tmp_path: Path) -> None:
    path = posts_table(tmp_path, ",a1,2026-03-02T09:30:00Z", "x,a2,2026-03-02T09:30:00Z", header="network,post_id,published_at")
    assert status(path) == [("held", "network is empty, and the row needs it"), ("ok", "")]


def test_a_network_nobody_knows_is_said(tmp_path: Path) -> None:
    path = posts_table(tmp_path, "myplace,a1,2026-03-02T09:30:00Z", header="network,post_id,published_at")
    assert rows(path)[0].notes == ("the network 'myplace' is not known and counts as other",)


def test_rows_taken_in_a_thousand_at_a_time_keep_their_lines(tmp_path: Path) -> None:
    lines = [f'x,a{n},2026-03-02T09:30:00Z,"one\ntwo"' for n in range(2300)]
    found = rows(posts_table(tmp_path, *lines, header="network,post_id,published_at,text"))
    assert [row.line for row in found] == [2 + 2 * n for n in range(2300)]
    assert {row.status for row in found} == {"ok"}
