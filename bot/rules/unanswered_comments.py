"""Somebody asked, complained or wants to buy, and nobody has answered.

Looks at the comments of the last `window_days` that need an answer and have none: no reply of the team's in
the data, nobody said it was answered, nobody put it aside. Those on the way to buying and those that could be
put right come first, the longest wait on top, then other questions. At most `items` of them are asked for at
a time. Says "can't tell" when the newest comments came in more than `fresh_days` ago, because they may have
been answered since.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.facts import Comment
from bot.model.rule import Case, CaseItem, Example, Ref, Row, Rule, Setting, View
from bot.model.words import age, count

WHY = {
    "buying signal": "They are on the way to buying.",
    "complaint": "It can still be put right.",
    "question": "They asked, and others read along.",
}
DETECT = """
select c.network, c.comment_id, c.text, c.label, c.created_at,
  coalesce(c.permalink, p.permalink) as url, c.post_id, f.as_of
from (
  select max(i.as_of) as as_of
  from imports as i
  where i.team_id = :team_id and i.feed = 'comments' and i.undone_at is null
) as f
left join comments as c
  on c.team_id = :team_id
  and c.direction = 'in'
  and c.created_at >= :window_days_ago
  and c.created_at <= :now
  and c.label in ('question', 'buying signal', 'complaint')
  and (c.answered_at is null or c.answered_at > :now)
  and (c.dismissed_at is null or c.dismissed_at > :now)
left join posts as p
  on p.team_id = :team_id
  and p.network = c.network
  and p.post_id = c.post_id
order by case when c.label = 'question' then 1 else 0 end, c.created_at, c.network, c.comment_id
"""


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Gather the comments that wait into one case; none when nothing waits."""
    as_of = rows[0]["as_of"]
    waiting = [row for row in rows if row["comment_id"] is not None]
    if as_of is None or not waiting:
        return
    facts = {"n": len(waiting), "window": count(int(view.settings["window_days"]), "day"), "as_of": as_of}
    if as_of < view.ago["fresh_days"]:
        yield Case(
            subject=tuple(_ref(row) for row in waiting), verdict="cant-tell",
            facts={**facts, "next_step": "Import the newest comments with the team's replies."},
            reason=f"the newest comments were imported {age(as_of, view.now)} ago and may have been answered since",
        )
        return
    chosen = waiting[: max(1, int(view.settings["items"]))]
    oldest = min(row["created_at"] for row in chosen)
    urgent = sum(row["label"] != "question" for row in chosen)
    yield Case(
        subject=tuple(_ref(row) for row in chosen),
        facts={**facts, "asked": count(len(chosen), "comment"), "waiting": count(len(waiting), "comment"),
               "oldest": age(oldest, view.now), "urgent": urgent, "minutes": 2 * len(chosen)},
        stake=urgent * 0.1,
        items=tuple(_item(row, view) for row in chosen),
    )


def _ref(row: Row) -> Ref:
    return Ref("comment", row["network"], row["comment_id"])


def _item(row: Row, view: View) -> CaseItem:
    return CaseItem(
        ref=_ref(row), headline="{label} on {network}, {age} old",
        facts={"label": row["label"].capitalize(), "network": row["network"], "age": age(row["created_at"], view.now),
               "post": row["post_id"]},
        words=row["text"], why=WHY[row["label"]], url=row["url"],
    )


RULE = Rule(
    detect=DETECT,
    refine=refine,
    title="Answer {asked}: the oldest has waited {oldest}, about {minutes} minutes of work",
    ask="To buy or to have something put right: {urgent} of them. Without an answer in all: {waiting}.",
    next_step="Answer the first one now, then take the rest in this order.",
    commitment="Answer {asked}",
    measured_by="answers",
    closed_by="The team's own reply under each comment, in the next import of comments.",
    rests_on=("answer-comments", "interest-first"),
    settings={
        "window_days": Setting(14, "days", "how far back a comment may lie and still be asked for"),
        "fresh_days": Setting(8, "days", "how old the newest import of comments may be"),
        "items": Setting(5, "count", "how many comments one nudge asks for"),
    },
    fires_on=Example(
        now="2026-03-04T09:30:00Z",
        facts=(
            Comment("instagram", "c1", "p1", "2026-03-02T18:00:00Z", "How much is the rye loaf?"),
            Comment("instagram", "c2", "p1", "2026-03-03T07:00:00Z", "Lovely, thank you!"),
        ),
        feeds={"comments": "2026-03-04T08:00:00Z"},
    ),
    silent_on=Example(
        now="2026-03-04T09:30:00Z",
        facts=(
            Comment("instagram", "c1", "p1", "2026-03-02T18:00:00Z", "How much is the rye loaf?"),
            Comment("instagram", "r1", "p1", "2026-03-02T19:00:00Z", "It is 4.20", parent_id="c1", from_team=True),
        ),
        feeds={"comments": "2026-03-04T08:00:00Z"},
    ),
    severity=2,
    slot="nudge",
)
