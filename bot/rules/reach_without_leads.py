"""A post reached many people and brought no lead, where the account's own posts would have brought some.

Fires only when a lead could have been seen: the post has a link; that link carries a tag no other post has,
or leads of the account are tied by the post they name (then only those are expected); leads were imported
within `fresh_days`, and their records begin `lag_days` after the post at the latest; the post was out for
`settle_hours` when they were imported; its reach lies in the top quarter of its account's own posts of the
last `baseline_days`, of which `min_posts` or more have a reach; at the account's own yield (leads per person
reached, leads tied by time alone left out, the post itself left in) `min_expected` leads or more were likely;
and the chance of none, by Poisson, is `chance` or less. Posts looked at together are held to that chance
together (Holm), so the risk of a single false alarm stays within it; and its chance must be `uneven_chance` or
less when the post may differ as much as the account's other posts surely do: gamma rates around the yield,
their spread at its lower bound (95%), the posts without a lead that are looked at and the account's one most
fruitful post left out of it; where all leads came from one post, nothing is likely of another. Where a
post of the last `window_days` looks like this and one of these things is not known, one "can't tell" names the
posts, the reason and the next step; so too where more than half of those posts have no reach, and where leads
lost the names of their posts: of those of the last `lately_days` fewer name one than before, and far more none
(binomial, 1%) or hardly any one (Poisson, 1%). Then the way by which leads are seen is broken, not the post.
Reach is never replaced by impressions or views. A story that failed on several accounts is one finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.model.facts import Lead, Post, Reading
from bot.model.rule import Case, CaseItem, Example, Row, Rule, Setting, View
from bot.model.statistics import holm, poisson_at_most, uneven_at_least
from bot.model.words import age, amount, count
from bot.rules._accounts import (
    LOST_REMEDY,
    POSTS_WITH_LEADS,
    Account,
    accounts,
    chance,
    has_link,
    has_own_tag,
    hours_before,
    is_settled,
    lost_names,
    per_thousand,
    post_facts,
    post_ref,
)
from bot.rules._stories import one_a_story

NO_REACH = ("no reach is given", "Import an export that holds the reach of each post.")
"""Why a post without a reach cannot be judged, and what would help."""


class Tested(NamedTuple):
    """A post whose leads could be seen, and how many were likely."""

    row: Row
    account: Account
    expected: float


class Unsure(NamedTuple):
    """A post without a lead of which nothing can be said, the reason, and what would help."""

    row: Row
    why: str
    next_step: str


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return a case for each post that fires, and at most one for those that cannot be judged."""
    tested: list[Tested] = []
    unsure: list[Unsure] = []
    for account in accounts(rows):
        for judged in _judged(account, view):
            (tested if isinstance(judged, Tested) else unsure).append(judged)  # type: ignore[arg-type]
    failed: list[tuple[Case, Row]] = []
    for each, risk, uneven in zip(tested, _risks(tested), _uneven_risks(tested), strict=True):
        if each.row["leads"] == 0:
            why = _may_be_chance(each, risk, uneven, view)
            if why is None:
                failed.append((_fired(each, risk, view), each.row))
            else:
                unsure.append(Unsure(each.row, why, "Look again when more leads have come in."))
    yield from one_a_story(failed)
    recent = [each for each in unsure if each.row["published_at"] >= view.ago["window_days"]]
    if recent:
        yield _cannot_tell(recent, len(rows), view)


def _may_be_chance(each: Tested, risk: float, uneven: float, view: View) -> str | None:
    """Return why no lead may still be chance: posts looked at together, or an account whose posts differ much."""
    if risk > view.settings["chance"]:
        return "none may still be chance among the posts looked at together"
    if uneven > view.settings["uneven_chance"]:
        return f"the posts of {each.account.label} differ so much in what they bring that none may be chance"
    return None


def _judged(account: Account, view: View) -> Iterator[Tested | Unsure]:
    """Sort the posts of the account's top quarter by reach into those that can be tested and those that cannot."""
    if not account.reached:
        for row in account.posts:
            if not row["leads"]:
                yield Unsure(row, *NO_REACH)
        return
    lately = [row for row in account.posts if row["published_at"] >= view.ago["window_days"]]
    without = [row for row in lately if row["reach"] is None]
    if 2 * len(without) > len(lately):
        yield from (Unsure(row, *NO_REACH) for row in without if not row["leads"])
    _, middle, top = account.reach_quartiles
    lost = lost_names(account.posts[0], view)
    for row in account.reached:
        if row["reach"] < top or (row["reach"] <= middle and account.n > 1):
            continue
        why = _unknown(row, account, lost, view)
        if why is None:
            yield Tested(row, account, _expected(row, account))
        elif not row["leads"]:
            yield why


def _unknown(row: Row, account: Account, lost: str | None, view: View) -> Unsure | None:
    """Return what keeps a post from being judged, or None when nothing does. `lost`: why leads name no posts any more."""
    leads_as_of, least = row["leads_as_of"], int(view.settings["min_posts"])
    if leads_as_of is None:
        return Unsure(row, "no leads were ever imported", "Import your leads with the post or tag each one came by.")
    if leads_as_of < view.ago["fresh_days"]:
        late = age(leads_as_of, view.now)
        return Unsure(row, f"the newest leads were imported {late} ago", "Import the newest leads.")
    if lost:
        return Unsure(row, lost, LOST_REMEDY)
    if account.n < least:
        return Unsure(row, f"only {count(account.n, 'post')} of {account.label} have a reach, and {least} are needed",
                      "Import the reach of older posts.")
    if not has_link(row):
        return Unsure(row, "no link leads on to a lead", "Put a tagged link in the next post.")
    if not has_own_tag(row) and not account.stated_yield:
        shared = row["utm_content"] or row["utm_campaign"]
        why = "other posts carry the same tag" if shared else "the link carries no tag"
        return Unsure(row, why, "Put a tagged link in the next post, with a utm_content of its own.")
    if not is_settled(row, min(view.now, leads_as_of), view.settings["settle_hours"]):
        return Unsure(row, "leads may still come", "Look again when it has been out for "
                      f"{view.settings['settle_hours']:.0f} hours and newer leads are imported.")
    if row["published_at"] < hours_before(row["first_lead_at"] or view.now, 24 * view.settings["lag_days"]):
        return Unsure(row, "the records of leads begin only later", "Import older leads.")
    if _expected(row, account) < view.settings["min_expected"]:
        return Unsure(row, "the account has too few leads to expect one", "Put a tagged link in every post.")
    return None


def _expected(row: Row, account: Account) -> float:
    """Return how many leads a post of this reach would bring by the ways that are open to it."""
    return float(row["reach"] * (account.lead_yield if has_own_tag(row) else account.stated_yield))


def _risks(tested: Sequence[Tested]) -> list[float]:
    return holm(poisson_at_most(each.row["leads"], each.expected) for each in tested)


def _uneven_risks(tested: Sequence[Tested]) -> list[float]:
    """Return the chance of no lead where posts differ as much as the account's others surely do; 1.0 for those with one."""
    without = [each.row for each in tested if each.row["leads"] == 0]
    differ = {
        each.account.label: each.account.unevenness_without([*without, _most_fruitful(each.account)], at_least=True)
        for each in tested
    }
    return holm(
        1.0 if each.row["leads"] or _rests_on_one(each.account)
        else 1 - uneven_at_least(1, each.expected, differ[each.account.label])
        for each in tested
    )


def _most_fruitful(account: Account) -> Row:
    """Return the post with the most leads: one happy exception does not make an account uneven."""
    return max(account.reached, key=lambda row: row["leads"])


def _rests_on_one(account: Account) -> bool:
    """Tell whether all leads came from a single post, so that nothing is known of the others' yield."""
    return len([row for row in account.reached if row["leads"]]) < 2


def _fired(each: Tested, risk: float, view: View) -> Case:
    row, account = each.row, each.account
    above = sum(other["reach"] > row["reach"] for other in account.reached)
    return Case(
        subject=(post_ref(row),),
        facts={
            **post_facts(row, view), "n": account.n, "window": count(int(view.settings["baseline_days"]), "day"),
            "as_of": min(row["leads_as_of"], row["figures_as_of"] or row["leads_as_of"]), "leads": 0,
            "expected": amount(each.expected), "expected_leads": each.expected, "place": above + 1,
            "account": account.label, "lead_yield": per_thousand(each.expected / row["reach"]),
            "chance": chance(risk), "chance_of_none": risk,
        },
        stake=each.expected, words=row["text"], url=row["permalink"],
    )


def _cannot_tell(unsure: Sequence[Unsure], looked_at: int, view: View) -> Case:
    """Gather the posts that cannot be judged under their most frequent reason, the widest reach first."""
    (why, next_step), _ = Counter((each.why, each.next_step) for each in unsure).most_common(1)[0]
    widest = sorted(unsure, key=lambda each: -(each.row["reach"] or 0))
    wide = " with a wide reach" if all(each.row["reach"] for each in unsure) else ""
    as_of = max((each.row["figures_as_of"] or "" for each in unsure), default="")
    return Case(
        subject=tuple(post_ref(each.row) for each in widest), verdict="cant-tell",
        reason=f"{count(len(unsure), 'post')}{wide} {'show' if len(unsure) > 1 else 'shows'} no lead, but {why}",
        facts={"n": looked_at, "window": count(int(view.settings["window_days"]), "day"),
               "as_of": unsure[0].row["leads_as_of"] or as_of, "posts": len(unsure), "next_step": next_step},
        items=tuple(
            CaseItem(post_ref(each.row), "{network}, {published}, reach {reach}", post_facts(each.row, view),
                     words=each.row["text"], why=each.why, url=each.row["permalink"])
            for each in widest[: max(1, int(view.settings["items"]))]
        ),
    )


def _posts(reach: int) -> tuple[Post | Reading, ...]:
    """Return twenty posts, a lead each by its tag, and one that reached `reach` people."""
    days = [f"2026-{1 + number // 20:02d}-{1 + number % 20:02d}T12:00:00Z" for number in range(21)]
    return tuple(
        fact
        for number, at in enumerate(days)
        for fact in (
            Post("instagram", f"p{number}", at, account="bakery", text="Fresh from the oven",
                 link=f"https://bakery.example/?utm_content=p{number}"),
            Reading("instagram", f"p{number}", "2026-03-03T00:00:00Z", reach=reach if number == 20 else 900 + number),
        )
    )


_LEADS = tuple(Lead(f"l{number}", "2026-02-10T12:00:00Z", utm_content=f"p{number}") for number in range(20))

RULE = Rule(
    detect=POSTS_WITH_LEADS,
    refine=refine,
    title="Rework a post: it reached {reach} people and brought no lead where {expected} were likely",
    ask="Of {n} posts of {account} in {window} it is number {place} by reach; together they bring {lead_yield} leads "
        "per 1,000 people.",
    next_step="Write down whom it is for, what they need and their next step; then post it again.",
    commitment="Rework the {network} post of {published}: for whom, what need, what next step",
    measured_by="posts",
    closed_by="A lead tied to the post, in a later import, or a new post with a tagged link.",
    rests_on=("leads-not-virality", "back-to-the-drawing-board"),
    settings={
        "baseline_days": Setting(90, "days", "how far back the account's own posts and leads are compared with"),
        "window_days": Setting(28, "days", "how new a post must be to be named when it cannot be judged"),
        "settle_hours": Setting(72, "hours", "how long a post must have been out before its leads count as missing"),
        "lately_days": Setting(14, "days", "over which leads are looked at for names of posts that got lost"),
        "lag_days": Setting(14, "days", "how long after the post the records of leads may begin"),
        "fresh_days": Setting(8, "days", "how old the newest import of leads may be"),
        "min_posts": Setting(20, "count", "how many posts with a reach the account needs"),
        "min_expected": Setting(3, "count", "how many leads must have been likely"),
        "chance": Setting(0.05, "share", "the highest chance of seeing no lead that still counts as a finding"),
        "uneven_chance": Setting(0.2, "share", "the highest chance of no lead where the account's posts differ much"),
        "items": Setting(5, "count", "how many posts are shown when they cannot be judged"),
    },
    fires_on=Example(
        now="2026-03-04T09:30:00Z", facts=(*_posts(9000), *_LEADS), feeds={"leads": "2026-03-04T08:00:00Z"},
    ),
    silent_on=Example(
        now="2026-03-04T09:30:00Z", facts=(*_posts(3000), *_LEADS), feeds={"leads": "2026-03-04T08:00:00Z"},
    ),
    severity=3,
    slot="audit",
    counts=("post", "posts"),
    effort_minutes=20,
)
