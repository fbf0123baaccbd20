"""At the pace so far, an objective will be missed.

Looks at the objectives that hold today and count leads (all, or one kind), conversations or the answered
share, once `min_elapsed` of their time has passed. Fires when the target would be reached with a chance of
`chance` or less: for a count, were the target reached evenly over the whole period, so few by now (binomial:
each of the target's leads falls into the time passed with the chance of its length); for a share, were the
target's share true, so few answered comments. All objectives are held to the chance together (Holm). Time
passed ends with the newest import, and where that is older than `fresh_days`, or none is there, it says
"can't tell". Days are counted in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.model.facts import Lead
from bot.model.rule import Case, Example, Ref, Row, Rule, Setting, View
from bot.model.statistics import binomial_at_most, holm
from bot.model.times import from_text, local
from bot.model.words import amount, count, period
from bot.rules._accounts import chance
from bot.rules._comments import COMMENTS_AS_OF, stale_reason

KINDS = {"enquiries": "enquiry", "bookings": "booking", "sign-ups": "sign-up", "sales": "sale", "referrals": "referral"}
DETECT = f"""
select o.objective_id, o.metric, o.target, o.starts_on, o.ends_on, l.kind, coalesce(l.leads, 0) as leads,
  (select max(i.as_of) from imports as i
    where i.team_id = :team_id and i.feed = 'leads' and i.undone_at is null) as leads_as_of,
  {COMMENTS_AS_OF} as comments_as_of,
  case when o.metric = 'conversations' then (
    select count(distinct coalesce((
      select r.parent_id from comments as r
      where r.team_id = s.team_id and r.network = s.network and r.comment_id = s.parent_id and r.direction = 'out'
    ), s.parent_id))
    from comments as s
    where s.team_id = o.team_id and s.direction = 'in' and s.created_at >= o.starts_on and s.created_at <= :now
      and s.parent_id is not null
      and ((
        select min(x.created_at) from comments as x
        where x.team_id = s.team_id and x.network = s.network and x.parent_id = s.parent_id and x.direction = 'out'
      ) <= s.created_at or exists (
        select 1 from comments as r
        where r.team_id = s.team_id and r.network = s.network and r.comment_id = s.parent_id and r.direction = 'out'
      ))
  ) else 0 end as conversations,
  coalesce(n.needed, 0) as needed, coalesce(n.answered, 0) as answered
from objectives as o
left join (
  select q.objective_id, d.kind, count(*) as leads
  from objectives as q
  inner join leads as d
    on d.team_id = q.team_id and d.created_at >= q.starts_on and d.created_at <= :now
  where q.team_id = :team_id
    and q.ends_on >= :grace_days_ago
    and q.metric not in ('conversations', 'answered share')
  group by q.objective_id, d.kind
) as l
  on l.objective_id = o.objective_id
left join (
  select q.objective_id, count(*) as needed,
    cast(sum(case when c.answered_at <= :now then 1 else 0 end) as bigint) as answered
  from comments as c
  inner join objectives as q
    on q.team_id = c.team_id and q.starts_on <= c.created_at
  where c.team_id = :team_id
    and c.direction = 'in'
    and c.created_at >= (
      select min(e.starts_on) from objectives as e
      where e.team_id = :team_id and e.ends_on >= :grace_days_ago and e.metric = 'answered share'
    )
    and c.created_at <= :now
    and c.label in ('question', 'buying signal', 'complaint')
    and (c.dismissed_at is null or c.dismissed_at > :now)
    and q.ends_on >= :grace_days_ago
    and q.metric = 'answered share'
  group by q.objective_id
) as n
  on n.objective_id = o.objective_id
where o.team_id = :team_id
  and (o.ended_at is null or o.ended_at > :now)
  and o.ends_on >= :grace_days_ago
  and o.starts_on <= :now
order by o.ends_on, o.objective_id, coalesce(l.kind, '')
"""


class Standing(NamedTuple):
    """How far an objective is. `elapsed` is the share of its time that the data covers."""

    row: Row
    so_far: int
    of: int
    elapsed: float
    as_of: str | None

    @property
    def is_share(self) -> bool:
        """Whether the target is a share in percent, and not a count."""
        return bool(self.row["metric"] == "answered share")

    @property
    def likely(self) -> float:
        """What it comes to at the end, at the pace so far: a count, or the share in percent."""
        if self.is_share:
            return 100 * self.so_far / self.of if self.of else 0.0
        return self.so_far / self.elapsed

    @property
    def risk(self) -> float:
        """The chance of standing so low, were the target to be met."""
        share = min(1.0, self.row["target"] / 100) if self.is_share else self.elapsed
        return binomial_at_most(self.so_far, self.of, share)


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return a case for each objective that will be missed, and one for each that cannot be judged."""
    tested: list[Standing] = []
    for standing in filter(None, (_standing(each, view) for each in _objectives(rows))):
        why = _unknown(standing, view)
        if why:
            yield Case(subject=(_ref(standing),), verdict="cant-tell", reason=why, counts=_counts(standing), facts={
                **_facts(standing, view), "next_step": "Import the newest leads and comments."})
        elif standing.elapsed >= view.settings["min_elapsed"]:
            tested.append(standing)
    for standing, risk in zip(tested, holm(each.risk for each in tested), strict=True):
        if risk <= view.settings["chance"] and standing.likely < standing.row["target"]:
            yield Case(subject=(_ref(standing),), stake=_gap(standing), counts=_counts(standing),
                       facts={**_facts(standing, view), "chance": chance(risk), "chance_to_reach": risk})


def _objectives(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the rows of each objective: one for each kind of lead."""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["objective_id"], []).append(row)
    return list(grouped.values())


def _standing(rows: Sequence[Row], view: View) -> Standing | None:
    """Return how far one objective is; None where it does not hold today or its metric cannot be counted."""
    row, metric = rows[0], rows[0]["metric"].casefold()
    if not row["starts_on"] <= f"{local(view.now, view.zone):%Y-%m-%d}" <= row["ends_on"]:
        return None
    as_of = row["leads_as_of"]
    if metric == "leads" or metric in KINDS:
        so_far = sum(each["leads"] for each in rows if metric == "leads" or each["kind"] == KINDS[metric])
        of = row["target"]
    elif metric == "conversations":
        so_far, of, as_of = row["conversations"], row["target"], row["comments_as_of"]
    elif metric == "answered share":
        so_far, of, as_of = row["answered"], row["needed"], row["comments_as_of"]
    else:
        return None
    return Standing(row, so_far, of, _elapsed(row, min(view.now, as_of or view.now), view.zone), as_of)


def _elapsed(row: Row, until: str, zone: str) -> float:
    starts = datetime.combine(date.fromisoformat(row["starts_on"]), time(), ZoneInfo(zone))
    ends = datetime.combine(date.fromisoformat(row["ends_on"]) + timedelta(days=1), time(), ZoneInfo(zone))
    return max(1e-9, (from_text(until) - starts) / (ends - starts))


def _unknown(standing: Standing, view: View) -> str | None:
    feed = "comments" if standing.row["metric"] in ("conversations", "answered share") else "leads"
    if standing.as_of is None and not standing.so_far:
        return f"no {feed} were ever imported"
    return stale_reason(standing.as_of, view, feed)


def _facts(standing: Standing, view: View) -> dict[str, object]:
    row, unit = standing.row, "%" if standing.is_share else ""
    left = (date.fromisoformat(row["ends_on"]) - local(view.now, view.zone).date()).days
    so_far = round(standing.likely) if standing.is_share else standing.so_far
    return {
        "n": standing.of if standing.is_share else standing.so_far, "window": period(row["starts_on"], row["ends_on"]),
        "starts_on": row["starts_on"], "ends_on": row["ends_on"],
        "as_of": standing.as_of or view.now, "metric": row["metric"], "target": f"{row['target']:,}{unit}",
        "so_far": f"{so_far:,}{unit}", "likely": f"{amount(standing.likely)}{unit}", "likely_number": standing.likely,
        "left": count(left, "day"), "elapsed": f"{100 * standing.elapsed:.0f}%", "elapsed_share": standing.elapsed,
    }


def _counts(standing: Standing) -> tuple[str, str]:
    """Return what is counted, for one and for many: what the metric counts, comments where it is a share of them."""
    if standing.is_share:
        return "comment", "comments"
    metric = str(standing.row["metric"])
    return KINDS.get(metric.casefold(), metric.removesuffix("s")), metric


def _gap(standing: Standing) -> float:
    is_leads = standing.row["metric"] == "leads" or standing.row["metric"] in KINDS
    return standing.row["target"] - standing.likely if is_leads else 0.0


def _ref(standing: Standing) -> Ref:
    return Ref("objective", "", standing.row["objective_id"])


_OBJECTIVE = {"metric": "leads", "target": 40, "starts_on": "2026-01-01", "ends_on": "2026-03-31"}


def _leads(n: int) -> tuple[Lead, ...]:
    """Return so many leads of February."""
    return tuple(Lead(f"l{number}", f"2026-02-{1 + number % 28:02d}T12:00:00Z") for number in range(n))


RULE = Rule(
    detect=DETECT,
    refine=refine,
    title="Pick up the pace or the target: {so_far} of {target} {metric}, and {likely} likely by the end",
    ask="{elapsed} of the time from {window} has passed; {left} are left, and the chance to reach it is {chance}.",
    next_step="Choose the one thing that brought most of them so far and do it twice next week.",
    commitment="Do twice next week what brought most {metric} so far",
    measured_by="leads",
    closed_by="A pace that reaches the target, in later imports, or a target that was set anew.",
    rests_on=("set-objectives", "measure-and-monitor"),
    settings={
        "min_elapsed": Setting(0.15, "share", "which share of the period must have passed"),
        "fresh_days": Setting(8, "days", "how old the newest import may be"),
        "grace_days": Setting(2, "days", "how far back an objective may have ended and still be read, for the zones' sake"),
        "chance": Setting(0.05, "share", "the highest chance of reaching the target that still counts as a finding"),
    },
    fires_on=Example(now="2026-03-04T09:30:00Z", facts=_leads(16), objectives=(_OBJECTIVE,)),
    silent_on=Example(now="2026-03-04T09:30:00Z", facts=_leads(24), objectives=(_OBJECTIVE,)),
    severity=3,
    slot="audit",
    effort_minutes=20,
)
