"""The weekly digest: one decision, three figures beside the team's usual, one win, one leak. Stale data makes none.

It is about the seven whole days (in the team's zone) that end with yesterday: read on a Monday, the calendar week.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.coach.audits.audit import finding_document
from bot.coach.audits.blind_spots import feed_gaps, lead_gaps, unsure
from bot.coach.comments.complaints import OpenComplaints, open_complaints
from bot.coach.commitments.settling import Rate, rate
from bot.coach.desk import Desk
from bot.coach.digests.wins import Win, find_win
from bot.coach.feeds import WATCHED, Feeds, feeds_of
from bot.coach.figures.figures import measured
from bot.coach.figures.findings import find
from bot.coach.figures.phrases import in_two, lowered
from bot.coach.figures.usual_weeks import Weekly, usual_weeks
from bot.coach.windows import Window
from bot.model.card import Text, plain, text
from bot.model.rule import Finding
from bot.model.times import ago, from_text
from bot.model.words import day_and_time

Decision = Literal["keep", "change", "stop"]
KEEPS = frozenset({"format-and-timing", "quiet-winner"})
"""Rules that see something worth repeating; they are never a leak."""
STOPS = frozenset({"always-selling", "broadcasting", "feeding-the-trolls", "off-objective-time", "rival-goal",
                   "volume-up-quality-down"})
"""Rules whose cure is to do less of something."""
GRAVE = 3
"""From this severity on a leak is the week's decision, whatever else went well."""


@dataclass(frozen=True, slots=True)
class Digest:
    """One week. `weeks`: nine windows, oldest first, the last is the digest's own; `leak`: the gravest finding; `moved`:
    the complaints that were moved to a private channel and wait for their end at the desk's moment."""

    weeks: tuple[Window, ...]
    zone: str
    feeds: Feeds
    figures: Mapping[str, Weekly]
    decision: Decision
    headline: Text
    win: Win | None
    leak: Finding | None
    kept: Rate | None
    findings: tuple[Finding, ...]
    cant_see: tuple[str, ...]
    moved: OpenComplaints | None = None

    @property
    def window(self) -> Window:
        """The week that the digest is about."""
        return self.weeks[-1]


@dataclass(frozen=True, slots=True)
class Unready:
    """Why there is no digest: the feeds that are too old, or where none is, those that were never imported."""

    window: Window
    zone: str
    feeds: Feeds
    stale: tuple[str, ...]


def digest(desk: Desk) -> Digest | Unready:
    """Return the week's digest, or why there is none."""
    feeds = feeds_of(desk)
    weeks, weekly = usual_weeks(desk, feeds)
    window = weeks[-1]
    stale = tuple(name for name in WATCHED
                  if name in feeds.known and (feeds.known[name].is_stale or feeds.gap(name, window.since)))
    leads = weekly["leads"].figure
    win = find_win(desk, window, leads)
    if stale or (win is None and all(each.figure.value is None for each in weekly.values())):
        return Unready(window, desk.zone, feeds, stale)
    findings = sorted(find(desk), key=lambda each: (-each.severity, -each.case.stake, each.rule))
    firing = [each for each in findings if each.case.verdict == "fires"]
    decision, headline = decide(win, firing)
    posts = measured(desk, window)
    return Digest(
        weeks=tuple(weeks), zone=desk.zone, feeds=feeds, figures=weekly, decision=decision, headline=headline, win=win,
        leak=next((each for each in firing if each.rule not in KEEPS), None), kept=rate(desk),
        findings=tuple(firing),
        cant_see=(*feed_gaps(feeds), *_days_missing(feeds, window, desk.zone), *lead_gaps(leads, posts),
                  *unsure(findings)),
        moved=open_complaints(desk),
    )


def decide(win: Win | None, firing: Sequence[Finding]) -> tuple[Decision, Text]:
    """Return the week's one decision and its reason: a grave leak, else what brought leads, else the next leak."""
    leak = next((each for each in firing if each.rule not in KEEPS), None)
    worth = next((each for each in firing if each.rule in KEEPS), None)
    if leak and leak.severity >= GRAVE:
        return _mend(leak)
    if worth:
        return "keep", _asked("Keep", worth.headline)
    if win and win.kind == "lead":
        return "keep", _led("Keep doing what brought leads", win.headline)
    if leak:
        return _mend(leak)
    if win:
        return "keep", _led("Keep talking to people", win.headline)
    return "keep", text("Keep going: these figures show nothing that has to change")


def document(seen: Digest) -> dict[str, Any]:
    """Return a digest for scripts."""
    return {
        "window": {**seen.window.document(), "as_of": seen.feeds.oldest},
        "as_of": {name: feed.as_of for name, feed in sorted(seen.feeds.known.items())},
        "figures": {name: each.document() for name, each in seen.figures.items()},
        "headline": plain(seen.headline), "decision": seen.decision,
        "win": seen.win.document() if seen.win else None,
        "leak": finding_document(seen.leak) if seen.leak else None,
        "commitments": {"kept": seen.kept.kept, "of": seen.kept.of} if seen.kept else None,
        "moved_to_dm": seen.moved.document() if seen.moved else None,
        "cant_see": list(seen.cant_see), "stale": [],
    }


def unready_document(seen: Unready) -> dict[str, Any]:
    """Return for scripts that there is no digest, in the digest's own shape."""
    return {
        "window": {**seen.window.document(), "as_of": seen.feeds.oldest},
        "as_of": {name: feed.as_of for name, feed in sorted(seen.feeds.known.items())},
        "figures": {}, "headline": None, "decision": None, "win": None, "leak": None, "commitments": None,
        "moved_to_dm": None,
        "cant_see": feed_gaps(seen.feeds), "stale": list(seen.stale),
    }


def _mend(leak: Finding) -> tuple[Decision, Text]:
    decision: Decision = "stop" if leak.rule in STOPS else "change"
    return decision, _asked(decision.capitalize(), leak.headline)


def _asked(start: str, ask: Text) -> Text:
    """Return a decision with what a rule asks: in two sentences, since it has one colon already."""
    words = in_two(ask)
    return Text(f"{start}: {lowered(words.template)}", words.values)


def _led(start: str, words: Text) -> Text:
    return Text(f"{start}: {words.template}", words.values)


def _days_missing(feeds: Feeds, window: Window, zone: str) -> list[str]:
    """Return which feeds end before the week does, though they are not stale."""
    late = ago(from_text(window.until), hours=12)
    return [f"Nothing after {day_and_time(feeds.known[name].as_of, zone)} is known of {name}."
            for name in WATCHED if feeds.is_fresh(name) and feeds.known[name].as_of < late]
