"""Most posts sell something: people do not mind an offer, they mind that nothing else ever comes.

Takes the posts of the last `window_days` by what they mainly are, as their words or a person say; a story
told on several accounts counts once. Fires when more than `share` of `min_posts` posts or more promote something,
and so many would be told so with a chance of `chance` or less if only `share` of such posts did (binomial). The
chance counts in that posts are misread: at the rates measured on posts that nothing was learned from, at the
bounds that speak against the finding. Says "can't tell" where more than `share` seem to sell and this may be
chance or misreading, or where more posts have no words than have some.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.rule import Case, Example, Row, Rule, Setting, View
from bot.model.words import count, share
from bot.rules._accounts import chance, post_ref
from bot.rules._post_examples import ASKING, ENCOURAGING, OFFERS, TEACHING, posts_saying
from bot.rules._purposes import (
    HELD,
    POSTS_WITH_PURPOSES,
    SELLING,
    base_facts,
    chance_of_so_many,
    of_kinds,
    post_item,
    stories,
    told,
    wordless,
)


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return a case when most posts sell, or seem to."""
    posts = stories(rows)
    known = told(posts)
    selling = of_kinds(known, (SELLING,))
    if not selling or len(selling) <= view.settings["share"] * len(known):
        return
    risk = chance_of_so_many(known, (SELLING,), HELD[SELLING], view.settings["share"])
    facts = {
        **base_facts(posts, view), "selling": len(selling), "share": share(len(selling), len(known)),
        "right": share(HELD[SELLING].right, HELD[SELLING].of_kind), "chance": chance(risk), "chance_of_so_many": risk,
    }
    why = _unknown(posts, known, risk, view)
    subject = tuple(post_ref(row) for row in selling)
    if why:
        yield Case(subject=subject, verdict="cant-tell", reason=why, facts={**facts, "next_step": (
            "Say what the posts are with posts label, or look again when there are more.")})
        return
    items = tuple(post_item(row, view) for row in selling[: min(5, max(1, int(view.settings["items"])))])
    yield Case(subject=subject, facts=facts, items=items)


def _unknown(posts: Sequence[Row], known: Sequence[Row], risk: float, view: View) -> str | None:
    if wordless(posts) > len(known):
        return f"{wordless(posts)} of {count(len(posts), 'post')} show no words, or a title alone, to tell what they are"
    if len(known) < view.settings["min_posts"]:
        return f"most of only {count(len(known), 'post')} seem to sell, and {view.settings['min_posts']:.0f} are needed"
    if risk > view.settings["chance"]:
        return "most posts seem to sell, but so few may be chance, or their words may be misread"
    return None


RULE = Rule(
    detect=POSTS_WITH_PURPOSES,
    refine=refine,
    title="Give more than you sell: {share} of your posts in {window} promote something",
    ask="Told by their words, which show {right} of posts that sell; if half did, so many are {chance} likely.",
    next_step="Put two posts that help, ask or amuse before the next offer.",
    commitment="Publish two posts that help, ask or amuse before the next offer",
    measured_by="word",
    closed_by="A smaller share of promotional posts in later imports, or a person's word on what the posts are.",
    rests_on=("always-selling", "give-value"),
    settings={
        "window_days": Setting(28, "days", "how far back posts are looked at"),
        "share": Setting(0.5, "share", "the share of promotional posts that is still fine"),
        "min_posts": Setting(10, "count", "how many posts must be told"),
        "chance": Setting(0.05, "share", "the highest chance of so many that still counts as a finding"),
        "items": Setting(3, "count", "how many posts are shown"),
    },
    fires_on=Example(now="2026-03-04T09:30:00Z", facts=posts_saying(*OFFERS[:12], *TEACHING[:1])),
    silent_on=Example(now="2026-03-04T09:30:00Z", facts=posts_saying(*OFFERS[:5], *TEACHING, *ENCOURAGING, *ASKING)),
    severity=1,
    slot="audit",
    counts=("post", "posts"),
    effort_minutes=30,
)
