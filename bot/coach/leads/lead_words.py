"""Leads in somebody's words: how many, of which kind, from which post. What is not plain is asked back, never guessed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.errors import UsageError
from bot.model.words import count, shorten

MOST = 100
"""Leads that can be told at one time; more of them are a table's business."""
KINDS: Mapping[str, tuple[str, ...]] = {
    "enquiry": ("enquiry", "enquiries", "inquiry", "inquiries", "request", "requests", "lead", "leads"),
    "booking": ("booking", "bookings", "reservation", "reservations", "appointment", "appointments"),
    "sign-up": ("sign-up", "sign-ups", "signup", "signups", "sign up", "sign ups", "registration", "registrations"),
    "sale": ("sale", "sales", "order", "orders", "purchase", "purchases"),
    "referral": ("referral", "referrals", "recommendation", "recommendations"),
}
"""The kinds of lead, each with the words for it; a lead without a kind is an enquiry."""
PLURALS = {"enquiry": "enquiries", "booking": "bookings", "sign-up": "sign-ups", "sale": "sales", "referral": "referrals"}
EXAMPLE = "lead 3 enquiries from https://www.instagram.com/p/C4xQ1/"
_WORDS = {word: kind for kind, words in KINDS.items() for word in words}
_NUMBERS = {word: number for number, word in enumerate(
    ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1)} | {
    "a": 1, "an": 1, "another": 1}


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of leads: how many, their kind, the post in the person's words, and the words after it."""

    number: int
    kind: str
    post: str
    more: str = ""

    @property
    def counted(self) -> str:
        """The number with the kind: `3 bookings`."""
        return counted(self.number, self.kind)


def counted(number: int, kind: str) -> str:
    """Return a number of leads with their kind.

    >>> counted(1, "enquiry"), counted(3, "sign-up")
    ('1 enquiry', '3 sign-ups')
    """
    return count(number, kind, PLURALS.get(kind))


def read_leads(words: str) -> Said:
    """Return what words say of leads. Raises UsageError with the nearest right words and an example.

    >>> read_leads("3 from instagram:17999")
    Said(number=3, kind='enquiry', post='instagram:17999', more='')
    >>> read_leads("two sign ups from k7mp")
    Said(number=2, kind='sign-up', post='k7mp', more='')
    """
    told = words.split()
    if not told:
        raise UsageError(f"How many leads, and from which post? Write: {EXAMPLE}")
    place = next((number for number, word in enumerate(told) if word.lower() == "from"), None)
    if place is None:
        raise _without_from(told)
    if place + 1 == len(told):
        raise UsageError(f"From which post? Write its link, its id or its post code after from, such as: {EXAMPLE}")
    number, kind = _number_and_kind(told[:place], told[place + 1])
    return Said(number, kind, told[place + 1], " ".join(told[place + 2:]))


def _number_and_kind(told: list[str], post: str) -> tuple[int, str]:
    numbers = [word for word in told if _number(word) is not None]
    others = " ".join(word for word in told if word not in numbers).lower()
    kind = _WORDS.get(others, "enquiry" if not others else None)
    if kind is None:
        raise _unknown(others, numbers[0] if numbers else "1", post)
    if len(numbers) > 1:
        raise UsageError(f"How many is {' '.join(numbers)!r}? Write one whole number, such as: "
                         f"lead 3 {PLURALS[kind]} from {post}")
    number = _number(numbers[0]) if numbers else 1
    assert number is not None
    if number == 0:
        raise UsageError(f"0 leads leave nothing to note; write how many came, such as: lead 1 {kind} from {post}")
    if number > MOST:
        raise UsageError(f"{shorten(numbers[0], 12)} leads at once are too many to tell in chat, at most {MOST} are taken. "
                         "Import a table with lead_id, created_at and post_id instead: python -m bot import leads.csv")
    return number, kind


def _number(word: str) -> int | None:
    digits = word.replace(",", "")
    if digits.isascii() and digits.isdigit():
        return int(digits[:12])
    return _NUMBERS.get(word.lower())


def _unknown(others: str, number: str, post: str) -> UsageError:
    """Return the error for words that are no kind of lead: a number that is none, or a slip."""
    if re.search(r"\d", others):
        return UsageError(f"How many is {others!r}? Write a whole number from 1 to {MOST}, such as: lead 3 from {post}")
    nearest = difflib.get_close_matches(others, _WORDS, n=1, cutoff=0.6)
    if nearest:
        return UsageError(f"There is no kind of lead {others!r}. Did you mean: lead {number} {nearest[0]} from {post}")
    return UsageError(f"There is no kind of lead {others!r}; choose from {', '.join(KINDS)}, such as: "
                      f"lead {number} {'booking' if number == '1' else 'bookings'} from {post}")


def _without_from(told: list[str]) -> UsageError:
    """Return the error for words without `from`: a slip of it, a post without it, or no post at all."""
    for number, word in enumerate(told[:-1]):
        if difflib.get_close_matches(word.lower(), ["from"], cutoff=0.7) or word.lower() in ("of", "by", "for", "via"):
            right = " ".join([*told[:number], "from", *told[number + 1:]])
            return UsageError(f"Write from before the post. Did you mean: lead {right}")
    if _is_post(told[-1]) and len(told) > 1:
        return UsageError(f"Write from before the post. Did you mean: lead {' '.join([*told[:-1], 'from', told[-1]])}")
    if _is_post(told[-1]):
        return UsageError(f"How many leads came from it? Did you mean: lead 1 from {told[-1]}")
    return UsageError(f"From which post did they come? Write: lead {' '.join(told)} from LINK, such as: {EXAMPLE}")


def _is_post(word: str) -> bool:
    return "/" in word or ":" in word or (len(word) > 4 and any(sign.isdigit() for sign in word))
