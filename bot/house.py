"""Every team of one process: the store opened once, whose team a place is, and one round of work for all.

A place of nobody's has no team, so a stranger's server never sees anybody's data.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from bot.app import Options, desk_on, moment, send, settings_for, work
from bot.app_model import close_authors
from bot.model.times import ago, to_text

if TYPE_CHECKING:
    from bot import clock
    from bot.coach.desk import Desk
    from bot.coach.ports import Front
    from bot.model.settings import Settings
    from bot.store.store import Store, TeamWriter

logger = logging.getLogger(__name__)

EVENT_LEASE_S = 120
"""Seconds after which an event whose taker never said it was done may be taken up again; Slack redelivers for about five
minutes (https://docs.slack.dev/apis/events-api#retries)."""
EVENTS_KEPT_DAYS = 2
SIGN_IN_S = 600


@contextmanager
def housed(options: Options) -> Iterator[House]:
    """Open the store for every team and close it at the end. Raises CoachError."""
    from bot.store.store import open_store

    settings = settings_for(options)
    store = open_store(settings.store, busy_timeout_s=settings.busy_timeout_s)
    try:
        yield House(store, settings, moment(options.now))
    finally:
        close_authors()
        store.close()


class House:
    """The teams of a process; what the chats ask of it is `bot.chat.ports.Household`."""

    def __init__(self, store: Store, settings: Settings, tick: clock.Clock,
                 look_soon: Callable[[str], None] = lambda _team: None) -> None:
        self.settings = settings
        self.clock = tick
        self._soon = look_soon
        self._store = store
        self._house = store.house()
        self._lock = Lock()
        self._desks: dict[str, Desk] = {}
        self._workspaces: dict[tuple[str, str], str] = {}
        self._ended: dict[str, list[tuple[str, str]]] = {}
        self._owners: dict[str, str] = {}

    def desk(self, team: str) -> Desk:
        """Return a team's desk, made on its first use."""
        with self._lock:
            if team not in self._desks:
                self._desks[team] = desk_on(self._store.team(team), self.settings, self.clock)
            return self._desks[team]

    def teams(self) -> list[str]:
        """Return every team with a channel in the settings or an installation, the settings' own first."""
        named = [self.settings.team, *(each.team for each in self.settings.channels if each.team)]
        installed = [row["home"] for row in self._house.rows("installations", platform="slack")]
        return list(dict.fromkeys([*named, *installed]))

    def team_at(self, platform: str, workspace: str, channel: str) -> str | None:
        """Return whose a place is: as the settings say of the channel, else of its workspace, else nobody's."""
        stated, own = self._stated.get((platform, channel)), self._workspaces.get((platform, workspace))
        if stated is not None and (own is not None or not self._has_own(platform)):
            return stated
        if own is not None:
            return own
        # A channel that two workspaces share has one id in both; what the settings say of it is of our own workspace.
        row = self._house.one("installation", platform=platform, workspace=workspace)
        return str(row["home"]) if row else stated

    def _has_own(self, platform: str) -> bool:
        return any(each == platform for each, _ in self._workspaces)

    def settle_workspace(self, platform: str, workspace: str, team: str) -> None:
        """Remember for this process that a workspace or server is a team's; the first who says so is right."""
        self._workspaces.setdefault((platform, workspace), team)

    def person(self, platform: str, own_id: str) -> str:
        """Return who somebody is here, the same on every chat that the settings name for them."""
        given = f"{platform}:{own_id}"
        return self._people.get(given, given)

    def is_admin(self, person: str) -> bool:
        """Tell whether the settings name somebody as one who may change things, under any of their ids."""
        return person in {self._people.get(each, each) for each in self.settings.admins}

    def name_owner(self, platform: str, own_id: str) -> None:
        """Remember for this process who owns the coach's account on a platform; they are of the settings' own team."""
        self._owners[platform] = self.person(platform, own_id)

    def owners_of(self, team: str) -> list[str]:
        """Return the ids of who owns the coach where a team is; nobody where that is not known."""
        return list(self._owners.values()) if team == self.settings.team else []

    def claim_all(self, team: str, events: Sequence[tuple[str, str]]) -> list[bool]:
        """Take up events, each a platform and an id, in one transaction; False for one that was taken up before, unless
        whoever did so died half-way."""
        now = self.clock()
        stamps = {"now": to_text(now), "lease_from": to_text(now - timedelta(seconds=EVENT_LEASE_S))}
        with self._ending(team) as writer:
            return [bool(writer.run("claim_chat_event", platform=platform, event_id=event_id, **stamps))
                    for platform, event_id in events]

    def end(self, team: str, platform: str, event_id: str) -> None:
        """Remember that an event was dealt with; kept with what the team takes up or sends next, so this waits for nothing.

        Where the process dies before that, the event counts as taken up still, and is done again only if it is sent again.
        """
        with self._lock:
            self._ended.setdefault(team, []).append((platform, event_id))

    def installation(self, platform: str, workspace: str) -> Mapping[str, Any] | None:
        """Return what a workspace's installation gave, None where there is none."""
        row = self._house.one("installation", platform=platform, workspace=workspace)
        return json.loads(row["installation"]) if row else None

    def installation_of(self, platform: str, team: str) -> Mapping[str, Any] | None:
        """Return what the newest installation of a team's workspaces gave, None where it has none."""
        own = [row for row in self._house.rows("installations", platform=platform) if row["home"] == team]
        newest = max(own, key=lambda row: str(row["installed_at"]), default=None)
        return json.loads(newest["installation"]) if newest else None

    def install(self, platform: str, workspace: str, installation: Mapping[str, Any]) -> str:
        """Keep an installation and return whose team the workspace is: its own, but for one that the settings know."""
        home = self._workspaces.get((platform, workspace)) or f"{platform}-{workspace.lower()}"
        with self._house.write() as writer:
            writer.run("keep_installation", platform=platform, workspace=workspace, home=home,
                       installation=json.dumps(dict(installation)), now=self._now)
        return str(self._house.rows("installation", platform=platform, workspace=workspace)[0]["home"])

    def uninstall(self, platform: str, workspace: str) -> None:
        """Forget a workspace's tokens."""
        with self._house.write() as writer:
            writer.run("remove_installation", platform=platform, workspace=workspace, now=self._now)

    def begin_sign_in(self) -> str:
        """Return a state for an installation that begins; it can be used once and within ten minutes."""
        state = secrets.token_urlsafe(24)
        with self._house.write() as writer:
            writer.run("forget_sign_ins", before=self._since(SIGN_IN_S))
            writer.run("begin_sign_in", state=state, now=self._now)
        return state

    def end_sign_in(self, state: str) -> bool:
        """Use up a state; False where it was used, is too old or never was."""
        with self._house.write() as writer:
            return bool(writer.run("end_sign_in", state=state, since=self._since(SIGN_IN_S)))

    def note(self, name: str) -> str | None:
        """Return what was noted under a name, None where nothing was."""
        row = self._house.one("house_note", noted=name)
        return str(row["value"]) if row else None

    def keep_note(self, name: str, value: str) -> None:
        """Note something for the deployment as a whole."""
        with self._house.write() as writer:
            writer.run("note_in_house", noted=name, value=value, now=self._now)

    def renew_note(self, name: str, before: str, value: str) -> bool:
        """Note something in the place of what was noted before; False where another process was faster."""
        with self._house.write() as writer:
            return bool(writer.run("renew_note_in_house", noted=name, before=before, value=value, now=self._now))

    def look_soon(self, team: str) -> None:
        """Ask for the team's outbox to be looked at now rather than at the next tick."""
        self._soon(team)

    def tell_when_asked(self, look_soon: Callable[[str], None]) -> None:
        """Say whom `look_soon` asks."""
        self._soon = look_soon

    def work(self, team: str, fronts: Mapping[str, Front], sender: str) -> None:
        """Do what is due for one team and send what waits."""
        self.keep_ends(team)
        work(self.desk(team), fronts, sender, lambda: self.owners_of(team))
        with self._store.team(team).write() as writer:
            writer.run("forget_chat_events", before=ago(self.clock(), days=EVENTS_KEPT_DAYS))

    def send(self, team: str, fronts: Mapping[str, Front], sender: str) -> None:
        """Send what waits for one team, without looking for what is due."""
        send(self.desk(team), fronts, sender, lambda: self.owners_of(team))

    def has_waiting(self, team: str) -> bool:
        """Tell whether anything of a team's waits to be sent and may go now."""
        return self.desk(team).records.one("entries_waiting", now=self._now) is not None

    def keep_ends(self, team: str) -> None:
        """Keep which of a team's events were dealt with."""
        if self._ended.get(team):
            with self._ending(team):
                pass

    @contextmanager
    def _ending(self, team: str) -> Iterator[TeamWriter]:
        """Open a transaction that keeps what was dealt with before it; where it fails, the next one keeps that."""
        with self._lock:
            ended = self._ended.pop(team, [])
        now = self._now
        try:
            with self._store.team(team).write() as writer:
                if ended:
                    writer.many("end_chat_event", ({"platform": platform, "event_id": event_id, "now": now}
                                                   for platform, event_id in ended))
                yield writer
        except BaseException:
            with self._lock:
                self._ended.setdefault(team, []).extend(ended)
            raise

    @property
    def _now(self) -> str:
        return to_text(self.clock())

    def _since(self, seconds: int) -> str:
        return to_text(self.clock() - timedelta(seconds=seconds))

    @cached_property
    def _stated(self) -> dict[tuple[str, str], str]:
        return {(each.platform, each.id): each.team or self.settings.team for each in self.settings.channels}

    @cached_property
    def _people(self) -> dict[str, str]:
        return {own: ids[0] for ids in self.settings.people for own in ids}
