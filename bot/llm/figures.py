"""Every figure in a text, with its unit and the noun it counts; dates, clock times and list numbers told apart.

What is no claim (a list number, a citation, the 1,000 of "per 1,000") is not a figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from bot.llm import figure_patterns as patterns
from bot.llm.figure_patterns import Hedge
from bot.llm.numerals import fraction, worth

FigureUnit = Literal["count", "share", "points", "times", "hours", "business hours", "days", "per 1,000 reached", "money",
    "date", "clock", "id"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure at its place in a text. Shares are 0 to 1, times in hours or days, `step` the last digit's worth.

    `words`: as it stands there. `noun`: the word right behind it, lower case, empty where none follows. `key`: a date as
    `MM-DD` or `YYYY-MM-DD`, a clock time as `HH:MM`, an id's digits. `is_window`: it says how long a window is.
    """

    start: int
    end: int
    words: str
    value: float
    unit: FigureUnit
    step: float = 1
    noun: str = ""
    hedge: Hedge = ""
    key: str = ""
    is_window: bool = False


def figures(text: str) -> list[Figure]:
    """Return the figures of a text in order.

    >>> [(each.value, each.unit, each.noun) for each in figures("1. You got 1.2k views, a third of them [2], on 2 March.")]
    [(1200.0, 'count', 'views'), (0.3333333333333333, 'share', ''), (0.0, 'date', '')]
    """
    taken = [False] * (len(text) + 1)
    _take(taken, [hit.span() for hit in patterns.SKIPPED.finditer(text) if not hit[0].lower().startswith("per ")])
    per = [hit.span() for hit in patterns.SKIPPED.finditer(text) if hit[0].lower().startswith("per ")]
    _take(taken, per)
    found: list[Figure] = []
    for pattern, read in _READERS:
        for hit in pattern.finditer(text):
            if any(taken[hit.start():hit.end()]):
                continue
            figure = read(text, hit)
            if figure is not None:
                found.append(figure)
                _take(taken, [(figure.start, figure.end)])
    return _with_shared_units(text, sorted(found, key=lambda each: each.start))


def _with_shared_units(text: str, found: list[Figure]) -> list[Figure]:
    """Give each of two figures what stands behind the other alone: "from 1.0 to 0.4 per 1,000", "from 15 posts to 8"."""
    shared = [*found]
    for n, (one, two) in enumerate(pairwise(found)):
        scale = _SHARED.get(two.unit)
        is_pair = (patterns.FROM_OR_BETWEEN.search(text[:one.start])
                   and patterns.TO_OR_AND.fullmatch(text[one.end:two.start]))
        if scale and is_pair and one.unit == "count" and not one.noun and "min" not in two.words.lower():
            shared[n] = replace(one, unit=two.unit, value=one.value * scale, step=one.step * scale)
        told_of = patterns.NOUN_TO.fullmatch(text[one.end:two.start])
        if told_of and patterns.FROM_OR_BETWEEN.search(text[:one.start]) and not two.noun and one.unit == two.unit:
            shared[n + 1] = replace(two, noun=one.noun)
    return shared


_SHARED: dict[FigureUnit, float] = {"share": 0.01, "per 1,000 reached": 1, "hours": 1, "business hours": 1}


def _take(taken: list[bool], spans: list[tuple[int, int]]) -> None:
    for start, end in spans:
        taken[start:end] = [True] * (end - start)


def _date(text: str, hit: re.Match[str]) -> Figure | None:
    year = hit["y"] or hit["y2"] or hit["y3"] or hit["y4"]
    month, date = hit["m"] or hit["m2"] or hit["m3"], hit["d"] or hit["d2"] or hit["d3"]
    if month is None:
        is_year = patterns.SINCE.search(text[:hit.start()])
        return Figure(*hit.span(), hit[0], 0.0, "date", key=year or "") if is_year else None
    number = int(month) if month.isdigit() else patterns.MONTHS[month[:3].lower()]
    key = f"{number:02}-{int(date):02}"
    return Figure(*hit.span(), hit[0], 0.0, "date", key=f"{year}-{key}" if year else key)


def _clock(_: str, hit: re.Match[str]) -> Figure:
    hour, half = int(hit["h"] or hit["h2"]), (hit["half"] or hit["half2"] or "").lower()
    hour = hour % 12 + 12 * (half == "p") if half else hour
    return Figure(*hit.span(), hit[0], 0.0, "clock", key=f"{hour:02}:{hit['min'] or '00'}")


def _one_in(text: str, hit: re.Match[str]) -> Figure | None:
    part, whole = _number(hit["a"]), _number(hit["b"])
    if not 0 < part < whole <= 100:
        return None
    noun = _noun_behind(text, hit.end())
    return Figure(*hit.span(), hit[0], part / whole, "share", 0.01, noun, _hedge(text, hit.start()))


def _fraction(text: str, hit: re.Match[str]) -> Figure | None:
    behind = text[hit.end():hit.end() + 14].lower()
    if re.match(r"\s+(?:an\s+)?(?:hour|day)", behind):
        hour = "hour" in behind[:10]
        return Figure(*hit.span(), hit[0], fraction(hit["f"]), "hours" if hour else "days", 0.01)
    if hit["f"].lower() == "half" and not re.match(r"\s+(?:of|the|your|as|were|are|got|have|came|need|wait)\b", behind):
        return None
    as_many = re.match(r"\s+as\s+(?:many|much|high|big|long|often)", behind)
    unit: FigureUnit = "times" if as_many else "share"
    noun, hedge = _noun_behind(text, hit.end()), _hedge(text, hit.start())
    hedge = "most" if hit["f"].lower() == "half" and patterns.MORE_THAN.search(text[:hit.start()]) else hedge
    return Figure(*hit.span(), hit[0], fraction(hit["f"]), unit, 0.02, noun, hedge)


def _every(text: str, hit: re.Match[str]) -> Figure:
    parts = {"second": 2, "other": 2, "third": 3, "fourth": 4, "fifth": 5, "tenth": 10}[hit["nth"].lower()]
    noun, hedge = _noun_behind(text, hit.end()), _hedge(text, hit.start())
    return Figure(*hit.span(), hit[0].strip(), 1 / parts, "share", 0.01, noun, hedge)


def _multiple(text: str, hit: re.Match[str]) -> Figure:
    value = 2.0 if hit["twice"] else 3.0 if hit["thrice"] else 0.5
    return Figure(*hit.span(), hit[0], value, "times", 0.1, "", _hedge(text, hit.start()))


def _most(text: str, hit: re.Match[str]) -> Figure:
    return Figure(*hit.span(), hit[0], 0.9 if hit["all"] else 0.5, "share", 0, _noun_behind(text, hit.end()), "most")


def _none(text: str, hit: re.Match[str]) -> Figure:
    return Figure(*hit.span(), hit[0], 0.0, "count", 1, _noun_behind(text, hit.end()))


def _plain(text: str, hit: re.Match[str]) -> Figure | None:
    written, scale = hit["num"], (hit["scale"] or "").strip(" -").lower()
    is_digits = written[0].isdigit()
    digits = written.replace(",", "").replace("\u00a0", "").replace("\u202f", "") if is_digits else ""
    value, step = (float(digits), 10.0 ** -len(digits.partition(".")[2])) if is_digits else (worth(written), 1.0)
    if is_digits and len(digits) >= 10 and digits == written:
        return Figure(*hit.span(), hit[0], 0.0, "id", key=digits)
    counts_times = (hit["unit"] or "").strip(" -").lower() == "times" and (
        bool(patterns.DID.search(text[:hit.start()])) or not patterns.AS_MANY.match(text, hit.end()))
    factor = patterns.SCALES.get(scale, 1.0)
    unit, worth_of_one = _unit((hit["unit"] or "").strip(" -").lower(), bool((hit["cur"] or "").strip()))
    unit = "count" if counts_times else unit
    if written.lower() == "one" and unit == "count" and not _is_counted_one(text, hit):
        return None
    noun = _noun_behind(text, hit.end(), only_of=unit != "count") if unit in ("count", "share", "times") else ""
    if unit == "count" and re.match(r"[^.;,]{0,24}\bper\s+(?:1,?000|thousand)\b", text[hit.end():], re.IGNORECASE):
        unit = "per 1,000 reached"
    if unit == "count" and noun == "leads" and patterns.PER_1000_BEFORE.search(text[:hit.start()]):
        unit = "per 1,000 reached"
    hedge: Hedge = "over" if hit["plus"] else _hedge(text, hit.start("num"))
    hedge = "" if hedge == "over" and patterns.ACROSS.search(text[:hit.start("num")]) else hedge
    negative = (hit["sign"] or "").strip().lower() in ("-", "−", "minus")
    window = unit == "days" and bool(patterns.WINDOW.search(text[:hit.start()]))
    many = factor * worth_of_one
    value *= -many if negative else many
    return Figure(*hit.span(), hit[0].strip(), value, unit, step * many, noun, hedge, is_window=window)


def _unit(written: str, is_money: bool) -> tuple[FigureUnit, float]:
    if is_money or re.fullmatch(r"euros?|dollars?|pounds?|usd|eur|gbp|cents?|[€£$]", written):
        return "money", 1
    if written.startswith(("%", "per", "pct")) and "point" not in written:
        return "share", 0.01
    if "point" in written or written == "pp":
        return "points", 0.01
    if written in ("x", "×", "times", "fold"):
        return "times", 1
    kind: FigureUnit = "business hours" if re.match(r"(?:business|working|office|opening|work)", written) else "hours"
    if re.search(r"(?:hours?|hrs?|\bh)$", written):
        return kind, 1
    if re.search(r"min(?:ute)?s?$", written):
        return kind, 1 / 60
    for name, length in (("day", 1), ("week", 7), ("month", 30), ("year", 365)):
        if name in written:
            return "days", length
    return "count", 1


def _number(written: str) -> float:
    return float(written.replace(",", "")) if written[0].isdigit() else worth(written)


def _hedge(text: str, start: int) -> Hedge:
    before = text[max(0, start - 24):start]
    return next((name for name, pattern in patterns.HEDGES if pattern.search(before)), "")


def _noun_behind(text: str, end: int, *, only_of: bool = False) -> str:
    hit = patterns.NEXT_WORD.match(text, end)
    word = hit["word"].lower() if hit and (hit["of"] or not only_of) else ""
    word = word.removesuffix("'s").removesuffix("'")
    return "" if word in patterns.NO_NOUN or word.endswith("ly") else word


def _is_counted_one(text: str, hit: re.Match[str]) -> bool:
    """Whether "one" counts: "one lead" in a statement does, "pick one post" and "one of" do not."""
    opening = re.match(r"[\W\d]*(?:then\s+|so\s+|next\s+step:?\s*)?([A-Za-z]+)", text, re.IGNORECASE)
    if opening and opening[1].lower() in patterns.IMPERATIVES:
        return False
    return bool(re.match(
        r"\s+(?:\w+\s+)?(?:leads?|comments?|questions?|complaints?|conversations?|followers?|bookings?"
        r"|sales?|enquir(?:y|ies)|clicks?|commitments?|promises?)\b",
                         text[hit.end():], re.IGNORECASE))


_READERS = (
    (patterns.DATE, _date), (patterns.CLOCK, _clock), (patterns.PARTS_OF, _one_in), (patterns.FRACTIONS, _fraction),
    (patterns.EVERY, _every), (patterns.TIMES_WORD, _multiple), (patterns.SOFT, _most), (patterns.ZERO, _none),
    (patterns.PLAIN, _plain))
