"""Which network, format, weekday or time of day brings leads, and whether that can be told yet.

Looks at the posts of the last `baseline_days` that have a reach, were out for `settle_hours` when leads were
last imported, and whose leads could be seen (a tag of their own, or an account whose leads name their post).
Each post's leads per person are set against the account's own yield, so that accounts may be put together;
networks are compared with one another as they are. Every group of `min_group` posts or more is compared with
all others by a rank test. Fires for the group that stands out most, with a chance of `chance` or less for all
groups together (Holm) and `times` the leads per person of the others. Times of day are those of the team's
own clock, and posts whose hour is unknown are left out of them. A format, weekday or hour must stand out as well
when a story told on several accounts counts once. In all other cases it says that it can't tell
yet, and why; so too when leads lost the names of their posts: of those of the last `lately_days` fewer name
one than before, and far more none (binomial, 1%) or hardly any one (Poisson, 1%).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.model.facts import Lead, Post, Reading
from bot.model.networks import network_name
from bot.model.rule import Case, Example, Ref, Row, Rule, Setting, View
from bot.model.statistics import Ranks, holm, quartiles
from bot.model.times import local
from bot.model.words import age, count
from bot.rules._accounts import (
    POSTS_WITH_LEADS,
    accounts,
    chance,
    has_own_tag,
    lost_names,
    per_thousand,
    settled,
)
from bot.rules._stories import stories

TIMES_OF_DAY = ("night",) * 6 + ("morning",) * 5 + ("midday",) * 3 + ("afternoon",) * 4 + ("evening",) * 6
"""The times of day by the hour, from 0."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Seen(NamedTuple):
    """A post whose leads could be seen: how many were likely at its account's own yield, leads per person reached, and
    leads in yields of its account.
    """

    row: Row
    likely: float
    rate: float
    times_own: float


class Group(NamedTuple):
    """Posts that share a network, a format, a weekday or a time of day, and all others of which it is known.

    `others` counts them, `others_rate` is their leads per person reached together. `risk`: the chance that the group would
    rank so high, were it like the others.
    """

    dimension: str
    name: str
    posts: Sequence[Seen]
    leads: int
    people: int
    others: int
    others_rate: float
    risk: float

    @property
    def rate(self) -> float:
        """Leads per person reached, all posts together."""
        return self.leads / self.people

    def facts(self) -> dict[str, object]:
        """Return the group's figures for scripts: leads per 1,000 people, and the quartiles of its posts."""
        low, _, high = quartiles([1000 * each.rate for each in self.posts])
        return {"dimension": self.dimension, "name": self.name, "n": len(self.posts),
                "leads": self.leads, "leads_per_1000": 1000 * self.rate, "low": low, "high": high}


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return one case: what stands out, or why nothing can be told yet."""
    if not rows:
        return
    until = min(view.now, rows[0]["leads_as_of"] or view.now)
    seen = [_seen(row, row["reach"] * account.lead_yield)
            for account in accounts(rows) for row in settled(account.reached, until, view.settings["settle_hours"])
            if has_own_tag(row) or account.stated_yield]
    found = groups(seen, view)
    why = _unknown(rows[0], seen, found, view)
    facts = {"n": len(seen), "window": count(int(view.settings["baseline_days"]), "day"),
             "as_of": rows[0]["leads_as_of"] or view.now, "groups": [group.facts() for group in found]}
    if why is None:
        best, risk = _best(found)
        if _stands_out(best, risk, view) and _still_stands_out(best, seen, view):
            yield _fired(best, {**facts, "chance": chance(risk), "chance_of_so_many": risk})
            return
        why = f"none of {count(len(found), 'group')} of posts stands out by more than chance"
    yield Case(
        subject=(), verdict="cant-tell", reason=f"no format or time can be named yet, since {why}",
        facts={**facts, "next_step": "Keep a tag of its own on every post and look again in two weeks."},
    )


def groups(seen: Sequence[Seen], view: View) -> list[Group]:
    """Return every group that is large enough on both sides."""
    found = []
    by_rate, by_own = Ranks([each.rate for each in seen]), Ranks([each.times_own for each in seen])
    for dimension, names in _names(seen, view.zone).items():
        known = [each for name, each in zip(names, seen, strict=True) if name]
        ranks = by_rate if dimension == "network" else by_own
        if len(known) < len(seen):
            ranks = Ranks([each.times_own for each in known])
        places: dict[str, list[int]] = {}
        for place, name in enumerate(filter(None, names)):
            places.setdefault(name, []).append(place)
        leads, people = _totals(known)
        for name, own in sorted(places.items()):
            posts, others = [known[place] for place in own], len(known) - len(own)
            if min(len(posts), others) >= view.settings["min_group"]:
                brought, reached = _totals(posts)
                rate = (leads - brought) / (people - reached) if others else 0.0
                risk = ranks.chance_of_so_high(own)
                found.append(Group(dimension, name, posts, brought, reached, others, rate, risk))
    return found


def _names(seen: Sequence[Seen], zone: str) -> dict[str, list[str | None]]:
    """Return, for each way of grouping, the group of each post; None where it is not known."""
    rows = [each.row for each in seen]
    moments = [local(row["published_at"], zone) for row in rows]
    hours = [None if row["published_precision"] == "day" else moment.hour
             for row, moment in zip(rows, moments, strict=True)]
    return {
        "network": [row["network"] for row in rows],
        "format": [row["kind"] for row in rows],
        "weekday": [WEEKDAYS[moment.weekday()] for moment in moments],
        "time of day": [None if hour is None else TIMES_OF_DAY[hour] for hour in hours],
    }


def _totals(posts: Sequence[Seen]) -> tuple[int, int]:
    """Return the leads of several posts, and the people they reached."""
    rows = [each.row for each in posts]
    return sum([row["leads"] for row in rows]), sum([row["reach"] for row in rows])


def _best(found: Sequence[Group]) -> tuple[Group, float]:
    """Return the group that stands out most, and its chance when all are held to it together."""
    risks = holm(group.risk for group in found)
    risk, best = min(zip(risks, found, strict=True), key=lambda each: (each[0], -each[1].rate))
    return best, risk


def _stands_out(group: Group, risk: float, view: View) -> bool:
    return risk <= view.settings["chance"] and group.rate >= view.settings["times"] * group.others_rate


def _still_stands_out(group: Group, seen: Sequence[Seen], view: View) -> bool:
    """Tell whether a group stands out when a story told on several accounts counts once; networks stay as they are."""
    if group.dimension == "network":
        return True
    found = groups(_one_a_story(seen), view)
    risks = holm(each.risk for each in found)
    return any((each.dimension, each.name) == (group.dimension, group.name) and _stands_out(each, risk, view)
               for each, risk in zip(found, risks, strict=True))


def _one_a_story(seen: Sequence[Seen]) -> list[Seen]:
    """Return one post for each story, with what all its tellings brought together."""
    by_post = {(each.row["network"], each.row["post_id"]): each for each in seen}
    found = []
    for told in stories([each.row for each in seen]):
        tellings = [by_post[row["network"], row["post_id"]] for row in told]
        both = {name: sum(row[name] for row in told) for name in ("leads", "reach")}
        found.append(_seen({**told[0], **both}, sum(each.likely for each in tellings)))
    return found


def _seen(row: Row, likely: float) -> Seen:
    return Seen(row, likely, row["leads"] / row["reach"], row["leads"] / likely if likely else 0.0)


def _unknown(newest: Row, seen: Sequence[Seen], found: Sequence[Group], view: View) -> str | None:
    settings, leads, as_of = view.settings, sum(each.row["leads"] for each in seen), newest["leads_as_of"]
    if as_of is None:
        return "no leads were ever imported"
    if as_of < view.ago["fresh_days"]:
        return f"the newest leads were imported {age(as_of, view.now)} ago"
    if lost := lost_names(newest, view):
        return lost
    if not seen:
        return f"the leads of no post could be seen, and {settings['min_posts']:.0f} posts are needed"
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
            **facts, "dimension": best.dimension, "name": best.name,
            "named": network_name(best.name) if best.dimension == "network" else best.name,
            "posts": count(len(best.posts), "post"),
            "others": count(best.others, "other"), "rate": per_thousand(best.rate),
            "other_rate": per_thousand(best.others_rate), "low": per_thousand(low), "high": per_thousand(high),
        },
        stake=best.leads * (1 - best.others_rate / best.rate),
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
    title="Plan more {named} posts: they bring {rate} leads per 1,000 people, all others {other_rate}",
    ask="By {dimension}: {posts} of {window} compared with {others}. The middle half of the {named} posts brought {low} "
        "to {high}.",
    next_step="Make one planned post of next week one of these, with its own tagged link.",
    commitment="Plan one {named} post for next week, with a tagged link",
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
    counts=("post", "posts"),
    effort_minutes=10,
)
