"""Most leads that a post or a campaign brought are of no use to the business.

Looks at the leads of the last `window_days` of which somebody said whether they are qualified. Fires for a
campaign, or for a post, with `min_leads` such leads or more, when so many are unqualified that at an even
chance (`most`) it would look so with `chance` or less (binomial): all campaigns held to it together, and all posts
(Holm), since a campaign and its posts are the same leads looked at twice. A campaign that fires stands for its posts;
leads tied by time alone count for none. Says "can't tell" when leads came but nobody says which are any good.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.model.facts import Lead, Post
from bot.model.networks import network_name
from bot.model.rule import Case, Example, Ref, Row, Rule, Setting, View
from bot.model.statistics import binomial_at_least, holm
from bot.model.words import count, share, shorten
from bot.rules._accounts import chance

DETECT = """
select l.quality, l.leads, l.utm_campaign, l.tied_network, l.tied_post_id,
  p.campaign, p.utm_campaign as post_tag, p.text, p.permalink,
  (select max(i.as_of) from imports as i
    where i.team_id = :team_id and i.feed = 'leads' and i.undone_at is null) as as_of
from (
  select quality, utm_campaign, count(*) as leads,
    case when tied_by = 'time' then null else tied_network end as tied_network,
    case when tied_by = 'time' then null else tied_post_id end as tied_post_id
  from leads
  where team_id = :team_id
    and created_at >= :window_days_ago
    and created_at <= :now
  group by quality, utm_campaign, case when tied_by = 'time' then null else tied_network end,
    case when tied_by = 'time' then null else tied_post_id end
) as l
left join posts as p
  on p.team_id = :team_id and p.network = l.tied_network and p.post_id = l.tied_post_id
order by coalesce(l.tied_network, ''), coalesce(l.tied_post_id, ''), coalesce(l.utm_campaign, ''), l.quality
"""


@dataclass(slots=True)
class Group:
    """The leads of one post or one campaign. `row` is one of its rows."""

    ref: Ref
    row: Row
    counts: dict[str, int] = field(default_factory=dict)
    posts: set[Ref] = field(default_factory=set)

    @property
    def known(self) -> int:
        """How many leads have a quality."""
        return self.counts.get("qualified", 0) + self.unqualified

    @property
    def unqualified(self) -> int:
        """How many of them are of no use."""
        return self.counts.get("unqualified", 0)

    def risk(self, most: float) -> float:
        """Return the chance of so many unqualified leads at a given share."""
        return binomial_at_least(self.unqualified, self.known, most)


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return a case for each campaign and post whose leads are mostly poor."""
    total = sum(row["leads"] for row in rows)
    known = sum(row["leads"] for row in rows if row["quality"] in ("qualified", "unqualified"))
    facts = {"window": count(int(view.settings["window_days"]), "day"), "as_of": rows[0]["as_of"] if rows else None}
    if total >= view.settings["min_leads"] > known:
        yield Case(
            subject=(), verdict="cant-tell",
            reason=f"nobody says whether leads are qualified: {known} of {count(total, 'lead')} have a quality",
            facts={**facts, "n": total, "next_step": "Import leads with the column quality: qualified or unqualified."},
        )
        return
    tested = [group for group in groups(rows) if group.known >= view.settings["min_leads"]]
    poor = [*_poor([group for group in tested if group.ref.kind == "campaign"], view),
            *_poor([group for group in tested if group.ref.kind == "post"], view)]
    covered = {ref for group, _ in poor if group.ref.kind == "campaign" for ref in group.posts}
    for group, risk in poor:
        if group.ref not in covered:
            yield _fired(group, {**facts, "n": group.known, "chance": chance(risk), "chance_of_so_many": risk})


def _poor(groups: Sequence[Group], view: View) -> list[tuple[Group, float]]:
    """Return the groups whose leads are mostly poor, each with its chance among all of them."""
    risks = holm(group.risk(view.settings["most"]) for group in groups)
    return [(group, risk) for group, risk in zip(groups, risks, strict=True) if risk <= view.settings["chance"]]


def groups(rows: Sequence[Row]) -> list[Group]:
    """Return the leads by post, and by campaign where it has more than the leads of one post."""
    found: dict[Ref, Group] = {}
    for row in rows:
        post = Ref("post", row["tied_network"], row["tied_post_id"]) if row["tied_post_id"] else None
        name = row["campaign"] or row["post_tag"] or row["utm_campaign"]
        for ref in filter(None, (post, Ref("campaign", "", _plain(name)) if name else None)):
            group = found.get(ref) or found.setdefault(ref, Group(ref, row))
            group.counts[row["quality"]] = group.counts.get(row["quality"], 0) + row["leads"]
            if post:
                group.posts.add(post)
    alone = {ref for ref, group in found.items() if ref.kind == "campaign" and _is_one_post(group, found)}
    return [group for ref, group in found.items() if ref not in alone]


def _is_one_post(group: Group, found: Mapping[Ref, Group]) -> bool:
    return len(group.posts) == 1 and found[next(iter(group.posts))].counts == group.counts


def _plain(name: str) -> str:
    """Return a campaign's name as its tag would be written, so that both come together."""
    return "-".join(name.casefold().replace("_", " ").replace("-", " ").split())


def _fired(group: Group, facts: dict[str, object]) -> Case:
    row, is_post = group.row, group.ref.kind == "post"
    ref = group.ref if is_post else Ref("campaign", "", row["campaign"] or row["post_tag"] or row["utm_campaign"])
    name = f"one {network_name(row['tied_network'])} post" if is_post else f"the campaign {shorten(ref.id, 40)}"
    return Case(
        subject=(ref,), words=row["text"] if is_post else None, url=row["permalink"] if is_post else None,
        facts={**facts, "share": share(group.unqualified, group.known), "unqualified": group.unqualified,
               "subject": name, "leads": sum(group.counts.values())},
    )


def _leads(unqualified: int) -> tuple[Lead, ...]:
    """Return eight leads of one post, so many of them unqualified."""
    return tuple(
        Lead(f"l{number}", "2026-02-20T12:00:00Z", network="instagram", post_id="p1",
             quality="unqualified" if number < unqualified else "qualified")
        for number in range(8)
    )


RULE = Rule(
    detect=DETECT,
    refine=refine,
    title="Look at whom you invite: {share} of the leads from {subject} were unqualified",
    ask="Each took time that a good one would have earned; {n} leads of {window} have a quality.",
    next_step="Say in the post whom it is for and what it costs, so that the others leave it.",
    commitment="Say in the next post of this kind whom it is for and what it costs",
    measured_by="leads",
    closed_by="A smaller share of unqualified leads, in later imports of leads.",
    rests_on=("low-quality-leads",),
    settings={
        "window_days": Setting(90, "days", "how far back leads are looked at"),
        "min_leads": Setting(5, "count", "how many leads with a quality a post or campaign needs"),
        "most": Setting(0.5, "share", "the share of unqualified leads from which on they are most"),
        "chance": Setting(0.1, "share", "the highest chance of so many that still counts as a finding"),
    },
    fires_on=Example(now="2026-03-04T09:30:00Z", facts=(Post("instagram", "p1", "2026-02-18T12:00:00Z"), *_leads(7))),
    silent_on=Example(now="2026-03-04T09:30:00Z", facts=(Post("instagram", "p1", "2026-02-18T12:00:00Z"), *_leads(5))),
    severity=2,
    slot="audit",
    counts=("lead", "leads"),
    effort_minutes=15,
)
