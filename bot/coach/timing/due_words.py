"""The words that days and times are made of; every one means one thing here."""

from __future__ import annotations

import re

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
HALF_DAY = 8
"""A bare hour from here to 12 is the working day's own; below it may be morning or afternoon and is asked back."""

WEEKDAY = r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?" \
          r"|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|" \
        r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
CLOCK = r"(?:at )?(?:\d{1,2}:\d{2}(?: ?[ap]m)?|\d{1,2}(?:\.\d{2})? ?[ap]m|noon|midday|midnight)" \
        r"|at \d{1,2}|(?:at )?(?:the )?end of (?:the )?day|eod"

MARKS = ("no later than", "by", "until", "till", "before", "due", "on")
"""What stands before the due words of a promise."""
BLOCKING = frozenset((
    "for", "of", "about", "from", "since", "to", "every", "each", "per", "last", "the", "a", "an", "all",
    "any", "between", "and", "or", "with", "our", "their", "my", "your", "his", "her", "this", "that", "these",
    "those", "than", "like", "via",
))
"""Words before a day that make it a subject and not the time: "the recap of Friday", "every Monday"."""
_TIMED = r"\d{1,2}:\d{2}(?:[ap]m)?|\d{1,2}(?:\.\d{2})?(?:[ap]m|[ap]\.m\.?)|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}" \
         r"|(?!24/7)\d{1,2}[/.]\d{1,2}(?:[/.](?:\d{2}|\d{4})?)?"
_VAGUE = r"tonight|weekend|morning|afternoon|evening|soon|later|sometime|someday|asap|whenever|eventually|yesterday"
STRONG = re.compile(
    rf"{WEEKDAY}|{MONTH}|{_TIMED}|\d{{1,2}}(?:st|nd|rd|th)|today|tomorrow|noon|midday|midnight|eod|eow|eom|{_VAGUE}"
    r"|(?:minute|min|hour|day|week|month|year)s?|[ap]m|[ap]\.m\.?", re.ASCII)
"""A word that names a time by itself, certain or not."""
WORD = re.compile(
    rf"{STRONG.pattern}|at|on|the|of|in|within|next|this|coming|end|after|before|a|an|half|early|late|very|o'clock|now"
    rf"|around|about|or|{'|'.join(NUMBERS)}|\d{{1,4}}", re.ASCII)
"""A word that may stand among due words."""
_WHOLE = rf"{WEEKDAY}|{_TIMED}|today|tomorrow|tonight|noon|midday|midnight|eod|eow|eom|asap|soon|sometime|someday"
_SPANS = rf"(?:in|within) (?:\d|the |an? |half |{MONTH}|(?:{'|'.join(NUMBERS)}) )"
_NEXT = rf"(?:this|next|coming) (?:{WEEKDAY}|week|month|weekend|morning|afternoon|evening|year)"
STARTING = re.compile(
    rf"(?:{_WHOLE}|{_NEXT})(?![\w/])|{_SPANS}|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}\b|{MONTH} (?:the )?\d"
    r"|(?:the )?(?:end of|day after) |at (?:\d|noon|midday|midnight)|\d{1,2} [ap]m\b", re.ASCII)
"""How due words begin where nothing marks them."""


def number(word: str) -> int | None:
    """Return a whole number up to four digits, written in digits or, up to twelve, in letters; None for other words.

    >>> number("3"), number("an"), number("twelve"), number("a few")
    (3, 1, 12, None)
    """
    if word in ("a", "an"):
        return 1
    if word in NUMBERS:
        return NUMBERS.index(word) + 1
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 4 else None


def weekday(word: str) -> int:
    """Return a weekday's number, Monday 0, from its name or its first three letters."""
    return [name[:3] for name in WEEKDAYS].index(word[:3])


def month(word: str) -> int:
    """Return a month's number, January 1, from its name or its first three letters."""
    return [name[:3] for name in MONTHS].index(word[:3]) + 1
