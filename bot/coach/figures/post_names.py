"""The post that a comment stands under, in words: the beginning of what the post says."""

from __future__ import annotations

from dataclasses import replace

from bot.coach.desk import Desk
from bot.model.rule import CaseItem, Finding
from bot.model.tagged_links import quotable

LETTERS = 36
"""Of a post's words beside a comment: enough to know it by."""
_SLOT = "post_words"
_UNDER = f", under {{{_SLOT}}}"


def post_in_words(words: str | None) -> str | None:
    """Return the beginning of a post's words in quotation marks, None where it has none."""
    said = " ".join((words or "").split())
    return f"“{quotable(said, LETTERS)}”" if said else None


def with_posts(desk: Desk, finding: Finding) -> Finding:
    """Return a finding whose comments name the post they stand under, where its words are known."""
    items = tuple(_with_post(desk, item) for item in finding.case.items)
    return replace(finding, case=replace(finding.case, items=items))


def without_post(item: CaseItem) -> CaseItem:
    """Return an item that does not name the post it stands under, for a card that has no room for it."""
    return replace(item, headline=item.headline.removesuffix(_UNDER))


def _with_post(desk: Desk, item: CaseItem) -> CaseItem:
    if item.ref.kind != "comment" or _SLOT in item.facts:
        return item
    row = desk.records.one("post_of_comment", network=item.ref.network, comment_id=item.ref.id)
    named = post_in_words(row["text"]) if row else None
    if named is None:
        return item
    return replace(item, headline=f"{item.headline}{_UNDER}", facts={**item.facts, _SLOT: named})
