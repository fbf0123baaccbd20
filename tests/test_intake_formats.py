"""Each network's export, in the shape its files have: what becomes of every row."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from bot.errors import IntakeError, UsageError
from bot.intake.formats import all_formats
from bot.model.facts import Post, Reading
from tests.intake_files import EXPORTS, facts, one_post, one_reading, posts_table, reading, rows, written

X_CONTENT = EXPORTS / "account_analytics_content_2026-04-27_2026-07-25.csv"
IG_HEADER = "Post ID,Account username,Description,Publish time,Permalink,Post type,Views"


def ig_row(folder: Path, time: str, *, link: str = "", post_id: str = "18000000000000101", views: str = "5") -> Path:
    return written(folder, f"{IG_HEADER}\n{post_id},a,hello,{time},{link},IG image,{views}\n")


@pytest.mark.parametrize(("name", "form", "network"), [
    ("meta_facebook.csv", "meta-facebook", "facebook"), ("meta_instagram.csv", "meta-instagram", "instagram"),
    ("meta_instagram_pt.csv", "meta-instagram", "instagram"), ("youtube_table.csv", "youtube-table", "youtube"),
    ("x_legacy.csv", "x-legacy", "x"), (X_CONTENT.name, "x-content", "x"),
    ("linkedin_content.xls", "linkedin-content", "linkedin"), ("tiktok_content.csv", "tiktok-content", "tiktok"),
])
def test_an_export_is_made_out_by_its_header(name: str, form: str, network: str) -> None:
    found = reading(EXPORTS / name)
    assert (found.format, found.network, found.unknown_columns) == (form, network, ())


@pytest.mark.parametrize("path", sorted(EXPORTS.iterdir()), ids=lambda path: path.name)
def test_every_row_has_one_outcome_and_a_reason_unless_it_is_ok(path: Path) -> None:
    found = rows(path)
    assert {row.status for row in found} <= {"ok", "ignored", "held", "rejected"}
    assert all((row.reason is None) == (row.status == "ok") == bool(row.facts) for row in found)
    assert [row.line for row in found] == sorted({row.line for row in found})


def test_formats_are_found_by_folder_and_have_names_of_their_own() -> None:
    names = [form.name for form in all_formats()]
    assert len(names) == len(set(names)) == 13


def test_instagram_times_are_los_angeles_wall_clock() -> None:
    posts = facts(Post, EXPORTS / "meta_instagram.csv")
    assert [post.published_at for post in posts] == [
        "2026-03-02T17:30:00Z", "2026-07-05T03:45:00Z", "2026-03-08T18:05:00Z"]


def test_the_zone_given_wins_over_the_sources_own() -> None:
    posts = facts(Post, EXPORTS / "meta_instagram.csv", zone="Asia/Kolkata")
    assert posts[0].published_at == "2026-03-02T04:00:00Z"


def test_a_wrong_zone_is_betrayed_by_the_posts_own_ids() -> None:
    (note,) = reading(EXPORTS / "meta_instagram.csv", zone="Asia/Bangkok").notes
    assert "14 hours before" in note
    assert reading(EXPORTS / "meta_instagram.csv").notes == ()


def test_a_date_far_from_the_ids_own_is_remarked(tmp_path: Path) -> None:
    path = ig_row(tmp_path, "03/05/2026 09:30", link="https://www.instagram.com/p/DVY_UHDgAAL/")
    (row,) = rows(path)
    assert row.status == "ok"
    assert "2026-03-02" in row.notes[0]


def test_a_caption_keeps_its_lines_and_the_row_its_first_line() -> None:
    first, second, _ = rows(EXPORTS / "meta_instagram.csv")
    assert (first.line, second.line) == (2, 5)
    assert isinstance(first.facts[0], Post)
    assert first.facts[0].text == 'Rye loaves are out\n\n#rye "still warm"'


def test_an_unknown_kind_is_kept_as_other_and_told() -> None:
    found = reading(EXPORTS / "meta_instagram.csv")
    posts = [row.facts[0] for row in found.rows()]
    assert [post.kind for post in posts if isinstance(post, Post)] == ["image", "reel", "other"]
    assert found.kinds_not_known() == ("IG hologram",)


def test_instagram_figures_go_to_their_fields() -> None:
    first, _, third = facts(Reading, EXPORTS / "meta_instagram.csv")
    assert (first.views, first.reach, first.reactions, first.shares, first.follows, first.comments, first.saves) == (
        410, 250, 31, 2, 1, 3, 4)
    assert third.reach is None


def test_a_portuguese_file_has_american_dates_too() -> None:
    post = one_post(EXPORTS / "meta_instagram_pt.csv")
    assert (post.published_at, post.kind, post.account) == ("2026-08-16T05:31:00Z", "carousel", "padaria_da_esquina")


def test_tracking_words_leave_the_permalink() -> None:
    assert str(facts(Post, EXPORTS / "meta_instagram.csv")[1].permalink).endswith("/reel/DaZYRATgAAM/")


def test_a_facebook_caption_is_the_longer_of_two_columns() -> None:
    texts = [post.text for post in facts(Post, EXPORTS / "meta_facebook.csv")]
    assert texts == ["New rolls, and the long story of how\nwe came to bake them", "Read the recipe", "The oven at work"]


def test_an_empty_figure_is_never_zero() -> None:
    links = [found.link_clicks for found in facts(Reading, EXPORTS / "meta_facebook.csv")]
    assert links == [None, 50, 0]


def test_facebook_reactions_are_not_taken_from_the_column_of_three_sums() -> None:
    assert [found.reactions for found in facts(Reading, EXPORTS / "meta_facebook.csv")] == [30, 7, 12]


def test_seconds_viewed_become_hours() -> None:
    assert facts(Reading, EXPORTS / "meta_facebook.csv")[2].watch_hours == 2.0


def test_a_repeated_hour_is_read_as_the_first_and_flagged() -> None:
    row = rows(EXPORTS / "meta_facebook.csv")[2]
    assert isinstance(row.facts[0], Post)
    assert row.facts[0].published_at == "2026-11-01T08:30:00Z"
    assert "came twice" in row.notes[0]


def test_youtubes_row_of_totals_is_ignored() -> None:
    total, *_ = rows(EXPORTS / "youtube_table.csv")
    assert (total.line, total.status) == (2, "ignored")


def test_youtube_days_stay_days() -> None:
    post = facts(Post, EXPORTS / "youtube_table.csv")[0]
    assert (post.post_id, post.published_at, post.published_precision, post.duration_s) == (
        "aB3-xY9_kLm", "2025-12-18T12:00:00Z", "day", 601.0)


def test_subscribers_lost_are_kept_as_such() -> None:
    assert [found.follows for found in facts(Reading, EXPORTS / "youtube_table.csv")] == [11, -2]


def test_a_video_without_a_publish_time_is_held() -> None:
    last = rows(EXPORTS / "youtube_table.csv")[-1]
    assert (last.status, last.line) == ("held", 5)


def test_old_x_figures_with_a_point_are_whole_and_a_dash_is_absent() -> None:
    first, = facts(Reading, EXPORTS / "x_legacy.csv")
    assert (first.impressions, first.reactions, first.link_clicks, first.saves) == (424, 3, 5, None)


def test_a_row_without_any_figure_has_no_reading() -> None:
    assert [len(row.facts) for row in rows(EXPORTS / "x_legacy.csv")] == [2, 1, 0]


def test_a_spoilt_id_is_taken_from_the_link_or_the_row_is_held() -> None:
    _, second, third = rows(EXPORTS / "x_legacy.csv")
    assert isinstance(second.facts[0], Post)
    assert second.facts[0].post_id == "649478979056566279"
    assert third.status == "held"
    assert "6.49E+17" in str(third.reason)


def test_a_spoilt_id_that_its_link_does_not_carry_is_keyed_by_the_link(tmp_path: Path) -> None:
    post = one_post(ig_row(tmp_path, "03/02/2026 09:30", post_id="1.8E+16",
                           link="http://www.instagram.com/p/DVY_UHDgAAL/?igsh=1"))
    assert (post.key_kind, post.post_id) == ("permalink", "https://instagram.com/p/DVY_UHDgAAL")


@pytest.mark.parametrize(("link", "post_id"), [
    ("https://www.facebook.com/55/posts/123456789012345678", "123456789012345678"),
    ("https://www.facebook.com/55/posts/129999999999999999", "https://facebook.com/55/posts/129999999999999999"),
])
def test_a_number_in_the_link_that_rounds_to_a_spoilt_id_is_that_id(tmp_path: Path, link: str, post_id: str) -> None:
    path = posts_table(tmp_path, f"facebook,1.23E+17,2026-03-02T09:30:00Z,{link}",
                       header="network,post_id,published_at,permalink")
    assert one_post(path).post_id == post_id


def test_ids_that_mostly_end_in_zeros_after_fifteen_digits_are_spoilt(tmp_path: Path) -> None:
    lines = [f"180000000{n:06d}00,a,hello,03/02/2026 09:30,,IG image,5" for n in range(101, 113)]
    found = rows(written(tmp_path, "\n".join([IG_HEADER, *lines])))
    assert {row.status for row in found} == {"held"}


def test_one_id_that_ends_in_zeros_is_left_alone(tmp_path: Path) -> None:
    assert one_post(ig_row(tmp_path, "03/02/2026 09:30", post_id="18106357312696500")).post_id == "18106357312696500"


def test_x_hours_come_from_the_id_where_the_file_has_the_day() -> None:
    first, second = facts(Post, X_CONTENT)
    assert (first.published_at, first.published_precision) == ("2026-07-14T21:05:00Z", "minute")
    assert second.published_at == "2026-07-11T06:10:00Z"


def test_an_id_from_another_day_does_not_move_the_date(tmp_path: Path) -> None:
    text = X_CONTENT.read_text().replace("Tue, Jul 14, 2026", "Sat, Jul 18, 2026")
    row = rows(written(tmp_path, text))[0]
    assert isinstance(row.facts[0], Post)
    assert (row.facts[0].published_at[:10], row.facts[0].published_precision) == ("2026-07-18", "day")
    assert "more than a day" in row.notes[0]


def test_x_replies_are_posts_of_the_kind_reply() -> None:
    assert [post.kind for post in facts(Post, X_CONTENT)] == [None, "reply"]


def test_x_handles_come_from_the_links() -> None:
    assert {post.account for post in facts(Post, X_CONTENT)} == {"cornerbakery"}


def test_the_figures_of_a_file_are_as_of_the_end_of_its_period() -> None:
    found = reading(X_CONTENT)
    assert (found.as_of, found.as_of_from) == ("2026-07-25T23:59:59Z", "file name")
    assert found.hints.sentence() == "by its name the file covers 2026-04-27 to 2026-07-25"


def test_the_time_given_wins_over_the_file_name() -> None:
    found = reading(X_CONTENT, as_of="2026-08-01T00:00:00Z")
    assert (found.as_of, found.as_of_from) == ("2026-08-01T00:00:00Z", "given")
    assert next(iter(found.rows())).facts[1].as_of == "2026-08-01T00:00:00Z"  # type: ignore[union-attr]


def test_a_file_without_a_date_in_its_name_is_as_of_its_own_time(tmp_path: Path) -> None:
    import os

    path = ig_row(tmp_path, "03/02/2026 09:30")
    os.utime(path, (1_772_500_000, 1_772_500_000))
    assert (reading(path).as_of, reading(path).as_of_from) == ("2026-03-03T01:06:40Z", "file time")


def test_figures_are_never_as_of_the_future(tmp_path: Path) -> None:
    path = ig_row(tmp_path, "03/02/2026 09:30")
    later = path.rename(tmp_path / "Jan-27-2026_Feb-23-2027_1.csv")
    assert reading(later).as_of == "2026-11-22T08:00:00Z"


def test_linkedin_ids_stand_in_the_links_and_hours_in_the_ids() -> None:
    first, second = facts(Post, EXPORTS / "linkedin_content.xls")
    assert (first.post_id, first.published_at, first.kind) == ("7489972076544000000", "2026-08-03T09:15:00Z", "article")
    assert (second.post_id, second.published_at) == ("7490738375884800007", "2026-08-05T12:00:00Z")


def test_linkedins_sheet_of_daily_figures_is_set_aside_and_said() -> None:
    found = reading(EXPORTS / "linkedin_content.xls")
    assert (len(found.tables), found.header_line) == (1, 2)
    assert found.notes[0].startswith("Metrics: ")


def test_who_posted_on_linkedin_is_not_kept() -> None:
    assert "A. Person" not in repr(rows(EXPORTS / "linkedin_content.xls"))


def test_tiktoks_rounded_figures_are_marked() -> None:
    first, second = facts(Reading, EXPORTS / "tiktok_content.csv")
    assert (first.reactions, first.views, first.approximate) == (1200, 18400, ("reactions",))
    assert (second.reactions, second.approximate) == (1300, ())


def test_the_same_video_twice_is_yielded_twice_under_one_id() -> None:
    posts = facts(Post, EXPORTS / "tiktok_content.csv")
    assert len(posts) == 2
    assert len({(post.post_id, post.permalink) for post in posts}) == 1


def test_tiktok_times_are_read_in_the_teams_zone() -> None:
    assert facts(Post, EXPORTS / "tiktok_content.csv", team_zone="Europe/Berlin")[0].published_at == (
        "2026-08-02T17:05:00Z")


def test_tiktok_hours_come_from_the_ids_when_no_zone_is_known() -> None:
    found = reading(EXPORTS / "tiktok_content.csv")
    assert next(iter(found.rows())).facts[0].published_at == "2026-08-02T17:05:40Z"  # type: ignore[union-attr]
    assert "--zone" in found.notes[0]


def test_a_blank_row_and_a_row_without_a_key_are_told_apart() -> None:
    assert [row.status for row in rows(EXPORTS / "tiktok_content.csv")] == ["ok", "held", "ignored", "ok"]


@pytest.mark.parametrize("views", ["lots", "1.5", "-3", "12345678901234567890"])
def test_a_figure_that_cannot_be_is_rejected_and_quoted(tmp_path: Path, views: str) -> None:
    (row,) = rows(ig_row(tmp_path, "03/02/2026 09:30", views=views))
    assert row.status == "rejected"
    assert views in str(row.reason)


@pytest.mark.parametrize("time", ["01/01/1970 00:00", "01/01/0005 00:00", "03/02/2099 09:30", "yesterday", "02/30/2026 09:30"])
def test_an_absurd_date_is_rejected(tmp_path: Path, time: str) -> None:
    (row,) = rows(ig_row(tmp_path, time))
    assert row.status == "rejected"


def test_a_date_in_another_order_than_the_sources_is_held(tmp_path: Path) -> None:
    (row,) = rows(ig_row(tmp_path, "25/12/2025 09:30"))
    assert (row.status, "month first" in str(row.reason)) == ("held", True)


def test_a_date_after_the_import_is_remarked(tmp_path: Path) -> None:
    (row,) = rows(ig_row(tmp_path, "12/24/2026 09:30"))
    assert row.status == "ok"
    assert "after this import" in row.notes[0]


def test_unknown_columns_are_listed_and_their_cells_kept(tmp_path: Path) -> None:
    path = written(tmp_path, f"{IG_HEADER},Mood,mood\n18000000000000101,a,hi,03/02/2026 09:30,,IG image,5,good,\n")
    assert reading(path).unknown_columns == ("Mood", "mood")
    assert rows(path)[0].extra == {"Mood": "good"}


def test_a_zip_is_read_member_by_member(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(EXPORTS / "youtube_table.csv", "Table data.csv")
        archive.writestr("Chart data.csv", "Date,Content,Views\n2026-01-01,a,5\n")
        archive.writestr("__MACOSX/._Table data.csv", "rubbish")
    found = reading(tmp_path / "all.zip")
    assert [table.table.name for table in found.tables] == ["Table data.csv"]
    assert found.notes[0].startswith("Chart data.csv: ")
    assert len(list(found.rows())) == 4


@pytest.mark.parametrize(("header", "word"), [
    ("Date,Subscription status,Views", "Table data.csv"), ("Event name,Event count,Total users", "leads table"),
    ("Store code,Business name,Address,Google Search - Mobile", "no column names"),
    ("Comment ID,Channel ID,Comment Create Timestamp,Price,Comment Text", "this account wrote"),
    ("Date,Primary", "export Content"), ("Ad ID,Reporting starts,Amount spent (PHP)", "ads report"),
])
def test_a_known_table_without_use_is_refused_with_the_next_step(tmp_path: Path, header: str, word: str) -> None:
    with pytest.raises(IntakeError, match=word):
        reading(written(tmp_path, f"{header}\n" + ",".join("1" for _ in header.split(",")) + "\n"))


def test_a_format_given_by_name_must_exist_and_fit(tmp_path: Path) -> None:
    assert reading(EXPORTS / "posts.csv", format="posts").format == "posts"
    with pytest.raises(UsageError, match="'pots' is no format"):
        reading(EXPORTS / "posts.csv", format="pots")
    with pytest.raises(IntakeError, match="tweet id"):
        reading(EXPORTS / "posts.csv", format="x-legacy")


def test_a_zone_that_does_not_exist_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="Mars/Olympus"):
        reading(EXPORTS / "posts.csv", zone="Mars/Olympus")


def test_batches_hold_tuples_in_the_order_of_their_facts() -> None:
    batch = next(reading(EXPORTS / "meta_instagram.csv").batches())
    assert batch.types == (Post, Reading)
    assert Post(*batch.values[0][0]) == rows(EXPORTS / "meta_instagram.csv")[0].facts[0]
    assert len(batch.lines) == len(batch.values[0]) == len(batch.values[1]) == 3


def test_one_reading_of_a_reel(tmp_path: Path) -> None:
    assert one_reading(ig_row(tmp_path, "03/02/2026 09:30")).views == 5
