"""What people see in Discord: messages with their words and buttons, answers to what they did, modals that opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from simcord import Env, InteractionResult, ResponseMessage
from simcord.backend.models import Interaction, Message
from simcord.components import walk_components

KINDS = {4: "message", 5: "thinking", 6: "silent", 7: "update", 8: "choices", 9: "modal"}
"""How an interaction is answered first: 5 shows that the bot thinks, 6 shows nothing, 7 changes the message."""
_LINK = 5


@dataclass(frozen=True)
class Press:
    """A button as people see it. key: its custom_id, empty for a link."""

    label: str
    key: str = ""
    url: str = ""
    is_disabled: bool = False


@dataclass(frozen=True)
class Attached:
    """A file of a message."""

    name: str
    data: bytes
    alt: str | None


@dataclass(frozen=True, eq=False)
class Seen:
    """A message, always as it stands now. `words` has all that can be read of it."""

    env: Env
    stored: Message

    @property
    def id(self) -> int:
        """The message's id."""
        return self.stored.id

    @property
    def channel_id(self) -> int:
        """Where it is."""
        return self.stored.channel_id

    @property
    def content(self) -> str:
        """The message's own line."""
        return self.stored.content

    @property
    def embeds(self) -> list[dict[str, Any]]:
        """Its embeds as they were sent."""
        return self.stored.embeds

    @property
    def author(self) -> str:
        """The name of who sent it."""
        return self.env.backend.users[self.stored.author_id].name

    @property
    def is_from_bot(self) -> bool:
        """Whether the client under test sent it."""
        return self.stored.author_id == self.env.backend.bot_user.id

    @property
    def is_private(self) -> bool:
        """Whether only the person who asked sees it."""
        return self.stored.is_ephemeral

    @property
    def is_there(self) -> bool:
        """Whether it still is there."""
        return self.id in self.env.backend.messages.get(self.channel_id, {})

    @property
    def reply_to(self) -> int | None:
        """The id of the message it replies to."""
        found = (self.stored.reference or {}).get("message_id")
        return int(found) if found else None

    @property
    def pings(self) -> tuple[str, ...]:
        """Who is alerted by it: names of people and roles, and "everyone"."""
        people = tuple(self.env.backend.users[each].name for each in self.stored.ping_user_ids)
        roles = tuple(role.name for guild in self.env.backend.guilds.values() for role in guild.roles.values()
                      if role.id in self.stored.ping_role_ids)
        return (*people, *roles, *(("everyone",) if self.stored.mention_everyone else ()))

    @property
    def buttons(self) -> tuple[Press, ...]:
        """Its buttons in their order."""
        found = (each for each in walk_components(self.stored.components) if each.get("type") == 2)
        return tuple(Press(each.get("label") or "", each.get("custom_id") or "", each.get("url") or "", bool(each.get("disabled")))
                     for each in found)

    @property
    def labels(self) -> list[str]:
        """The labels of its buttons."""
        return [each.label for each in self.buttons]

    @property
    def files(self) -> tuple[Attached, ...]:
        """Its files."""
        return tuple(Attached(each["filename"], self.env.backend.cdn.get(each["url"]) or b"", each.get("description"))
                     for each in self.stored.attachments)

    @property
    def words(self) -> str:
        """All words in the order in which Discord shows them, line by line; a button stands as [its label]."""
        return "\n".join(each for each in self._lines() if each)

    @property
    def answers(self) -> list[Seen]:
        """What the client under test said after it in the same channel, or in a thread that began with it."""
        found = [each for place in (self.channel_id, self.id) for each in self.env.backend.messages.get(place, {}).values()]
        return [seen for seen in (Seen(self.env, each) for each in found) if seen.is_from_bot and seen.id > self.id and not seen.is_private]

    @property
    def handle(self) -> ResponseMessage:
        """simcord's own handle of it."""
        return ResponseMessage(self.env, self.stored)

    def _lines(self) -> Iterator[str]:
        yield self.stored.content
        for embed in self.stored.embeds:
            yield from (str((embed.get(part) or {}).get("name", "")) for part in ("author",))
            yield from (str(embed.get(part) or "") for part in ("title", "description"))
            for each in embed.get("fields") or []:
                yield f"{each['name']}: {each['value']}"
            yield str((embed.get("footer") or {}).get("text", ""))
        for each in walk_components(self.stored.components):
            yield str(each.get("content") or "")
            yield f"[{each['label']}]" if each.get("type") == 2 and each.get("label") else ""

    def __repr__(self) -> str:
        return f"<{'private ' if self.is_private else ''}message of {self.author}: {self.words!r}>"


@dataclass(frozen=True)
class Control:
    """One field of a modal. key: its custom_id; kind: Discord's number, 4 for a line or lines of text."""

    label: str
    key: str
    kind: int
    value: str
    placeholder: str
    is_required: bool
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Modal:
    """A modal that opened for a person."""

    title: str
    key: str
    controls: tuple[Control, ...]

    @property
    def labels(self) -> list[str]:
        """The labels of its fields."""
        return [each.label for each in self.controls]

    def key_of(self, name: str) -> str:
        """Return the custom_id of a field by its label or custom_id. Raises KeyError naming what there is."""
        found = [each.key for each in self.controls if name in (each.label, each.key)]
        if not found:
            raise KeyError(f"the modal has no field {name!r}; it has {self.labels}")
        return found[0]


@dataclass(frozen=True, eq=False)
class Answered:
    """What came of an interaction. kind: how it was answered first, as a word of KINDS."""

    env: Env
    result: InteractionResult
    kind: str

    @property
    def record(self) -> Interaction:
        """simcord's own record of the interaction."""
        return self.result._interaction

    @property
    def messages(self) -> list[Seen]:
        """The answer and what followed it, as far as it is still there; a changed message counts as the answer."""
        found = [self.record.message_id, *self.record.followup_ids]
        kept = self.env.backend.messages.get(self.record.channel_id, {})
        return [Seen(self.env, kept[each]) for each in found if each in kept]

    @property
    def message(self) -> Seen:
        """The answer. Raises IndexError when there is none."""
        return self.messages[0]

    @property
    def words(self) -> str:
        """All words of the answer and what followed it."""
        return "\n\n".join(each.words for each in self.messages)

    @property
    def is_private(self) -> bool:
        """Whether only the person who asked sees all of it."""
        return bool(self.messages) and all(each.is_private for each in self.messages)

    @property
    def modal(self) -> Modal:
        """The modal that opened. Raises AssertionError when none did."""
        raw = self.record.modal
        assert raw is not None, f"no modal opened; the answer was {self}"
        return Modal(raw["title"], raw["custom_id"], tuple(_controls(raw)))

    def __repr__(self) -> str:
        return f"<answered with {self.kind}: {self.words!r}>"


def _controls(raw: dict[str, Any]) -> Iterator[Control]:
    for row in raw["components"]:
        inner = [row["component"]] if "component" in row else row.get("components") or []
        for each in inner:
            options = tuple(option["label"] for option in each.get("options") or [])
            yield Control(row.get("label") or each.get("label") or "", each["custom_id"], each["type"], each.get("value") or "",
                          each.get("placeholder") or "", each.get("required") is not False, options)
