"""Which runs of digits are phone numbers, cards or IBANs, and which are dates, figures or the ids of posts.

Platform ids are plain runs of 15 to 19 digits; phone numbers have at most 15 (ITU-T E.164) and seldom stand so plain.
"""

from __future__ import annotations

import re
from itertools import pairwise

_GROUPED_FIGURE = re.compile(r"[1-9]\d{0,2}(?:([., \u00a0\u202f'])\d{3})(?:\1\d{3})*")
_DATE = re.compile(r"(?:(?:19|20)\d\d[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:[0-2]?\d|3[01])"
    r"|(?:[0-2]?\d|3[01])[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:(?:19|20)\d\d|\d\d)"
    r"|(?:0?[1-9]|1[0-2])/(?:[0-2]?\d|3[01])/(?:(?:19|20)\d\d|\d\d))(?:[ "
    r"T]\d\d?(?:[.:]?\d\d)*)?")
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-–/ ]\s?(?:19|20)?\d\d")
_RANGE = re.compile(r"\d{1,4}\s?[-–/]\s?\d{1,4}")
_COMPACT_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:\d{4}|\d{6})?")
_NORTH_AMERICAN = re.compile(r"\(?1?[-. ]?\(?[2-9]\d\d\)?[-. /]{0,2}[2-9]\d\d[-. ]\d{4}")
_LOCAL = re.compile(
    r"[2-9]\d\d[-.]\d{4}|\d{4}[ -]\d{4}|[2-9]\d(?:[ .-]\d\d){3,4}|[2-9]\d\d(?:[ -]\d\d){3}|\d{3,5}[ "
    r"-]\d{5,8}|[6-9]\d{9}")
_COUNTRIES = ("33", "34", "39", "44", "49", "55", "61", "86", "91")
_CARD_START = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|(?:6011|65\d\d|64[4-9]\d)\d{12}|35\d{14}"
    r"|3(?:0[0-5]|[68]\d)\d{11}|62\d{14,17}|(?:5018|5020|5038|6304|6759)\d{8,15}")


def is_card(run: str) -> bool:
    """Tell whether a run of digits is a payment card: a known issuer's first digits, its length and the Luhn check.

    >>> is_card("4111 1111 1111 1111"), is_card("17912345678901234")
    (True, False)
    """
    digits = re.sub(r"\D", "", run)
    return bool(_CARD_START.fullmatch(digits)) and _luhn(digits)


def is_iban(run: str) -> bool:
    """Tell whether a run is an IBAN, by its check digits (ISO 13616)."""
    plain = re.sub(r"[ -]", "", run).upper()
    return 15 <= len(plain) <= 34 and int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


def is_phone(run: str, *, cued: bool = False) -> bool:
    """Tell whether a run of digits is a phone number. `cued`: words such as "call" stand before it.

    >>> is_phone("+49 30 1234567"), is_phone("2026-03-02"), is_phone("1,234,567"), is_phone("5551234", cued=True)
    (True, False, False, True)
    """
    run = run.strip()
    digits = re.sub(r"\D", "", run)
    grouped = _GROUPED_FIGURE.fullmatch(run)
    if any(shape.fullmatch(run) for shape in (_DATE, _YEARS, _COMPACT_DATE)):
        return False
    if grouped and not (cued and grouped[1] == " "):
        return False
    if not cued and _is_row_of_figures(run):
        return False
    if run.lstrip("(").startswith("+") or digits.startswith("00"):
        return 7 <= len(digits) <= 17
    if not 6 <= len(digits) <= 15 or (_RANGE.fullmatch(run) and not (cued or _LOCAL.fullmatch(run))):
        return False
    if cued:
        return len(digits) <= 13
    if digits.startswith("0"):
        return len(digits) >= 9 or (len(digits) >= 7 and digits != run)
    return bool(_NORTH_AMERICAN.fullmatch(run) or _LOCAL.fullmatch(run)) or _is_plain_long(run, digits)


def _is_plain_long(run: str, digits: str) -> bool:
    """Ten digits and more written as a caller would: with a country code, or in groups."""
    if run == digits:
        return len(digits) in (11, 12) and digits[:2] in _COUNTRIES
    return len(digits) >= 9 and len(re.findall(r"\d+", run)) >= 3 and "," not in run and "/" not in run[2:3]


def _is_row_of_figures(run: str) -> bool:
    """Two grouped figures with a dash between, or sizes that rise by equal steps."""
    halves = re.split(r"\s[-–]\s", run)
    if len(halves) == 2 and all(_GROUPED_FIGURE.fullmatch(half) for half in halves):
        return True
    parts = [int(part) for part in run.split(" ") if part.isdigit()]
    steps = {after - before for before, after in pairwise(parts)}
    return len(parts) > 2 and len(parts) == len(run.split(" ")) and len(steps) == 1 and not run.startswith("0")


def _luhn(digits: str) -> bool:
    doubled = (int(d) * (1 + n % 2) for n, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
