"""What success is for the team: a metric, a target, a period, and how far it is.

A follower count and another account are no metric.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.coach.desk import Desk
from bot.coach.feeds import Feeds
from bot.coach.figures.figures import Figure, answered_share, leads, shown, talk
from bot.coach.windows import Window
from bot.model.times import local, to_text
from bot.model.words import calendar_day, period

LEAD_KINDS: Mapping[str, str] = {
    "enquiries": "enquiry", "bookings": "booking", "sign-ups": "sign-up", "sales": "sale", "referrals": "referral",
}
"""The metrics that count one kind of lead."""
METRICS = ("leads", *LEAD_KINDS, "answered share", "conversations")


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective. Days are `YYYY-MM-DD`, both in it; `target` is a count, in percent for the answered share."""

    objective_id: str
    metric: str
    target: int
    starts_on: str
    ends_on: str

    @property
    def goal(self) -> str:
        """The target with its metric: `20 leads`, `80% answered share`."""
        metric = self.metric
        if self.target == 1:
            metric = LEAD_KINDS.get(metric, metric.removesuffix("s"))
        return f"{self.target}% {self.metric}" if self.metric == "answered share" else f"{self.target:,} {metric}"

    @property
    def last_day(self) -> str:
        """The day it ends on, as people write it."""
        return calendar_day(self.ends_on)

    @property
    def period(self) -> str:
        """Its days, as people write them."""
        return period(self.starts_on, self.ends_on)


def objectives(desk: Desk) -> list[Objective]:
    """Return the objectives that have not ended, the one that ends first at the top."""
    today = local(desk.now, desk.zone).date().isoformat()
    found = [
        Objective(row["objective_id"], row["metric"], int(row["target"]), row["starts_on"], row["ends_on"])
        for row in desk.records.rows("objectives", day=today)
    ]
    return sorted(found, key=lambda each: (each.ends_on, each.objective_id))


def running(desk: Desk) -> list[Objective]:
    """Return the objectives whose period holds the desk's moment."""
    today = local(desk.now, desk.zone).date().isoformat()
    return [each for each in objectives(desk) if each.starts_on <= today]


def progress(desk: Desk, objective: Objective, feeds: Feeds) -> Figure:
    """Return how far an objective is at the desk's moment, as the figure that its metric counts."""
    start = datetime.combine(date.fromisoformat(objective.starts_on), time(), ZoneInfo(desk.zone))
    window = Window(min(to_text(start), desk.now), desk.now, f"since {calendar_day(objective.starts_on)}", desk.now)
    if objective.metric == "answered share":
        return answered_share(desk, window, feeds)
    if objective.metric == "conversations":
        return talk(desk, window, feeds, posts=0)[0]
    all_leads = leads(desk, window, feeds)
    kind = LEAD_KINDS.get(objective.metric)
    if kind is None or all_leads.value is None:
        return all_leads
    value = all_leads.parts["by_kind"].get(kind, 0)
    return Figure(objective.metric, value, "count", value, window, all_leads.as_of)


def reached(figure: Figure) -> str:
    """Return how far a figure is in words, `not known` where it is not."""
    return "not known" if figure.value is None else shown(figure.value, figure.unit)
