"""Post ids: text exactly as the network writes them, the damage a spreadsheet does to them, the time inside them.

An id that may have been damaged is never used as a key.
"""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64

SHAPES = {
    "facebook": re.compile(r"\d+(?:_\d+)?$"),
    "instagram": re.compile(r"\d+(?:_\d+)?$"),
    "x": re.compile(r"\d{1,20}$"),
    "linkedin": re.compile(r"(?:urn:li:\w+:)?\d{1,20}$"),
    "tiktok": re.compile(r"\d{1,20}$"),
    "youtube": re.compile(r"[\w-]{11}$"),
}
"""What an id looks like, by network; another network's may be any single word."""

_DAMAGED = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+$")
_WRAPPED = re.compile(r'^="?(.*?)"?$')
_ANY = re.compile(r"\S{1,200}$")

INSTAGRAM_EPOCH_MS = 1_314_220_021_721
"""Where the clock inside Instagram's ids starts, in ms since 1970; shown on 112 real posts."""
_X_EPOCH_MS = 1_288_834_974_657


def bare_id(cell: str) -> str:
    """Return an id without the marks that keep a spreadsheet from changing it: `'123`, `="123"`, `123.0`.

    >>> bare_id("'123"), bare_id('="123"'), bare_id("123.0")
    ('123', '123', '123')
    """
    text = cell.strip().lstrip("'")
    wrapped = _WRAPPED.match(text)
    text = wrapped[1] if wrapped else text
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text


def is_damaged(text: str) -> bool:
    """Say whether a spreadsheet has rounded this id (`6.49E+17`) or taken it for a formula (`#NAME?`)."""
    return _DAMAGED.match(text) is not None or text.startswith("#")


def whole_in_link(damaged: str, link: str) -> str | None:
    """Return the long number of a link that rounds to a damaged id, which proves that it is that id; None for none or two.

    >>> whole_in_link("1.23E+17", "https://www.facebook.com/55/posts/123456789012345678")
    '123456789012345678'
    """
    found = {digits for digits in re.findall(r"(?<!\d)\d{12,20}(?!\d)", link) if _rounds_to(damaged, digits)}
    return found.pop() if len(found) == 1 else None


def _rounds_to(damaged: str, digits: str) -> bool:
    mantissa, _, exponent = damaged.replace(",", ".").lower().partition("e+")
    places = len(mantissa.partition(".")[2])
    return places > 0 and exponent == f"{len(digits) - 1:02d}" and f"{int(digits):.{places}e}" == f"{mantissa}e+{exponent}"


def has_lost_digits(text: str) -> bool:
    """Say whether all digits past the fifteenth are 0: suspicious, no proof; such ids also occur unharmed."""
    return text.isdigit() and len(text) > 15 and not text[15:].strip("0")


def fits(network: str | None, text: str) -> bool:
    """Say whether a text has the shape of this network's post ids."""
    return SHAPES.get(network or "", _ANY).match(text) is not None


def instagram_ms(code: str) -> int:
    """Return the upload time in a shortcode, in ms since 1970, to half a minute. Raises ValueError if it is none.

    An Instagram id is 64 bits, the shortcode its base-64 spelling, and the time all but its lowest 23 bits.
    """
    try:
        # Six letters are 36 bits; eight make whole bytes, which the decoder wants.
        bits = int.from_bytes(a2b_base64(code[:8].replace("-", "+").replace("_", "/")), "big")
    except Base64Error as error:
        raise ValueError(code) from error
    if len(code) != 11:
        raise ValueError(code)
    return (bits >> 5) + INSTAGRAM_EPOCH_MS


def id_ms(network: str, post_id: str) -> int | None:
    """Return the time inside an id, in ms since 1970, or None for networks and old ids that carry none.

    X: proved on real rows. LinkedIn and TikTok: widely reported.
    """
    if not post_id.isdigit() or len(post_id) > 20:
        return None
    number = int(post_id)
    match network:
        case "x":
            return (number >> 22) + _X_EPOCH_MS if number > 1 << 53 else None
        case "linkedin":
            return number >> 22 if number > 1 << 60 else None
        case "tiktok":
            return (number >> 32) * 1000 if number > 1 << 60 else None
        case _:
            return None
