"""Look at what your posts, comments and leads show, and what to do next."""

from __future__ import annotations

from typing import Any, cast

from bot.coach.audits.audit import View, audit, document
from bot.coach.audits.audit_card import audit_card
from bot.coach.audits.audit_post import audit_post
from bot.coach.desk import Desk
from bot.coach.drafts.audit_draft import audit_draft
from bot.errors import UsageError
from bot.model.command import Asker, Command, Parameter, Reply

VIEWS = ("week", "month", "post", "leads", "comments", "tracking", "draft")


def run(desk: Desk, _asker: Asker, **values: Any) -> Reply:
    """Audit the last days, the one post that a link or an id means, or a text that is not posted yet."""
    view, which = values.get("view") or "week", (values.get("which") or "").strip()
    if view == "post":
        if not which:
            raise UsageError("Which post? Write audit post with its link or its id.")
        card, said = audit_post(desk, which)
        return Reply(card, said)
    if view == "draft":
        card, said = audit_draft(desk, which)
        return Reply(card, said)
    if which:
        raise UsageError(f"I do not know what {which!r} means after audit {view}; "
                         "only audit post and audit draft take more words.")
    seen = audit(desk, cast(View, view))
    return Reply(audit_card(seen), document(seen))


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("view", "last 7 days (week), 28 days (month, leads, comments, tracking), one post or a draft", "choice",
                  choices=VIEWS, default="week"),
        Parameter("which", "the link or the id of the post, after post; the words, after draft", rest=True),
    ),
    examples=("audit", "audit month", "audit post https://www.instagram.com/p/C4xQ1/", "audit leads",
              "audit draft New rye loaf from Monday. Who is in?"),
)
