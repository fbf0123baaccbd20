"""A post of ordinary reach brought far more leads than the account's own posts do: a model to make more of.

Looks at posts of the last `baseline_days` whose reach lies in the middle half of their account's own or
below, on accounts of which `min_posts` or more have a reach, and whose reach was read `settle_hours` after
they came out or later. Fires on `min_leads` leads or more, those tied by time alone left out, when they are
`times` as many as the account's own yield (leads per person reached, the post itself left in) makes likely,
the chance of so many is `chance` or less by Poisson, the same holds without the leads called unqualified, and
the chance stays within `together` when the account's other posts are allowed to differ as much as they do
(gamma rates around the yield) and all the posts looked at are held to it together (Holm). Posts that came out
after the newest import of leads are left out: theirs are not known. A story that stands out on several accounts
is one finding. Says "can't tell" when a post would stand
out but too few posts of its account have a reach, or none, or when leads lost the names of their posts: of
those of the last `lately_days` fewer name one than before, and far more none (binomial, 1%) or hardly any one
(Poisson, 1%), so that the usual is not known any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.model.facts import Lead, Post, Reading
from bot.model.rule import Case, Example, Row, Rule, Setting, View
from bot.model.statistics import holm, poisson_at_least, uneven_at_least
from bot.model.words import amount, count
from bot.rules._accounts import (
    LOST_REMEDY,
    POSTS_WITH_LEADS,
    Account,
    accounts,
    chance,
    is_settled,
    lost_names,
    per_thousand,
    post_facts,
    post_ref,
)
from bot.rules._stories import one_a_story


class Tested(NamedTuple):
    """A post of ordinary reach."""

    row: Row
    account: Account

    @property
    def leads(self) -> int:
        """How many leads it brought."""
        return int(self.row["leads"])

    @property
    def expected(self) -> float:
        """How many were likely for its reach."""
        return float(self.row["reach"] * self.account.lead_yield)

    def stands_out(self, view: View) -> bool:
        """Return whether it brought far more leads than likely by more than chance, the unqualified in and left out."""
        settings = view.settings
        if self.leads < settings["min_leads"]:
            return False
        good = self.leads - self.row["unqualified"]
        return all(
            leads >= settings["times"] * expected and poisson_at_least(leads, expected) <= settings["chance"]
            for leads, expected in ((self.leads, self.expected), (good, self.row["reach"] * self.account.good_yield))
        )

    @property
    def risk(self) -> float:
        """The chance of so many leads or more, were all posts of the account alike but for their reach."""
        return poisson_at_least(self.leads, self.expected)

    @property
    def uneven_risk(self) -> float:
        """The same where posts differ as much as the account's other posts are seen to."""
        return uneven_at_least(self.leads, self.expected, self.account.unevenness_without([self.row]))


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return a case for each post that stands out, and at most one for those that cannot be judged."""
    known: list[Tested] = []
    unsure: list[tuple[Row, str, str]] = []
    lost = lost_names(rows[0], view) if rows else None
    for account in accounts(row for row in rows if row["published_at"] <= (row["leads_as_of"] or view.now)):
        tested = [Tested(row, account) for row in account.reached if _is_ordinary(row, account, view)]
        if lost:
            unsure += [(each.row, lost, LOST_REMEDY) for each in tested if each.stands_out(view)]
            continue
        if account.n >= view.settings["min_posts"]:
            known += tested
            continue
        why = f"only {count(account.n, 'post')} of {account.label} have a reach"
        remedy = f"Import the reach of older posts: {view.settings['min_posts']:.0f} are needed."
        unsure += [(each.row, why, remedy) for each in tested if each.stands_out(view)]
        if not account.n:
            unsure += [(row, "no reach is given", "Import an export that holds the reach of each post.")
                       for row in account.posts if row["leads"] >= view.settings["min_leads"]]
    out = [each.stands_out(view) for each in known]
    risks = holm(each.uneven_risk if is_out else 1.0 for each, is_out in zip(known, out, strict=True))
    yield from one_a_story(
        (_fired(each, view), each.row) for each, is_out, together in zip(known, out, risks, strict=True)
        if is_out and together <= view.settings["together"]
    )
    if unsure:
        yield _cannot_tell(unsure, len(rows), view)


def _is_ordinary(row: Row, account: Account, view: View) -> bool:
    read_at = min(row["figures_as_of"] or view.now, view.now)
    return bool(row["reach"] <= account.reach_quartiles[2]) and is_settled(row, read_at, view.settings["settle_hours"])


def _fired(each: Tested, view: View) -> Case:
    row, account = each.row, each.account
    return Case(
        subject=(post_ref(row),),
        facts={
            **post_facts(row, view), "n": account.n, "window": count(int(view.settings["baseline_days"]), "day"),
            "as_of": row["leads_as_of"] or row["figures_as_of"] or view.now, "leads": count(each.leads, "lead"),
            "lead_count": each.leads, "expected": amount(each.expected), "expected_leads": each.expected,
            "account": account.label, "post_yield": per_thousand(each.leads / row["reach"]),
            "account_yield": per_thousand(account.lead_yield), "chance": chance(each.risk),
            "chance_of_so_many": each.risk,
        },
        stake=each.leads - each.expected, words=row["text"], url=row["permalink"],
    )


def _cannot_tell(unsure: Sequence[tuple[Row, str, str]], looked_at: int, view: View) -> Case:
    row, why, remedy = unsure[0]
    return Case(
        subject=tuple(post_ref(row) for row, _, _ in unsure), verdict="cant-tell",
        reason=f"{count(len(unsure), 'post')} brought many leads for the people reached, but {why}",
        facts={"n": looked_at, "window": count(int(view.settings["baseline_days"]), "day"), "next_step": remedy,
               "as_of": row["leads_as_of"] or row["figures_as_of"] or view.now},
    )


_POSTS = tuple(
    fact
    for number in range(20)
    for fact in (
        Post("instagram", f"p{number}", f"2026-02-{1 + number:02d}T12:00:00Z", account="bakery"),
        Reading("instagram", f"p{number}", "2026-03-03T00:00:00Z", reach=1000 + number),
    )
)


def _leads(of_the_third: int) -> tuple[Lead, ...]:
    """Return a lead for every second post, and some for the third."""
    posts = [f"p{number}" for number in range(0, 20, 2)] + ["p3"] * of_the_third
    return tuple(Lead(f"l{n}", "2026-02-26T12:00:00Z", network="instagram", post_id=at) for n, at in enumerate(posts))


RULE = Rule(
    detect=POSTS_WITH_LEADS,
    refine=refine,
    title="Make another like this: it brought {leads} from {reach} people, where {expected} were likely",
    ask="It brought {post_yield} leads per 1,000 people; the {n} posts of {account} in {window} bring {account_yield}.",
    next_step="Note what it offered, to whom, and its next step; plan the next one of its kind.",
    commitment="Publish another post like the {network} {kind} of {published}",
    measured_by="posts",
    closed_by="A new post with a link, in a later import.",
    rests_on=("small-but-fruitful", "leads-not-virality"),
    settings={
        "baseline_days": Setting(90, "days", "how far back posts are looked at and compared with one another"),
        "settle_hours": Setting(72, "hours", "how long a post must have been out when its reach was read"),
        "lately_days": Setting(14, "days", "over which leads are looked at for names of posts that got lost"),
        "min_posts": Setting(20, "count", "how many posts with a reach the account needs"),
        "min_leads": Setting(3, "count", "how many leads the post must have brought"),
        "times": Setting(3, "ratio", "how many times the likely leads it must have brought"),
        "chance": Setting(0.01, "share", "the highest chance of so many leads that still counts as a finding"),
        "together": Setting(0.05, "share", "the highest risk of one false alarm among all posts looked at together"),
    },
    fires_on=Example(now="2026-03-04T09:30:00Z", facts=(*_POSTS, *_leads(8)), feeds={"leads": "2026-03-04T08:00:00Z"}),
    silent_on=Example(now="2026-03-04T09:30:00Z", facts=(*_POSTS, *_leads(2)), feeds={"leads": "2026-03-04T08:00:00Z"}),
    severity=2,
    slot="audit",
    counts=("post", "posts"),
    effort_minutes=30,
)
