"""Where something was said or pressed in Slack, read from what Slack sent. It travels with a form and comes back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.model.command import Audience

Json = Mapping[str, Any]

_ALWAYS = ("workspace", "channel", "user")
"""What a form carries even where it is empty, as the channel is at home."""


@dataclass(frozen=True, slots=True)
class Place:
    """`workspace`, `channel` and `user` are Slack's ids. `thread` is empty at the top of a channel.

    `is_public`: what is answered is seen by everybody there, because it was asked for there. `reply_url`: takes five
    answers within thirty minutes. `trigger`: opens one modal within three seconds. `is_home`: it was pressed in a home tab,
    which is shown anew afterwards. `is_shared`: whether another company reads along, None where Slack did not say.
    """

    workspace: str
    channel: str
    user: str
    thread: str = ""
    is_public: bool = False
    reply_url: str = ""
    trigger: str = ""
    user_workspace: str = ""
    is_home: bool = False
    is_shared: bool | None = None

    @property
    def is_direct(self) -> bool:
        """Whether only this person and the coach are here, a home tab among it."""
        return not self.channel or self.channel.startswith("D")

    @property
    def audience(self) -> Audience:
        """Who reads what is answered here."""
        return "direct" if self.is_direct else "everyone" if self.is_public else "alone"

    @property
    def is_watched(self) -> bool:
        """Whether an answer can be watched here as it is written: in a thread that is not for one person among others."""
        return bool(self.thread) and (self.is_public or self.is_direct)

    def kept(self) -> str:
        """Return the place as a form carries it."""
        whole = {**asdict(self), "trigger": ""}
        return json.dumps({name: value for name, value in whole.items() if value or name in _ALWAYS})


def of_command(body: Json) -> Place:
    """Read a slash command's place."""
    return Place(body["team_id"], body["channel_id"], body["user_id"], reply_url=body.get("response_url", ""),
                 trigger=body.get("trigger_id", ""), user_workspace=body["team_id"])


def of_event(body: Json, workspace: str) -> Place:
    """Read the place of a message: the answer goes to its thread, which it begins where there is none."""
    event = body["event"]
    return Place(workspace, event["channel"], event.get("user", ""), thread=event.get("thread_ts") or event["ts"],
                 is_public=True, user_workspace=event.get("user_team") or event.get("team") or workspace,
                 is_shared=body.get("is_ext_shared_channel"))


def of_press(body: Json) -> Place:
    """Read the place of a press or a shortcut; in a home tab there is no channel."""
    container, user = body.get("container") or {}, body["user"]
    workspace = str((body.get("team") or {}).get("id") or user.get("team_id") or "")
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    message = body.get("message") or {}
    thread = message.get("thread_ts") or container.get("thread_ts") or ""
    return Place(workspace, channel, user["id"], thread=thread, reply_url=body.get("response_url", ""),
                 trigger=body.get("trigger_id", ""), user_workspace=user.get("team_id") or workspace,
                 is_home=(body.get("view") or {}).get("type") == "home")


def of_form(body: Json) -> tuple[Place, str]:
    """Read the place that a form was opened at, and what the form is for. Raises ValueError for one that is not ours."""
    try:
        kept = json.loads(body["view"].get("private_metadata") or "")
        target = str(kept.pop("target"))
        place = Place(**{name: value for name, value in kept.items() if name in Place.__slots__})
    except (TypeError, KeyError, ValueError) as error:
        raise ValueError("the form carries no place") from error
    # Who submits is who Slack says, whatever the form carries.
    return replace(place, user=body["user"]["id"], trigger=body.get("trigger_id", "")), target


def metadata_of(place: Place, target: str) -> str:
    """Return what a form carries: its place and what it is for."""
    return json.dumps({**json.loads(place.kept()), "target": target})
