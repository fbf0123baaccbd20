"""Make it a commitment, under a post's audit: the post's next step, as the presser's own promise."""

from __future__ import annotations

from bot.coach.commitments.commitment_cards import document, made_card
from bot.coach.commitments.commitments import Promise, make
from bot.coach.commitments.progress import progress_of
from bot.coach.commitments.promise_reading import measured_in_words
from bot.coach.desk import Desk
from bot.coach.timing.due import default_due, read_due, said
from bot.errors import UsageError
from bot.model.action import Action
from bot.model.command import Asker, Parameter, Reply
from bot.model.networks import network_name
from bot.model.rule import Ref
from bot.model.words import day


def run(desk: Desk, asker: Asker, subject: str, what: str | None = None, due: str | None = None) -> Reply:
    """Promise to act on the post that `subject` (network/post id) names. Raises UsageError where it is not known."""
    network, _, post_id = subject.partition("/")
    row = desk.records.one("post_moment", network=network, post_id=post_id)
    if row is None:
        raise UsageError(f"The post {subject!r} is not known any more; audit post with its link shows whether it is there.")
    zone = asker.zone or desk.zone
    promise = Promise(
        what=what or _suggested(desk, network, row["published_at"]),
        due=read_due(due, now=desk.now, zone=zone) if due else None,
        measured_by="word", items=(Ref("post", network, post_id),),
    )
    commitment = make(desk, asker, promise)
    return Reply(made_card(desk, commitment, measured_in_words(promise)),
                 document([commitment], progress_of(desk, [commitment]))[0])


def prefill(desk: Desk, subject: str) -> dict[str, str]:
    """Offer a wording that names the post, and the coming Friday 15:00."""
    network, _, post_id = subject.partition("/")
    row = desk.records.one("post_moment", network=network, post_id=post_id)
    due = said(default_due(now=desk.now, zone=desk.zone), desk.zone, now=desk.now)
    return {"what": _suggested(desk, network, row["published_at"]), "due": due} if row else {"due": due}


def _suggested(desk: Desk, network: str, published_at: str) -> str:
    return f"Take the next step on the {network_name(network)} post of {day(published_at, desk.zone)}"


ACTION = Action(
    "commit-post", "Promise to act on a post.", run,
    (Parameter("what", "What will you do?"), Parameter("due", "By when? Such as Friday 15:00")), prefill,
    title="Promise to act",
)
