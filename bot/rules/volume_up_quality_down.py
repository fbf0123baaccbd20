"""More posts came out than before and each of them moves people less.

Compares each account's last `recent_days` with the rest of the last `window_days` (eight weeks before). Fires
when posts per week rose by `rise` or more and the engagement rates of the recent posts rank lower than those
before: a rank test with a chance of `chance` or less, the accounts held to it together (Holm). The rise must
stand as well when a story told on several accounts counts once, on the one where the team posts most: telling
it elsewhere too is no more content. Rates are per person reached, or per impression on accounts without enough
reach, never mixed, and only figures given on both sides count; posts younger than `settle_hours` when read are
left out. Says "can't tell" when the volume rose but fewer than `min_recent` and `min_before` posts have a rate,
or when the posts known do not reach back to the start of the window, because then the rise may only be where
the export begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.model.facts import Post, Reading
from bot.model.rule import Case, Example, Ref, Row, Rule, Setting, View
from bot.model.statistics import holm
from bot.model.words import amount, percent
from bot.rules._accounts import Account, accounts, chance
from bot.rules._engagement import POSTS_AND_FOLLOWERS, Comparison, compare, reaches_back, split
from bot.rules._stories import told_once


class Risen(NamedTuple):
    """An account that posts more than before: posts per week on both sides, and the rates where there are enough."""

    account: Account
    before_per_week: float
    recent_per_week: float
    comparison: Comparison | None


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return a case for each account whose volume rose while its rates fell, and one for each that cannot be judged."""
    risen = _really_risen(accounts(row for row in rows if row["what"] == "post"), view)
    known = [(each, each.comparison) for each in risen if each.comparison]
    for each in risen:
        if each.comparison is None:
            yield _cannot_tell(each, view)
    for (each, comparison), risk in zip(known, holm(comparison.risk for _, comparison in known), strict=True):
        if risk <= view.settings["chance"]:
            yield _fired(each, comparison, risk, view)


def _really_risen(found: Sequence[Account], view: View) -> list[Risen]:
    """Return the accounts that post more, also when a story told on several accounts counts once."""
    risen = [each for account in found if (each := _risen(account, view))]
    if not risen:
        return []
    once = {account.label: account for account in told_once(found)}
    return [each for each in risen if _risen(once[each.account.label], view)]


def _risen(account: Account, view: View) -> Risen | None:
    before, recent = split(account.posts, view)
    recent_weeks = max(1.0, view.settings["recent_days"] / 7)
    before_weeks = max(1.0, view.settings["window_days"] / 7 - recent_weeks)
    if not before or len(recent) / recent_weeks < (1 + view.settings["rise"]) * len(before) / before_weeks:
        return None
    comparison = compare(before, recent, view) if reaches_back(account.posts, view) else None
    return Risen(account, len(before) / before_weeks, len(recent) / recent_weeks, comparison)


def _facts(each: Risen, view: View) -> dict[str, object]:
    return {
        "window": f"{view.settings['window_days'] / 7:.0f} weeks", "n": len(each.account.posts),
        "as_of": max(row["figures_as_of"] or row["published_at"] for row in each.account.posts),
        "account": each.account.label, "recent_weeks": f"{view.settings['recent_days'] / 7:.0f} weeks",
        "per_week": amount(each.recent_per_week), "per_week_before": amount(each.before_per_week),
        "posts_per_week": each.recent_per_week, "posts_per_week_before": each.before_per_week,
    }


def _fired(each: Risen, comparison: Comparison, risk: float, view: View) -> Case:
    return Case(
        subject=(_ref(each),),
        facts={
            **_facts(each, view), "rate": percent(comparison.median_recent), "per": comparison.per,
            "rate_before": percent(comparison.median_before), "engagement_rate": comparison.median_recent,
            "engagement_rate_before": comparison.median_before, "recent": len(comparison.recent),
            "before": len(comparison.before), "chance": chance(risk), "chance_of_so_low": risk,
        },
    )


def _cannot_tell(each: Risen, view: View) -> Case:
    settings = view.settings
    if reaches_back(each.account.posts, view):
        recent, before = settings["min_recent"], settings["min_before"]
        why = f"fewer than {recent:.0f} recent and {before:.0f} earlier posts have a rate"
        remedy = "Import an export that holds reach or impressions and the reactions."
    else:
        why = "the posts known do not reach back far enough"
        remedy = f"Import the posts of the last {_facts(each, view)['window']}."
    return Case(
        subject=(_ref(each),), verdict="cant-tell", reason=f"{each.account.label} posts more than before, but {why}",
        facts={**_facts(each, view), "next_step": remedy},
    )


def _ref(each: Risen) -> Ref:
    return Ref("account", each.account.network, each.account.name or each.account.network)


def _weeks(recent_reactions: int) -> tuple[Post | Reading, ...]:
    """Return eight weeks with two posts each, then four with three whose reactions are as many as given."""
    moments = [f"2025-12-{day:02d}" for day in range(11, 32, 3)] + [f"2026-01-{day:02d}" for day in range(2, 28, 3)]
    recent = [f"2026-02-{day:02d}" for day in range(5, 29, 2)]
    return tuple(
        fact
        for number, day in enumerate(moments + recent)
        for fact in (
            Post("instagram", f"p{number}", f"{day}T12:00:00Z", account="bakery"),
            Reading("instagram", f"p{number}", "2026-03-04T00:00:00Z", reach=1000,
                    reactions=60 + number if day in moments else recent_reactions + number % 3),
        )
    )


RULE = Rule(
    detect=POSTS_AND_FOLLOWERS,
    refine=refine,
    title="Plan fewer, better posts: {per_week} a week, up from {per_week_before}, and engagement fell from "
          "{rate_before} to {rate}",
    ask="Middle rate per {per} for {account}: {recent} posts of the last {recent_weeks} against {before} before.",
    next_step="Take the weakest third out of next week's plan and put the time into the rest.",
    commitment="Take a third of next week's posts out of the plan for {account}",
    measured_by="word",
    closed_by="Fewer posts a week or higher engagement rates, in later imports.",
    rests_on=("quality-not-quantity", "too-much-content"),
    settings={
        "window_days": Setting(84, "days", "how far back posts are compared in all"),
        "recent_days": Setting(28, "days", "which of them count as recent"),
        "rise": Setting(0.3, "share", "how much more posts a week there must be than before"),
        "settle_hours": Setting(72, "hours", "how long a post must have been out when its figures were read"),
        "min_recent": Setting(8, "count", "how many recent posts need a rate"),
        "min_before": Setting(12, "count", "how many earlier posts need a rate"),
        "chance": Setting(0.05, "share", "the highest chance of such a fall that still counts as a finding"),
    },
    fires_on=Example(now="2026-03-04T09:30:00Z", facts=_weeks(40)),
    silent_on=Example(now="2026-03-04T09:30:00Z", facts=_weeks(68)),
    severity=2,
    slot="audit",
    counts=("post", "posts"),
    effort_minutes=20,
)
