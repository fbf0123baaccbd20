"""Answers went to remarks and attacks while people who want to buy waited.

Counts the team's answers of the last `window_days` under comments that need none (hostile, spam, other
remarks) and the buying signals of that time that have waited `wait_hours` or longer. Fires when there are
`off_answers` of the one and `min_waiting` of the other or more, and those that wait are at least
`waiting_share` of all buying signals: a few left among many answered ones is no sign of time spent wrongly.
Says "can't tell" when the newest comments are older than `fresh_days`, because the signals may have been
answered since.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.facts import Comment
from bot.model.rule import Case, Example, Row, Rule, Setting, View
from bot.model.words import age, count
from bot.rules._comments import COMMENTS_AS_OF, comment_ref, stale_reason, still_to_ask, waiting_item

DETECT = f"""
select t.answers, t.off_answers, t.hostile_answers, s.signals, {COMMENTS_AS_OF} as as_of,
  c.network, c.comment_id, c.permalink, c.text, c.label, c.created_at
from (
  select count(*) as answers,
    cast(sum(case when a.label in ('hostile', 'spam', 'other') then 1 else 0 end) as bigint) as off_answers,
    cast(sum(case when a.label = 'hostile' then 1 else 0 end) as bigint) as hostile_answers
  from comments as o
  inner join comments as a
    on a.team_id = o.team_id and a.network = o.network and a.comment_id = o.parent_id and a.direction = 'in'
  where o.team_id = :team_id
    and o.direction = 'out'
    and o.created_at >= :window_days_ago
    and o.created_at <= :now
) as t
cross join (
  select count(*) as signals
  from comments
  where team_id = :team_id
    and direction = 'in'
    and created_at >= :window_days_ago
    and created_at <= :now
    and label = 'buying signal'
) as s
left join comments as c
  on c.team_id = :team_id
  and c.direction = 'in'
  and c.created_at >= :window_days_ago
  and c.created_at <= :wait_hours_ago
  and c.label = 'buying signal'
  and (c.answered_at is null or c.answered_at > :now)
  and (c.dismissed_at is null or c.dismissed_at > :now)
order by c.created_at, c.network, c.comment_id
"""


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return one case when answers went elsewhere while buying signals waited."""
    first, settings = rows[0], view.settings
    waiting = [row for row in rows if row["comment_id"] is not None]
    off = first["off_answers"] or 0
    if (off < settings["off_answers"] or len(waiting) < settings["min_waiting"]
            or len(waiting) < settings["waiting_share"] * first["signals"]):
        return
    facts = {"n": first["answers"], "window": count(int(settings["window_days"]), "day"), "as_of": first["as_of"]}
    stale = stale_reason(first["as_of"], view)
    if stale:
        yield Case(subject=tuple(comment_ref(row) for row in waiting), verdict="cant-tell",
                   reason=f"{stale}, so buying signals may have been answered since",
                   facts={**facts, "next_step": "Import the newest comments with the team's replies."})
        return
    chosen = still_to_ask(waiting, view)[: max(1, int(settings["items"]))]
    if not chosen:
        return
    yield Case(
        subject=tuple(comment_ref(row) for row in chosen),
        facts={**facts, "off": off, "hostile": first["hostile_answers"], "waiting": count(len(waiting), "buying signal"),
               "wait": "waits" if len(waiting) == 1 else "wait", "signals": first["signals"],
               "asked": count(len(chosen), "buying signal"), "oldest": age(waiting[0]["created_at"], view.now)},
        stake=0.1 * len(waiting),
        items=tuple(waiting_item(row, view) for row in chosen),
    )


def _comments(answers: int) -> tuple[Comment, ...]:
    """Return three buying signals that wait, and so many answers to remarks."""
    return (
        *(Comment("instagram", f"c{number}", "p1", "2026-03-01T08:00:00Z", "How much is the rye loaf?")
          for number in range(3)),
        *(Comment("instagram", f"o{number}", "p2", "2026-03-01T08:00:00Z", "haha classic")
          for number in range(answers)),
        *(Comment("instagram", f"r{number}", "p2", "2026-03-02T08:00:00Z", "Isn't it?", parent_id=f"o{number}",
                  from_team=True) for number in range(answers)),
    )


RULE = Rule(
    detect=DETECT,
    refine=refine,
    title="Answer {asked} first: {off} of your {n} answers went to other remarks",
    ask="In {window} {waiting} of {signals} {wait} for an answer, the oldest for {oldest}.",
    next_step="Sort by who wants to buy, answer those, and leave jokes and attacks for later.",
    commitment="Answer {asked} before anything else",
    measured_by="answers",
    closed_by="The team's own reply under each buying signal, in the next import of comments.",
    rests_on=("off-objective-conversations", "interest-first"),
    settings={
        "window_days": Setting(14, "days", "how far back answers and buying signals are looked at"),
        "fresh_days": Setting(8, "days", "how old the newest import of comments may be"),
        "wait_hours": Setting(24, "hours", "how long a buying signal must have waited"),
        "off_answers": Setting(5, "count", "how many answers to comments that need none"),
        "min_waiting": Setting(3, "count", "how many buying signals must wait"),
        "waiting_share": Setting(0.25, "share", "which share of all buying signals must wait"),
        "items": Setting(5, "count", "how many buying signals one nudge asks for"),
    },
    fires_on=Example(now="2026-03-04T09:30:00Z", facts=_comments(5), feeds={"comments": "2026-03-04T08:00:00Z"}),
    silent_on=Example(now="2026-03-04T09:30:00Z", facts=_comments(4), feeds={"comments": "2026-03-04T08:00:00Z"}),
    severity=2,
    slot="nudge",
    counts=("answer", "answers"),
)
