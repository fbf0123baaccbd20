"""Somebody whom many people follow has commented, and nobody has answered.

Looks at the comments of the last `window_days` whose writer's own audience is known. Fires for those without
an answer whose writer has `followers` or more, and, where `min_known` writers are known, more than all but
the top `top_share` of them: on an account where most commenters are large, that is what stands out. Spam and
attacks are left out. Says "can't tell" when comments wait and no import names anybody's audience, or when the
newest comments are older than `fresh_days`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.facts import Comment
from bot.model.rule import Case, CaseItem, Example, Row, Rule, Setting, View
from bot.model.words import age, count
from bot.rules._comments import COMMENTS_AS_OF, comment_ref, stale_reason, still_to_ask, waiting_item

DETECT = f"""
select c.network, c.comment_id, c.author_key, c.author_followers, c.permalink, c.text, c.label, c.created_at,
  case when (c.answered_at is null or c.answered_at > :now) and (c.dismissed_at is null or c.dismissed_at > :now)
    and c.label not in ('spam', 'hostile') then 1 else 0 end as is_waiting,
  {COMMENTS_AS_OF} as as_of
from comments as c
where c.team_id = :team_id
  and c.direction = 'in'
  and c.created_at >= :window_days_ago
  and c.created_at <= :now
order by c.created_at, c.network, c.comment_id
"""


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return one case with the comments of influential people that wait, the largest audience first."""
    waiting = [row for row in rows if row["is_waiting"]]
    if not waiting:
        return
    known = {row["author_key"] or row["comment_id"]: row["author_followers"] for row in rows if row["author_followers"]}
    facts = {"n": len(rows), "window": count(int(view.settings["window_days"]), "day"), "as_of": rows[0]["as_of"]}
    least = _least(sorted(known.values()), view)
    found = sorted((row for row in waiting if (row["author_followers"] or 0) >= least),
                   key=lambda row: (-row["author_followers"], row["created_at"]))
    why = "no import says how many people follow those who comment" if not known else None
    why = why or (stale_reason(rows[0]["as_of"], view) if found else None)
    if why:
        yield Case(subject=tuple(comment_ref(row) for row in found or waiting), verdict="cant-tell", reason=why,
                   facts={**facts, "next_step": "Import the newest comments with the column author_followers."})
    elif chosen := still_to_ask(found, view)[: max(1, int(view.settings["items"]))]:
        yield _fired(chosen, facts, view)


def _least(audiences: Sequence[int], view: View) -> float:
    """Return how many followers stand out here."""
    least = view.settings["followers"]
    if not audiences or len(audiences) < view.settings["min_known"]:
        return least
    place = int(len(audiences) * (1 - view.settings["top_share"]))
    return max(least, audiences[min(place, len(audiences) - 1)])


def _fired(chosen: Sequence[Row], facts: dict[str, object], view: View) -> Case:
    return Case(
        subject=tuple(comment_ref(row) for row in chosen),
        facts={**facts, "asked": count(len(chosen), "comment"), "largest": chosen[0]["author_followers"],
               "oldest": age(min(row["created_at"] for row in chosen), view.now),
               "people": "somebody" if len(chosen) == 1 else "people"},
        items=tuple(_item(row, view) for row in chosen),
    )


def _item(row: Row, view: View) -> CaseItem:
    return waiting_item(row, view, "{network}, {age} old, {followers} followers",
                        followers=row["author_followers"])


def _comments(followers: int) -> tuple[Comment, ...]:
    """Return a remark by somebody with so many followers, and one by somebody with few."""
    return (
        Comment("instagram", "c1", "p1", "2026-03-03T07:00:00Z", "My mother baked like this", author="a",
                author_followers=80),
        Comment("instagram", "c2", "p1", "2026-03-03T08:00:00Z", "This looks like the bread I wrote about last year",
                author="b", author_followers=followers),
    )


RULE = Rule(
    detect=DETECT,
    refine=refine,
    title="Answer {asked} from {people} whom up to {largest} people follow",
    ask="The oldest has waited {oldest}; of {n} comments in {window} these come from the largest audiences.",
    next_step="Answer in person and in your own words, today.",
    commitment="Answer {asked} from {people} with a large audience",
    measured_by="answers",
    closed_by="The team's own reply under each comment, in the next import of comments.",
    rests_on=("influential-few",),
    settings={
        "window_days": Setting(14, "days", "how far back comments are looked at"),
        "fresh_days": Setting(8, "days", "how old the newest import of comments may be"),
        "followers": Setting(5000, "people", "how many followers the writer needs at least"),
        "top_share": Setting(0.05, "share", "which share of the writers, the largest, stands out"),
        "min_known": Setting(20, "count", "from how many known writers on that share counts"),
        "items": Setting(5, "count", "how many comments one nudge asks for"),
    },
    fires_on=Example(now="2026-03-04T09:30:00Z", facts=_comments(48_000), feeds={"comments": "2026-03-04T08:00:00Z"}),
    silent_on=Example(now="2026-03-04T09:30:00Z", facts=_comments(900), feeds={"comments": "2026-03-04T08:00:00Z"}),
    severity=2,
    slot="nudge",
    counts=("comment", "comments"),
)
