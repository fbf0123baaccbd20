"""Real and rebuilt exports: counts, sums and first dates, each reckoned by hand from the files."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from bot.errors import IntakeError
from bot.intake.idtimes import ms_of, upload_ms
from bot.model.facts import Post, Reading
from tests.intake_files import SHARED, facts, reading, rows

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of sample exports is not here")

FACEBOOK = SHARED / "real" / "meta_facebook_20rows_scrambled.csv"
INSTAGRAM = SHARED / "real" / "meta_instagram_20rows_scrambled.csv"
YOUTUBE = SHARED / "real" / "table_data_with_duration.csv"
LEGACY = SHARED / "real" / "usc_tweet_activity_legacy.csv"
REBUILT = SHARED / "reconstructed"


def total(found: list[Reading], field: str) -> int:
    return sum(getattr(one, field) or 0 for one in found)


def test_facebook_rows_and_sums() -> None:
    found = facts(Reading, FACEBOOK)
    assert len(found) == 20
    assert [total(found, field) for field in ("views", "reach", "reactions", "comments", "shares", "clicks")] == [
        204513, 108866, 3764, 208, 213, 22241]


def test_facebook_link_clicks_are_absent_on_twelve_rows() -> None:
    found = facts(Reading, FACEBOOK)
    assert (sum(one.link_clicks is None for one in found), total(found, "link_clicks")) == (12, 1441)


def test_facebook_first_and_last_date() -> None:
    posts = facts(Post, FACEBOOK)
    assert (posts[0].published_at, posts[-1].published_at) == ("2025-03-05T01:00:00Z", "2025-08-07T01:09:00Z")
    assert Counter(post.kind for post in posts).keys() == {"image", "link", "video"}


def test_instagram_rows_and_sums() -> None:
    found = facts(Reading, INSTAGRAM)
    assert len(found) == 20
    assert [total(found, field) for field in ("views", "reach", "reactions", "comments", "shares", "follows", "saves")] == [
        201952, 83831, 5119, 17, 793, 80, 122]


def test_instagram_times_lie_within_minutes_of_their_shortcodes() -> None:
    gaps = [(ms_of(post.published_at) - (upload_ms("instagram", None, post.permalink) or 0)) / 60_000
            for post in facts(Post, INSTAGRAM)]
    assert len(gaps) == 20
    assert min(gaps) > -2
    assert max(gaps) < 25
    assert reading(INSTAGRAM).notes == ()


def test_youtube_videos_without_the_row_of_totals() -> None:
    found = rows(YOUTUBE)
    assert Counter(row.status for row in found) == {"ok": 217, "held": 3, "ignored": 1}
    readings = facts(Reading, YOUTUBE)
    assert (total(readings, "views"), total(readings, "follows")) == (51051, 648)


def test_youtube_first_video() -> None:
    first = facts(Post, YOUTUBE)[0]
    assert (first.post_id, first.published_at[:10], first.duration_s) == ("Sx0ytsHc1kk", "2022-12-18", 4197)


def test_old_x_rows_agree_with_their_ids_to_the_minute() -> None:
    posts = facts(Post, LEGACY)
    assert [post.published_at for post in posts] == ["2015-09-30T18:42:00Z", "2015-09-30T03:35:00Z"]
    assert all(0 <= (upload_ms("x", post.post_id, None) or 0) - ms_of(post.published_at) < 60_000 for post in posts)


@pytest.mark.parametrize(("name", "word"), [("dangertv_chart_data.csv", "Table data.csv"),
                                            ("events_hash_header.csv", "Google Analytics")])
def test_known_tables_without_use_are_refused(name: str, word: str) -> None:
    with pytest.raises(IntakeError, match=word):
        reading(SHARED / "real" / name)


def test_a_rebuilt_business_profile_report_is_refused() -> None:
    with pytest.raises(IntakeError, match="a period that no column names"):
        reading(REBUILT / "google_business_2026-08.csv")


@pytest.mark.parametrize(("name", "counts"), [
    ("linkedin_content.xls", {"ok": 2}), ("meta_instagram_ptBR.csv", {"ok": 2}),
    ("tiktok_content.csv", {"ok": 2, "held": 1, "ignored": 1}), ("x_account_analytics_content.csv", {"ok": 2, "held": 1}),
])
def test_rebuilt_exports_are_read_row_by_row(name: str, counts: dict[str, int]) -> None:
    assert Counter(row.status for row in rows(REBUILT / name)) == counts


def test_a_rebuilt_portuguese_evening_is_the_next_day_in_utc() -> None:
    assert facts(Post, REBUILT / "meta_instagram_ptBR.csv")[1].published_at == "2026-08-16T05:31:00Z"


def test_a_rebuilt_linkedin_hour_comes_from_the_id() -> None:
    first = facts(Post, REBUILT / "linkedin_content.xls")[0]
    made = datetime.fromtimestamp((7123456789012345678 >> 22) / 1000, UTC)
    assert first.published_at == made.strftime("%Y-%m-%dT%H:%M:%SZ")
