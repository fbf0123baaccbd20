"""Two teams in one process that ask one model at the same moment, on every front: neither sees a word or a figure of the other."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.coach.answers.ask import answer_reply
from bot.coach.answers.rated_answers import note_refused
from bot.coach.commitments.commitments import Promise, make
from bot.coach.own_guidance.own_documents import import_document
from bot.model.card_text import plain_card
from bot.model.command import Asker
from bot.model.settings import Channel, Settings
from bot.store.store import Store
from tests.asked_scenes import ANSWER, FRONTS, QUESTION, Stage, play
from tests.chat_scenes import DiscordScene, SlackScene, bare
from tests.chat_world import settings_for
from tests.fakes.discord_server import FakeDiscord
from tests.fakes.openai_server import Scripted, called, said
from tests.guidance_world import ADMIN
from tests.terminal_scene import TerminalScene
from tests.world import World, comment, lead, post, reading

TEAMS = {"bakery": ("saffron", 3), "mill": ("quagga", 5)}
"""Each team with a word that stands in its data alone, and how many comments wait."""
LOOKS = (("unanswered_comments", '{"network": null, "limit": 9}'), ("posts", '{"days": 90, "order": "newest", "limit": 9}'),
         ("leads_by_post", '{"days": 90, "limit": 9}'), ("objectives", "{}"), ("commitments", '{"which": "open"}'),
         ("guidance", '{"query": "how we write"}'))
SAYS = f"{ANSWER} You have 3 unanswered comments. You have 5 unanswered comments. You have 8 unanswered comments."


def obedient(request: dict[str, Any]) -> Scripted:
    """Look at everything there is, then tell every figure that any team has."""
    if any(each["role"] == "tool" for each in request["messages"]):
        return said(SAYS)
    return called(*((f"c{n}", name, arguments) for n, (name, arguments) in enumerate(LOOKS)))


def fill(world: World, word: str, waiting: int) -> None:
    """Give a team a little of everything, its word in each."""
    world.tell(post("p9", text=f"Loaf with {word}"), reading("p9", reach=1000 * waiting),
               *(comment(f"k{n}", f"how much is the {word} loaf, number {n}?", post_id="p9") for n in range(waiting)),
               lead("l9", post_id="p9", note=word))
    world.set_objective(title=f"More {word}")
    import_document(world.desk, ADMIN, "tone.md", f"# How we write\n\nWe write warmly about {word}.".encode())
    make(world.desk, ADMIN, Promise(f"Reply about {word}", None, "word"))
    note_refused(world.desk, f"Where does {word} come from?")


def two(front: str) -> dict[str, Any]:
    """Return what sets up a second team on a front."""
    def on_discord(discord: FakeDiscord) -> Settings:
        other = discord.new_channel("mill")
        return settings_for(*(Channel("discord", str(each.id), team=team) for each, team in zip((discord.channel, other), TEAMS, strict=True)))

    in_slack = settings_for(Channel("slack", "C1", team="bakery"), Channel("slack", "C2", team="mill"))
    made: dict[str, Any] = {"slack": {"place": in_slack}, "discord": {"place": on_discord}, "terminal": {}}
    return {**made[front], "has_data": False}


async def ask_as(stage: Stage, team: str) -> str:
    """Ask in a team's own place, and return what stands there."""
    scene, number = stage.scene, list(TEAMS).index(team)
    match scene:
        case SlackScene():
            channel = f"C{number + 1}"
            if number and channel not in scene.slack.state.channels:
                scene.slack.channel(channel, members=["U1", scene.slack.bot()])
            receipt = await scene.slack.mention("U1", channel, QUESTION)
            await scene.home.settle()
            assert receipt.message is not None
            return "\n".join(scene.slack.read(each) for each in scene.slack.posts(channel, thread=receipt.message.ts))
        case DiscordScene():
            places = sorted((each for each in scene.discord.env.backend.channels.values() if each.guild_id is not None), key=lambda each: each.id)
            message = await scene.discord.mention(scene.people["Ada"], scene.discord.place(places[number].id), QUESTION)
            await scene._settle()
            return "\n".join(each.words for each in message.answers)
        case TerminalScene():
            scene.team = team
            scene.prompts.clear()
            return await scene.mention(QUESTION)
        case _:
            raise AssertionError(scene)


async def both_asked(stage: Stage) -> dict[str, str]:
    """Let each team have its data, then ask, and return what each was shown."""
    stage.server.answers = obedient
    for team, (word, waiting) in TEAMS.items():
        await asyncio.to_thread(fill, World(stage.scene.home.house.desk(team)), word, waiting)
    return {team: " ".join(bare(await ask_as(stage, team)).split()) for team in TEAMS}


@pytest.mark.parametrize("front", FRONTS)
def test_neither_sees_a_figure_of_the_other(store: Store, front: str) -> None:
    async def scene(stage: Stage) -> None:
        shown = await both_asked(stage)
        for team, (_, waiting) in TEAMS.items():
            assert ANSWER in shown[team]
            assert [n for n in (3, 5, 8) if f"You have {n} unanswered comments." in shown[team]] == [waiting]

    play(store, f"{front} mention", scene, **two(front))


@pytest.mark.parametrize("front", FRONTS)
def test_no_request_of_one_holds_a_word_of_the_other(store: Store, front: str) -> None:
    async def scene(stage: Stage) -> None:
        await both_asked(stage)
        words = [word for word, _ in TEAMS.values()]
        held = [[word for word in words if word in str(each)] for each in stage.server.requests]
        assert len(held) == 4
        assert [each for each in held if len(each) > 1] == []
        assert {each[0] for each in held if each} == set(words)

    play(store, f"{front} mention", scene, **two(front))


@pytest.mark.parametrize("front", FRONTS)
def test_the_evidence_and_the_days_cost_are_each_teams_own(store: Store, front: str) -> None:
    async def scene(stage: Stage) -> None:
        await both_asked(stage)
        for team, (word, _) in TEAMS.items():
            records = stage.scene.home.house.desk(team).records
            kept = str(store.driver.rows("select evidence, card from kept_answers where team_id = :team", {"team": records.team_id}))
            assert word in kept
            assert [each for each, _ in TEAMS.values() if each != word and each in kept] == []
            spent = records.one("model_spending", day="2026-03-04")
            assert (spent or {}).get("requests") == 2

    play(store, f"{front} mention", scene, **two(front))


@pytest.mark.parametrize("front", FRONTS)
def test_questions_at_the_same_moment_stay_apart(sqlite_store: Store, front: str) -> None:
    async def scene(stage: Stage) -> None:
        await both_asked(stage)
        desks = {team: stage.scene.home.house.desk(team) for team in TEAMS}
        asked = [asyncio.to_thread(answer_reply, desks[team], QUESTION, asker=Asker("u1", "Ada", team, "UTC")) for team in (*TEAMS, *TEAMS) * 2]
        for team, reply in zip((*TEAMS, *TEAMS) * 2, await asyncio.gather(*asked), strict=True):
            words, waiting = plain_card(reply.card), TEAMS[team][1]
            assert [n for n in (3, 5, 8) if f"You have {n} unanswered comments." in words] == [waiting]

    play(sqlite_store, f"{front} mention", scene, **two(front))
