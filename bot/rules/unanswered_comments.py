"""Somebody asked, complained or wants to buy, and nobody has answered.

Looks at the comments of the last `window_days` that need an answer and have none: no reply of the team's in
the data, nobody said it was answered, nobody put it aside. Those on the way to buying and those that could be
put right come first, the longest wait on top, then other questions. At most `items` of them are asked for at
a time. Says "can't tell" when the newest comments came in more than `fresh_days` ago, because they may have
been answered since.

A complaint that was moved to a direct message counts as answered; when nobody has said within `moved_days` that it
was resolved, it is asked for again, however old it is, beside those that wait or alone. That rests on what the team
said, so a stale import does not silence it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.facts import Comment
from bot.model.rule import Case, CaseItem, Example, Ref, Row, Rule, Setting, View
from bot.model.words import age, count
from bot.rules._comments import still_to_ask

WHY = {
    "buying signal": "They are on the way to buying.",
    "complaint": "It can still be put right.",
    "question": "They asked, and others read along.",
    "moved": "Bring it to its end, then press Resolved offline.",
}
MOVED_PLACES = 2
"""Of the comments on one card, so many may be moved complaints while others wait for an answer."""
_READ = 1000
"""So many of the comments that wait are looked at one by one: far more than stand on cards at any time."""
_WAITS = """c.team_id = :team_id
    and c.direction = 'in'
    and c.created_at >= :window_days_ago
    and c.created_at <= :now
    and c.label in ('question', 'buying signal', 'complaint')
    and (c.answered_at is null or c.answered_at > :now)
    and (c.dismissed_at is null or c.dismissed_at > :now)"""
DETECT = f"""
select f.as_of, coalesce(w.waiting, 0) as waiting, w.network, w.comment_id, w.text, w.label, w.created_at, w.url, w.post_id,
  w.moved_at
from (
  select max(i.as_of) as as_of
  from imports as i
  where i.team_id = :team_id and i.feed = 'comments' and i.undone_at is null
) as f
left join (
  select * from (
    select c.network, c.comment_id, c.text, c.label, c.created_at, coalesce(c.permalink, p.permalink) as url, c.post_id,
      null as moved_at, count(*) over () as waiting
    from comments as c
    left join posts as p
      on p.team_id = :team_id and p.network = c.network and p.post_id = c.post_id
    where {_WAITS}
    order by case when c.label = 'question' then 1 else 0 end, c.created_at, c.network, c.comment_id
    limit {_READ}
  ) as u
  union all
  select c.network, c.comment_id, c.text, c.label, c.created_at, coalesce(c.permalink, p.permalink), c.post_id, x.moved_at,
    0
  from complaint_cases as x
  inner join comments as c
    on c.team_id = x.team_id and c.network = x.network and c.comment_id = x.comment_id
  left join posts as p
    on p.team_id = c.team_id and p.network = c.network and p.post_id = c.post_id
  where x.team_id = :team_id
    and x.moved_at <= :moved_days_ago
    and (x.resolved_at is null or x.resolved_at > :now)
    and (c.dismissed_at is null or c.dismissed_at > :now)
) as w
  on 1 = 1
order by case when w.label = 'question' then 1 else 0 end, w.created_at, w.network, w.comment_id
"""


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Gather the comments that wait into one case; none when nothing waits."""
    as_of = rows[0]["as_of"]
    moved = [row for row in rows if row["moved_at"] is not None]
    waiting = [row for row in rows if row["comment_id"] is not None and row["moved_at"] is None]
    if as_of is None or not (waiting or moved):
        return
    window = count(int(view.settings["window_days"]), "day")
    facts = {"n": (waiting[0]["waiting"] if waiting else 0) + len(moved), "window": window, "as_of": as_of}
    if waiting and as_of < view.ago["fresh_days"]:
        yield Case(
            subject=tuple(_ref(row) for row in waiting), verdict="cant-tell",
            facts={**facts, "next_step": "Import the newest comments with the team's replies."},
            reason=f"the newest comments were imported {age(as_of, view.now)} ago and may have been answered since",
        )
        waiting = []
    waiting, moved = still_to_ask(waiting, view), still_to_ask(moved, view)
    if waiting or moved:
        yield _fired(waiting, moved, facts, view)


def _fired(waiting: Sequence[Row], moved: Sequence[Row], facts: dict[str, object], view: View) -> Case:
    places = max(1, int(view.settings["items"]))
    ended = moved[: min(MOVED_PLACES, places - 1) if waiting else places]
    chosen = [*ended, *waiting[: places - len(ended)]]
    oldest = min(row["created_at"] for row in chosen)
    which = "the oldest" if len(chosen) > 1 else "it"
    urgent = sum(row["label"] != "question" for row in chosen)
    who = "Somebody" if len(chosen) == 1 else f"{urgent} of them"
    wants = f"{who} {'wants' if urgent == 1 else 'want'} to buy or to have something put right. " if urgent else ""
    return Case(
        subject=tuple(_ref(row) for row in chosen),
        facts={**facts, "asked": _asked(len(chosen) - len(ended), len(ended)),
               "waiting": count(int(str(facts["n"])), "comment"), "which": which, "oldest": age(oldest, view.now),
               "urgent": urgent, "wants": wants, **_begin(len(chosen)), "minutes": 2 * len(chosen)},
        stake=urgent * 0.1,
        items=tuple(_item(row, view) for row in chosen),
    )


def _begin(chosen: int) -> dict[str, str]:
    """Return where to begin, in words, and what comes after it."""
    if chosen == 1:
        return {"first": "it", "rest": ""}
    return {"first": "the first one", "rest": ", then take the rest in this order"}


def _asked(unanswered: int, moved: int) -> str:
    """Return what is to be answered, in public and in private, in words."""
    if not unanswered:
        return f"{count(moved, 'complaint')} moved to DM"
    return count(unanswered + moved, "comment") + (f", {moved} in DM" if moved else "")


def _ref(row: Row) -> Ref:
    return Ref("comment", row["network"], row["comment_id"])


def _item(row: Row, view: View) -> CaseItem:
    is_moved = row["moved_at"] is not None
    return CaseItem(
        ref=_ref(row),
        headline="{label} in DM for {age}, {network}" if is_moved else "{label} on {network}, {age} old",
        facts={"label": "Complaint" if is_moved else row["label"].capitalize(), "network": row["network"],
               "age": age(row["moved_at"] if is_moved else row["created_at"], view.now), "post": row["post_id"]},
        words=row["text"], why=WHY["moved" if is_moved else row["label"]], url=row["url"],
    )


RULE = Rule(
    detect=DETECT,
    refine=refine,
    title="Answer {asked} ({minutes} minutes): {which} has waited {oldest}",
    ask="{wants}Without an answer in all: {waiting}.",
    next_step="Answer {first} now{rest}.",
    commitment="Answer {asked}",
    measured_by="answers",
    closed_by="The team's own reply under each comment, in the next import of comments; a person's word for a moved one.",
    rests_on=("answer-comments", "interest-first", "fix-the-service-first"),
    settings={
        "window_days": Setting(14, "days", "how far back a comment may lie and still be asked for"),
        "fresh_days": Setting(8, "days", "how old the newest import of comments may be"),
        "items": Setting(5, "count", "how many comments one nudge asks for"),
        "moved_days": Setting(3, "days", "how long a complaint moved to DM may wait for its end unasked"),
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
    counts=("comment", "comments"),
)
