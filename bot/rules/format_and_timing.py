"""Which network, format, weekday or time of day brings leads, and whether that can be told yet.

Looks at the posts of the last `baseline_days` that have a reach, were out for `settle_hours` when leads were
last imported, and whose leads could be seen (a tag of their own, or an account whose leads name their post).
Each post's leads per person are set against the account's own yield, so that accounts may be put together;
networks are compared with one another as they are. Every group of `min_group` posts or more is compared with
all others by a rank test. Fires for the group that stands out most, with a chance of `chance` or less for all
groups together (Holm) and `times` the leads per person of the others. Times of day are those of the team's
own clock, and posts whose hour is unknown are left out of them. In all other cases it says that it can't tell
yet, and why; so too when leads lost the names of their posts: of those of the last `lately_days` fewer name
one than before, and far more none (binomial, 1%) or hardly any one (Poisson, 1%).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from bot.model.facts import Lead, Post, Reading
from bot.model.rule import Case, Example, Ref, Row, Rule, Setting, View
from bot.model.statistics import holm, quartiles, rank_test
from bot.model.times import local
from bot.model.words import age, count
from bot.rules._accounts import (
    POSTS_WITH_LEADS,
    Account,
    accounts,
    chance,
    has_own_tag,
    is_settled,
    lost_names,
    per_thousand,
)

HOURS = (("night", 0), ("morning", 6), ("midday", 11), ("afternoon", 14), ("evening", 18))
"""The times of day by their first hour."""


class Seen(NamedTuple):
    """A post whose leads could be seen, and its account."""

    row: Row
    account: Account

    @property
    def rate(self) -> float:
        """Leads per person reached."""
        return float(self.row["leads"] / self.row["reach"])

    @property
    def times_own(self) -> float:
        """The same in yields of its account."""
        return self.rate / self.account.lead_yield if self.account.lead_yield else 0.0


class Group(NamedTuple):
    """Posts that share a network, a format, a weekday or a time of day, and the others."""

    dimension: str
    name: str
    posts: Sequence[Seen]
    others: Sequence[Seen]

    @property
    def risk(self) -> float:
        """The chance that the group would rank so high, were it like the others."""
        return rank_test([self._compared(each) for each in self.others], [self._compared(each) for each in self.posts])

    def facts(self) -> dict[str, object]:
        """Return the group's figures for scripts: leads per 1,000 people, and the quartiles of its posts."""
        low, _, high = quartiles([1000 * each.rate for each in self.posts])
        return {"dimension": self.dimension, "name": self.name, "n": len(self.posts),
                "leads": sum(each.row["leads"] for each in self.posts), "leads_per_1000": 1000 * together(self.posts),
                "low": low, "high": high}

    def _compared(self, each: Seen) -> float:
        return each.rate if self.dimension == "network" else each.times_own


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return one case: what stands out, or why nothing can be told yet."""
    if not rows:
        return
    seen = [Seen(row, account) for account in accounts(rows) for row in account.reached if _is_seen(row, account, view)]
    found = groups(seen, view)
    why = _unknown(rows[0], seen, found, view)
    facts = {"n": len(seen), "window": count(int(view.settings["baseline_days"]), "day"),
             "as_of": rows[0]["leads_as_of"] or view.now, "groups": [group.facts() for group in found]}
    if why is None:
        risks = holm(group.risk for group in found)
        risk, best = min(zip(risks, found, strict=True), key=lambda each: (each[0], -together(each[1].posts)))
        others = together(best.others)
        if risk <= view.settings["chance"] and together(best.posts) >= view.settings["times"] * others:
            yield _fired(best, {**facts, "chance": chance(risk), "chance_of_so_many": risk})
            return
        why = f"none of {count(len(found), 'group')} of posts stands out by more than chance"
    yield Case(
        subject=(), verdict="cant-tell", reason=f"which format and time bring leads is open yet: {why}",
        facts={**facts, "next_step": "Keep a tag of its own on every post and look again in two weeks."},
    )


def groups(seen: Sequence[Seen], view: View) -> list[Group]:
    """Return every group that is large enough on both sides."""
    ways: dict[str, Callable[[Row], str | None]] = {
        "network": lambda row: row["network"],
        "format": lambda row: row["kind"],
        "weekday": lambda row: f"{local(row['published_at'], view.zone):%A}",
        "time of day": lambda row: _time_of_day(row, view.zone),
    }
    found = []
    for dimension, name_of in ways.items():
        named = [(name_of(each.row), each) for each in seen]
        for name in sorted({name for name, _ in named if name}):
            posts = [each for own, each in named if own == name]
            others = [each for own, each in named if own and own != name]
            if min(len(posts), len(others)) >= view.settings["min_group"]:
                found.append(Group(dimension, name, posts, others))
    return found


def together(posts: Sequence[Seen]) -> float:
    """Return the leads per person of several posts."""
    return float(sum(each.row["leads"] for each in posts) / sum(each.row["reach"] for each in posts))


def _is_seen(row: Row, account: Account, view: View) -> bool:
    until = min(view.now, row["leads_as_of"] or view.now)
    return bool(has_own_tag(row) or account.stated_yield) and is_settled(row, until, view.settings["settle_hours"])


def _time_of_day(row: Row, zone: str) -> str | None:
    if row["published_precision"] == "day":
        return None
    hour = local(row["published_at"], zone).hour
    return [name for name, first in HOURS if first <= hour][-1]


def _unknown(newest: Row, seen: Sequence[Seen], found: Sequence[Group], view: View) -> str | None:
    settings, leads, as_of = view.settings, sum(each.row["leads"] for each in seen), newest["leads_as_of"]
    if as_of is None:
        return "no leads were ever imported"
    if as_of < view.ago["fresh_days"]:
        return f"the newest leads were imported {age(as_of, view.now)} ago"
    if lost := lost_names(newest, view):
        return lost
    if len(seen) < settings["min_posts"]:
        return f"the leads of only {count(len(seen), 'post')} could be seen, and {settings['min_posts']:.0f} are needed"
    if leads < settings["min_leads"]:
        return f"only {count(leads, 'lead')} came, and {settings['min_leads']:.0f} are needed"
    return None if found else "all posts are of one kind"


def _fired(best: Group, facts: dict[str, object]) -> Case:
    low, _, high = quartiles([each.rate for each in best.posts])
    networks = {each.row["network"] for each in best.posts}
    return Case(
        subject=(Ref(best.dimension, next(iter(networks)) if len(networks) == 1 else "", best.name),),
        facts={
            **facts, "dimension": best.dimension, "name": best.name, "posts": count(len(best.posts), "post"),
            "others": count(len(best.others), "other"), "rate": per_thousand(together(best.posts)),
            "other_rate": per_thousand(together(best.others)), "low": per_thousand(low), "high": per_thousand(high),
        },
        stake=sum(each.row["leads"] for each in best.posts) * (1 - together(best.others) / together(best.posts)),
    )


def _posts(kinds: Sequence[str]) -> tuple[Post | Reading, ...]:
    """Return twenty-four posts, one a day, of the formats given in turn."""
    return tuple(
        fact
        for number in range(24)
        for fact in (
            Post("instagram", f"p{number}", f"2026-02-{1 + number:02d}T12:00:00Z", account="bakery",
                 kind=kinds[number % len(kinds)], link=f"https://bakery.example/?utm_content=p{number}"),
            Reading("instagram", f"p{number}", "2026-03-03T00:00:00Z", reach=1000 + number),
        )
    )


def _leads(of_each: int, of_third: int) -> tuple[Lead, ...]:
    """Return leads for every post, and more for every third."""
    tags = [f"p{number}" for number in range(24) for _ in range(of_third if number % 3 == 0 else of_each + number % 2)]
    return tuple(Lead(f"l{number}", "2026-02-27T12:00:00Z", utm_content=tag) for number, tag in enumerate(tags))


RULE = Rule(
    detect=POSTS_WITH_LEADS,
    refine=refine,
    title="Plan more {name} posts: {rate} leads per 1,000 people, where all others bring {other_rate}",
    ask="By {dimension}, {posts} against {others} of {window}; the middle half of them brought {low} to {high}.",
    next_step="Make one planned post of next week one of these, with its own tagged link.",
    commitment="Make one post of next week a {name} post, with a tagged link",
    measured_by="posts",
    closed_by="More posts of that group with a link, in later imports.",
    rests_on=("reach-the-right-way", "leads-not-virality"),
    settings={
        "baseline_days": Setting(90, "days", "how far back posts are compared"),
        "settle_hours": Setting(72, "hours", "how long a post must have been out before its leads are counted"),
        "fresh_days": Setting(8, "days", "how old the newest import of leads may be"),
        "lately_days": Setting(14, "days", "over which leads are looked at for names of posts that got lost"),
        "min_posts": Setting(20, "count", "how many posts whose leads could be seen there must be"),
        "min_leads": Setting(10, "count", "how many leads they must have brought together"),
        "min_group": Setting(5, "count", "how many posts a group, and all others, must have"),
        "times": Setting(1.5, "ratio", "how many times the others' leads per person it must bring"),
        "chance": Setting(0.02, "share", "the highest chance of standing out so that still counts as a finding"),
    },
    fires_on=Example(
        now="2026-03-04T09:30:00Z", facts=(*_posts(("video", "image", "image")), *_leads(1, 6)),
        feeds={"leads": "2026-03-04T08:00:00Z"},
    ),
    silent_on=Example(
        now="2026-03-04T09:30:00Z", facts=(*_posts(("video", "image", "image")), *_leads(1, 2)),
        feeds={"leads": "2026-03-04T08:00:00Z"},
    ),
    severity=1,
    slot="audit",
    effort_minutes=10,
)
