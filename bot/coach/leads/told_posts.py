"""Which post people mean when they tell of leads: a link, an id or a post code, of a post that is imported or not yet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.coach.desk import Desk
from bot.coach.feeds import feeds_of
from bot.coach.figures.post_lookup import NoSuchPost, find_post
from bot.errors import UsageError
from bot.model.codes import is_code
from bot.model.networks import network_name
from bot.model.tagged_links import quotable, tags_of_link
from bot.model.ties import NOT_YET
from bot.model.words import shorten

NOWHERE = frozenset({"none", "nowhere", "no-post", "unknown"})
"""Words for leads that came from no post, or from nobody knows where."""
WITHOUT_POST = "it was told in chat without a post"
_ID = re.compile(r"\d{8,}|[\w-]{8,}")


@dataclass(frozen=True, slots=True)
class Source:
    """Where told leads came from. With `network` and `post_id` it is an imported post; else `reason` says why none.

    `code`, `link` and `candidate` (an id in the link) are what ties them when the post is imported.
    """

    network: str | None = None
    post_id: str | None = None
    text: str | None = None
    reason: str | None = None
    code: str | None = None
    link: str | None = None
    candidate: str | None = None

    @property
    def name(self) -> str:
        """How people know it: the start of the post's words, or what is known instead."""
        if self.post_id:
            return post_name(self.network, self.post_id, self.text)
        return f"the post with the code {self.code}" if self.code else shorten(self.link, 60) if self.link else "no post"


def post_name(network: str | None, post_id: str, text: str | None) -> str:
    """Return how people know a post: the start of its words; one without words by its network and id."""
    words = " ".join((text or "").split())
    return f"“{quotable(words, 48)}”" if words else f"the {network_name(network)} post {post_id}"


def source_of(desk: Desk, words: str) -> Source:
    """Return where leads came from, in somebody's words. Raises UsageError for what is no post and no link to one."""
    words = _bare(words)
    if words.lower() in NOWHERE:
        return Source(reason=WITHOUT_POST)
    code = tags_of_link(words).get("utm_content", words).lower()
    if is_code(code) and desk.records.one("post_code", code=code):
        return _by_code(desk, code)
    try:
        return _known(desk, *find_post(desk, words))
    except NoSuchPost:
        link = _link_key(words)
        if link is None:
            raise _nothing(desk, words) from None
        return Source(reason=NOT_YET, link=link, candidate=_candidate(link))


def _by_code(desk: Desk, code: str) -> Source:
    posts = desk.records.rows("posts_of_code", code=code)
    if len(posts) > 1:
        listed = " or ".join(f"{row['network']}:{row['post_id']}" for row in posts[:3])
        raise UsageError(f"Several posts carry the code {code!r}. Write {listed}.")
    if not posts:
        return Source(reason=NOT_YET, code=code)
    return Source(posts[0]["network"], posts[0]["post_id"], posts[0]["text"])


def _known(desk: Desk, network: str, post_id: str) -> Source:
    row: dict[str, Any] = desk.records.one("post_words", network=network, post_id=post_id) or {}
    return Source(network, post_id, row.get("text"))


def _bare(words: str) -> str:
    """Return words without the marks that a chat puts around a link."""
    words = words.strip()
    return words[1:-1].partition("|")[0] if words.startswith("<") and words.endswith(">") else words.rstrip(".,;")


def _link_key(words: str) -> str | None:
    """Return a link in the form in which links to one post are equal; None for what leads to no page of a site."""
    try:
        parts = urlsplit(words)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "." not in host or len(words) > 500:
        return None
    kept = "&".join(pair for pair in parts.query.split("&") if pair.split("=")[0] in ("v", "story_fbid", "id", "fbid"))
    path = parts.path.rstrip("/")
    return f"https://{host}{path}{'?' if kept else ''}{kept}" if path or kept else None


def _candidate(link: str) -> str | None:
    """Return what may be the post's id in a link: the last part of its path or of its query."""
    last = re.split(r"[/=]", link)[-1]
    return last if _ID.fullmatch(last) else None


def _nothing(desk: Desk, words: str) -> UsageError:
    shown = shorten(words, 60)
    if "posts" not in feeds_of(desk).known:
        return NoSuchPost(f"No posts were imported yet, so {shown!r} fits none. Give the post's link, which is kept until "
                          "the post is imported, or write none for leads without a post.")
    return NoSuchPost(f"No imported post fits {shown!r}. Give its link, which is kept until the post is imported, its id "
                      "as the network writes it, or none for leads without a post.")
