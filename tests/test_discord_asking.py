"""Whatever goes wrong with a press, a command or a form in Discord ends in a sentence or a log line, and nothing is lost."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import discord
import pytest

from bot.actions import actions
from bot.chat.discord.client import RESTARTING
from bot.chat.discord.kept_forms import ACTION, FORGOTTEN, KeptForms
from bot.commands import commands
from bot.model.card import Card, text
from bot.model.card_text import plain_card
from bot.model.command import Asker, Parameter
from bot.model.form import Form
from tests.chat_scenes import DiscordScene, bare, first_values
from tests.discord_world import Waiting, answers_with, in_scene, tell_comments
from tests.fakes.discord_server import NoAnswer

MOVE = "Need more time"


async def promised(scene: DiscordScene) -> Any:
    """Let Ada make a commitment, and return its card."""
    await scene.command("commit reply to all by Friday 15:00")
    return scene.discord.ephemeral(scene.people["Ada"])[-1]


def newest(scene: DiscordScene, by: str = "Ada") -> Any:
    """Return the newest message that somebody alone sees."""
    return scene.discord.ephemeral(scene.people[by])[-1]


def listed(scene: DiscordScene) -> str:
    """Return what the team promised, in words."""
    reply = commands()["commitments"].run(scene.home.desk, Asker("discord:1", "Ada", scene.channel, "UTC"))
    return plain_card(reply.card)


@in_scene
async def test_a_form_with_a_wrong_field_can_be_filled_in_again_with_what_stood_there(scene: DiscordScene) -> None:
    await promised(scene)
    said = await scene.press(MOVE, values={"words": "when pigs fly"})
    assert "when pigs fly" in said
    assert "[Fill in again]" in said
    opened = await scene.discord.press(scene.people["Ada"], newest(scene), "Fill in again")
    assert opened.modal.controls[0].value == "when pigs fly"
    await scene.discord.submit(scene.people["Ada"], opened, {"words": "Monday 9:00"})
    await scene._settle()
    assert "Mon 9 Mar" in bare(newest(scene).words)


@in_scene
async def test_a_form_opened_before_a_restart_is_taken_after_it(scene: DiscordScene) -> None:
    card = await promised(scene)
    opened = await scene.discord.press(scene.people["Ada"], card, MOVE)
    await scene.restart()
    await scene.discord.submit(scene.people["Ada"], opened, {"words": "Monday 9:00"})
    await scene._settle()
    assert "Mon 9 Mar" in bare(newest(scene).words)


@in_scene
async def test_a_form_to_fill_in_again_is_forgotten_by_a_restart_and_says_so(scene: DiscordScene) -> None:
    await promised(scene)
    await scene.press(MOVE, values={"words": "when pigs fly"})
    await scene.restart()
    assert FORGOTTEN in bare(await scene.press("Fill in again"))


def test_a_kept_form_opens_for_its_owner_alone() -> None:
    forms, form = KeptForms(), Form("Move it", "commitment-move:1:1", (Parameter("words", "by when"),), {"words": "soon"})
    key = forms.offer(7, form, "That is no moment.", "Fill in again").buttons[0].key
    assert (forms.of(7, key), forms.of(8, key)) == (form, None)


def test_the_oldest_kept_form_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.chat.discord.kept_forms.MOST", 2)
    forms = KeptForms()
    keys = [forms.offer(7, Form("x", f"/x{number}", ()), "No.", "Again").buttons[0].key for number in range(3)]
    assert [forms.of(7, key) is not None for key in keys] == [False, True, True]


@in_scene
async def test_a_form_of_another_version_says_so(scene: DiscordScene) -> None:
    card = await promised(scene)
    opened = await scene.discord.press(scene.people["Ada"], card, MOVE)
    modal: Any = opened.record.modal
    modal["custom_id"] = "/sing"
    await scene.discord.submit(scene.people["Ada"], opened, first_values(opened))
    await scene._settle()
    assert "another version" in newest(scene).words


@in_scene
async def test_what_only_admins_may_do_is_not_offered_again(scene: DiscordScene) -> None:
    wanted: dict[str, Any] = {"setting": ["zone"], "value": "Europe/Berlin"}
    await scene.command("schedule", by="Ben")
    said = await scene.press("Change hours", by="Ben", values=wanted)
    assert "Only an admin" in said
    assert "Fill in again" not in said


@in_scene
async def test_a_press_on_a_card_that_is_done_changes_nothing(scene: DiscordScene) -> None:
    card = await promised(scene)
    for _ in range(2):
        await scene.discord.press(scene.people["Ada"], card, "Done")
        await scene._settle()
    assert "already" in newest(scene).words.lower()


@in_scene
async def test_a_garbled_button_is_answered(scene: DiscordScene) -> None:
    for key in ("§", "gone-action:1:1", "::"):
        view = discord.ui.View(timeout=None).add_item(discord.ui.Button(label="Press", custom_id=key))
        await scene.chat.client.get_channel(scene.discord.channel.id).send("old", view=view)
        message = scene.discord.messages(scene.discord.channel)[-1]
        await scene.discord.press(scene.people["Ben"], message, key=key)
        await scene._settle()
        assert "another version of the coach" in newest(scene, "Ben").words, key


@in_scene
async def test_an_interaction_that_came_too_late_does_nothing_and_harms_nothing(scene: DiscordScene, caplog: pytest.LogCaptureFixture) -> None:
    card = await promised(scene)
    scene.discord.rest.first_answer_s = 0.0
    for label in ("Done", MOVE):
        with pytest.raises(NoAnswer):
            await scene.discord.press(scene.people["Ada"], card, label)
        await scene._settle()
    assert caplog.text.count("interaction not answered") == 2
    assert {each.rpartition(" ")[2] for each in scene.discord.refused} == {"(10062)"}
    scene.discord.refused.clear()
    scene.discord.rest.first_answer_s = 3.0
    assert "reply to all" in await scene.command("commitments")


@in_scene
async def test_an_answer_after_fifteen_minutes_comes_directly(scene: DiscordScene) -> None:
    def slow(*_: object, **__: object) -> Card:
        scene.discord.stall(16 * 60)
        return Card(text("Found it at last"))

    answers_with(scene, "today", slow)
    with pytest.raises(NoAnswer):
        await scene.command("today")
    await scene._settle()
    assert scene.told("Ada") == ["**Found it at last**"]
    assert "50027" in scene.discord.refused.pop()


@in_scene
async def test_a_followup_that_fails_comes_directly(scene: DiscordScene) -> None:
    scene.discord.fail(500, "/webhooks/*", times=5)
    with pytest.raises(NoAnswer):
        await scene.command("help")
    await scene._settle()
    assert "Say it like this" in bare(scene.told("Ada")[0])


@in_scene
async def test_an_answer_that_reaches_nobody_is_logged(scene: DiscordScene, caplog: pytest.LogCaptureFixture) -> None:
    scene.discord.fail(500, "/webhooks/*", times=5)
    scene.discord.refuse_dms(scene.people["Ada"])
    with pytest.raises(NoAnswer):
        await scene.command("help")
    await scene._settle()
    assert "answer not shown error=Forbidden 403/50007" in caplog.text
    assert "reply" not in caplog.text
    assert "Say it like this" in bare(await scene.command("help"))


@in_scene
async def test_an_answer_that_discord_finds_ill_formed_is_a_fault_of_ours(scene: DiscordScene) -> None:
    scene.discord.fail(400, "/webhooks/*", code=50035, message="Invalid Form Body")
    assert "Something went wrong on our side" in await scene.command("help")
    assert isinstance(scene.home.faults.pop(), discord.HTTPException)


@in_scene
async def test_an_interaction_that_comes_twice_is_done_once(scene: DiscordScene, monkeypatch: pytest.MonkeyPatch,
                                                          caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    backend = scene.discord.env.backend
    emit = backend.emit

    def twice(event: str, payload: Any) -> None:
        emit(event, payload)
        if event == "INTERACTION_CREATE":
            emit(event, payload)

    monkeypatch.setattr(backend, "emit", twice)
    await scene.command("commit reply to all by Friday 15:00")
    monkeypatch.undo()
    assert "40060" in caplog.text
    scene.discord.refused.clear()
    assert (await scene.command("commitments")).count("reply to all") == 1


@in_scene
async def test_a_message_that_comes_twice_is_answered_once(scene: DiscordScene, monkeypatch: pytest.MonkeyPatch) -> None:
    backend = scene.discord.env.backend
    emit = backend.emit
    monkeypatch.setattr(backend, "emit", lambda event, payload: [emit(event, payload) for _ in range(1 + (event == "MESSAGE_CREATE"))])
    await scene.mention("commitments")
    assert len(scene.said()) == 1


@in_scene
async def test_a_process_that_stops_says_so_and_finishes_what_it_does(scene: DiscordScene) -> None:
    card, waiting, begun = await promised(scene), Waiting(scene), threading.Event()

    def slow(*_: object, **__: object) -> Card:
        begun.set()
        waiting.until("POST", "/callback")
        return Card(text("Done in spite of it"))

    answers_with(scene, "digest", slow)
    scene.discord.env.backend.create_message(scene.discord.channel.id, scene.people["Ben"].id, f"{scene.discord.bot_mention} digest")
    await asyncio.to_thread(begun.wait, 10)
    await scene.chat.stop_listening()
    assert bare((await scene.discord.press(scene.people["Ada"], card, "Done")).words) == RESTARTING
    await scene.home.settle()
    assert scene.said() == ["**Done in spite of it**"]
    assert "reply to all" in await asyncio.to_thread(listed, scene)


@in_scene
async def test_a_process_that_stops_says_so_to_who_writes(scene: DiscordScene) -> None:
    await scene.chat.stop_listening()
    assert await scene.mention("commitments") == f"**{RESTARTING}**"


@in_scene
async def test_a_process_that_stops_keeps_still_where_another_answers(scene: DiscordScene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene.home.house, "claim_all", lambda _team, events: [False] * len(events))
    await scene.chat.stop_listening()
    assert await scene.mention("commitments") == ""


@in_scene
async def test_what_was_filled_in_is_not_lost_to_a_process_that_stops(scene: DiscordScene) -> None:
    card = await promised(scene)
    opened = await scene.discord.press(scene.people["Ada"], card, MOVE)
    await scene.chat.stop_listening()
    await scene.discord.submit(scene.people["Ada"], opened, {"words": "Monday 9:00"})
    await scene._settle()
    assert bare(newest(scene).words) == f"{RESTARTING}\nwords: Monday 9:00"


@in_scene
async def test_a_form_of_a_process_that_stops_is_not_opened(scene: DiscordScene) -> None:
    await promised(scene)
    await scene.press(MOVE, values={"words": "when pigs fly"})
    await scene.chat.stop_listening()
    assert RESTARTING in bare(await scene.press("Fill in again"))


@in_scene
async def test_a_half_typed_line_gets_what_is_missing(scene: DiscordScene) -> None:
    lines = {"commit": "commit needs words", "comittments": "Did you mean: commitments", "commitments move": "needs number",
             "commitments move x Friday": "number is 'x'", "audit wek": "did you mean week"}
    for words, said in lines.items():
        assert said in bare(await scene.dm(words)), words


@in_scene
async def test_a_file_that_is_too_large_is_named_and_the_next_is_taken(scene: DiscordScene) -> None:
    rows = b"network,comment_id,post_id,created_at,text\ninstagram,k1,p1,2026-03-03T08:00:00Z,how much?\n"
    await scene.discord.dm(scene.people["Ada"], "", files=[("all.csv", b"x" * 10_000_001), ("new.csv", rows)])
    await scene._settle()
    too_large, taken = scene.told("Ada")
    assert "'all.csv' is larger than 10 MB; import it at the terminal" in bare(too_large)
    assert "new.csv, 1 row" in bare(taken)


@in_scene
async def test_a_file_of_another_kind_is_refused_in_a_sentence(scene: DiscordScene) -> None:
    said = bare(await scene.drop("cat.png", b"\x89PNG\r\n\x1a\n" + bytes(200)))
    assert "cat.png" in said
    assert scene.home.faults == []


@in_scene
async def test_a_file_that_discord_does_not_give_out_is_asked_for_again(scene: DiscordScene) -> None:
    vars(scene.discord.env.backend.cdn)["get"] = lambda _url: None
    assert "Discord does not give out 'a.csv'; drop it here again" in bare(await scene.drop("a.csv", b"a,b\n"))


@in_scene
async def test_a_message_that_was_deleted_meanwhile_is_answered_beneath(scene: DiscordScene) -> None:
    def deletes(*_: object, **__: object) -> Card:
        backend = scene.discord.env.backend
        backend.delete_message(scene.discord.channel.id, max(backend.messages[scene.discord.channel.id]))
        return Card(text("Still here"))

    answers_with(scene, "today", deletes)
    await scene.mention("today")
    assert scene.said() == ["**Still here**"]


@in_scene
async def test_where_the_coach_may_not_write_the_asker_is_answered_directly(scene: DiscordScene) -> None:
    tell_comments(scene)
    await scene.discord.silence(scene.discord.channel)
    await scene.mention("comments", by="Ben")
    assert scene.said() == []
    assert "2 comments to answer" in bare(scene.told("Ben")[0])


def test_no_button_of_the_coach_is_taken_for_a_kept_form() -> None:
    assert ACTION not in actions()
