"""What a person says about one comment: answered, needs no answer, is something else. Each word can be taken back."""

from __future__ import annotations

from typing import Any, get_args

from bot.coach.comments.comment_marks import one_subject
from bot.coach.comments.comment_refs import is_reference, referred
from bot.coach.desk import Desk
from bot.coach.posted.open_cards import settle_cards_of
from bot.errors import UsageError
from bot.model.card import Button, Card, Part, Quote, Text, plain, say, text
from bot.model.command import Reply
from bot.model.facts import Network
from bot.model.networks import network_name
from bot.model.words import shorten

Row = dict[str, Any]
LABELS = ("buying signal", "complaint", "question", "thanks", "hostile", "spam", "other")
"""What a comment can be, one each."""
NEED_ANSWER = ("buying signal", "complaint", "question")
"""Those that wait for an answer."""
WHYS = ("spam", "answered elsewhere", "wrong data")
"""Reasons that are offered; any other words do too."""
_QUOTED_LETTERS = 160


def answered(desk: Desk, comment_id: str, network: str | None = None) -> Reply:
    """Keep that a comment was answered where the data does not show it."""
    row = find_comment(desk, comment_id, network)
    if _holds(row, desk.now, "answered_at"):
        return told(row, text("It counts as answered already; nothing was changed"))
    with desk.records.write() as writer:
        writer.run("answer_comment", network=row["network"], comment_id=row["comment_id"], now=desk.now)
    settle_cards_of(desk, row["network"], row["comment_id"])
    return told(row, text("Counted as answered, on your word"), undo=undo_of(row))


def not_needed(desk: Desk, comment_id: str, why: str, network: str | None = None) -> Reply:
    """Put a comment aside and keep why. Raises UsageError without a reason."""
    why = " ".join(why.split())
    if not why:
        raise UsageError(f"Why does it need no answer? Write {', '.join(WHYS)} or words of your own after the id.")
    row = find_comment(desk, comment_id, network)
    if _holds(row, desk.now, "dismissed_at") and row["dismissed_why"] == why:
        return told(row, text("It is put aside already; nothing was changed"))
    with desk.records.write() as writer:
        writer.run("dismiss_comment", network=row["network"], comment_id=row["comment_id"], why=why, now=desk.now)
    settle_cards_of(desk, row["network"], row["comment_id"])
    return told(row, text("Put aside: {why}", why=why), undo=undo_of(row))


def labelled(desk: Desk, comment_id: str, label: str, network: str | None = None) -> Reply:
    """Keep what a comment is; a person's word stays over every later import. Raises UsageError for an unknown class."""
    said = " ".join(label.lower().replace("-", " ").split())
    if said not in LABELS:
        raise UsageError(f"There is no label {label!r}; choose from {', '.join(LABELS)}.")
    row = find_comment(desk, comment_id, network)
    if row["label"] == said and row["label_by"] == "person":
        return told(row, text("It is labelled {label} already; nothing was changed", label=said))
    with desk.records.write() as writer:
        writer.run("label_comment", network=row["network"], comment_id=row["comment_id"], label=said)
    before = row["label"] or "other"
    words = text("Labelled {label}; it was {before}", label=said, before=before)
    return told(find_comment(desk, row["comment_id"], row["network"]),
                text("Labelled {label}, as it was", label=said) if before == said else words,
                undo=f"comments label {_named(row)} {before}")


def reopened(desk: Desk, row: Row) -> Reply:
    """Take back what a person said about a comment's answer; a reply in the data stays one."""
    if row["dismissed_at"] is None and row["answered_by"] != "person":
        return told(row, text("Nobody called it answered or put it aside; nothing was changed"))
    with desk.records.write() as writer:
        writer.run("reopen_comment", network=row["network"], comment_id=row["comment_id"])
    settle_cards_of(desk, row["network"], row["comment_id"])
    return told(find_comment(desk, row["comment_id"], row["network"]), text("It waits for its answer again"))


def find_comment(desk: Desk, comment_id: str, network: str | None = None) -> Row:
    """Return the comment of an id, or of a reference as lists show it. Raises UsageError when there is none, or one on
    several networks."""
    networks = get_args(Network)
    if network is not None and network.lower() not in networks:
        raise UsageError(f"There is no network {network!r}; choose from {', '.join(networks)}.")
    wanted, chosen = comment_id.strip(), (network.lower(),) if network else networks
    found = [row for each in chosen for row in desk.records.rows("comment_by_id", network=each, comment_id=wanted)]
    if not found and is_reference(wanted):
        found = [row for each, own_id in referred(desk, wanted) if each in chosen
                 for row in desk.records.rows("comment_by_id", network=each, comment_id=own_id)]
    if not found:
        where = f" on {network_name(network)}" if network else ""
        raise UsageError(f"There is no comment {comment_id!r}{where}; "
                         "comments lists those that wait, with their references.")
    if len(found) > 1:
        listed = " or ".join(f"--network {row['network']}" for row in found)
        raise UsageError(f"The id {comment_id!r} stands on {len(found)} networks; add {listed}.")
    return found[0]


def told(row: Row, words: Text, *, parts: tuple[Part, ...] = (), undo: str | None = None) -> Reply:
    """Return the answer to a word about one comment: what was done, the comment, `parts`, how to take it back.

    `undo` is the command for that. One that waits for its answer offers what can be done with it.
    """
    back = (say("To take it back: **{undo}**", undo=undo),) if undo else ()
    said = {"comment_id": row["comment_id"], "network": row["network"], "said": plain(words), "undo": undo}
    buttons = (Button("Undo", "reopen-comment", _subject(row)),) if undo == undo_of(row) else _offers(row)
    return Reply(Card(words, (Quote(shorten(row["text"], _QUOTED_LETTERS)), *parts, *back), buttons), said)


def undo_of(row: Row) -> str:
    """Return the command that takes the last word on a comment back."""
    return f"comments reopen {_named(row)}"


def complaint_buttons(subject: str) -> tuple[Button, ...]:
    """Return what follows a complaint to its end."""
    return Button("Moved to DM", "moved-to-dm", subject), Button("Resolved offline", "resolved-offline", subject)


def _offers(row: Row) -> tuple[Button, ...]:
    if row["label"] not in NEED_ANSWER or row["answered_at"] is not None or row["dismissed_at"] is not None:
        return ()
    subject = _subject(row)
    draft = Button("Draft reply", "draft-reply", subject)
    return (draft, *complaint_buttons(subject)) if row["label"] == "complaint" else (draft,)


def _subject(row: Row) -> str:
    return one_subject(row["network"], row["comment_id"])


def _holds(row: Row, now: str, column: str) -> bool:
    return row[column] is not None and row[column] <= now


def _named(row: Row) -> str:
    return f"{row['comment_id']} --network {row['network']}"
