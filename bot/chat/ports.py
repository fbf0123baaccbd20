"""What the chats ask of the process they live in: whose team a place is, what was taken up already, who is installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from bot.coach.desk import Desk
from bot.coach.ports import Front
from bot.model.settings import Settings


class Household(Protocol):
    """Every team of one process. All of it may be called from any thread, and waits for the store: never on the loop."""

    settings: Settings

    def teams(self) -> list[str]:
        """Return every team of the process."""
        ...

    def desk(self, team: str) -> Desk:
        """Return a team's desk, made on its first use."""
        ...

    def team_at(self, platform: str, workspace: str, channel: str) -> str | None:
        """Return whose a place is, None for a place of nobody's; `channel` may be empty (a direct message, a home tab)."""
        ...

    def settle_workspace(self, platform: str, workspace: str, team: str) -> None:
        """Remember for this process that a workspace or server is a team's."""
        ...

    def person(self, platform: str, own_id: str) -> str:
        """Return who somebody is here: `platform:id`, or the first of the ids that the settings say are one person."""
        ...

    def is_admin(self, person: str) -> bool:
        """Tell whether the settings name somebody, by their id here, as one who may change things."""
        ...

    def name_owner(self, platform: str, own_id: str) -> None:
        """Remember for this process who owns the coach's account on a platform; they are of the settings' own team."""
        ...

    def owners_of(self, team: str) -> list[str]:
        """Return the ids of who owns the coach where a team is; nobody where that is not known."""
        ...

    def claim_all(self, team: str, events: Sequence[tuple[str, str]]) -> list[bool]:
        """Take up events, each a platform and an id; False for one that was taken up before, unless whoever did so died
        half-way."""
        ...

    def end(self, team: str, platform: str, event_id: str) -> None:
        """Remember that an event was dealt with; kept with the team's next round, so this waits for nothing."""
        ...

    def installation(self, platform: str, workspace: str) -> Mapping[str, Any] | None:
        """Return what a workspace's installation gave, None where there is none."""
        ...

    def installation_of(self, platform: str, team: str) -> Mapping[str, Any] | None:
        """Return what the newest installation of a team's workspaces gave, None where it has none."""
        ...

    def install(self, platform: str, workspace: str, installation: Mapping[str, Any]) -> str:
        """Keep an installation and return whose team the workspace is."""
        ...

    def uninstall(self, platform: str, workspace: str) -> None:
        """Forget a workspace's tokens."""
        ...

    def begin_sign_in(self) -> str:
        """Return a state for an installation that begins; it can be used once and within ten minutes."""
        ...

    def end_sign_in(self, state: str) -> bool:
        """Use up a state; False where it was used, is too old or never was."""
        ...

    def note(self, name: str) -> str | None:
        """Return what was noted under a name, None where nothing was."""
        ...

    def keep_note(self, name: str, value: str) -> None:
        """Note something for the deployment as a whole."""
        ...

    def renew_note(self, name: str, before: str, value: str) -> bool:
        """Note something in the place of what was noted before; False where another process was faster."""
        ...

    def look_soon(self, team: str) -> None:
        """Ask for the team's outbox to be looked at now rather than at the next tick."""
        ...


class Watching(Protocol):
    """Notes that a chat is heard, and tells of the time in which it was not."""

    def look(self) -> None:
        """Say that the chat is heard, where it is, and tell a gap that lies before. Called now and then from a thread."""
        ...


class Chat(Protocol):
    """One platform that the coach lives on, within one event loop."""

    platform: str

    @property
    def watch(self) -> Watching:
        """Who notes that the chat is heard."""
        ...

    async def start(self) -> None:
        """Connect and begin to listen. Raises ConfigError naming the token, scope or switch that is off."""
        ...

    async def stop_listening(self) -> None:
        """Take nothing new; what was begun may still be answered."""
        ...

    async def close(self) -> None:
        """Let go of every connection."""
        ...

    def front(self, team: str) -> Front | None:
        """Return where a team's outbox is delivered, None where the team has no place on this platform now."""
        ...
