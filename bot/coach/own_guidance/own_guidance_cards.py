"""The team's own guidance as cards and documents: what was changed with its way back, the list, one entry in full."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.own_guidance.own_guidance import Changed, Entry, Version, entries, entry
from bot.model.card import Button, Card, Fields, Item, Items, Paragraph, Part, Quote, Text, say, text
from bot.model.command import Reply
from bot.model.words import count, listed

LISTED = 20
_SHOWN_LETTERS = 3_000
Ratings = dict[str, tuple[int, int]]


def added_reply(changed: Changed, *more: Part) -> Reply:
    """Say that a text is kept and answers, with the way back."""
    kept = changed.entry
    if not changed.is_new:
        return Reply(Card(text("{title} says so already; nothing was changed", title=kept.title)), _changed(changed))
    words = say("It answers from the next question on and is named as your own guidance.")
    if kept.versions == 1:
        return Reply(Card(text("Added as {number}: {title}", number=str(kept.number), title=kept.title), (words, *more),
                          (_undo(changed),), tone="good"), _changed(changed))
    return Reply(Card(_in_use(kept), (words, *_kept_version(changed), *more), (_undo(changed),), tone="good"),
                 _changed(changed))


def restored_reply(changed: Changed) -> Reply:
    """Say that an entry, or an earlier version of it, answers again."""
    kept = changed.entry
    if not changed.is_new:
        return Reply(Card(text("Version {version} of {title} answers already; nothing was changed", version=kept.version,
                               title=kept.title)), _changed(changed))
    return Reply(Card(_in_use(kept), _kept_version(changed), (_undo(changed),), tone="good"), _changed(changed))


def removed_reply(changed: Changed, *, for_good: bool = False) -> Reply:
    """Say that an entry answers no more, with Undo unless its texts were deleted."""
    gone = changed.entry
    if not changed.is_new:
        return Reply(Card(text("{title} is removed already; nothing was changed", title=gone.title)), _changed(changed))
    if for_good:
        return Reply(Card(text("Deleted {number} with all its versions; it cannot be restored", number=str(gone.number))),
                     _changed(changed))
    return Reply(
        Card(text("Removed {number}: {title}", number=str(gone.number), title=gone.title),
             (say("It answers no more. Its text is kept: press **Undo** or write **guidance restore {number}** to bring it "
                  "back, press **Delete for good** or write **guidance remove {number} --for-good** to delete it.",
                  number=str(gone.number)),),
             (Button("Undo", "guidance-restore", f"{gone.number}.{gone.version}"),
              Button("Delete for good", "guidance-delete", str(gone.number)))),
        _changed(changed))


def list_reply(desk: Desk, first: int = 1) -> Reply:
    """List the team's own guidance from the entry of a number on, at most LISTED in the card and all in the document."""
    found, ratings = entries(desk), ratings_of(desk)
    answering = [each for each in found if not each.removed_at]
    shown = [each for each in answering if each.number >= first]
    parts: list[Part] = [Items(tuple(_item(each, ratings) for each in shown[:LISTED]))] if shown else []
    if len(shown) > LISTED:
        parts.append(say("{more} more: **guidance --from {number}**", more=len(shown) - LISTED,
                         number=str(shown[LISTED].number)))
    parts += _beside(desk, [each for each in found if each.removed_at])
    documents = [_document(each, ratings) for each in found]
    if not answering:
        parts.insert(0, say("Write one with **guidance add TITLE --text ...**, or give me a Markdown file: dropped on me "
                            "in a chat, at the terminal with **guidance import FILE.md**."))
        return Reply(Card(text("No guidance of your own is kept yet"), tuple(parts)), documents)
    template = "{n} of your own answers beside the shipped guidance" if len(answering) == 1 \
        else "{n} of your own answer beside the shipped guidance"
    return Reply(Card(text(template, n=_counted(answering)), tuple(parts)), documents)


def show_reply(desk: Desk, which: str) -> Reply:
    """Show one entry with its versions and its text. Raises UsageError where there is none of that number."""
    found, versions = entry(desk, which)
    now = next(each for each in versions if each.version == found.version)
    state = "removed" if found.removed_at else "answers"
    pairs = (("Kind", found.kind), ("State", state), ("Author", now.author_name or "forgotten"), ("Date", now.dated),
             ("Version", f"{now.version} of {found.versions}"), ("Letters", found.letters))
    parts: list[Part] = [Fields(pairs), Quote(now.body[:_SHOWN_LETTERS])]
    if len(now.body) > _SHOWN_LETTERS:
        parts.append(say("These are the first {shown} of {letters} letters; with --json all are printed.",
                         shown=_SHOWN_LETTERS, letters=len(now.body)))
    if now.questions:
        parts.append(say("It answers, among others: {questions}", questions="; ".join(now.questions)))
    others = [each for each in versions if each.version != now.version]
    if others:
        parts.append(Items(tuple(_earlier(found, each) for each in others)))
    document = _document(found, ratings_of(desk)) | {
        "text": now.body, "questions": list(now.questions),
        "kept_versions": [{"version": each.version, "title": each.title, "author": each.author_name, "date": each.dated,
                           "letters": len(each.body)} for each in versions]}
    return Reply(Card(text("{number}: {title}", number=str(found.number), title=found.title), tuple(parts)), document)


def ratings_of(desk: Desk) -> Ratings:
    """Return by piece how many people called an answer resting on it helpful, and how many not."""
    return {row["piece"]: (int(row["helpful"]), int(row["not_helpful"])) for row in desk.records.rows("answer_ratings")}


def _in_use(kept: Entry) -> Text:
    return text("Version {version} of {title} answers from now on", version=kept.version, title=kept.title)


def _kept_version(changed: Changed) -> tuple[Paragraph, ...]:
    if changed.before is None:
        return ()
    return (say("Version {before} is kept: **guidance restore {number}.{before}** brings it back.", before=changed.before,
                number=str(changed.entry.number)),)


def _undo(changed: Changed) -> Button:
    number = changed.entry.number
    if changed.before is None:
        return Button("Undo", "guidance-remove", str(number))
    return Button("Undo", "guidance-restore", f"{number}.{changed.before}")


def _counted(answering: list[Entry]) -> str:
    kinds = [each.kind for each in answering]
    return listed([count(kinds.count(kind), kind) for kind in ("piece", "document") if kind in kinds])


def _item(each: Entry, ratings: Ratings) -> Item:
    file = f" {each.file_name}" if each.file_name else ""
    version = f", version {each.version} of {each.versions}" if each.versions > 1 else ""
    helpful, not_helpful = ratings.get(each.id, (0, 0))
    rated = f"; called helpful by {helpful:,}, not helpful by {not_helpful:,}" if helpful or not_helpful else ""
    return Item(
        text("**{title}**", title=each.title),
        why=text("Number {number}: {kind}{file}{version}; {author}, {dated}; {letters}{rated}", number=str(each.number),
                 kind=each.kind, file=file, version=version, author=each.author_name or "author forgotten",
                 dated=each.dated, letters=count(each.letters, "letter"), rated=rated))


def _earlier(found: Entry, each: Version) -> Item:
    return Item(text("Version {version}: {title}", version=each.version, title=each.title),
                why=text("{author}, {dated}; **guidance restore {number}.{version}** lets it answer",
                         author=each.author_name or "author forgotten", dated=each.dated, number=str(found.number),
                         version=each.version))


def _beside(desk: Desk, removed: list[Entry]) -> list[Part]:
    parts: list[Part] = []
    if desk.settings.guidance.folder:
        parts.append(say("Beside these the Markdown files in {folder} answer.", folder=desk.settings.guidance.folder))
    if removed:
        last = "; ".join(f"{each.number} {each.title}" for each in removed[-5:])
        parts.append(say("__Removed, {n} in all: {last}. guidance restore NUMBER brings one back.__", n=len(removed),
                         last=last))
    return parts


def _changed(changed: Changed) -> dict[str, Any]:
    kept = changed.entry
    return {"id": kept.id, "number": kept.number, "kind": kept.kind, "title": kept.title, "version": kept.version,
            "versions": kept.versions, "answers": kept.removed_at is None, "changed": changed.is_new}


def _document(each: Entry, ratings: Ratings) -> dict[str, Any]:
    helpful, not_helpful = ratings.get(each.id, (0, 0))
    return {"id": each.id, "number": each.number, "kind": each.kind, "title": each.title, "file": each.file_name,
            "version": each.version, "versions": each.versions, "author": each.author_name, "date": each.dated,
            "letters": each.letters, "answers": each.removed_at is None, "helpful": helpful, "not_helpful": not_helpful}
