"""The shapes in which people write figures, and the words beside them that say how they are meant."""

from __future__ import annotations

import re
from typing import Literal

from bot.llm.numerals import FRACTION, WORDS

Hedge = Literal["", "about", "over", "under", "most"]
"""How a figure is meant: plainly, roughly, as a bound, or as a majority."""
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS = {name: n for n, name in enumerate(_MONTH_NAMES.split(), 1)}
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?")
NUMBER = r"(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9, "hundred": 1e2}
SKIPPED = re.compile(
    rf"^\s*(?:[-*•]\s*)?\d{{1,2}}[.)]\s+(?=\S)|\[\d{{1,2}}\]|\bper\s+(?:{NUMBER}k?|thousand"
    rf"|hundred)\b|\b24/7\b"
    r"|\bhalf\s+of\s+(?:all\s+|your\s+|the\s+|our\s+|team['’]s\s+)*(?:first\s+)?(?:answers|replies|responses)"
    r"(?=\s+(?:came|come|took|take|arrived?)\b[^;]{0,40}\b(?:hours?|minutes?|days?)\b)"
    r"|\b90\s?%\s+of\s+(?:all\s+|your\s+|the\s+|our\s+)*(?:first\s+)?(?:answers|replies|responses)"
    r"(?=\s+(?:came|come|took|take|arrived?)\b[^;]{0,40}\b(?:hours?|minutes?|days?)\b)"
    r"|\bto\s+(?:start|get|begin|spark|have|win|earn)\s+one\s+(?=conversation\b)"
    r"|\b(?:the|these|those|both)\s+two\s+(?:fortnights|periods|windows|halves)\b"
    r"|\bone\s+(?:by|at\s+a|after|another)\b|\bno\s+one\b|\bone\s+\w+\s+(?:for|in|per|to)\s+every\b"
    r"|\b(?:top|first|oldest|newest|latest)\s+(?:\d|two|three|four|five|six|seven|eight|nine"
    r"|ten)\b(?!\s*%)(?!\s+(?:days|weeks|hours|months))"
    r"|\b(?:19|20)\d\dies\b|\b90th\s+percentile\b|\bnine\s+(?:of|in|out\s+of)\s+ten\b|\b(?:9)\s+(?:of"
    r"|in|out\s+of)\s+10\s+answers\b",
    re.IGNORECASE | re.MULTILINE)
DATE = re.compile(
    rf"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?\b"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{MONTH})(?:,?\s+(?P<y2>(?:19|20)\d\d))?"
    rf"|\b(?P<m3>{MONTH})\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|%|,\d)(?:,?\s+(?P<y3>(?:19|20)\d\d))?"
    rf"|\b(?P<y4>(?:19|20)\d\d)\b(?![,.]?\d|\s*%)(?<!\d,\d\d\d\d)", re.IGNORECASE)
CLOCK = re.compile(
    r"\b(?P<h>[01]?\d|2[0-3]):(?P<min>[0-5]\d)(?:\s*(?P<half>[ap])\.?m\b\.?)?|\b(?P<h2>1[0-2]"
    r"|[1-9])\s*(?P<half2>[ap])\.?m\b\.?", re.IGNORECASE)
PARTS_OF = re.compile(
    rf"\b(?P<a>{NUMBER}|{WORDS})\s+(?:in|out\s+of\s+every|in\s+every|of\s+every)\s+(?P<b>{NUMBER}"
    rf"|{WORDS})\b(?!\s*(?:%|percent|days?|weeks?|hours?|minutes?|months?|:))", re.IGNORECASE)
FRACTIONS = re.compile(rf"\b(?P<f>{FRACTION})\b(?!-(?:way|hearted|time))(?!\s*(?:way|time)\b)", re.IGNORECASE)
EVERY = re.compile(
    r"\bevery\s+(?P<nth>second|other|third|fourth|fifth|tenth)\s+(?=[a-z])(?!day|week|month|hour|minute"
    r"|year|monday|tuesday|wednesday|thursday|friday)", re.IGNORECASE)
TIMES_WORD = re.compile(
    r"\b(?:(?P<twice>twice|double[ds]?|doubling)|(?P<thrice>triple[ds]?|thrice|tripling|three-?fold)"
    r"|(?P<halved>halved|halving))\b", re.IGNORECASE)
SOFT = re.compile(
    r"(?<!the\s)\b(?:most\s+of\s+(?:your|the|these|those|our)|most\s+(?=comments|leads|posts|questions"
    r"|complaints)|(?:the|a)\s+(?:vast\s+)?majority\s+of|(?P<all>(?:nearly|almost|practically)\s+(?:all"
    r"|every)\b))", re.IGNORECASE)
ZERO = re.compile(
    r"\b(?:no|none\s+of\s+(?:the|your|these)|not\s+a\s+single|not\s+one"
    r"|without\s+a\s+single)\s+(?=(?:\w+\s+)?(?:leads?\b(?!\s+path)|comments|posts|questions|complaints"
    r"|conversations|followers|clicks|bookings|sales|enquiries|commitments)\b)", re.IGNORECASE)
PLAIN = re.compile(
    rf"(?<![\w.,/])(?<!\w-)(?P<cur>[$€£¥]\s?|(?:usd|eur|gbp)\s)?(?P<sign>[-−+](?=\d)"
    rf"|minus\s+)?(?P<num>{NUMBER}|\b{WORDS}\b)"
    r"(?P<scale>\s?(?:k|m|mn|bn)\b(?!\w)|[\s-](?:hundred|thousand|million|billion)\b)?(?P<plus>\+)?"
    r"(?P<unit>\s?%|\s+per\s?cents?\b|\s+pct\b|\s?(?:×|x\b)|[\s-]*times\b|-?fold\b"
    r"|\s+(?:percentage\s+)?points?\b|\s?pp\b"
    r"|[\s-]?(?:(?:business|working|office|opening|work)[\s-])?(?:hours?|hrs?|h)\b"
    r"|[\s-]?(?:(?:business|working|work)[\s-])?(?:minutes?|mins?)\b"
    r"|[\s-]?(?:(?:business|working|calendar)[\s-])?days?\b|[\s-]?weeks?\b|[\s-]?months?\b"
    r"|[\s-]?years?\b|\s?(?:euros?|dollars?|pounds?|usd|eur|gbp|cents?)\b|\s?[€£$])?(?![\w]|[.,]\d"
    r"|/\d)",
    re.IGNORECASE)
MORE_THAN = re.compile(r"(?<!just )(?<!little )(?<!bit )more\s+than\s+$", re.IGNORECASE)
ACROSS = re.compile(r"[\d%]\s+over\s+$", re.IGNORECASE)
"""An "over" behind a figure names the cases that it rests on, and no bound."""
PER_1000_BEFORE = re.compile(r"\bper\s+(?:1,?000|thousand)\b[^.;,]{0,32}$", re.IGNORECASE)
FROM_OR_BETWEEN = re.compile(r"\b(?:from|between)\s+(?:about\s+|around\s+|roughly\s+)?$", re.IGNORECASE)
NOUN_TO = re.compile(r"\s+(?P<noun>[A-Za-z]+)\s+to\s+(?:about\s+|around\s+|roughly\s+|only\s+)?", re.IGNORECASE)
TO_OR_AND = re.compile(r"\s+(?:to|and)\s+(?:about\s+|around\s+|roughly\s+|only\s+)?", re.IGNORECASE)
HEDGES: tuple[tuple[Hedge, re.Pattern[str]], ...] = (
    ("under", re.compile(
    r"(?:nearly|almost|just under|close to|under|less than|fewer than|not quite|below|up to|at "
    r"most)\s+(?:the\s+)?$", re.IGNORECASE)),
    ("over", re.compile(r"(?:over|more than|just over|above|at least|upwards of|exceeding)\s+(?:the\s+)?$", re.IGNORECASE)),
    ("about", re.compile(
    r"(?:about|around|roughly|some|approximately|approx\.?|circa|ca\.|nearer|~|≈|or "
    r"so)\s*(?:an?\s+)?$", re.IGNORECASE)),
)
WINDOW = re.compile(
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
one ones way things
"""
NO_NOUN = frozenset(_NO_NOUN_TEXT.split())
AS_MANY = re.compile(
    r"\s*(?:as|the|that|those|more|higher|larger|bigger|better|what|its|your|over)\b|\s*$|\s*[.,;)]", re.IGNORECASE)
NEXT_WORD = re.compile(r"\s*(?P<of>of\s+(?:(?:the|your|our|all|these|those)\s+)?)?(?P<word>[A-Za-z][\w'-]*)")
DID = re.compile(
    r"\b(?:posted|saved|clicked|shared|seen|viewed|played|published|liked|replied|answered|commented\s+on)\s+$",
    re.IGNORECASE)
_IMPERATIVES_TEXT = """
answer ask choose pick take make write post reply start stop put keep give add try turn use look read
count promise commit begin send share show tell thank fix plan book set leave let find follow invite move
drop do go open close
"""
IMPERATIVES = frozenset(_IMPERATIVES_TEXT.split())
SINCE = re.compile(r"(?:in|since|of|during|by|until|year|early|late|from|end of)\s+$", re.IGNORECASE)
