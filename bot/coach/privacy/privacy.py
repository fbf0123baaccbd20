"""What is kept about a person and their team: shown, given out, and forgotten on a person's own word.

Forgetting takes the name off what the team counts; what was only theirs is deleted. It is one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.coach.answers.kept_answers import KEPT_DAYS as ANSWERS_KEPT_DAYS
from bot.coach.desk import Desk
from bot.coach.people import one_person
from bot.coach.ports import RecordsWriter
from bot.coach.privacy.retention import REMOVED
from bot.errors import NotAllowed
from bot.model.card import Button, Card, Fields, Part, say, text
from bot.model.command import Asker, File, Reply
from bot.model.ids import new_id
from bot.model.times import from_text
from bot.model.words import count

MINE: Mapping[str, str] = {
    "my_person": "name and quiet hours", "my_promises": "promises", "my_answers": "questions and answers",
    "my_turns": "talks that went on", "my_ratings": "ratings of answers", "my_messages": "direct messages to you",
    "my_cards": "cards you took", "my_changes": "changes of settings", "my_goals": "goals you set",
    "my_files": "files you dropped", "my_guidance": "guidance you wrote", "my_steps": "steps with complaints",
    "my_tellings": "leads you told of", "my_links": "links you had made",
}
"""The statements that find what is kept about one person, and what each finds, in words."""
FILE = "about-me.json"
FORGET = (
    "forget_private_items_of", "forget_private_check_ins_of", "forget_private_promises_of", "let_go_of_promises_of",
    "forget_promises_of", "forget_notes_of", "forget_asking_of", "forget_posts_of_taken_cards_of", "forget_taking_of",
    "forget_messages_of", "forget_interruptions_of", "forget_goals_of", "forget_changes_of", "forget_hours_of",
    "forget_setups_of", "forget_files_of", "forget_links_of", "forget_tellings_of", "forget_answers_of",
    "forget_turns_of", "forget_talks_of", "forget_ratings_of", "forget_steps_of", "forget_guidance_author",
    "forget_person",
)
"""The statements that forget one person, in the order in which they must run."""


def show(desk: Desk, asker: Asker) -> Reply:
    """Show how much is kept about the asker and the team, and for how long."""
    mine = {words: len(desk.records.rows(name, person=asker.person)) for name, words in MINE.items()}
    team = desk.records.rows("kept_of_team")[0]
    held = tuple((words.capitalize(), n) for words, n in mine.items() if n)
    parts: list[Part] = [say("**About you**")]
    parts.append(Fields(held) if held else say("Nothing."))
    parts += [say("**About the team**"), Fields(tuple(_team(team))), say("**For how long**"), Fields(tuple(_days(desk)))]
    parts.append(say("E-mail addresses are kept as salted hashes alone; nothing of what people say to each other is kept."))
    card = Card(text("What I keep"), tuple(parts), (Button("Delete what is about me", "delete-me"),),
                text("privacy export gives you all of it; privacy delete me forgets it."))
    return Reply(card, {"about_you": mine, "team": team, "days": dict(_days(desk))})


def export(desk: Desk, asker: Asker) -> Reply:
    """Give out everything that is kept about the asker, as a document."""
    found = {words: desk.records.rows(name, person=asker.person) for name, words in MINE.items()}
    entries = sum(map(len, found.values()))
    held = tuple((words.capitalize(), len(rows)) for words, rows in found.items() if rows)
    where = say("As a file: **python -m bot privacy export --json**.") if asker.platform == "terminal" \
        else say("It comes as a file, to you alone.")
    card = Card(text("**{entries}** about you", entries=count(entries, "entry", "entries")),
                (Fields(held) if held else say("Nothing is kept."), where))
    document = {"person": asker.person, "as_of": desk.now, **found}
    return Reply(card, document, file=File(FILE, json.dumps(document, indent=2, ensure_ascii=False)))


def preview_delete(desk: Desk, asker: Asker) -> Reply:
    """Say what deleting what is about the asker would do; nothing is deleted yet."""
    promises = desk.records.rows("my_open_promises", person=asker.person)[0]
    kept = promises["all_of_them"] - promises["private"]
    parts: list[Part] = [
        say("Deleted: your questions and answers, ratings, messages, quiet hours, files and {private}.",
            private=count(promises["private"], "promise", "promises") + " that only you see"),
        say("Kept without your name: {kept} that the team counts, and what you changed, wrote and set for the team.",
            kept=count(kept, "promise")),
    ]
    if promises["still_open"]:
        parts.append(say("{open} of yours still open: let go.", open=_are(promises["still_open"])))
    if asker.person in {one_person(desk, each) for each in desk.settings.admins}:
        parts.append(say("Your id stays in the configuration, under admins, until somebody takes it out there."))
    parts.append(say("What was posted in channels stays there. It can't be undone; export it first with "
                     "**privacy export**."))
    card = Card(text("Delete what is kept about you?"), tuple(parts), (Button("Delete", "delete-me-now", asker.person),),
                tone="warning")
    return Reply(card, {"deleted": False, "promises": promises})


def delete(desk: Desk, asker: Asker, person: str) -> Reply:
    """Forget the asker. Raises NotAllowed where the button was somebody else's."""
    if person != asker.person:
        raise NotAllowed("This button deletes what is kept about somebody else; for your own write: privacy delete me")
    values = {"person": person, "gone": f"gone-{new_id(from_text(desk.now))}", "now": desk.now, "removed": REMOVED}
    with desk.records.write() as writer:
        _forget_name(writer, asker)
        for name in FORGET:
            writer.run(name, **values)
    return Reply(Card(text("**Deleted:** nothing here names you any more"),
                      (say("What you write from now on is kept again."),), tone="good"), {"deleted": True})


def _forget_name(writer: RecordsWriter, asker: Asker) -> None:
    """Forget how messages to others looked that begin a value with the asker's name ("Ana asks you", "Taken by Ana")."""
    names = {asker.name, *(row["name"] for row in writer.run("names_of_person", person=asker.person))}
    marks = [f'"{json.dumps(name)[1:-1]}{end}' for name in names for end in ('"', " ")]
    for row in writer.run("ended_messages", removed=REMOVED):
        if any(mark in row["card"] for mark in marks):
            writer.run("forget_message", outbox_id=row["outbox_id"], removed=REMOVED)


def _team(team: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [("Posts", f"{team['posts']:,}"),
            ("Comments", f"{team['comments']:,}, {team['named_comments']:,} with the name of who wrote them"),
            ("Leads", f"{team['leads']:,}"), ("Raw rows of imports", f"{team['raw_rows']:,}"),
            ("Dropped files not imported", f"{team['dropped_files']:,}")]


def _days(desk: Desk) -> list[tuple[str, str]]:
    privacy = desk.settings.privacy
    return [("Names of people who comment", f"{privacy.pseudonymise_days} days, then a salted hash"),
            ("Raw rows and talks", f"{privacy.purge_days} days"), ("Questions and answers", f"{ANSWERS_KEPT_DAYS} days"),
            ("Dropped files", "1 day"), ("All else", "until you delete it")]


def _are(n: int) -> str:
    return "1 promise is" if n == 1 else f"{n:,} promises are"
