"""The team waits for people to come: it has spoken under nobody else's posts for a week.

Fires when conversations under other accounts' posts (the outbound table) are imported, and the newest import
shows none in the `quiet_days` before it. Says "can't tell" when posts go out but outbound conversations were
never imported, or not within `fresh_days`: then the team may well talk to others and the coach not see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.facts import Outbound
from bot.model.rule import Case, Example, Row, Rule, Setting, View
from bot.model.times import ago, from_text
from bot.model.words import age, amount, count
from bot.rules._comments import stale_reason

DETECT = """
select f.as_of, o.network, o.created_at, o.account,
  case when exists (
    select 1 from posts as p
    where p.team_id = :team_id and p.published_at >= :window_days_ago and p.published_at <= :now
  ) then 1 else 0 end as has_posts
from (
  select max(i.as_of) as as_of
  from imports as i
  where i.team_id = :team_id and i.feed = 'outbound' and i.undone_at is null
) as f
left join outbound as o
  on o.team_id = :team_id
  and o.created_at >= :window_days_ago
  and o.created_at <= :now
order by o.created_at, o.network, o.account
"""


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return one case when the last week shows no outbound conversation, or when it cannot be seen."""
    as_of = rows[0]["as_of"]
    spoken = [row["created_at"] for row in rows if row["created_at"]]
    facts = {"n": len(spoken), "window": count(int(view.settings["window_days"]), "day"), "as_of": as_of or view.now}
    remedy = "Import what you said under other posts: a table with network, created_at, account and text."
    why = stale_reason(as_of, view, "outbound conversations")
    if as_of is None and rows[0]["has_posts"]:
        why = "what you say under other accounts' posts was never imported"
    if why:
        yield Case(subject=(), verdict="cant-tell", reason=why, facts={**facts, "next_step": remedy})
    if why or as_of is None or any(at >= _quiet_since(as_of, view) for at in spoken):
        return
    weeks = max(1.0, view.settings["window_days"] / 7)
    yield Case(
        subject=(),
        facts={**facts, "quiet": count(int(view.settings["quiet_days"]), "day"),
               "before": f"{amount(len(spoken) / weeks)} a week", "last": f"{age(spoken[-1], view.now)} ago" if spoken
               else f"more than {count(int(view.settings['window_days']), 'day')} ago"},
    )


def _quiet_since(as_of: str, view: View) -> str:
    return ago(from_text(min(as_of, view.now)), days=view.settings["quiet_days"])


RULE = Rule(
    detect=DETECT,
    refine=refine,
    title="Go and find people: you joined no conversation under other accounts' posts in {quiet}",
    ask="The last one was {last}; over {window} it was {before}.",
    next_step="Take fifteen minutes: answer three questions under posts your customers read.",
    commitment="Join three conversations under other accounts' posts",
    measured_by="word",
    closed_by="A newer outbound conversation, in a later import.",
    rests_on=("go-and-find-people",),
    settings={
        "quiet_days": Setting(7, "days", "how long without an outbound conversation is too long"),
        "window_days": Setting(56, "days", "how far back the usual pace is reckoned"),
        "fresh_days": Setting(8, "days", "how old the newest import of outbound conversations may be"),
    },
    fires_on=Example(
        now="2026-03-04T09:30:00Z", facts=(Outbound("instagram", "2026-02-24T12:00:00Z", "townmarket"),),
        feeds={"outbound": "2026-03-04T08:00:00Z"},
    ),
    silent_on=Example(
        now="2026-03-04T09:30:00Z", facts=(Outbound("instagram", "2026-02-26T12:00:00Z", "townmarket"),),
        feeds={"outbound": "2026-03-04T08:00:00Z"},
    ),
    severity=1,
    slot="nudge",
    counts=("conversation", "conversations"),
    effort_minutes=15,
)
