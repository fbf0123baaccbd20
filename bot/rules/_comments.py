"""What rules about comments share: the newest import of them, references, items, and how old they may be."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.rule import CaseItem, Ref, Row, View
from bot.model.words import age

COMMENTS_AS_OF = """(
    select max(i.as_of) from imports as i
    where i.team_id = :team_id and i.feed = 'comments' and i.undone_at is null
  )"""


def comment_ref(row: Row) -> Ref:
    """Return the reference to a comment."""
    return Ref("comment", row["network"], row["comment_id"])


def still_to_ask(rows: Sequence[Row], view: View) -> list[Row]:
    """Return comments without those that stand on enough cards already."""
    return [row for row in rows if comment_ref(row) not in view.spent] if view.spent else list(rows)


def stale_reason(as_of: str | None, view: View, feed: str = "comments") -> str | None:
    """Return why a feed is too old to judge by, or None where it is fresh or was never imported."""
    if as_of is None or as_of >= view.ago["fresh_days"]:
        return None
    return f"the newest {feed} were imported {age(as_of, view.now)} ago"


def waiting_item(row: Row, view: View, headline: str = "{label} on {network}, {age} old", **facts: object) -> CaseItem:
    """Return a comment that waits, as an item of a card."""
    return CaseItem(
        comment_ref(row), headline, words=row["text"], url=row["permalink"],
        facts={"label": str(row["label"]).capitalize(), "network": row["network"],
               "age": age(row["created_at"], view.now), **facts},
    )
