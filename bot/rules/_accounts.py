"""What several rules begin with: the posts of each account with the leads that are tied to them.

A lead tied by time alone is never counted, and figures of two accounts or of two networks are never mixed.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.model.networks import network_name
from bot.model.rule import Ref, Row, View
from bot.model.statistics import binomial_at_least, poisson_at_most, quartiles, unevenness
from bot.model.times import ago, from_text
from bot.model.words import amount, count, day

POSTS_WITH_LEADS = """
select p.network, p.post_id, p.account, p.permalink, p.kind, p.text, p.published_at, p.published_precision,
  p.link, p.utm_campaign, p.utm_content, p.link_clicks, p.reach, p.figures_as_of,
  coalesce(l.leads, 0) as leads, coalesce(l.stated, 0) as stated, coalesce(l.unqualified, 0) as unqualified,
  case when p.utm_content is not null and exists (
    select 1 from posts as o
    where o.team_id = p.team_id and o.utm_content = p.utm_content
      and (o.network <> p.network or o.post_id <> p.post_id)
  ) then 1 else 0 end as shares_content_tag,
  case when p.utm_campaign is not null and exists (
    select 1 from posts as o
    where o.team_id = p.team_id and o.utm_campaign = p.utm_campaign
      and (o.network <> p.network or o.post_id <> p.post_id)
  ) then 1 else 0 end as shares_campaign_tag,
  (select max(i.as_of) from imports as i
    where i.team_id = :team_id and i.feed = 'leads' and i.undone_at is null) as leads_as_of,
  (select min(e.created_at) from leads as e where e.team_id = :team_id) as first_lead_at,
  w.named_lately, w.unnamed_lately, w.named_before, w.unnamed_before
from posts as p
cross join (
  select
    cast(sum(case when created_at >= :lately_days_ago and tied_post_id is not null and tied_by <> 'time'
      then 1 else 0 end) as bigint) as named_lately,
    cast(sum(case when created_at >= :lately_days_ago and (tied_post_id is null or tied_by = 'time')
      then 1 else 0 end) as bigint) as unnamed_lately,
    cast(sum(case when created_at < :lately_days_ago and tied_post_id is not null and tied_by <> 'time'
      then 1 else 0 end) as bigint) as named_before,
    cast(sum(case when created_at < :lately_days_ago and (tied_post_id is null or tied_by = 'time')
      then 1 else 0 end) as bigint) as unnamed_before
  from leads
  where team_id = :team_id
    and created_at >= :baseline_days_ago
    and created_at <= :now
) as w
left join (
  select t.tied_network, t.tied_post_id, count(*) as leads,
    cast(sum(case when t.tied_by in ('stated', 'person', 'told') then 1 else 0 end) as bigint) as stated,
    cast(sum(case when t.quality = 'unqualified' then 1 else 0 end) as bigint) as unqualified
  from leads as t
  where t.team_id = :team_id
    and t.created_at >= :baseline_days_ago
    and t.created_at <= :now
    and t.tied_by in ('stated', 'utm_content', 'utm_campaign', 'person', 'told')
  group by t.tied_network, t.tied_post_id
) as l
  on l.tied_network = p.network and l.tied_post_id = p.post_id
where p.team_id = :team_id
  and p.published_at >= :baseline_days_ago
  and p.published_at <= :now
order by p.published_at desc, p.network desc, p.post_id desc
"""
_ONE_SIDED = 1.645
"""Standard deviations beneath which 5% of the normal distribution lie."""
_LOST_CHANCE = 0.01
"""The highest chance of so many leads without a post, or so few with one, that counts as broken: asked at every look."""
LOST_REMEDY = "See whether page and form keep the tags of your links, and whether all leads are imported."
"""What helps where leads name their posts no more."""
_LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)


@dataclass(frozen=True)
class Account:
    """One account on one network and its posts of the window, newest first."""

    network: str
    name: str
    posts: Sequence[Row]

    @cached_property
    def reached(self) -> list[Row]:
        """The posts that have a reach above nothing."""
        return [row for row in self.posts if row["reach"]]

    @property
    def n(self) -> int:
        """How many posts have a reach."""
        return len(self.reached)

    @cached_property
    def reach_quartiles(self) -> tuple[float, float, float]:
        """The quartiles of the posts' reach, in people. Raises ValueError where no post has one."""
        return quartiles([row["reach"] for row in self.reached])

    @cached_property
    def lead_yield(self) -> float:
        """Leads per person reached, over all posts with a reach; 0.0 where there is none."""
        return self._per_person("leads")

    @cached_property
    def stated_yield(self) -> float:
        """The same for leads whose post was named by id, by link or by a person: those that need no tag."""
        return self._per_person("stated")

    @property
    def label(self) -> str:
        """How people call the account, such as `bakery (Instagram)`."""
        network = network_name(self.network)
        return f"{self.name} ({network})" if self.name else network

    @cached_property
    def good_yield(self) -> float:
        """The same for leads that nobody called unqualified."""
        return self.lead_yield - self._per_person("unqualified")

    def unevenness_without(self, asked: Sequence[Row], *, at_least: bool = False) -> float:
        """Return how much posts other than those asked about differ in their leads for their reach (`unevenness`).

        With `at_least` it is the lower bound: what is left of it when chance has had its share (normal, 95%).
        """
        left_out = {(row["network"], row["post_id"]) for row in asked}
        others = [row for row in self.reached if (row["network"], row["post_id"]) not in left_out]
        people = sum(row["reach"] for row in others)
        leads = [row["leads"] for row in others]
        rate = sum(leads) / people if people else 0.0
        likely = [row["reach"] * rate for row in others]
        weight = math.fsum(each * each for each in likely)
        by_chance = _ONE_SIDED * math.sqrt(2 / weight) if weight and at_least else 0.0
        return max(0.0, unevenness(leads, likely) - by_chance)

    def _per_person(self, column: str) -> float:
        people = sum(row["reach"] for row in self.reached)
        return sum(row[column] for row in self.reached) / people if people else 0.0


def accounts(rows: Iterable[Row]) -> list[Account]:
    """Return the accounts that posts belong to, by network and name.

    A post that names no account belongs to the one account that others of its network name, where there is one alone.
    """
    rows = list(rows)
    stated: defaultdict[tuple[str, str | None], list[Row]] = defaultdict(list)
    for row in rows:
        stated[row["network"], row["account"]].append(row)
    if all(name for _, name in stated):
        return [Account(network, name or "", posts) for (network, name), posts in sorted(stated.items())]
    names = {network: [name for place, name in stated if place == network and name] for network, _ in stated}
    only = {network: known[0] if len(known) == 1 else "" for network, known in names.items()}
    grouped: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        grouped.setdefault((row["network"], row["account"] or only[row["network"]]), []).append(row)
    return [Account(network, name, posts) for (network, name), posts in sorted(grouped.items())]


def has_link(row: Row) -> bool:
    """Return whether a post leads anywhere: its link, an address in its text, or clicks on a link that were counted."""
    return bool(row["link"] or row["link_clicks"] or _LINK.search(row["text"] or ""))


def has_own_tag(row: Row) -> bool:
    """Return whether a post's link carries a tag that no other post has, so that a lead by it can be tied."""
    return bool((row["utm_content"] and not row["shares_content_tag"])
                or (row["utm_campaign"] and not row["shares_campaign_tag"]))


def lost_names(row: Row, view: View) -> str | None:
    """Return why leads can no longer be tied to posts as they could before, or None where they can.

    They cannot where fewer leads a day name their post than before, and so many name none, or so few name one, that it
    is hardly chance (binomial, Poisson).
    """
    lately, before = (row[f"named_{when}"] or 0 for when in ("lately", "before"))
    unnamed, unnamed_before = (row[f"unnamed_{when}"] or 0 for when in ("lately", "before"))
    days, days_before = view.settings["lately_days"], view.settings["baseline_days"] - view.settings["lately_days"]
    usual = before * days / days_before if days_before > 0 else 0.0
    if lately >= usual:
        return None
    window, without = count(int(days), "day"), (unnamed_before + 1) / (before + unnamed_before + 2)
    if binomial_at_least(unnamed, lately + unnamed, without) <= _LOST_CHANCE:
        return f"of {count(lately + unnamed, 'lead')} in {window} {unnamed} name no post, far more than before"
    if poisson_at_most(lately, usual) <= _LOST_CHANCE:
        return f"only {count(lately, 'lead')} in {window} can be tied to posts, where {usual:.0f} were usual"
    return None


def is_settled(row: Row, until: str, settle_hours: float) -> bool:
    """Return whether a post was out for so many hours at a moment; one whose hour is unknown gets a day more."""
    hours = settle_hours + (24 if row["published_precision"] == "day" else 0)
    return bool(row["published_at"] <= hours_before(until, hours))


def settled(rows: Iterable[Row], until: str, settle_hours: float) -> list[Row]:
    """Return the posts that were out for so many hours at one moment, as `is_settled` tells it."""
    to_the_minute, to_the_day = (hours_before(until, hours) for hours in (settle_hours, settle_hours + 24))
    return [row for row in rows
            if row["published_at"] <= (to_the_day if row["published_precision"] == "day" else to_the_minute)]


@lru_cache(maxsize=1024)
def hours_before(moment: str, hours: float) -> str:
    """Return the moment that lies so many hours before another: the same few are asked for of every post."""
    return ago(from_text(moment), hours=hours)


def post_ref(row: Row) -> Ref:
    """Return the reference to a post."""
    return Ref("post", row["network"], row["post_id"])


def per_thousand(share: float) -> str:
    """Return leads per person as leads per 1,000 people.

    >>> per_thousand(0.00214), per_thousand(0.02), per_thousand(0)
    ('2.1', '20', '0')
    """
    return amount(1000 * share)


def chance(share: float) -> str:
    """Return a chance in percent; very small ones are only called that.

    >>> chance(0.031), chance(0.0041), chance(1e-9)
    ('3%', '0.4%', 'under 0.1%')
    """
    if share < 0.001:
        return "under 0.1%"
    return f"{100 * share:.0f}%" if share >= 0.01 else f"{100 * share:.1f}%"


def post_facts(row: Row, view: View) -> Mapping[str, object]:
    """Return what is said of any post: its network, day, kind and reach."""
    return {"network": row["network"], "published": day(row["published_at"], view.zone),
            "kind": row["kind"] or "post", "reach": row["reach"] if row["reach"] is not None else "unknown"}
