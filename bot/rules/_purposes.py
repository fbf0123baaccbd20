"""What rules about kinds of posts share: the posts with their kinds, and how often a kind told by text alone is wrong.

A person's word is taken as it is. A kind told from the text is wrong at known shares, and every chance counts them in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.model.rule import CaseItem, Row, View
from bot.model.statistics import binomial_at_most, binomial_bounds
from bot.model.words import count, day
from bot.rules._accounts import post_ref
from bot.rules._comments import stale_reason
from bot.rules._stories import stories as stories_told

POSTS_WITH_PURPOSES = """
select p.network, p.post_id, p.account, p.permalink, p.text, p.published_at, p.purpose, p.purpose_by,
  (select max(i.as_of) from imports as i
    where i.team_id = :team_id and i.feed = 'posts' and i.undone_at is null) as as_of
from posts as p
where p.team_id = :team_id
  and p.published_at >= :window_days_ago
  and p.published_at <= :now
order by p.published_at desc, p.network desc, p.post_id desc
limit 400
"""
"""The newest 400 posts of a window at most: more would not make a share surer than people can act on."""
SELLING, INSIDE, ASKING = "promotional", "behind the scenes", "invitation to answer"
VALUE = ("teaching", "encouraging", "entertaining")
_URL_OR_TAG = re.compile(r"https?://\S+|#\w+|@\w[\w.]*")
_AFTER_THE_END = re.compile(r"[^\w?？؟]+$")


@dataclass(frozen=True, slots=True)
class Held:
    """How a kind is told on posts that nothing was learned from: `right` of `of_kind`, wrongly `wrong` of `of_others`."""

    right: int
    of_kind: int
    wrong: int
    of_others: int

    def told_share(self, share: float, *, is_high: bool) -> float:
        """Return the share told to be of a kind where `share` are, by the high or the low 90% bounds of both errors."""
        hit, slip = _bounds(self.right, self.of_kind)[is_high], _bounds(self.wrong, self.of_others)[is_high]
        return share * hit + (1 - share) * slip

    def misread_among(self, posts: int) -> int:
        """Return how many of so many posts of other kinds are told to be of this one, in the mean, rounded down."""
        return posts * self.wrong // self.of_others

    @property
    def missed(self) -> float:
        """The share of a kind's posts that may go untold, by the same bounds."""
        return 1 - _bounds(self.right, self.of_kind)[0]


@cache
def _bounds(part: int, whole: int) -> tuple[float, float]:
    """Return the 90% bounds of a share that was measured once and for all."""
    return binomial_bounds(part, whole, 0.9)


HELD: Mapping[str, Held] = {
    SELLING: Held(26, 28, 3, 121),
    "teaching": Held(16, 20, 8, 129),
    "encouraging": Held(17, 22, 7, 127),
    "entertaining": Held(17, 25, 7, 124),
    INSIDE: Held(24, 30, 5, 119),
}
"""Measured on the held half of tests/data/posts_labelled.jsonl; tests/test_triage_posts.py holds these figures to it."""
HELD_VALUE = Held(62, 67, 10, 82)
"""The same for the three kinds of value taken as one."""
HELD_ASKING = Held(18, 24, 3, 125)
"""The same for posts that ask: told to be an invitation, or with a question at their end."""


def stories(rows: Sequence[Row]) -> list[Row]:
    """Return one post for each story: the one of which a person said what it is, else the first given."""
    return [next((row for row in told if row["purpose_by"] == "person"), told[0]) for told in stories_told(rows)]


def told(rows: Sequence[Row]) -> list[Row]:
    """Return the posts whose kind is known."""
    return [row for row in rows if row["purpose"]]


def of_kinds(rows: Sequence[Row], kinds: Collection[str]) -> list[Row]:
    """Return the posts of some kinds."""
    return [row for row in rows if row["purpose"] in kinds]


def asks_at_the_end(text: str) -> bool:
    """Return whether the last thing a text says is a question, hashtags and emoji aside.

    >>> asks_at_the_end("Which one is yours? 👇 #rye"), asks_at_the_end("Hungry? Order now.")
    (True, False)
    """
    return _AFTER_THE_END.sub("", _URL_OR_TAG.sub(" ", text)).endswith(("?", "？", "؟"))


def chance_of_so_many(rows: Sequence[Row], kinds: Collection[str], held: Held, share: float) -> float:
    """Return the chance that so many or more are told to be of some kinds where only `share` of all such posts are."""
    fewer = _at_most(rows, kinds, held.told_share(share, is_high=True), share, less=1)
    return max(0.0, 1.0 - fewer)


def chance_of_so_few(rows: Sequence[Row], kinds: Collection[str], held: Held, share: float) -> float:
    """Return the chance that so few or fewer are told to be of some kinds where `share` of all such posts are."""
    return _at_most(rows, kinds, held.told_share(share, is_high=False), share, less=0)


def chance_unseen(rows: Sequence[Row], held: Held, hidden: float, seen: int = 0) -> float:
    """Return the chance that so many posts of a kind are there and at most `seen` of them were told; 0.0 where people
    told all.
    """
    by_text = sum(row["purpose_by"] != "person" for row in rows)
    return binomial_at_most(seen, int(min(max(1.0, hidden), by_text)), 1 - held.missed) if by_text else 0.0


def _at_most(rows: Sequence[Row], kinds: Collection[str], told_share: float, share: float, *, less: int) -> float:
    """Return the chance of as many as are seen, `less` fewer, or less: posts named by a person and by text together."""
    by_person = sum(row["purpose_by"] == "person" for row in rows)
    by_text, seen = len(rows) - by_person, len(of_kinds(rows, kinds)) - less
    return sum(
        (binomial_at_most(n, by_person, share) - binomial_at_most(n - 1, by_person, share))
        * (binomial_at_most(seen - n, by_text, told_share) if seen >= n else 0.0)
        for n in range(by_person + 1)
    )


def wordless(rows: Sequence[Row]) -> int:
    """Return of how many posts the kind is not known."""
    return sum(not row["purpose"] for row in rows)


def why_absence_is_unsure(posts: Sequence[Row], view: View, risk: float) -> str | None:
    """Return why it cannot be said that no post is of a kind, or None where it can. `risk`: as of `chance_unseen`."""
    known, settings = told(posts), view.settings
    stale = stale_reason(posts[0]["as_of"], view, "posts")
    if stale:
        return stale
    if wordless(posts) > settings["untold"] * len(posts):
        return f"{wordless(posts)} of {count(len(posts), 'post')} show no words, or a title alone, to tell by"
    if len(known) < settings["min_posts"]:
        return f"only {count(len(known), 'post')} can be told, and {settings['min_posts']:.0f} are needed"
    return "one may have been misread" if risk > settings["chance"] else None


def base_facts(rows: Sequence[Row], view: View) -> dict[str, object]:
    """Return what every case about kinds of posts says. rows: the posts that were looked at, at least one."""
    known = told(rows)
    return {"n": len(known), "window": count(int(view.settings["window_days"]), "day"),
            "as_of": rows[0]["as_of"] or view.now, "posts": count(len(known), "post"), "untold": wordless(rows),
            "told_by_a_person": sum(row["purpose_by"] == "person" for row in known)}


def post_item(row: Row, view: View) -> CaseItem:
    """Return a post with its kind, so that a person can see and correct it."""
    return CaseItem(
        post_ref(row), "{network}, {published}: {purpose}", words=row["text"], url=row["permalink"],
        facts={"network": row["network"], "published": day(row["published_at"], view.zone),
               "purpose": row["purpose"] if row["purpose_by"] == "person" else f"{row['purpose']}, by its words"},
    )
