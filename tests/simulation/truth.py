"""Tells of a finding whether it is so, from the truth that the team was made with and never from what the coach was told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.model.facts import Comment
from bot.model.rule import Finding
from bot.model.times import ago, from_text
from tests.simulation.life import Life, Published
from tests.simulation.words import NEEDS_ANSWER


@dataclass(frozen=True, slots=True)
class Goal:
    """An objective that was set: the number of leads to reach between two moments (UTC text)."""

    target: int
    since: str
    until: str


@dataclass
class Truth:
    """What is so of a team. `planted` is the rule whose fault was planted, from the moment `began` on."""

    life: Life
    planted: str | None = None
    began: str = ""
    goals: dict[str, Goal] = field(default_factory=dict)
    fed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index what was said."""
        self.comments: Mapping[str, Comment] = {each.comment_id: each for each in self.life.talk.said}

    def is_so(self, finding: Finding, now: str) -> bool:
        """Return whether what a finding that fires says is true at a moment (UTC text)."""
        check = CONDITIONS.get(finding.rule)
        if check:
            return check(self, finding, now)
        return self._was_planted(finding, now)

    def _was_planted(self, finding: Finding, now: str) -> bool:
        """Return whether a difference or a change was planted, and in what the finding is about."""
        if finding.rule != self.planted or now <= self.began:
            return False
        posts = [ref.id for ref in finding.case.subject if ref.kind == "post"]
        return finding.rule == "poor-leads" or all(self.life.posts[each].is_planted for each in posts)

    def answered(self, comment: str, now: str) -> bool:
        """Return whether the team had answered a comment by a moment."""
        return any(at <= now for at in self.life.talk.answers.get(comment, ()))

    def named(self, finding: Finding) -> list[str]:
        """Return the comments that a finding names."""
        return [ref.id for ref in finding.case.subject if ref.kind == "comment"]


def _waits(truth: Truth, finding: Finding, now: str) -> bool:
    kinds = truth.life.talk.kinds
    return all(kinds[each] in NEEDS_ANSWER and not truth.answered(each, now) for each in truth.named(finding))


def _buyers_wait(truth: Truth, finding: Finding, now: str) -> bool:
    return _waits(truth, finding, now) and all(truth.life.talk.kinds[each] == "buying signal" for each in truth.named(finding))


def _influential_wait(truth: Truth, finding: Finding, now: str) -> bool:
    return all((truth.comments[each].author_followers or 0) >= 5000 and not truth.answered(each, now)
               for each in truth.named(finding))


def _regulars_unanswered(truth: Truth, finding: Finding, now: str) -> bool:
    said, lately = truth.comments, ago(from_text(now), days=28)
    regulars = {(said[each].network, said[each].author) for each in truth.named(finding)}
    return not any(
        lately <= at <= now
        for comment, answers in truth.life.talk.answers.items() if (said[comment].network, said[comment].author) in regulars
        for at in answers
    )


def _troll_fed(truth: Truth, finding: Finding, now: str) -> bool:
    return all(truth.life.talk.kinds[each] == "hostile" and sum(at <= now for at in truth.life.talk.answers.get(each, ())) >= 3
               for each in truth.named(finding))


def _silent_elsewhere(truth: Truth, finding: Finding, now: str) -> bool:
    week = ago(from_text(now), days=7)
    return not any(week <= at <= now for at in truth.life.outbound)


def _feed_is_old(truth: Truth, finding: Finding, now: str) -> bool:
    oldest = ago(from_text(now), days=8)
    return all(truth.fed.get(ref.id, "") < oldest for ref in finding.case.subject)


def _will_be_missed(truth: Truth, finding: Finding, now: str) -> bool:
    goals = [truth.goals[ref.id] for ref in finding.case.subject]
    return all(sum(each.since <= lead.created_at <= each.until for lead in truth.life.leads) < each.target for each in goals)


def _no_goal_holds(truth: Truth, finding: Finding, now: str) -> bool:
    return not any(each.since <= now <= each.until for each in truth.goals.values())


def _price_differs(truth: Truth, finding: Finding, now: str) -> bool:
    return all("€15" in (truth.life.posts[item.ref.id].post.text or "") for item in finding.case.items)


def _mostly_selling(truth: Truth, finding: Finding, now: str) -> bool:
    month = ago(from_text(now), days=28)
    kinds = [each.caption.kind for each in truth.life.posts.values() if month <= each.post.published_at <= now]
    return 2 * kinds.count("promotional") > len(kinds)


def _lacks_value(truth: Truth, finding: Finding, now: str) -> bool:
    kinds = [truth.life.posts[ref.id].caption.kind for ref in finding.case.subject]
    lacking = [kind for kind in VALUE if kind in str(finding.facts["lacking"])]
    is_little = sum(map(kinds.count, VALUE)) < 0.35 * len(kinds)
    return is_little or all(kinds.count(kind) < 0.25 * len(kinds) for kind in lacking)


def _few(is_one: Callable[[Published], bool], limit: str) -> Callable[[Truth, Finding, str], bool]:
    """Return the check of a rule that rules out a stated number of posts of a kind among those it names."""
    def check(truth: Truth, finding: Finding, _now: str) -> bool:
        posts = [truth.life.posts[ref.id] for ref in finding.case.subject]
        return sum(map(is_one, posts)) < float(str(finding.facts[limit]))

    return check


VALUE = ("teaching", "encouraging", "entertaining")
CONDITIONS: Mapping[str, Callable[[Truth, Finding, str], bool]] = {
    "unanswered-comments": _waits,
    "off-objective-time": _buyers_wait,
    "hidden-influence": _influential_wait,
    "thank-your-regulars": _regulars_unanswered,
    "feeding-the-trolls": _troll_fed,
    "go-find-them": _silent_elsewhere,
    "stale-data": _feed_is_old,
    "objective-behind": _will_be_missed,
    "mixed-messages": _price_differs,
    "no-objective": _no_goal_holds,
    "always-selling": _mostly_selling,
    "value-mix": _lacks_value,
    "no-human-face": _few(lambda each: each.caption.kind == "behind the scenes", "looks"),
    "nobody-asked": _few(lambda each: each.caption.asks, "asked"),
}
"""The rules that state a condition; all others claim a change or a difference."""
