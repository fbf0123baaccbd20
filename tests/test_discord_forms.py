"""Every form as Discord shows it: whole titles, labels and hints, in a modal that Discord takes."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.actions import actions
from bot.chat.discord.forms import FormModal
from bot.chat.discord.tree import CONTEXT_MENU
from bot.chat.talk import Talk
from bot.commands import commands
from bot.model.form import Form
from bot.render.limits import SLACK_MODAL_TITLE_LETTERS, size
from bot.render.slack_form import modal
from tests.chat_scenes import DiscordScene, bare
from tests.discord_world import in_scene

TALK = Talk(commands(), actions())
ASKING = sorted(name for name, action in actions().items() if action.parameters)
CUT = "…"


def form_of(name: str) -> Form:
    """Return an action's form as it is opened anew, or that of the command with the context menu."""
    return TALK.blank("commit") if name == "/commit" else TALK.again(f"{name}:1:1", {})


def shown(form: Form) -> dict[str, Any]:
    """Return the modal that Discord is sent."""

    async def made() -> dict[str, Any]:
        return dict(FormModal(form).to_dict())

    return asyncio.run(made())


@pytest.mark.parametrize("name", [*ASKING, "/commit"])
def test_nothing_of_a_form_is_cut_in_discord(name: str) -> None:
    told = shown(form_of(name))
    words = [told["title"], *(each[part] for each in told["components"] for part in ("label", "description") if each.get(part))]
    assert [each for each in words if CUT in each] == []
    assert 1 <= size(told["title"]) <= 45
    assert all(1 <= size(each["label"]) <= 45 for each in told["components"])


@pytest.mark.parametrize("name", ASKING)
def test_every_form_has_a_short_title_of_its_own_that_no_chat_cuts(name: str) -> None:
    action = actions()[name]
    assert 1 <= size(action.title) <= SLACK_MODAL_TITLE_LETTERS
    told = modal(form_of(name))
    assert told["title"]["text"] == action.title
    assert action.help.rstrip(".") in str(told["blocks"][0])


def test_no_two_forms_of_one_card_have_the_same_title() -> None:
    titles = [actions()[name].title for name in ASKING]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", ASKING)
def test_a_label_is_a_whole_thought_and_its_hint_another(name: str) -> None:
    for each in shown(form_of(name))["components"]:
        label = each["label"]
        assert not label.endswith((",", ";", ":", "(")), label
        assert label.count("(") == label.count(")"), label


@in_scene
async def test_a_form_opens_under_its_short_title(scene: DiscordScene) -> None:
    card = await scene.discord.command(scene.people["Ada"], scene.discord.channel, "commit", words="reply to all by Friday 15:00")
    await scene._settle()
    opened = await scene.discord.press(scene.people["Ada"], card.messages[-1], "Need more time")
    assert opened.modal.title == "Move the due date"


@in_scene
async def test_a_form_to_fill_in_again_keeps_its_title(scene: DiscordScene) -> None:
    message = await scene.discord.say(scene.people["Ada"], scene.discord.channel, "answer all")
    opened = await scene.discord.context_menu(scene.people["Ada"], message, CONTEXT_MENU)
    assert opened.modal.title == "Commit"
    again = await scene.discord.submit(scene.people["Ada"], opened, {"words": "answer all", "due": "the day after never"})
    await scene._settle()
    assert "Fill in again" in bare(again.words) or "Fill in again" in again.messages[-1].labels
    reopened = await scene.discord.press(scene.people["Ada"], again.messages[-1], "Fill in again")
    assert reopened.modal.title == "Commit"
