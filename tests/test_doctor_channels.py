"""The channels in the doctor's report: those of the configuration, those set up in chat, and those that were lost."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import doctor
from bot.app import Options
from bot.cli import main
from bot.coach.channels import take_up, turn_on
from bot.doctor_channels import channel_checks, known_channels
from bot.model.check import Check
from bot.model.settings import Channel, Settings
from bot.outbox.gone import switch_off
from bot.store.store import open_store
from tests.world import NOW, World

LATER = "2026-03-20T09:30:00Z"


def seen(world: World, *channels: Channel) -> dict[str, Check]:
    """Return what the doctor says of a team with these channels in its configuration, by name."""
    return {each.name: each for each in channel_checks(with_channels(world, *channels))}


def with_channels(world: World, *channels: Channel) -> Any:
    """Return the team's desk with these channels in its configuration."""
    return replace(world.desk, settings=Settings(team="bakery", channels=channels))


def test_every_channel_is_listed_with_whether_it_is_on(world: World) -> None:
    desk = with_channels(world, Channel("slack", "C1"), Channel("discord", "55"))
    turn_on(desk, "C1")
    take_up(desk, "C9", "slack")
    take_up(desk, "66", "discord")
    assert [each.found for each in channel_checks(desk)] == [
        "discord 55 (not turned on), discord 66 (not turned on), slack C1 (on), slack C9 (not turned on)"]


def test_a_paused_channel_is_said_to_be_so(world: World) -> None:
    desk = with_channels(world, Channel("slack", "C1"))
    turn_on(desk, "C1")
    with desk.records.write() as writer:
        writer.run("pause_channel", channel="C1", until=LATER)
    assert seen(world, Channel("slack", "C1"))["channels"].found == "slack C1 (paused)"


def test_a_lost_channel_is_a_fault_with_its_reason_and_the_way_back(world: World) -> None:
    desk = with_channels(world, Channel("slack", "C1"))
    turn_on(desk, "C1")
    switch_off(desk.records, "C1", "Slack says is_archived.", NOW)
    found = seen(world, Channel("slack", "C1"))
    assert found["channels"].found == "slack C1 (switched off)"
    lost = found["channel C1"]
    assert (lost.state, lost.found) == ("missing", "switched off since Wed 4 Mar 09:30: Slack says is_archived.")
    assert "write setup there" in lost.next_step


def test_a_team_without_a_channel_is_told_how_to_get_one(world: World) -> None:
    found = seen(world)["channels"]
    assert (found.state, found.found) == ("attention", "team bakery has no channel")
    assert "Write setup in the channel" in found.next_step


def test_channels_taken_up_in_chat_are_looked_at_like_those_of_the_configuration(world: World) -> None:
    desk = with_channels(world, Channel("slack", "C1"), Channel("discord", "5", "other team"))
    for own, platform in (("C1", "slack"), ("C2", "slack"), ("77", "discord"), ("terminal", "terminal")):
        take_up(desk, own, platform)
    turn_on(desk, "C1")
    assert [(each.platform, each.id) for each in known_channels(desk)] == [
        ("slack", "C1"), ("discord", "5"), ("discord", "77"), ("slack", "C2")]


def test_every_front_is_asked_about_every_channel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, list[str]] = {}

    def slack(settings: Settings, *_: object) -> list[Check]:
        asked["slack"] = [each.id for each in settings.channels if each.platform == "slack"]
        return []

    async def discord(settings: Settings, *_: object) -> list[Check]:
        asked["discord"] = [each.id for each in settings.channels if each.platform == "discord"]
        return []

    monkeypatch.setenv("DISCORD_TOKEN", "made up")
    monkeypatch.setattr("bot.chat.slack.checks.slack_checks", slack)
    monkeypatch.setattr("bot.chat.discord.checks.discord_checks", discord)
    config, url = tmp_path / "coach.toml", f"sqlite:///{tmp_path}/coach.db"
    config.write_text('team = "bakery"\n[[channels]]\nplatform = "slack"\nid = "C1"\n', encoding="utf-8")
    doctor.examine(Options(config=config, store=url))
    store = open_store(url)
    with store.team("bakery").write() as writer:
        for own, platform in (("C2", "slack"), ("77", "discord")):
            writer.run("follow_channel", channel=own, platform=platform, zone="UTC", profile="standard")
    store.close()
    doctor.examine(Options(config=config, store=url))
    assert asked == {"slack": ["C1", "C2"], "discord": ["77"]}


def test_a_store_that_cannot_be_opened_leaves_the_configured_channels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                                       capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[str] = []

    def slack(settings: Settings, *_: object) -> list[Check]:
        asked.extend(each.id for each in settings.channels)
        return []

    monkeypatch.setattr("bot.chat.slack.checks.slack_checks", slack)
    config = tmp_path / "coach.toml"
    config.write_text('[[channels]]\nplatform = "slack"\nid = "C1"\n', encoding="utf-8")
    (tmp_path / "coach.db").write_text("this is no database", encoding="utf-8")
    assert main(["doctor", "--config", str(config), "--store", f"sqlite:///{tmp_path}/coach.db", "--json"]) == 1
    assert asked == ["C1"]
    assert [each["state"] for each in json.loads(capsys.readouterr().out) if each["check"] == "store"] == ["missing"]
