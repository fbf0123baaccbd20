"""Nothing from behind the scenes: no people, no place, no work, no honest word for a month.

Takes the posts of the last `window_days` by what they mainly are, as their words or a person say; a story
told on several accounts counts once. Fires when none of `min_posts` posts or more is told to be from behind the
scenes, or no more than misreading alone brings among so many posts, and `looks` such posts, and two more for each
that seems to be one, would have gone unrecognised with a chance of `chance` or less, at the rate at which inside
looks are missed on posts that nothing was learned from, at the bound that speaks against the finding. A post of
which a person said that it is one ends the finding; posts of which people said what they are leave no doubt. Says
"can't tell" where hardly one seems to be one and posts are too few, more than `untold` of them have no words, or
the newest posts are older than `fresh_days`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.rule import Case, Example, Row, Rule, Setting, View
from bot.model.words import share
from bot.rules._accounts import chance, post_ref
from bot.rules._post_examples import INSIDE as A_LOOK_INSIDE
from bot.rules._post_examples import OFFERS, TEACHING, posts_saying
from bot.rules._purposes import (
    HELD,
    INSIDE,
    POSTS_WITH_PURPOSES,
    base_facts,
    chance_unseen,
    of_kinds,
    stories,
    told,
    why_absence_is_unsure,
)

MORE_FOR_EACH = 2
"""So many more inside looks must be ruled out for each post that seems to be one."""


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return a case when hardly a post is from behind the scenes, or seems to be."""
    posts = stories(rows)
    known = told(posts)
    seem = of_kinds(known, (INSIDE,))
    by_text = sum(row["purpose_by"] != "person" for row in known)
    if not posts or len(seem) > HELD[INSIDE].misread_among(by_text) or any(row["purpose_by"] == "person" for row in seem):
        return
    looks = view.settings["looks"] + MORE_FOR_EACH * len(seem)
    risk = chance_unseen(known, HELD[INSIDE], looks, len(seem))
    facts = {
        **base_facts(posts, view), "right": share(HELD[INSIDE].right, HELD[INSIDE].of_kind), "looks": f"{looks:.0f}",
        "few": f"only {len(seem)}" if seem else "none", "seem": len(seem), "chance": chance(risk), "chance_unseen": risk,
    }
    why = why_absence_is_unsure(posts, view, risk)
    subject = tuple(post_ref(row) for row in posts)
    if why is None:
        yield Case(subject=subject, facts=facts)
    else:
        reason = f"{facts['few']} of the posts seems to be from behind the scenes, but {why}"
        yield Case(subject=subject, verdict="cant-tell", reason=reason,
                   facts={**facts, "next_step": "Import the newest posts, or say with posts label what they are."})


RULE = Rule(
    detect=POSTS_WITH_PURPOSES,
    refine=refine,
    title="Show who you are: {few} of {posts} in {window} gives a clear look behind the scenes",
    ask="Words show {right} of inside looks; were there {looks}, so few would be told with a chance of {chance}.",
    next_step="Film or photograph one person at work this week, and say one honest sentence about it.",
    commitment="Publish one look behind the scenes this week",
    measured_by="word",
    closed_by="A post from behind the scenes in a later import, or a person's word that one was.",
    rests_on=("inside-look", "good-story"),
    settings={
        "window_days": Setting(30, "days", "how far back posts are looked at"),
        "min_posts": Setting(8, "count", "how many posts must be told"),
        "looks": Setting(4, "count", "how many inside looks must not all go unrecognised: one a week"),
        "untold": Setting(0.25, "share", "which share of the posts may be without words"),
        "fresh_days": Setting(8, "days", "how old the newest import of posts may be"),
        "chance": Setting(0.05, "share", "the highest chance that they did go unrecognised"),
    },
    fires_on=Example(now="2026-03-04T09:30:00Z", facts=posts_saying(*OFFERS[:7], *TEACHING)),
    silent_on=Example(now="2026-03-04T09:30:00Z", facts=posts_saying(*OFFERS[:7], *TEACHING, *A_LOOK_INSIDE)),
    severity=1,
    slot="nudge",
    counts=("post", "posts"),
    effort_minutes=20,
)
