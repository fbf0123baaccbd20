"""People keep commenting, and nobody has answered any of them lately.

A regular wrote `min_comments` or more comments under `min_posts` posts or more in the last `window_days`, the
last of them within `lately_days`. Fires for regulars of whose comments none was answered within
`lately_days`, those who wrote most first. Spam and attacks do not count, and a writer is known by a hash
alone. Says "can't tell" when the newest comments are older than `fresh_days`, because they may have been
answered since.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.facts import Comment
from bot.model.rule import Case, CaseItem, Example, Row, Rule, Setting, View
from bot.model.words import age, count
from bot.rules._comments import COMMENTS_AS_OF, comment_ref, stale_reason, still_to_ask, waiting_item

DETECT = f"""
select r.author_key, r.comments, r.posts, c.network, c.comment_id, c.author_name, c.permalink, c.text, c.label,
  c.created_at, {COMMENTS_AS_OF} as as_of
from (
  select m.network, f.author_key, count(*) as comments, count(distinct m.post_id) as posts, max(m.created_at) as last_at
  from (
    select author_key
    from comments
    where team_id = :team_id
      and direction = 'in'
      and created_at >= :window_days_ago
      and created_at <= :now
      and author_key is not null
      and label not in ('spam', 'hostile')
    group by author_key
    having count(*) >= :min_comments
      and max(created_at) >= :lately_days_ago
  ) as f
  inner join comments as m
    on m.team_id = :team_id
    and m.direction = 'in'
    and m.created_at >= :window_days_ago
    and m.created_at <= :now
    and m.author_key = f.author_key
    and m.label not in ('spam', 'hostile')
  group by f.author_key, m.network
  having count(*) >= :min_comments
    and count(distinct m.post_id) >= :min_posts
    and max(m.created_at) >= :lately_days_ago
    and max(case when m.answered_at >= :lately_days_ago and m.answered_at <= :now then 1 else 0 end) = 0
) as r
cross join comments as c
where c.team_id = :team_id
  and c.direction = 'in'
  and c.created_at = r.last_at
  and c.network = r.network
  and c.author_key = r.author_key
  and (c.dismissed_at is null or c.dismissed_at > :now)
order by r.comments desc, c.created_at desc, c.network, c.comment_id
"""


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return one case with the regulars who had no answer, their latest comment each."""
    regulars = list({(row["network"], row["author_key"]): row for row in reversed(rows)}.values())[::-1]
    if not regulars:
        return
    facts = {"n": len(regulars), "window": count(int(view.settings["window_days"]), "day"), "as_of": rows[0]["as_of"]}
    stale = stale_reason(rows[0]["as_of"], view)
    if stale:
        yield Case(subject=tuple(comment_ref(row) for row in regulars), verdict="cant-tell",
                   reason=f"{stale}, so regulars may have had an answer since",
                   facts={**facts, "next_step": "Import the newest comments with the team's replies."})
        return
    chosen = still_to_ask(regulars, view)[: max(1, int(view.settings["items"]))]
    if not chosen:
        return
    yield Case(
        subject=tuple(comment_ref(row) for row in chosen),
        facts={**facts, "asked": count(len(chosen), "regular"), "comments": sum(row["comments"] for row in chosen),
               "lately": count(int(view.settings["lately_days"]), "day"),
               "oldest": age(min(row["created_at"] for row in chosen), view.now)},
        items=tuple(_item(row, view) for row in chosen),
    )


def _item(row: Row, view: View) -> CaseItem:
    return waiting_item(row, view, "{name}, {network}: {comments}, latest {age} ago",
                        name=row["author_name"] or "A regular", comments=count(row["comments"], "comment"))


def _comments(answered_at: str | None) -> tuple[Comment, ...]:
    """Return four comments of one person under four posts, the last of which may have its answer."""
    return tuple(
        Comment("instagram", f"c{number}", f"p{number}", f"2026-02-{10 + 5 * number:02d}T08:00:00Z",
                "Saturday is rye day here", author="regular", answered_at=answered_at if number == 3 else None)
        for number in range(4)
    )


RULE = Rule(
    detect=DETECT,
    refine=refine,
    title="Thank {asked}: {comments} comments, unanswered for {lately}",
    ask="In {window} they kept coming back by themselves; the longest silence since a last comment is {oldest}.",
    next_step="Answer the latest comment of each by name, with something only they would get.",
    commitment="Thank {asked} under their latest comments",
    measured_by="answers",
    closed_by="The team's own reply to one of their comments, in the next import of comments.",
    rests_on=("real-supporters", "deeper-connections"),
    settings={
        "window_days": Setting(60, "days", "how far back comments are counted"),
        "lately_days": Setting(28, "days", "how long without an answer is too long"),
        "fresh_days": Setting(8, "days", "how old the newest import of comments may be"),
        "min_comments": Setting(3, "count", "how many comments make a regular"),
        "min_posts": Setting(3, "count", "under how many posts they must stand"),
        "items": Setting(5, "count", "how many people one nudge names"),
    },
    fires_on=Example(now="2026-03-04T09:30:00Z", facts=_comments(None), feeds={"comments": "2026-03-04T08:00:00Z"}),
    silent_on=Example(
        now="2026-03-04T09:30:00Z", facts=_comments("2026-02-25T09:00:00Z"), feeds={"comments": "2026-03-04T08:00:00Z"},
    ),
    severity=1,
    slot="nudge",
    counts=("regular", "regulars"),
)
