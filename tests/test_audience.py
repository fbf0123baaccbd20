"""What the asker alone may see never stands in an answer that others read: the audience decides, not only the asker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from bot.actions import actions
from bot.chat.discord.outlet import _asker as discord_asker
from bot.chat.discord.servers import NOWHERE
from bot.chat.slack.place import Place
from bot.coach.answers.ask import answer_reply
from bot.coach.answers.kept_answers import turn_before
from bot.coach.answers.team_data import TeamReadings
from bot.coach.answers.threads import earlier_turns
from bot.coach.commitments.commitments import Promise, make
from bot.errors import UsageError
from bot.llm.turns import Said, Turn
from bot.model.answers import Answer
from bot.model.card import plain
from bot.model.card_text import card_from_text, plain_card
from bot.model.command import Asker, Reply
from tests.fakes.authors import author
from tests.fakes.model_team import ScriptedSpeaker
from tests.world import World, post

ADA = Asker("terminal:you", "Ada", "bakery", "UTC", is_admin=True)
PUBLIC, DIRECT = replace(ADA, audience="everyone"), replace(ADA, channel="D1", audience="direct")
SECRET = "Ask for a pay rise"
QUESTION = "what are our open commitments"
STEPS = (("commitments", '{"which": "open"}'), ("commitments", '{"which": "closed"}'))


class Silent:
    """A guidance that is silent."""

    def answer(self, _question: str, _previous: str | None = None) -> Answer:
        """Refuse."""
        return Answer("none", "guidance", "I have no guidance on that.", ())


@pytest.fixture
def promised(world: World) -> World:
    """A team with one promise for all to see and one that Ada alone sees."""
    world.tell(post())
    make(world.desk, ADA, Promise("Answer both complaints", None, "word"))
    make(world.desk, ADA, Promise(SECRET, None, "word", seen_by="me"))
    return World(replace(world.desk, adviser_of=Silent))


def obedient(turn: Turn, results: Callable[[], list[str]]) -> str:
    """Say every promise that stands in what was handed over or read, as one who does all that is asked."""
    handed = " ".join(entry.text for entry in turn.entries if isinstance(entry, Said)) + " ".join(results())
    known = [words for words in (SECRET, "Answer both complaints") if words in handed]
    return " ".join(f'One of the promises is "{words}".' for words in known) + " You have 2 open commitments. You have 1 open commitments."


def ask(world: World, asker: Asker, question: str = QUESTION) -> tuple[Reply, str]:
    """Ask an obedient model; return the reply and all that was shown of it."""
    shown: list[str] = []
    speaker = ScriptedSpeaker(lambda turn: obedient(turn, lambda: speaker.results), STEPS)
    with author(speaker=speaker) as it:
        desk = replace(world.desk, author_of=lambda: it, show=shown.append)
        reply = answer_reply(desk, question, asker=asker)
    assert reply.document["by"] == "model"
    return reply, "".join(shown) + plain_card(reply.card) + str(reply.document) + (plain_card(reply.rest) if reply.rest else "")


def test_alone_the_asker_is_told_of_what_only_they_see(promised: World) -> None:
    _, said = ask(promised, ADA)
    assert SECRET in said
    assert "You have 2 open commitments." in said


def test_on_a_public_mention_it_is_not_even_counted(promised: World) -> None:
    _, said = ask(promised, PUBLIC)
    assert SECRET not in said
    assert "Answer both complaints" in said
    assert "You have 1 open commitments." in said
    assert "2 open commitments" not in said


def test_without_a_model_a_public_answer_tells_of_the_teams_promises_alone(promised: World) -> None:
    said = plain_card(answer_reply(promised.desk, "what did we promise", asker=PUBLIC).card)
    assert "Answer both complaints" in said
    assert "1 promise is open" in said


@pytest.mark.parametrize("with_model", [True, False])
def test_an_answer_that_rests_on_it_is_not_shared(promised: World, with_model: bool) -> None:
    reply = ask(promised, ADA)[0] if with_model else answer_reply(promised.desk, QUESTION, asker=ADA)
    assert not {"Share", "Keep private"} & {button.label for button in reply.card.buttons}
    assert "only you see, so it can't be shared" in plain_card(reply.card)
    with pytest.raises(UsageError, match="Ask in the channel for an answer without them"):
        actions()["share-answer"].run(promised.desk, ADA, reply.document["answer_id"])
    assert promised.desk.records.rows("outbox") == []


def test_an_answer_that_does_not_rest_on_it_is_shared_as_ever(promised: World) -> None:
    reply = answer_reply(promised.desk, "how many posts did we publish", asker=ADA)
    assert "goes to the channel" in plain(actions()["share-answer"].run(promised.desk, ADA, reply.document["answer_id"]).card.title)


def test_an_answer_that_others_read_already_offers_no_share(promised: World) -> None:
    reply, _ = ask(promised, PUBLIC)
    assert not {"Share", "Keep private"} & {button.label for button in reply.card.buttons}
    assert "can't be shared" not in plain_card(reply.card)


def test_a_private_turn_is_not_handed_over_for_the_next_one_that_others_read(promised: World) -> None:
    here = replace(ADA, thread="t1")
    ask(promised, here)
    assert SECRET not in str(earlier_turns(promised.desk, here))
    _, said = ask(promised, replace(PUBLIC, thread="t1"), "and which of our promises were you told of before")
    assert SECRET not in said


def test_the_tools_read_with_the_audience_in_mind(promised: World) -> None:
    for which, n in (("open", 1), ("closed", 0)):
        assert TeamReadings(promised.desk, PUBLIC).commitments(which).n == n  # type: ignore[arg-type]
    assert TeamReadings(promised.desk, ADA).commitments("open").n == 2


@pytest.fixture
def direct(world: World) -> tuple[World, str]:
    """An answer that was asked for in direct messages."""
    world.tell(post())
    world.desk.records.rows("feeds")
    desk = replace(world.desk, adviser_of=Silent)
    return World(desk), str(answer_reply(desk, "how many posts did we publish", asker=DIRECT).document["answer_id"])


def press(world: World, action: str, subject: str, asker: Asker = DIRECT) -> Reply:
    return actions()[action].run(world.desk, asker, subject)


def turned_on(world: World, *channels: str, platform: str = "terminal") -> None:
    for channel in channels:
        with world.desk.records.write() as writer:
            writer.run("follow_channel", channel=channel, platform=platform, zone="UTC", profile="standard")
            writer.run("turn_channel_on", channel=channel, now=world.desk.now)


def test_share_in_direct_messages_asks_for_the_channel_and_posts_nothing_yet(direct: tuple[World, str]) -> None:
    world, answer_id = direct
    turned_on(world, "bakery", "shop")
    turned_on(world, "elsewhere", platform="slack")
    reply = press(world, "share-answer", answer_id)
    assert plain(reply.card.title) == "In which channel?"
    assert [(button.label, button.action) for button in reply.card.buttons] == [("Share in no. 1", "share-in"), ("Share in no. 2", "share-in")]
    assert all(line in plain_card(reply.card) for line in ("No. 1: bakery", "No. 2: shop"))
    assert all(len(button.key) <= 100 for button in reply.card.buttons)
    assert world.desk.records.rows("outbox") == []


def test_the_chosen_channel_gets_the_answer_once(direct: tuple[World, str]) -> None:
    world, answer_id = direct
    turned_on(world, "bakery", "shop")
    button = press(world, "share-answer", answer_id).card.buttons[1]
    assert plain(press(world, button.action, button.subject).card.title) == "Shared: the answer goes to shop now, with your name beside the question"
    assert "already" in plain(press(world, button.action, button.subject).card.title)
    assert "already" in plain(press(world, "share-answer", answer_id).card.title)
    (row,) = world.desk.records.rows("outbox")
    assert (row["channel"], "“how many posts did we publish” (Ada)" in plain_card(card_from_text(row["card"]))) == ("shop", True)


@pytest.mark.parametrize("channel", ["nowhere", "", "elsewhere", "off"])
def test_no_other_channel_is_posted_to(direct: tuple[World, str], channel: str) -> None:
    world, answer_id = direct
    turned_on(world, "bakery")
    turned_on(world, "elsewhere", platform="slack")
    with pytest.raises(UsageError, match="no channel that I may speak in"):
        press(world, "share-in", f"{answer_id} {channel}")
    assert world.desk.records.rows("outbox") == []


def test_nobody_else_shares_it(direct: tuple[World, str]) -> None:
    world, answer_id = direct
    turned_on(world, "bakery")
    with pytest.raises(UsageError, match="Only the one who asked"):
        press(world, "share-in", f"{answer_id} bakery", replace(DIRECT, person="u9"))


def test_without_a_channel_it_says_how_to_get_one(direct: tuple[World, str]) -> None:
    assert "writes setup in a channel" in plain_card(press(*direct[:1], "share-answer", direct[1]).card)


@pytest.mark.parametrize(("place", "audience"), [
    (Place("T1", "C1", "U1", is_public=True), "everyone"), (Place("T1", "G1", "U1", is_public=True), "everyone"),
    (Place("T1", "C1", "U1"), "alone"), (Place("T1", "D1", "U1", is_public=True), "direct"), (Place("T1", "", "U1", is_home=True), "direct"),
])
def test_slack_tells_who_reads_an_answer(place: Place, audience: str) -> None:
    assert place.audience == audience


@pytest.mark.parametrize(("channel", "asked_for", "audience"), [("C1", "everyone", "everyone"), ("C1", "alone", "alone"), ("", "everyone", "direct")])
def test_discord_tells_who_reads_an_answer(channel: str, asked_for: Any, audience: str) -> None:
    household = SimpleNamespace(person=lambda platform, own_id: f"{platform}:{own_id}", is_admin=lambda _person: False)
    found = discord_asker(household, SimpleNamespace(id=7, display_name="Ada"), channel, NOWHERE, audience=asked_for)  # type: ignore[arg-type]
    assert found.audience == audience


def test_a_private_answer_is_not_carried_on_by_its_button(promised: World) -> None:
    reply, _ = ask(promised, ADA)
    _, turns = turn_before(promised.desk, reply.document["answer_id"])
    assert turns
    assert SECRET not in str(turns)
