"""No post invited an answer for two weeks, so it is no wonder that nobody speaks.

Takes the posts of the last `window_days`; a story told on several accounts counts once. A post asks when its
words or a person say that it is an invitation to answer, or when the last thing it says is a question. Fires
when none of `min_posts` posts or more asks, and `asked` such posts would all have gone unrecognised with a
chance of `chance` or less, at the rate at which invitations are missed on posts that nothing was learned from,
at the bound that speaks against the finding. Posts of which a person said what they are leave no such doubt.
Says "can't tell" where none seems to ask and posts are too few, more than `untold` of them have no words, or
the newest posts are older than `fresh_days`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.rule import Case, Example, Row, Rule, Setting, View
from bot.model.words import share
from bot.rules._accounts import chance, post_ref
from bot.rules._post_examples import ENCOURAGING, OFFERS, TEACHING, posts_saying
from bot.rules._purposes import (
    ASKING,
    HELD_ASKING,
    POSTS_WITH_PURPOSES,
    asks_at_the_end,
    base_facts,
    chance_unseen,
    stories,
    told,
    why_absence_is_unsure,
)


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return a case when no post asks anything, or none seems to."""
    posts = stories(rows)
    if not posts or any(map(_asks, posts)):
        return
    risk = chance_unseen(told(posts), HELD_ASKING, view.settings["asked"])
    facts = {
        **base_facts(posts, view), "right": share(HELD_ASKING.right, HELD_ASKING.of_kind),
        "asked": f"{view.settings['asked']:.0f}", "chance": chance(risk), "chance_unseen": risk,
    }
    why = why_absence_is_unsure(posts, view, risk)
    subject = tuple(post_ref(row) for row in posts)
    if why is None:
        yield Case(subject=subject, facts=facts)
    else:
        yield Case(subject=subject, verdict="cant-tell", reason=f"no post seems to invite an answer, but {why}",
                   facts={**facts, "next_step": "Import the newest posts, or say with posts label what they are."})


def _asks(row: Row) -> bool:
    by_its_end = row["purpose_by"] != "person" and asks_at_the_end(row["text"] or "")
    return row["purpose"] == ASKING or by_its_end


RULE = Rule(
    detect=POSTS_WITH_PURPOSES,
    refine=refine,
    title="Ask your people something: none of {posts} in {window} clearly invited an answer",
    ask="Told by their words, which show {right} of invitations: {asked} would all be missed with a chance of {chance}.",
    next_step="End the next post with a question you want to know the answer to, then reply to each.",
    commitment="Publish one post that asks a real question, and reply to each answer",
    measured_by="word",
    closed_by="A post that asks in a later import, or a person's word that one did.",
    rests_on=("listen-and-ask",),
    settings={
        "window_days": Setting(14, "days", "how far back posts are looked at"),
        "min_posts": Setting(5, "count", "how many posts must be told"),
        "asked": Setting(4, "count", "how many invitations must not all go unrecognised: two a week"),
        "untold": Setting(0.25, "share", "which share of the posts may be without words"),
        "fresh_days": Setting(8, "days", "how old the newest import of posts may be"),
        "chance": Setting(0.05, "share", "the highest chance that they did go unrecognised"),
    },
    fires_on=Example(now="2026-03-04T09:30:00Z", facts=posts_saying(*OFFERS[:4], *TEACHING[:1], *ENCOURAGING[:1])),
    silent_on=Example(now="2026-03-04T09:30:00Z", facts=posts_saying(
        *OFFERS[:4], *TEACHING[:1], "Hungry? Us too. What should we bake next?")),
    severity=1,
    slot="nudge",
    counts=("post", "posts"),
    effort_minutes=10,
)
