"""Every figure in a text, with its unit and the noun it counts; dates, clock times and list numbers told apart.

What is no claim (a list number, a citation, the 1,000 of "per 1,000") is not a figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.llm.numerals import FRACTION, WORDS, fraction, worth

FigureUnit = Literal["count", "share", "points", "times", "hours", "business hours", "days", "per 1,000 reached", "money",
                     "date", "clock", "id"]
Hedge = Literal["", "about", "over", "under", "most"]


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


_MONTHS = {name: n for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?")
_NUMBER = r"(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9, "hundred": 1e2}
_SKIPPED = re.compile(
    rf"^\s*(?:[-*•]\s*)?\d{{1,2}}[.)]\s+(?=\S)|\[\d{{1,2}}\]|\bper\s+(?:{_NUMBER}k?|thousand"
        rf"|hundred)\b|\b24/7\b"
    r"|\bone\s+(?:by|at\s+a|after|another)\b|\bno\s+one\b|\bone\s+\w+\s+(?:for|in|per|to)\s+every\b"
        r"|\b(?:top|first|oldest|newest|latest)\s+(?:\d|two|three|four|five|six|seven|eight|nine"
        r"|ten)\b(?!\s*%)(?!\s+(?:days|weeks|hours|months))"
    r"|\b(?:19|20)\d\dies\b|\b90th\s+percentile\b|\bnine\s+(?:of|in|out\s+of)\s+ten\b|\b(?:9)\s+(?:of"
        r"|in|out\s+of)\s+10\s+answers\b",
    re.IGNORECASE | re.MULTILINE)
_DATE = re.compile(
    rf"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?\b"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{_MONTH})(?:,?\s+(?P<y2>(?:19|20)\d\d))?"
    rf"|\b(?P<m3>{_MONTH})\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|%|,\d)(?:,?\s+(?P<y3>(?:19|20)\d\d))?"
    rf"|\b(?P<y4>(?:19|20)\d\d)\b(?![,.]?\d|\s*%)(?<!\d,\d\d\d\d)", re.IGNORECASE)
_CLOCK = re.compile(
    r"\b(?P<h>[01]?\d|2[0-3]):(?P<min>[0-5]\d)(?:\s*(?P<half>[ap])\.?m\b\.?)?|\b(?P<h2>1[0-2]"
    r"|[1-9])\s*(?P<half2>[ap])\.?m\b\.?", re.IGNORECASE)
_PARTS_OF = re.compile(
    rf"\b(?P<a>{_NUMBER}|{WORDS})\s+(?:in|out\s+of\s+every|in\s+every|of\s+every)\s+(?P<b>{_NUMBER}"
    rf"|{WORDS})\b(?!\s*(?:%|percent|days?|weeks?|hours?|minutes?|months?|:))", re.IGNORECASE)
_FRACTION = re.compile(rf"\b(?P<f>{FRACTION})\b(?!-(?:way|hearted|time))(?!\s*(?:way|time)\b)", re.IGNORECASE)
_EVERY = re.compile(
    r"\bevery\s+(?P<nth>second|other|third|fourth|fifth|tenth)\s+(?=[a-z])(?!day|week|month|hour|minute"
    r"|year|monday|tuesday|wednesday|thursday|friday)", re.IGNORECASE)
_TIMES_WORD = re.compile(
    r"\b(?:(?P<twice>twice|double[ds]?|doubling)|(?P<thrice>triple[ds]?|thrice|tripling|three-?fold)"
    r"|(?P<halved>halved|halving))\b", re.IGNORECASE)
_SOFT = re.compile(
    r"(?<!the\s)\b(?:most\s+of\s+(?:your|the|these|those|our)|most\s+(?=comments|leads|posts|questions"
    r"|complaints)|(?:the|a)\s+(?:vast\s+)?majority\s+of|(?P<all>(?:nearly|almost|practically)\s+(?:all"
    r"|every)\b))", re.IGNORECASE)
_ZERO = re.compile(
    r"\b(?:no|none\s+of\s+(?:the|your|these)|not\s+a\s+single|not\s+one"
    r"|without\s+a\s+single)\s+(?=(?:\w+\s+)?(?:leads?\b(?!\s+path)|comments|posts|questions|complaints"
    r"|conversations|followers|clicks|bookings|sales|enquiries|commitments)\b)", re.IGNORECASE)
_PLAIN = re.compile(
    rf"(?<![\w.,/])(?<!\w-)(?P<cur>[$€£¥]\s?|(?:usd|eur|gbp)\s)?(?P<sign>[-−+](?=\d)"
        rf"|minus\s+)?(?P<num>{_NUMBER}|\b{WORDS}\b)"
    r"(?P<scale>\s?(?:k|m|mn|bn)\b(?!\w)|[\s-](?:hundred|thousand|million|billion)\b)?(?P<plus>\+)?"
    r"(?P<unit>\s?%|\s+per\s?cents?\b|\s+pct\b|\s?(?:×|x\b)|[\s-]*times\b|-?fold\b"
        r"|\s+(?:percentage\s+)?points?\b|\s?pp\b"
    r"|[\s-]?(?:(?:business|working|office|opening|work)[\s-])?(?:hours?|hrs?|h)\b"
        r"|[\s-]?(?:(?:business|working|work)[\s-])?(?:minutes?|mins?)\b"
    r"|[\s-]?(?:(?:business|working|calendar)[\s-])?days?\b|[\s-]?weeks?\b|[\s-]?months?\b"
        r"|[\s-]?years?\b|\s?(?:euros?|dollars?|pounds?|usd|eur|gbp|cents?)\b|\s?[€£$])?(?![\w]|[.,]\d"
        r"|/\d)",
    re.IGNORECASE)
_HEDGES: tuple[tuple[Hedge, re.Pattern[str]], ...] = (
    ("under", re.compile(
        r"(?:nearly|almost|just under|close to|under|less than|fewer than|not quite|below|up to|at "
        r"most)\s+(?:the\s+)?$", re.IGNORECASE)),
    ("over", re.compile(r"(?:over|more than|just over|above|at least|upwards of|exceeding)\s+(?:the\s+)?$", re.IGNORECASE)),
    ("about", re.compile(
        r"(?:about|around|roughly|some|approximately|approx\.?|circa|ca\.|nearer|~|≈|or "
        r"so)\s*(?:an?\s+)?$", re.IGNORECASE)),
)
_WINDOW = re.compile(
    r"(?:last|past|previous|prior|preceding|next|first|these|those|the|same|latest|recent|every|of"
    r"|in)\s+$", re.IGNORECASE)
_NO_NOUN_TEXT = """
a an the this that these those of in on at to for from by with per and or but than as is are was were be
been being have has had do does did get got gets come came comes brought bring brings went go goes need
needs needed wait waits waited waiting want wants asked ask say said still only so far each more fewer
less total overall all now today yesterday last first next over under up down out in it its they them
their your you we our us his her who which when while where if then there here against compared versus vs
before after during since until not no new other such very most too also yet just already about around
both either reached reach answered replied unanswered kept missed made make gave given took take had ago
within without across between among because came led left saw seen rose fell grew dropped will would can
could should may might must old later earlier times further another extra different single whole full n
one ones way
"""
_NO_NOUN = frozenset(_NO_NOUN_TEXT.split())
_AS_MANY = re.compile(r"\s*(?:as|the|that|those|more|higher|larger|bigger|better|what|its|your|over)\b|\s*$|\s*[.,;)]", re.IGNORECASE)
_NEXT_WORD = re.compile(r"\s*(?P<of>of\s+(?:(?:the|your|our|all|these|those)\s+)?)?(?P<word>[A-Za-z][\w'-]*)")
_DID = re.compile(r"\b(?:posted|saved|clicked|shared|seen|viewed|played|published|liked|replied|answered)\s+$", re.IGNORECASE)


def figures(text: str) -> list[Figure]:
    """Return the figures of a text in order.

    >>> [(each.value, each.unit, each.noun) for each in figures("1. You got 1.2k views, a third of them [2], on 2 March.")]
    [(1200.0, 'count', 'views'), (0.3333333333333333, 'share', ''), (0.0, 'date', '')]
    """
    taken = [False] * (len(text) + 1)
    _take(taken, [hit.span() for hit in _SKIPPED.finditer(text) if not hit[0].lower().startswith("per ")])
    per = [hit.span() for hit in _SKIPPED.finditer(text) if hit[0].lower().startswith("per ")]
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
    return sorted(found, key=lambda each: each.start)


def _take(taken: list[bool], spans: list[tuple[int, int]]) -> None:
    for start, end in spans:
        taken[start:end] = [True] * (end - start)


def _date(text: str, hit: re.Match[str]) -> Figure | None:
    year = hit["y"] or hit["y2"] or hit["y3"] or hit["y4"]
    month, date = hit["m"] or hit["m2"] or hit["m3"], hit["d"] or hit["d2"] or hit["d3"]
    if month is None:
        before = re.search(r"(?:in|since|of|during|by|until|year|early|late|from|end of)\s+$", text[:hit.start()], re.IGNORECASE)
        return Figure(*hit.span(), hit[0], 0.0, "date", key=year or "") if before else None
    number = int(month) if month.isdigit() else _MONTHS[month[:3].lower()]
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
    return Figure(*hit.span(), hit[0], fraction(hit["f"]), unit, 0.02, _noun_behind(text, hit.end()), _hedge(text, hit.start()))


def _every(text: str, hit: re.Match[str]) -> Figure:
    parts = {"second": 2, "other": 2, "third": 3, "fourth": 4, "fifth": 5, "tenth": 10}[hit["nth"].lower()]
    return Figure(*hit.span(), hit[0].strip(), 1 / parts, "share", 0.01, _noun_behind(text, hit.end()), _hedge(text, hit.start()))


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
        bool(_DID.search(text[:hit.start()])) or not _AS_MANY.match(text, hit.end()))
    factor = _SCALES.get(scale, 1.0)
    unit, worth_of_one = _unit((hit["unit"] or "").strip(" -").lower(), bool((hit["cur"] or "").strip()))
    unit = "count" if counts_times else unit
    if written.lower() == "one" and unit == "count" and not _is_counted_one(text, hit):
        return None
    noun = _noun_behind(text, hit.end(), only_of=unit != "count") if unit in ("count", "share", "times") else ""
    if unit == "count" and re.match(r"[^.;,]{0,24}\bper\s+(?:1,?000|thousand)\b", text[hit.end():], re.IGNORECASE):
        unit = "per 1,000 reached"
    hedge: Hedge = "over" if hit["plus"] else _hedge(text, hit.start("num"))
    negative = (hit["sign"] or "").strip().lower() in ("-", "−", "minus")
    window = unit == "days" and bool(_WINDOW.search(text[:hit.start()]))
    many = factor * worth_of_one
    return Figure(*hit.span(), hit[0].strip(), value * many * (-1 if negative else 1), unit, step * many, noun, hedge, "", window)


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
    return next((name for name, pattern in _HEDGES if pattern.search(before)), "")


def _noun_behind(text: str, end: int, *, only_of: bool = False) -> str:
    hit = _NEXT_WORD.match(text, end)
    word = hit["word"].lower() if hit and (hit["of"] or not only_of) else ""
    word = word.removesuffix("'s").removesuffix("'")
    return "" if word in _NO_NOUN or word.endswith("ly") else word


def _is_counted_one(text: str, hit: re.Match[str]) -> bool:
    """Whether "one" counts: "one lead" in a statement does, "pick one post" and "one of" do not."""
    opening = re.match(r"[\W\d]*(?:then\s+|so\s+|next\s+step:?\s*)?([A-Za-z]+)", text, re.IGNORECASE)
    if opening and opening[1].lower() in _IMPERATIVES:
        return False
    return bool(re.match(
        r"\s+(?:\w+\s+)?(?:leads?|comments?|questions?|complaints?|conversations?|followers?|bookings?"
        r"|sales?|enquir(?:y|ies)|clicks?|commitments?|promises?)\b",
                         text[hit.end():], re.IGNORECASE))


_IMPERATIVES_TEXT = """
answer ask choose pick take make write post reply start stop put keep give add try turn use look read
count promise commit begin send share show tell thank fix plan book set leave let find follow invite move
drop do go open close
"""
_IMPERATIVES = frozenset(_IMPERATIVES_TEXT.split())


_READERS = ((_DATE, _date), (_CLOCK, _clock), (_PARTS_OF, _one_in), (_FRACTION, _fraction), (_EVERY, _every), (_TIMES_WORD, _multiple),
            (_SOFT, _most), (_ZERO, _none), (_PLAIN, _plain))
