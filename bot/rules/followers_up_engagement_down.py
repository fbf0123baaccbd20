"""The account gains followers and its posts move fewer of the people they reach.

Compares each account's posts of the last `recent_days` with those of the rest of `window_days`. Fires when
followers grew by `growth` or more in the recent days and the engagement rates of the recent posts rank lower
than those before: a rank test with a chance of `chance` or less, the accounts held to it together (Holm).
Rates are per person reached, or per impression on accounts without enough reach, never mixed. Growth is taken
from totals, or from net changes added to one total; net changes alone say nothing of a share. Says "can't
tell" when followers grew but fewer than `min_recent` and `min_before` posts have a rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.model.facts import Followers, Post, Reading
from bot.model.rule import Case, Example, Ref, Row, Rule, Setting, View
from bot.model.statistics import holm
from bot.model.words import count, percent
from bot.rules._accounts import Account, accounts, chance
from bot.rules._engagement import POSTS_AND_FOLLOWERS, Comparison, compare, split


class Grown(NamedTuple):
    """An account that gained followers: how many at the start of the recent days, and now."""

    account: Account
    start: int
    end: int
    comparison: Comparison | None


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return a case for each account that grew while its rates fell, and one for each that cannot be judged."""
    grown = []
    followed = [row for row in rows if row["what"] != "post"]
    posting = accounts(row for row in rows if row["what"] == "post")
    for account in posting:
        figures = _growth(_followers_of(account, followed, posting), view)
        if figures and figures[1] >= (1 + view.settings["growth"]) * figures[0] > 0:
            grown.append(Grown(account, *figures, compare(*split(account.posts, view), view)))
    for each in grown:
        if each.comparison is None:
            yield Case(
                subject=(_ref(each),), verdict="cant-tell", facts={
                    **_facts(each, view),
                    "next_step": "Import an export that holds reach or impressions and the reactions."},
                reason=f"{each.account.label} gains followers, but too few of its posts have an engagement rate",
            )
    known = [(each, each.comparison) for each in grown if each.comparison]
    for (each, comparison), risk in zip(known, holm(comparison.risk for _, comparison in known), strict=True):
        if risk <= view.settings["chance"]:
            yield _fired(each, comparison, risk, view)


def _followers_of(account: Account, followed: Sequence[Row], posting: Sequence[Account]) -> list[Row]:
    """Return the follower figures that belong to an account: by its name, or as the only ones of its network."""
    same = [row for row in followed if row["network"] == account.network]
    names = {_plain(each.name) for each in posting if each.network == account.network and each.name}
    if len(names) <= 1 and len({_plain(row["account"]) for row in same if row["account"]}) == 1:
        return same
    return [row for row in same if _plain(row["account"]) == _plain(account.name)]


def _plain(name: str | None) -> str:
    return (name or "").casefold().lstrip("@").strip()


def _growth(rows: Sequence[Row], view: View) -> tuple[int, int] | None:
    """Return the followers at the start of the recent days and now; None where no total lies near the start.

    rows: an account's figures, oldest first.
    """
    start_day = view.ago["recent_days"][:10]
    totals = [row for row in rows if row["what"] == "total"]
    before = [row for row in totals if row["published_at"] <= start_day] or totals[:1]
    if not before:
        return None
    start = before[-1]
    later = [row for row in totals if row["published_at"] > max(start["published_at"], start_day)]
    if later:
        return start["followers"], later[-1]["followers"]
    changes = [row["followers"] for row in rows if row["what"] == "delta" and row["published_at"] > start["published_at"]]
    return (start["followers"], start["followers"] + sum(changes)) if changes else None


def _facts(each: Grown, view: View) -> dict[str, object]:
    return {
        "n": len(each.account.posts), "window": f"{view.settings['window_days'] / 7:.0f} weeks",
        "as_of": max(row["figures_as_of"] or row["published_at"] for row in each.account.posts),
        "account": each.account.label, "growth": percent(each.end / each.start - 1), "followers": each.end,
        "followers_before": each.start, "recent_days": count(int(view.settings["recent_days"]), "day"),
    }


def _fired(each: Grown, comparison: Comparison, risk: float, view: View) -> Case:
    return Case(
        subject=(_ref(each),),
        facts={
            **_facts(each, view), "rate": percent(comparison.median_recent), "per": comparison.per,
            "rate_before": percent(comparison.median_before), "engagement_rate": comparison.median_recent,
            "engagement_rate_before": comparison.median_before, "recent": len(comparison.recent),
            "before": len(comparison.before), "chance": chance(risk), "chance_of_so_low": risk,
        },
    )


def _ref(each: Grown) -> Ref:
    return Ref("account", each.account.network, each.account.name or each.account.network)


def _weeks(recent_reactions: int) -> tuple[Post | Reading | Followers, ...]:
    """Return twelve weeks with two posts each and a growing account; the recent reactions are as many as given."""
    days = [f"2025-12-{day:02d}" for day in range(11, 32, 3)] + [f"2026-01-{day:02d}" for day in range(2, 32, 3)]
    recent = [f"2026-02-{day:02d}" for day in range(5, 29, 3)]
    posts = tuple(
        fact
        for number, day in enumerate(days + recent)
        for fact in (
            Post("instagram", f"p{number}", f"{day}T12:00:00Z", account="bakery"),
            Reading("instagram", f"p{number}", "2026-03-04T00:00:00Z", reach=1000,
                    reactions=(60 if day in days else recent_reactions) + number % 5),
        )
    )
    return (*posts, Followers("instagram", "bakery", "2026-02-01", 2000),
            Followers("instagram", "bakery", "2026-03-03", 2300))


RULE = Rule(
    detect=POSTS_AND_FOLLOWERS,
    refine=refine,
    title="Talk to the followers you have: {account} grew by {growth} while engagement fell from {rate_before} to {rate}",
    ask="Middle rate per {per}: {recent} posts of the last {recent_days} against {before} before.",
    next_step="Ask the people you reach one question this week, and answer everyone who replies.",
    commitment="Post one question to the followers of {account} and answer every reply",
    measured_by="answers",
    closed_by="Engagement rates back at their earlier level, in later imports.",
    rests_on=("engaged-over-followers", "follower-number-means-little"),
    settings={
        "window_days": Setting(84, "days", "how far back posts are compared in all"),
        "recent_days": Setting(28, "days", "which of them count as recent, and over which followers must have grown"),
        "growth": Setting(0.03, "share", "how much followers must have grown in the recent days"),
        "settle_hours": Setting(72, "hours", "how long a post must have been out when its figures were read"),
        "min_recent": Setting(8, "count", "how many recent posts need a rate"),
        "min_before": Setting(12, "count", "how many earlier posts need a rate"),
        "chance": Setting(0.05, "share", "the highest chance of such a fall that still counts as a finding"),
    },
    fires_on=Example(now="2026-03-04T09:30:00Z", facts=_weeks(35)),
    silent_on=Example(now="2026-03-04T09:30:00Z", facts=_weeks(60)),
    severity=2,
    slot="audit",
    counts=("post", "posts"),
    effort_minutes=20,
)
