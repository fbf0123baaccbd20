"""The audit of one post: its five checks, its verdict and one next step, as a card and as a document."""

from __future__ import annotations

from typing import Any

from bot.coach.audits.audit import check_document
from bot.coach.audits.audit_card import as_of_line
from bot.coach.audits.post_check import PostCheck, check_post
from bot.coach.audits.post_ground import Ground, ground_for
from bot.coach.desk import Desk
from bot.coach.feeds import feeds_of
from bot.coach.figures.baselines import DAYS
from bot.coach.figures.figures import figures
from bot.coach.figures.post_lookup import find_post
from bot.errors import UsageError
from bot.model.card import Button, Card, Fields, Quote, Text, Tone, plain, say, text
from bot.model.networks import network_name
from bot.model.tagged_links import quotable
from bot.model.times import ago, from_text
from bot.model.words import count, day

_TONES: dict[str, Tone] = {"Working": "good", "Leaking": "warning", "Quiet": "plain", "Can't tell": "plain"}
_QUOTED_LETTERS = 280


def audit_post(desk: Desk, words: str) -> tuple[Card, dict[str, Any]]:
    """Return the card and the document of the post that a link or an id means. Raises UsageError when none does."""
    ground, check = checked(desk, words)
    window = ground.window
    return _card(desk, ground, check), {
        "window": {**window.document(), "as_of": ground.feeds.oldest},
        "figures": {name: each.document() for name, each in figures(desk, window, ground.feeds, ground.rows).items()},
        "findings": [check_document(check)],
    }


def checked(desk: Desk, words: str) -> tuple[Ground, PostCheck]:
    """Return a post's check and the ground it stands on: the last 90 days, or those before an older post."""
    network, post_id = find_post(desk, words)
    published = desk.records.rows("post_moment", network=network, post_id=post_id)[0]["published_at"]
    if published > desk.now:
        raise UsageError(f"The post {words!r} is published only on {day(published, desk.zone)}; audit it after that.")
    is_old = published < ago(from_text(desk.now), days=DAYS)
    until = published if is_old else desk.now
    ground = ground_for(desk, feeds_of(desk), since=published, until=until)
    row = next(row for row in ground.rows if (row["network"], row["post_id"]) == (network, post_id))
    return ground, check_post(ground, row)


def _card(desk: Desk, ground: Ground, check: PostCheck) -> Card:
    row = check.row
    about = say("{kind} on {network}, {day}", kind=(row["kind"] or "post").capitalize(),
                network=network_name(row["network"]), day=day(row["published_at"], desk.zone))
    link = (say("{url}", url=row["permalink"]),) if row["permalink"] else ()
    words = (Quote(quotable(row["text"], _QUOTED_LETTERS)),) if row["text"] else ()
    return Card(
        check.headline,
        (about, *words, *link,
         Fields(tuple((f"{_mark(each.is_good)} {each.name.capitalize()}", each.words) for each in check.checks)),
         say("Next: {step}", step=plain(check.next_step)),
         say("Ask yourself: whom is it for, and what do they get from it?")),
        (Button("Make it a commitment", "commit-post", f"{row['network']}/{row['post_id']}"),),
        _footer(ground, check), _TONES[check.verdict],
    )


def _mark(is_good: bool | None) -> str:
    return "?" if is_good is None else "+" if is_good else "-"


def _footer(ground: Ground, check: PostCheck) -> Text:
    peers = count(check.facts["n"], "own post") if check.facts["n"] else "no own post"
    return text("Compared with {n}, {window}. {line}", n=peers, window=ground.window.name,
                line=plain(as_of_line(ground.feeds, ground.desk.zone)))
