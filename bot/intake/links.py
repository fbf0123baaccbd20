"""Links to posts: one form for one post, and the id, account and time that a link carries.

Two links to the same post have the same key, whatever language or tracking words hang on them.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

_MEANINGFUL = frozenset({"v", "story_fbid", "id", "fbid", "list"})
"""Query words that say which post is meant; all others (lang, igsh, utm_...) say how it was reached."""
_HOSTS = {
    "twitter.com": "x.com", "mobile.twitter.com": "x.com", "mobile.x.com": "x.com",
    "youtube-nocookie.com": "youtube.com",
}
_SHORT = re.compile(r"^https?://(?:www\.|m\.)?youtu\.be/([\w-]{11})")
_IDS = {
    "x": re.compile(r"(?:twitter|x)\.com/(?:[^/]+|i/web)/status(?:es)?/(\d+)"),
    "linkedin": re.compile(r"(?:activity|ugcPost|share)[:-](\d{15,20})|(?:%3A)(\d{15,20})"),
    "tiktok": re.compile(r"tiktok\.com/(?:@[^/]*/)?(?:video|photo|v)/(\d+)"),
    "youtube": re.compile(r"(?:youtu\.be/|[?&]v=|/shorts/|/live/|/embed/)([\w-]{11})"),
}
_HANDLES = {
    "x": re.compile(r"(?:twitter|x)\.com/(?!i/)([A-Za-z0-9_]{1,15})/status"),
    "tiktok": re.compile(r"tiktok\.com/@([^/?#]+)"),
}
_NETWORK_HOSTS = (
    ("facebook.com", "facebook"), ("fb.watch", "facebook"), ("instagram.com", "instagram"), ("youtube.com", "youtube"),
    ("youtu.be", "youtube"), ("twitter.com", "x"), ("x.com", "x"), ("linkedin.com", "linkedin"),
    ("lnkd.in", "linkedin"),    ("tiktok.com", "tiktok"), ("pinterest.com", "pinterest"), ("google.com", "google"),
)


def clean_link(link: str) -> str:
    """Return a link without the words that say how it was reached, otherwise as written; "" for what is no link.

    >>> clean_link("https://www.tiktok.com/@a/video/7?lang=en")
    'https://www.tiktok.com/@a/video/7'
    """
    link = link.strip()
    if not link.lower().startswith(("http://", "https://")):
        return "https://" + clean_link("https://" + link)[8:] if _looks_bare(link) else ""
    if "?" not in link and "#" not in link:
        return link
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name in _MEANINGFUL]
    return parts._replace(query=urlencode(kept), fragment="").geturl()


def link_key(link: str) -> str:
    """Return the form under which two links to one post are equal; "" for what is no link.

    >>> link_key("http://m.twitter.com/a/status/5/?s=20") == link_key("https://x.com/a/status/5")
    True
    """
    cleaned = clean_link(link)
    if not cleaned:
        return ""
    short = _SHORT.match(cleaned)
    if short:
        return f"https://youtube.com/watch?v={short[1]}"
    parts = urlsplit(cleaned)
    host = parts.netloc.lower().removeprefix("www.").removeprefix("m.")
    return parts._replace(scheme="https", netloc=_HOSTS.get(host, host), path=parts.path.rstrip("/")).geturl()


def id_in_link(network: str, link: str) -> str | None:
    """Return the post id that a link of this network carries, or None: Meta's links carry none that exports use."""
    pattern = _IDS.get(network)
    found = pattern.search(link) if pattern else None
    return next((group for group in found.groups() if group), None) if found else None


def handle_in_link(network: str, link: str) -> str | None:
    """Return the account's handle that a link of this network carries, without its `@`, or None."""
    pattern = _HANDLES.get(network)
    found = pattern.search(link) if pattern else None
    return found[1] if found else None


def network_of_link(link: str) -> str | None:
    """Return the network a link leads to, or None for another site."""
    host = link_key(link)[8:].split("/", 1)[0]
    return next((network for site, network in _NETWORK_HOSTS if host == site or host.endswith("." + site)), None)


def _looks_bare(link: str) -> bool:
    return re.match(r"(?:[\w-]+\.)+[a-z]{2,}/\S+$", link, re.IGNORECASE) is not None
