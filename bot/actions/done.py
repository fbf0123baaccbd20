"""Done: a person says that what the card asks is done; its comments count as answered by a person, and the complaints
whose end it asked for as resolved."""

from __future__ import annotations

from bot.coach.comments.complaints import resolve_in
from bot.coach.desk import Desk
from bot.coach.posted.cards import kept_card, with_end
from bot.coach.posted.open_cards import all_answered, end_in
from bot.coach.posted.pressed import closed_reply, said, unknown_reply
from bot.model.action import Action
from bot.model.card import text
from bot.model.command import Asker, Reply
from bot.model.words import count


def run(desk: Desk, asker: Asker, subject: str) -> Reply:
    """Close an open card and mark the comments it names as answered."""
    kept = kept_card(desk, subject)
    if kept is None:
        return unknown_reply()
    comments = kept.comments
    ending = all_answered(len(comments)) if comments else text("Done, says {name}", name=asker.name)
    with desk.records.write() as writer:
        if not end_in(writer, desk, kept, "done", with_end(kept, ending)):
            return closed_reply(kept_card(desk, subject) or kept)
        for ref in comments:
            writer.run("answer_comment", network=ref.network, comment_id=ref.id, now=desk.now)
            resolve_in(writer, desk, asker, (ref.network, ref.id), kept.posted_at)
        if comments:
            writer.run("count_answered", card_id=subject, answered=len(comments))
    if comments:
        return said("Noted: {comments} answered. The next import shows the replies themselves",
                    comments=count(len(comments), "comment"))
    return said("Noted: done. The next import shows what came of it")


ACTION = Action("done", "Say that what a card asks is done.", run)
