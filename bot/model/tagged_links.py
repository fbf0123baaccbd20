"""Links with tags: the utm words that say which post a visitor came by. What else stands in an address stays as written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote_plus, urlsplit

from bot.model.words import shorten

LONGEST = 1800
"""Letters of an address that can still take its tags: browsers and networks follow at least 2,000."""
TAGS = ("utm_source", "utm_medium", "utm_campaign", "utm_content")
_SHOWN = 60
_TRACKERS = frozenset({"fbclid", "gclid", "dclid", "igsh", "igshid", "msclkid", "ttclid", "twclid", "li_fat_id", "mc_cid",
                       "mc_eid"})
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_AFTER = ".,;:!?)]}»”\"'"
"""Signs that end a sentence and no address."""


def checked_address(words: str) -> str:
    """Return an address that can carry tags, without the marks that a chat puts around it.

    Raises ValueError with a sentence that quotes the address and says what to write instead.

    >>> checked_address("<https://bakery.example/menu|bakery.example/menu>")
    'https://bakery.example/menu'
    """
    address = words.strip()
    if address.startswith("<") and address.endswith(">"):
        address = address[1:-1].partition("|")[0]
    shown = repr(address if len(address) <= _SHOWN else address[:_SHOWN] + "…")
    if not address.lower().startswith(("http://", "https://")):
        bare = re.match(r"(?:[\w-]+\.)+[a-z]{2,}(?:[/?#:]|$)", address, re.IGNORECASE)
        instead = f"write https://{address[:_SHOWN]}" if bare else "give one that begins with https:// or http://"
        raise ValueError(f"The address {shown} cannot carry a tag; {instead}.")
    if re.search(r"[\s\x00-\x1f\x7f<>\"\\]", address):
        raise ValueError(f"The address {shown} has a space or a sign in it that no address has; copy it again as a whole.")
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host:
        raise ValueError(f"The address {shown} names no site; write it as https://your-site.example/page.")
    if parts.username or parts.password:
        raise ValueError("The address has a name or a password in it; give one that everybody may see.")
    if len(address) > LONGEST:
        raise ValueError(f"The address {shown} has {len(address):,} letters; with tags at most {LONGEST:,} are followed.")
    return address


def tagged(address: str, tags: Mapping[str, str]) -> str:
    """Return an address with these tags; its other query words, their order and its fragment stay as they are.

    >>> tagged("https://bakery.example/menu?table=4#rye", {"utm_source": "instagram", "utm_content": "k7mp"})
    'https://bakery.example/menu?table=4&utm_source=instagram&utm_content=k7mp#rye'
    """
    head, mark, fragment = address.partition("#")
    place, _, query = head.partition("?")
    if place.count("/") == 2:
        place += "/"
    kept = [pair for pair in query.split("&") if pair and _name(pair) not in tags]
    added = [f"{name}={quote(value, safe='')}" for name, value in tags.items()]
    words = "&".join([*kept, *added])
    return f"{place}{'?' if words else ''}{words}{mark}{fragment}"


def without_tags(address: str) -> str:
    """Return an address without its four tags: the page that it leads to.

    >>> without_tags("https://bakery.example/?utm_source=x&table=4&utm_content=k7mp")
    'https://bakery.example/?table=4'
    """
    head, mark, fragment = address.partition("#")
    place, _, query = head.partition("?")
    kept = "&".join(pair for pair in query.split("&") if pair and _name(pair) not in TAGS)
    return f"{place}{'?' if kept else ''}{kept}{mark}{fragment}"


def quotable(words: str, limit: int) -> str:
    """Return words to be quoted, on one line of at most `limit` letters; their addresses lose what only follows visitors.

    >>> quotable("Rye is back https://bakery.example/rye?utm_source=x&table=4&fbclid=1.", 80)
    'Rye is back https://bakery.example/rye?table=4.'
    """
    return shorten(_ADDRESS.sub(lambda found: _untracked(found.group()), words), limit)


def tags_of_link(address: str) -> dict[str, str]:
    """Return the four tags that an address carries already; empty ones are left out.

    >>> tags_of_link("https://bakery.example/?utm_campaign=spring+bake&utm_content=")
    {'utm_campaign': 'spring bake'}
    """
    query = address.partition("#")[0].partition("?")[2]
    pairs = [(_name(pair), unquote_plus(pair.partition("=")[2])) for pair in query.split("&")]
    return {name: value for name, value in pairs if name in TAGS and value}


def campaign_tag(name: str) -> str:
    """Return a campaign's name as its tag is written: small letters, dashes between words.

    >>> campaign_tag("Spring_bake  2026")
    'spring-bake-2026'
    """
    return "-".join(name.casefold().replace("_", " ").replace("-", " ").split())


def _untracked(address: str) -> str:
    bare = address.rstrip(_AFTER)
    head, mark, fragment = bare.partition("#")
    place, _, query = head.partition("?")
    kept = "&".join(pair for pair in query.split("&") if pair and not _tracks(_name(pair)))
    return f"{place}{'?' if kept else ''}{kept}{mark}{fragment}{address[len(bare):]}"


def _tracks(name: str) -> bool:
    return name.startswith("utm_") or name in _TRACKERS


def _name(pair: str) -> str:
    return unquote_plus(pair.partition("=")[0]).lower()
