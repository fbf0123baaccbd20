"""Single cells: numbers, dates, ids and links, the way exports write and spoil them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.dates import Moment, UnclearOrder, order_of, read_date, to_utc
from bot.intake.ids import bare_id, fits, has_lost_digits, id_ms, instagram_ms, is_damaged
from bot.intake.links import clean_link, handle_in_link, id_in_link, link_key, network_of_link
from bot.intake.numbers import Unsure, read_number, style_of

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
LOS_ANGELES = ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize("cell", ["", " ", "-", "N/A", "n/a", "<15", "< 15", "#N/A", "null"])
def test_an_empty_figure_is_never_zero(cell: str) -> None:
    assert read_number(cell, "point").value is None


@pytest.mark.parametrize(("cell", "value"), [
    ("0", 0), ("424.0", 424), ("1,234,567", 1234567), ("1 234", 1234), ("1'234", 1234), ("0:01:05", 65), ("0:12", 12),
    ("12:03:01", 43381), ("2M", 2_000_000), ("1.25k", 1250), ("€120.50", 120.5), ("+7", 7), ("1\u202f234", 1234),
])
def test_figures_are_read_as_exports_write_them(cell: str, value: float) -> None:
    assert read_number(cell, "point").value == value


def test_a_rounded_figure_says_that_it_is_rounded() -> None:
    assert read_number("1.2K", "point") == (1200.0, True, False)


def test_a_share_is_marked_as_a_share() -> None:
    assert read_number("38%", "open") == (38.0, False, True)


@pytest.mark.parametrize("cell", ["1,234", "1.234"])
def test_a_single_mark_before_three_digits_is_unsure_without_evidence(cell: str) -> None:
    with pytest.raises(Unsure):
        read_number(cell, "open")


def test_the_columns_style_settles_a_single_mark() -> None:
    assert (read_number("1,234", "point").value, read_number("1,234", "comma").value) == (1234, 1.234)


@pytest.mark.parametrize("cell", ["abc", "1,2,3", "12 apples", "1.2.3", "--5"])
def test_what_is_no_number_is_no_number(cell: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_number(cell, "point")


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**12), st.sampled_from([",", ".", " ", "\u00a0"]))
def test_a_grouped_count_reads_back_as_itself(count: int, mark: str) -> None:
    style = "comma" if mark == "." else "point"
    assert read_number(f"{count:,}".replace(",", mark), style).value == count


@settings(max_examples=150, deadline=None)
@given(st.lists(st.floats(0, 10**7, allow_nan=False).map(lambda value: round(value, 2)), min_size=1, max_size=20))
def test_a_column_with_a_decimal_comma_is_known_by_its_cells(values: list[float]) -> None:
    cells = [f"{value:,.2f}".translate(str.maketrans(",.", ".,")) for value in values]
    assert style_of(cells) == "comma"
    assert [read_number(cell, style_of(cells)).value for cell in cells] == values


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_any_cell_is_a_number_or_a_value_error(cell: str) -> None:
    try:
        value = read_number(cell, "open").value
    except ValueError:
        return
    assert value is None or isinstance(value, int | float)


@settings(max_examples=200, deadline=None)
@given(st.dates(date(2005, 1, 1), date(2026, 1, 1)), st.sampled_from(["mdy", "dmy"]))
def test_a_date_reads_back_in_the_order_it_was_written_in(day: date, order: str) -> None:
    shape = "%m/%d/%Y" if order == "mdy" else "%d/%m/%Y"
    assert read_date(day.strftime(shape), order).wall.date() == day  # type: ignore[arg-type]


@settings(max_examples=200, deadline=None)
@given(st.dates(date(2005, 1, 1), date(2026, 1, 1)))
def test_an_unclear_date_is_never_guessed(day: date) -> None:
    text = day.strftime("%m/%d/%Y")
    try:
        found = read_date(text, "open").wall.date()
    except UnclearOrder:
        assert day.day <= 12
    else:
        assert found == day


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789/-.: TZaPMpmJulFb,+", max_size=24))
def test_any_cell_is_a_date_or_a_value_error(cell: str) -> None:
    with suppress(ValueError, OverflowError):
        assert read_date(cell, "open").wall.year > 0


@pytest.mark.parametrize(("cell", "wall"), [
    ("Dec 18, 2022", "2022-12-18T00:00:00"), ("Tue, Jul 14, 2026", "2026-07-14T00:00:00"),
    ("14 July 2026", "2026-07-14T00:00:00"), ("03/02/2026 9:05 PM", "2026-03-02T21:05:00"),
    ("2015-09-30 18:42 +0000", "2015-09-30T18:42:00"), ("2026/03/02", "2026-03-02T00:00:00"),
    ("45225", "2023-10-26T00:00:00"), ("45225.5", "2023-10-26T12:00:00"), ("12:30 am", ""),
])
def test_dates_are_read_as_exports_write_them(cell: str, wall: str) -> None:
    if not wall:
        with pytest.raises(ValueError, match="12:30"):
            read_date(cell, "mdy")
    else:
        assert read_date(cell, "mdy").wall.isoformat() == wall


def test_the_offset_in_a_cell_wins_over_the_zone_given() -> None:
    assert to_utc(read_date("2026-03-02T09:30:00+05:30", "open"), LOS_ANGELES) == Moment("2026-03-02T04:00:00Z", "minute")


def test_a_wall_clock_without_a_zone_is_no_moment() -> None:
    assert to_utc(read_date("2026-03-02 09:30", "open"), None) is None


def test_a_day_keeps_its_date_in_every_inhabited_zone_but_the_farthest() -> None:
    moment = to_utc(read_date("2026-03-02", "open"), None)
    assert moment == Moment("2026-03-02T12:00:00Z", "day")


@pytest.mark.parametrize(("cell", "text", "word"), [
    ("2026-03-08 02:30", "2026-03-08T10:30:00Z", "did not exist"), ("2026-11-01 01:30", "2026-11-01T08:30:00Z", "came twice"),
])
def test_a_wall_clock_at_a_clock_change_is_read_and_flagged(cell: str, text: str, word: str) -> None:
    moment = to_utc(read_date(cell, "open"), LOS_ANGELES)
    assert moment is not None
    assert moment.text == text
    assert word in (moment.note or "")


@pytest.mark.parametrize(("cells", "order"), [
    (["01/02/2026", "01/25/2026"], "mdy"), (["01/02/2026", "25/01/2026"], "dmy"), (["01/02/2026"], "open"),
    (["13/01/2026", "01/13/2026"], "mixed"), (["05-03-2021", "11-04-2021", "3-25-2021"], "mixed"),
    (["1/2/2026", "1-25-2026"], "mixed"), ([], "open"),
])
def test_the_order_of_a_column_comes_from_its_own_cells(cells: list[str], order: str) -> None:
    assert order_of(cells) == order


@settings(max_examples=200, deadline=None)
@given(st.datetimes(datetime.fromisoformat("2012-01-01"), datetime.fromisoformat("2030-01-01")), st.integers(0, (1 << 23) - 1))
def test_a_shortcode_gives_back_the_time_it_was_made_with(moment: datetime, low: int) -> None:
    ms = int(moment.replace(tzinfo=UTC).timestamp() * 1000)
    number, code = ((ms - 1_314_220_021_721) << 23) | low, ""
    for _ in range(11):
        number, code = number >> 6, ALPHABET[number & 63] + code
    assert abs(instagram_ms(code) - ms) <= 1


@pytest.mark.parametrize("code", ["", "abc", "ÄBCDEFGHIJK", "ABCDEFGHIJKL"])
def test_what_is_no_shortcode_has_no_time(code: str) -> None:
    with pytest.raises(ValueError, match=r".|^$"):
        instagram_ms(code)


@pytest.mark.parametrize(("network", "made", "number"), [
    ("x", "2015-09-30T18:42", 649293177409679360), ("x", "2015-09-30T03:35", 649064976133525504),
    ("linkedin", "2023-10-26T23:54", 7123456789012345678), ("tiktok", "2024-09-08T18:46", 7412345678901234567),
])
def test_ids_tell_when_they_were_made(network: str, made: str, number: int) -> None:
    ms = id_ms(network, str(number))
    assert ms is not None
    assert datetime.fromtimestamp(ms / 1000, UTC).isoformat().startswith(made)


@pytest.mark.parametrize(("network", "post_id"), [("x", "20"), ("facebook", "123456789012345"), ("x", "abc"), ("x", "")])
def test_ids_without_a_time_tell_none(network: str, post_id: str) -> None:
    assert id_ms(network, post_id) is None


@pytest.mark.parametrize("text", ["6.49E+17", "6,49E+17", "1.8E+16", "#NAME?"])
def test_an_id_a_spreadsheet_rounded_is_seen(text: str) -> None:
    assert is_damaged(text)


def test_a_real_id_that_ends_in_zeros_is_not_called_damaged() -> None:
    assert not is_damaged("18106357312696500")
    assert has_lost_digits("18106357312696500")


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 10**19))
def test_an_id_keeps_every_digit(number: int) -> None:
    assert bare_id(f"'{number}") == bare_id(f'="{number}"') == bare_id(f" {number} ") == str(number)


def test_ids_have_the_shape_of_their_network() -> None:
    assert fits("instagram", "18055511084246682")
    assert not fits("instagram", "DJ355CNzgOo")
    assert fits("facebook", "1000_2000")
    assert fits("youtube", "-Qw7ertyU10")
    assert fits(None, "anything-at-all")


@pytest.mark.parametrize(("link", "clean"), [
    ("https://www.tiktok.com/@a/video/7?lang=en", "https://www.tiktok.com/@a/video/7"),
    ("https://www.youtube.com/watch?v=aB3-xY9_kLm&utm_source=x#t=3", "https://www.youtube.com/watch?v=aB3-xY9_kLm"),
    ("x.com/a/status/5", "https://x.com/a/status/5"), ("not a link", ""), ("", ""),
])
def test_a_link_loses_only_how_it_was_reached(link: str, clean: str) -> None:
    assert clean_link(link) == clean


def test_two_spellings_of_one_link_have_one_key() -> None:
    assert link_key("https://youtu.be/aB3-xY9_kLm?si=1") == link_key("https://m.youtube.com/watch?v=aB3-xY9_kLm")
    assert link_key("http://www.instagram.com/p/ABC/?igsh=1") == link_key("https://instagram.com/p/ABC")
    assert link_key("https://instagram.com/p/ABC") != link_key("https://instagram.com/p/abc")


def test_links_tell_network_handle_and_id() -> None:
    link = "https://twitter.com/cornerbakery/status/649293171389366273?s=20"
    assert (network_of_link(link), handle_in_link("x", link), id_in_link("x", link)) == (
        "x", "cornerbakery", "649293171389366273")
    assert id_in_link("linkedin", "https://www.linkedin.com/feed/update/urn:li:share:7123456789012345678/") == (
        "7123456789012345678")
    assert network_of_link("https://bakery.example/x.com/") is None


def test_hours_are_read_through_a_whole_year_of_summer_and_winter_time() -> None:
    for hours in range(0, 366 * 24, 7):
        wall = datetime.fromisoformat("2026-01-01") + timedelta(hours=hours)
        moment = to_utc(read_date(wall.isoformat(sep=" "), "open"), LOS_ANGELES)
        assert moment is not None
        assert moment.text == wall.replace(tzinfo=LOS_ANGELES).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
