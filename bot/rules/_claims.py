"""What a post says that can be checked against another: where it leads, its hashtags, its prices and its dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from bot.model.rule import Row

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\.?(?: of)? {_MONTH}(?![a-z])", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)", re.IGNORECASE)
_ISO = re.compile(r"\b\d{4}-(\d{2})-(\d{2})\b")
_NUMBER = r"(\d{1,3}(?:[ .,]\d{3})+(?:[.,]\d{2})?|\d+(?:[.,]\d{1,2})?)"
_SIGNS = {"€": "eur", "£": "gbp", "$": "usd", "eur": "eur", "euro": "eur", "euros": "eur", "gbp": "gbp", "pounds": "gbp",
          "usd": "usd", "dollars": "usd"}
_PRICE = re.compile(rf"([€£$])\s?{_NUMBER}|{_NUMBER}\s?(€|£|\$|(?:eur|euros?|gbp|pounds|usd|dollars)\b)", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>()\"']+", re.IGNORECASE)
_HASHTAG = re.compile(r"(?<![\w#/])#(\w*[^\W\d]\w*)")
_SHORTENERS = {"bit.ly", "t.co", "tinyurl.com", "linktr.ee", "lnkd.in", "ow.ly", "buff.ly", "goo.gl", "youtu.be"}


def pages(row: Row) -> frozenset[str]:
    """Return where a post leads, as host and path without tags; short links hide it and are left out."""
    found = [row["link"]] if row["link"] else _URL.findall(row["text"] or "")
    return frozenset(filter(None, map(page, found)))


def page(url: str) -> str | None:
    """Return an address as host and path, for comparing; None for a short link or none at all.

    >>> page("https://www.bakery.example/rye/?utm_content=p1"), page("https://bit.ly/x")
    ('bakery.example/rye', None)
    """
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
    except ValueError:
        return None
    host = parts.netloc.casefold().removeprefix("www.")
    return None if not host or host in _SHORTENERS else host + parts.path.rstrip(".,;!?)").rstrip("/")


def hashtags(row: Row) -> frozenset[str]:
    """Return a post's hashtags, letter case aside.

    >>> sorted(hashtags({"text": "#SpringBake and #Rye, item #1"}))
    ['rye', 'springbake']
    """
    return frozenset(tag.casefold() for tag in _HASHTAG.findall(row["text"] or ""))


def prices(row: Row) -> frozenset[str]:
    """Return the prices a post names, as amount and currency.

    >>> sorted(prices({"text": "now €12,50 instead of 15 euros"}))
    ['12.50 eur', '15.00 eur']
    """
    found = set()
    for sign, after, before, word in _PRICE.findall(row["text"] or ""):
        amount = re.sub(r"[ .,](?=\d{3}(?:\D|$))", "", after or before).replace(",", ".")
        found.add(f"{float(amount):.2f} {_SIGNS[(sign or word).casefold()]}")
    return frozenset(found)


def dates(row: Row) -> frozenset[str]:
    """Return the days a post names, as month and day.

    >>> sorted(dates({"text": "from 7 March to April 12th"}))
    ['03-07', '04-12']
    """
    text = _URL.sub(" ", row["text"] or "")
    pairs = [(_month(month), int(day)) for day, month in _DAY_MONTH.findall(text)]
    pairs += [(_month(month), int(day)) for month, day in _MONTH_DAY.findall(_DAY_MONTH.sub(" ", text))]
    pairs += [(int(month), int(day)) for month, day in _ISO.findall(text)]
    return frozenset(f"{month:02d}-{day:02d}" for month, day in pairs if 1 <= month <= 12 and 1 <= day <= 31)


CLAIMS: Mapping[str, Callable[[Row], frozenset[str]]] = {
    "link": pages, "hashtag": hashtags, "price": prices, "date": dates,
}
"""What posts of one campaign can contradict each other in."""


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].casefold()) + 1
