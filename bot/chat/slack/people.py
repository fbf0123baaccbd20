"""Who asks in Slack, and whether a channel is shared with outsiders: asked of Slack, and remembered a few minutes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.chat.slack.place import Place
from bot.chat.slack.refusals import understood
from bot.clock import Clock
from bot.errors import CoachError
from bot.model.command import Asker

if TYPE_CHECKING:
    from datetime import datetime

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.chat.ports import Household

logger = logging.getLogger(__name__)

KEPT_S = 600
_MOST = 5000


@dataclass
class People:
    """What Slack says of people and channels, kept for ten minutes."""

    household: Household
    clock: Clock
    _seen: dict[tuple[str, str, str], tuple[datetime, Any]] = field(default_factory=dict)

    async def asker(self, client: AsyncWebClient, place: Place) -> Asker:
        """Return who asks. Somebody whom Slack does not describe is no admin and in the team's own zone."""
        told = await self._once("user", place.workspace, place.user, lambda: client.users_info(user=place.user)) or {}
        person = self.household.person("slack", place.user)
        is_own = str(told.get("team_id") or place.workspace) == place.workspace and not told.get("is_stranger")
        is_admin = (is_own and bool(told.get("is_admin") or told.get("is_owner"))) or self.household.is_admin(person)
        profile = told.get("profile") or {}
        name = profile.get("display_name") or told.get("real_name") or told.get("name") or "Somebody"
        channel = f"slack:{place.user}" if place.is_direct else place.channel
        return Asker(person=person, name=str(name), channel=channel, zone=str(told.get("tz") or ""), is_admin=is_admin,
                     platform="slack", thread=place.thread, audience=place.audience)

    async def is_shared(self, client: AsyncWebClient, place: Place) -> bool:
        """Tell whether outsiders read along in a channel; one that Slack does not describe counts as shared."""
        if place.is_direct or place.is_shared is not None:
            return bool(place.is_shared) and not place.is_direct
        told = await self._once("channel", place.workspace, place.channel,
                                lambda: client.conversations_info(channel=place.channel))
        return told is None or bool(told.get("is_ext_shared") or told.get("is_pending_ext_shared"))

    async def _once(self, kind: str, workspace: str, own_id: str, ask: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        key, now = (kind, workspace, own_id), self.clock()
        at, told = self._seen.get(key, (None, None))
        if at is None or (now - at).total_seconds() >= KEPT_S:
            told = await self._asked(kind, ask)
            if len(self._seen) >= _MOST:
                self._seen.clear()
            if told is not None:
                self._seen[key] = (now, told)
        return told

    async def _asked(self, kind: str, ask: Callable[[], Coroutine[Any, Any, Any]]) -> dict[str, Any] | None:
        """Ask Slack; what it does not say now is not remembered, so that it is asked again the next time."""
        try:
            return dict((await understood(ask))[kind])
        except CoachError as error:
            logger.warning("not described by Slack what=%s why=%s", kind, error)
            return None
