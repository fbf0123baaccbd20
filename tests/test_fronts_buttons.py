"""What stands under an answer of a model, pressed on every front: ratings, evidence, promises, sharing, and more guidance."""

from __future__ import annotations

import pytest

from bot.store.store import Store
from tests.asked_scenes import AI, ANSWER, NO_AI, QUESTION, QUOTED, REST, Stage, answering, play
from tests.chat_scenes import SlackScene, bare
from tests.fakes.openai_server import said
from tests.terminal_scene import TerminalScene

ALONE = ("slack command", "discord command", "terminal command")
IN_THE_OPEN = ("slack mention", "discord mention")
EVERYWHERE = (*ALONE, *IN_THE_OPEN, "slack pane", "discord dm")
UNKNOWN = "Which flour goes into our rye loaf?"
FLOUR = "Stone-ground rye from the mill at Aller goes into our rye loaf."
TONE = b"# Tone of voice\n\nWe write warmly and briefly.\n\n## Emoji\n\nWe put at most one emoji into a post, and none under a complaint."


async def asked(stage: Stage) -> str:
    """Let Ada ask and the model answer well."""
    stage.server.script = list(answering())
    return await stage.ask()


def rows(stage: Stage, name: str) -> list[dict[str, object]]:
    """Read rows of the team."""
    return stage.scene.home.desk.records.rows(name)


@pytest.mark.parametrize("way", EVERYWHERE)
def test_helpful_and_not_helpful_with_its_reason_are_kept(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        await asked(stage)
        assert "Thank you, that is kept" in await stage.press("Helpful")
        await asked(stage)
        assert "Kept: too vague" in await stage.press("Not helpful", why="too vague")
        assert [(row["piece"], row["helpful"], row["not_helpful"]) for row in rows(stage, "answer_ratings")] == [("trolls", 0, 1)]

    play(sqlite_store, way, scene)


@pytest.mark.parametrize("way", EVERYWHERE)
def test_the_evidence_is_what_was_handed_over_and_read(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        await asked(stage)
        shown = " ".join((await stage.press("Show evidence")).split())
        assert "What the answer rests on" in shown
        assert "When you engage with a troll" in shown
        assert "unanswered comments: 2" in shown
        assert "how much is the rye loaf?" in shown

    play(sqlite_store, way, scene)


@pytest.mark.parametrize("way", IN_THE_OPEN)
def test_the_evidence_is_for_the_asker_alone(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        await asked(stage)
        before = stage.scene.said()
        assert "Only the one who asked can do that" in await stage.press("Show evidence", by="Ben")
        assert "rye loaf" in await stage.press("Show evidence")
        assert stage.scene.said() == before

    play(sqlite_store, way, scene)


@pytest.mark.parametrize("way", EVERYWHERE)
def test_the_next_step_becomes_a_promise_with_its_moment(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        await asked(stage)
        made = " ".join((await stage.press("Make it a commitment", what=REST[2], due="Fri 6 Mar 15:00")).split())
        assert "go back to the people who matter" in made
        assert "Fri 6 Mar 15:00" in made
        assert REST[2].rstrip(".") in " ".join((await stage.scene.command("commitments")).split()).replace("\\", "")

    play(sqlite_store, way, scene)


async def said_after_a_round(stage: Stage) -> str:
    """Let what waits be sent, and return what everybody reads."""
    if isinstance(stage.scene, TerminalScene):
        return await stage.scene.round()
    await stage.scene.home.round()
    await stage.scene.home.settle()
    return bare("\n".join(stage.scene.said()))


@pytest.mark.parametrize("way", ALONE)
def test_a_private_answer_is_seen_by_all_only_when_it_is_shared(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        await asked(stage)
        assert "It stays with you; nothing was posted" in await stage.press("Keep private")
        assert ANSWER not in await said_after_a_round(stage)
        await asked(stage)
        assert "the answer goes to the channel now" in " ".join((await stage.press("Share")).split())
        shown = " ".join((await said_after_a_round(stage)).split())
        assert ANSWER in shown
        assert QUESTION in shown
        assert "Ada" in shown
        assert AI in shown

    play(sqlite_store, way, scene)


@pytest.mark.parametrize("way", EVERYWHERE)
def test_guidance_that_an_admin_adds_answers_the_next_question(store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        assert "I have no guidance on that" in " ".join((await stage.ask(UNKNOWN)).split())
        assert stage.server.requests == []
        added = " ".join((await stage.press("Add guidance", title=UNKNOWN, advice=FLOUR)).split())
        assert "I answer with it now" in added
        stage.server.script = [said(f"{FLOUR[:-1]} [1].\n\n", "Next step: Name the mill in the next post.")]
        words = " ".join((await stage.ask(UNKNOWN)).split())
        assert f"{FLOUR[:-1]} [1]." in words
        assert f"[1] {UNKNOWN} Your own guidance, 2026-03-04" in words.replace("?.", "?")
        assert AI in words

    play(store, way, scene)


@pytest.mark.parametrize("way", ["slack dm", "discord dm", "terminal command"])
def test_a_document_that_an_admin_drops_is_cited_as_the_teams_own(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        told = " ".join(bare(await stage.scene.drop("tone.md", TONE)).split())
        assert "Tone of voice" in told
        stage.server.script = [said("Put at most one emoji into a post, and none under a complaint [1].")]
        words = " ".join((await stage.ask("How many emoji may we put into a post?")).split())
        assert "Put at most one emoji into a post, and none under a complaint [1]." in words
        assert "[1] Tone of voice. Your own guidance, 2026-03-04" in words
        sent = stage.server.requests[0]["messages"]
        assert "We put at most one emoji" in sent[1]["content"]
        assert "We put at most one emoji" not in sent[0]["content"]

    play(sqlite_store, way, scene)


@pytest.mark.parametrize("way", ["slack dm", "discord dm", "terminal command"])
def test_a_document_of_a_member_is_not_taken(sqlite_store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        assert "Only an admin" in " ".join(bare(await stage.scene.drop("tone.md", TONE, by="Ben")).split())
        assert rows(stage, "guidance_entries") == []

    play(sqlite_store, way, scene)


@pytest.mark.parametrize("way", EVERYWHERE)
def test_at_the_days_limit_the_guidance_is_quoted_until_tomorrow(store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        assert AI in await asked(stage)
        asked_so_far = len(stage.server.requests)
        words = " ".join((await asked(stage)).split())
        assert QUOTED in words
        assert "Quoted, not written: " in words
        assert "allowance" in words
        assert NO_AI in words
        assert len(stage.server.requests) == asked_so_far
        stage.scene.forward(days=1)
        assert AI in await asked(stage)

    play(store, way, scene, settings={"requests_per_day": 2})


def test_what_was_used_stands_in_the_home_tab(sqlite_store: Store) -> None:
    async def scene(stage: Stage) -> None:
        assert isinstance(stage.scene, SlackScene)
        await asked(stage)
        await stage.scene.slack.open_home("U1")
        await stage.scene.home.settle()
        words = stage.scene.slack.read(stage.scene.slack.home("U1"))
        assert "2" in next(line for line in words.split("\n") if "model" in line.lower())

    play(sqlite_store, "slack command", scene)


@pytest.mark.parametrize("way", ["slack command", "slack pane", "discord command", "discord mention"])
def test_the_buttons_of_an_answer_work_after_a_restart_and_ten_days_later(store: Store, way: str) -> None:
    async def scene(stage: Stage) -> None:
        await asked(stage)
        await stage.scene.restart()
        stage.scene.forward(days=10)
        assert "When you engage with a troll" in " ".join((await stage.press("Show evidence")).split())
        assert "Thank you, that is kept" in await stage.press("Helpful")

    play(store, way, scene)
