"""The audit: a window's figures, what the rules see, every post judged. Leads rank posts, reach comes second."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.coach.audits.blind_spots import feed_gaps, lead_gaps, post_gap, unsure
from bot.coach.audits.lead_paths import PathGap, path_gaps
from bot.coach.audits.post_check import RULE, PostCheck, check_post
from bot.coach.audits.post_ground import Ground, ground_for
from bot.coach.desk import Desk
from bot.coach.feeds import Feeds, feeds_of
from bot.coach.figures.baselines import account_baselines
from bot.coach.figures.figures import Figure, engagement_rate, figures
from bot.coach.figures.findings import find
from bot.coach.leads.lead_people import lead_people
from bot.coach.windows import Window, last_days
from bot.model.card import plain
from bot.model.rule import Finding, NamedRule

View = Literal["week", "month", "leads", "comments", "tracking"]
DAYS: Mapping[View, int] = {"week": 7, "month": 28, "leads": 28, "comments": 28, "tracking": 28}
"""How many days each view looks back."""
_ABOUT_COMMENTS = frozenset({
    "broadcasting", "feeding-the-trolls", "go-find-them", "hidden-influence", "nobody-asked", "off-objective-time",
    "service-trouble", "slow-replies", "thank-your-regulars",
})
_ABOUT_LEADS = frozenset({"format-and-timing", "poor-leads", "quiet-winner", "reach-without-leads"})
_ABOUT_TRACKING = frozenset({"campaign-in-a-vacuum", "mixed-messages", "stale-data"})


@dataclass(frozen=True, slots=True)
class Audit:
    """What was seen. `checks`: the window's posts, best lead yield first; `gaps`: what keeps leads from being seen."""

    view: View
    window: Window
    feeds: Feeds
    zone: str
    figures: Mapping[str, Figure]
    findings: tuple[Finding, ...]
    checks: tuple[PostCheck, ...]
    gaps: tuple[PathGap, ...]
    cant_see: tuple[str, ...]
    baselines: tuple[dict[str, Any], ...]

    @property
    def firing(self) -> list[Finding]:
        """The findings that are certain, the gravest first."""
        return [each for each in self.findings if each.case.verdict == "fires"]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever imported."""
        return not self.feeds.known


def audit(desk: Desk, view: View = "week") -> Audit:
    """Look at the team's last days: 7 for a week, 28 for every other view."""
    feeds, window = feeds_of(desk), last_days(desk, DAYS[view])
    ground = ground_for(desk, feeds, since=window.since, until=window.until)
    posts = [row for row in ground.rows if row["published_at"] >= window.since]
    reckoned = figures(desk, window, feeds, posts)
    if view == "leads":
        people = lead_people(desk, window, feeds)
        reckoned[people.name] = people
    found = sorted(find(desk, _rules_for(desk, view)), key=_gravest)
    return Audit(
        view=view, window=window, feeds=feeds, zone=desk.zone, figures=reckoned, findings=tuple(found),
        checks=ranked(ground, window) if view != "comments" else (),
        gaps=path_gaps(posts, window, feeds) if view == "tracking" else (),
        cant_see=(*(post_gap(desk, window, feeds, posts) if view != "comments" else ()), *feed_gaps(feeds),
                  *(lead_gaps(reckoned["leads"], posts) if view != "comments" else ()), *unsure(found)),
        baselines=tuple(_baselines(ground)),
    )


def ranked(ground: Ground, window: Window) -> tuple[PostCheck, ...]:
    """Return the checks of a window's posts, by lead yield, then by reach, then newest first."""
    checks = [check_post(ground, row) for row in ground.rows if window.since <= row["published_at"] <= window.until]
    return tuple(sorted(checks, key=lambda each: (-each.lead_yield, -(each.row["reach"] or 0))))


def document(seen: Audit) -> dict[str, Any]:
    """Return an audit for scripts."""
    return {
        "window": {**seen.window.document(), "as_of": seen.feeds.oldest},
        "figures": {name: figure.document() for name, figure in seen.figures.items()},
        "findings": [*map(finding_document, seen.findings), *(gap.document() for gap in seen.gaps),
                     *map(check_document, seen.checks)],
        "baselines": list(seen.baselines),
        "cant_see": list(seen.cant_see),
    }


def finding_document(finding: Finding) -> dict[str, Any]:
    """Return a rule's finding for scripts; `subject` holds the networks' own ids, with the network beside each."""
    ids = [ref.id for ref in finding.case.subject]
    networks = [ref.network for ref in finding.case.subject]
    said = {
        "rule": finding.rule, "subject": ids[0] if len(ids) == 1 else ids,
        "subject_network": networks[0] if len(ids) == 1 else networks, "verdict": finding.case.verdict,
        "headline": plain(finding.headline), "facts": dict(finding.facts), "guidance": list(finding.rests_on),
        "next_step": plain(finding.next_step),
    }
    return said | ({"reason": finding.case.reason} if finding.case.reason else {})


def check_document(check: PostCheck) -> dict[str, Any]:
    """Return a post's check for scripts."""
    said = {
        "rule": RULE, "subject": check.row["post_id"], "subject_network": check.row["network"],
        "verdict": check.verdict, "headline": plain(check.headline), "facts": check.facts,
        "guidance": list(check.rests_on), "next_step": plain(check.next_step), "permalink": check.row["permalink"],
        "checks": [{"check": each.name, "is_good": each.is_good, "words": each.words} for each in check.checks],
    }
    return said | ({"reason": check.reason} if check.reason else {})


def _rules_for(desk: Desk, view: View) -> list[NamedRule]:
    every = list(desk.rules.values())
    if view == "comments":
        return [each for each in every if each.key in _ABOUT_COMMENTS or each.rule.measured_by == "answers"]
    if view == "leads":
        return [each for each in every if each.key in _ABOUT_LEADS or each.rule.measured_by == "leads"]
    if view == "tracking":
        return [each for each in every if each.key in _ABOUT_TRACKING]
    return every


def _gravest(finding: Finding) -> tuple[bool, int, float, str]:
    return finding.case.verdict != "fires", -finding.severity, -finding.case.stake, finding.rule


def _baselines(ground: Ground) -> list[dict[str, Any]]:
    settled = [row for row in ground.rows if ground.is_settled(row)]
    return [
        {"figure": name, **each}
        for name, figure in (("reach", lambda row: row["reach"]), ("engagement_rate", engagement_rate))
        for each in account_baselines(settled, figure)
    ]
