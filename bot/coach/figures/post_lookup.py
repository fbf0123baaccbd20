"""Finds the team's post that a link or an id means. What fits no post, or several, is asked back, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args
from urllib.parse import parse_qsl, urlsplit

from bot.coach.desk import Desk
from bot.coach.feeds import feeds_of
from bot.errors import UsageError
from bot.model.facts import Network

Key = tuple[str, str]
_ID = re.compile(r"[\w-]{5,}")


class NoSuchPost(UsageError):
    """No imported post is what the words mean; the message says what to give instead."""


def find_post(desk: Desk, words: str) -> Key:
    """Return the network and the id of the post that a link or an id means.

    `network:id` and `network/id` settle which one is meant where two networks use the same id. Raises UsageError.
    """
    words = words.strip().strip("<>")
    found = sorted(_by_link(desk, words) or _by_id(desk, words))
    if not found and "posts" not in feeds_of(desk).known:
        raise NoSuchPost(f"No posts were imported yet, so none fits {words!r}. Import your posts first: "
                         "python -m bot import FILE")
    if not found:
        raise NoSuchPost(f"No imported post fits {words!r}. Give its link or its id as the network writes it; "
                         "if it is new, import the newest posts first.")
    if len(found) > 1:
        listed = " or ".join(f"{network}:{post_id}" for network, post_id in found)
        raise UsageError(f"Several posts fit {words!r}. Write {listed}.")
    return found[0]


def _by_link(desk: Desk, words: str) -> set[Key]:
    if "." not in words or "/" not in words:
        return set()
    link = words if "://" in words else f"https://{words}"
    for spelling in _spellings(link):
        rows = desk.records.rows("post_by_permalink", permalink=spelling)
        if rows:
            return {(row["network"], row["post_id"]) for row in rows}
    found = {key for word in _ids_in(link) for key in _by_id(desk, word)}
    return found if len(found) == 1 else set()


def _by_id(desk: Desk, words: str) -> set[Key]:
    network, mark, post_id = words.replace("/", ":", 1).partition(":")
    if mark and network.lower() in get_args(Network):
        return _known(desk, network.lower(), post_id)
    return {key for each in get_args(Network) for key in _known(desk, each, words)}


def _known(desk: Desk, network: str, post_id: str) -> set[Key]:
    rows = desk.records.rows("post_moment", network=network, post_id=post_id)
    return {(row["network"], row["post_id"]) for row in rows}


def _spellings(link: str) -> Iterator[str]:
    """Yield the ways an export may have written a link: with and without query, www, closing slash and s of https."""
    bare = link.split("#", 1)[0]
    for cut in dict.fromkeys((bare, bare.split("?", 1)[0], _without_tracking(bare))):
        host = re.sub(r"^https?://(?:www\.|m\.)?", "", cut, flags=re.IGNORECASE)
        for ending in dict.fromkeys((host, host.rstrip("/"), host.rstrip("/") + "/")):
            for start in ("https://www.", "https://", "http://www.", "http://", "https://m."):
                yield start + ending


def _without_tracking(link: str) -> str:
    head, _, query = link.partition("?")
    kept = [pair for pair in query.split("&") if pair.split("=")[0] in ("v", "story_fbid", "id", "fbid", "list")]
    return f"{head}?{'&'.join(kept)}" if kept else head


def _ids_in(link: str) -> Iterator[str]:
    """Yield what may be a post's id in a link: the parts of its path, last first, and the values of its query."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return
    for piece in (*reversed(parts.path.split("/")), *(value for _, value in parse_qsl(parts.query))):
        yield from (word for word in dict.fromkeys((piece, *re.findall(r"\d{8,}", piece))) if _ID.fullmatch(word))
