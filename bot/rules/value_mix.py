"""What people get from the posts: too little that teaches, encourages or entertains, or one of the three missing.

Takes the posts of the last `window_days` by what they mainly are, as their words or a person say; a story
told on several accounts counts once. Fires on two things: so few of `min_posts` posts or more give one of the
three that this has a chance of `chance` or less if `least` of such posts did; or not one of a kind, with the
same chance if `least_each` were of it (the three kinds together, Holm). Both are binomial and count in that
posts are misread, at the rates measured on posts that nothing was learned from, at the bounds that speak
against the finding. Says "can't tell" where little seems to give any of the three and this may be chance or
misreading, or where more posts have no words than have some.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.rule import Case, Example, Row, Rule, Setting, View
from bot.model.statistics import holm
from bot.model.words import count, listed, share
from bot.rules._accounts import post_ref
from bot.rules._post_examples import ENCOURAGING, ENTERTAINING, OFFERS, TEACHING, posts_saying
from bot.rules._purposes import (
    HELD,
    HELD_VALUE,
    POSTS_WITH_PURPOSES,
    VALUE,
    base_facts,
    chance_of_so_few,
    of_kinds,
    stories,
    told,
    wordless,
)


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return a case when too little is of value or a kind of value is missing, or seems to be."""
    posts = stories(rows)
    known = told(posts)
    if not known:
        return
    giving, settings = of_kinds(known, VALUE), view.settings
    risk = chance_of_so_few(known, VALUE, HELD_VALUE, settings["least"])
    alone = holm(chance_of_so_few(known, (kind,), HELD[kind], settings["least_each"]) for kind in VALUE)
    missing = [kind for kind, each in zip(VALUE, alone, strict=True)
               if each <= settings["chance"] and not of_kinds(known, (kind,))]
    is_little = len(giving) < settings["least"] * len(known)
    why = _unknown(posts, known, view)
    if why is None and ((is_little and risk <= settings["chance"]) or missing):
        yield Case(subject=tuple(post_ref(row) for row in known), facts=_facts(posts, view, missing, risk))
    elif is_little:
        reason = why or "few posts seem to teach, encourage or entertain, but this may be chance or misreading"
        yield Case(subject=tuple(post_ref(row) for row in known), verdict="cant-tell", reason=reason,
                   facts={**_facts(posts, view, missing, risk), "next_step": (
                       "Say what the posts are with posts label, or look again when there are more.")})


def _unknown(posts: Sequence[Row], known: Sequence[Row], view: View) -> str | None:
    if wordless(posts) > len(known):
        return f"{wordless(posts)} of {count(len(posts), 'post')} show no words, or a title alone, to tell what they give"
    if len(known) < view.settings["min_posts"]:
        return f"only {count(len(known), 'post')} can be told, and {view.settings['min_posts']:.0f} are needed"
    return None


def _facts(posts: Sequence[Row], view: View, missing: Sequence[str], risk: float) -> dict[str, object]:
    known = told(posts)
    counts = {kind: len(of_kinds(known, (kind,))) for kind in VALUE}
    lacking = [*missing] or [kind for kind in VALUE if counts[kind] == min(counts.values())]
    return {
        **base_facts(posts, view), **counts, "share": share(sum(counts.values()), len(known)),
        "each": listed([f"{n} {kind}" for kind, n in counts.items()]), "lacking": listed(lacking),
        "one": lacking[0], "right": share(HELD_VALUE.right, HELD_VALUE.of_kind), "chance_of_so_few": risk,
    }


RULE = Rule(
    detect=POSTS_WITH_PURPOSES,
    refine=refine,
    title="Give people a reason to stay: {share} of your posts in {window} teach, encourage or entertain",
    ask="By their words {each}; what lacks most is {lacking}. Words show {right} of such posts.",
    next_step="Plan one {one} post for this week.",
    commitment="Publish one {one} post this week",
    measured_by="word",
    closed_by="More posts that teach, encourage or entertain in later imports, or a person's word on what the posts are.",
    rests_on=("give-value", "good-story"),
    settings={
        "window_days": Setting(28, "days", "how far back posts are looked at"),
        "min_posts": Setting(12, "count", "how many posts must be told"),
        "least": Setting(0.35, "share", "the share of posts that should teach, encourage or entertain"),
        "least_each": Setting(0.25, "share", "the share of each of the three that a missing kind is held against"),
        "chance": Setting(0.05, "share", "the highest chance of so few that still counts as a finding"),
    },
    fires_on=Example(now="2026-03-04T09:30:00Z", facts=posts_saying(*OFFERS)),
    silent_on=Example(now="2026-03-04T09:30:00Z", facts=posts_saying(*OFFERS[:8], *TEACHING, *ENCOURAGING, *ENTERTAINING)),
    severity=1,
    slot="audit",
    counts=("post", "posts"),
    effort_minutes=30,
)
