"""How one request is answered in Slack."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.chat.slack import answers
from bot.chat.slack.place import Place
from bot.chat.slack.refusals import TokenRefused, understood
from bot.chat.slack.writing import Writing
from bot.model.card import Card
from bot.model.command import Asker, File
from bot.model.form import Form

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.chat.slack.people import People


@dataclass(frozen=True)
class SlackOutlet:
    """One place in Slack. Bolt has acknowledged before this is made; what Slack refuses is raised as a sentence."""

    client: AsyncWebClient
    place: Place
    people: People
    doubt: Callable[[str], None]
    platform: str = "slack"
    nobodys: str = ("This workspace belongs to no team of mine yet; ask whoever runs the coach to install it again "
                    "or to add the channel under [[channels]].")

    @property
    def workspace(self) -> str:
        """Slack's id of the workspace."""
        return self.place.workspace

    @property
    def channel(self) -> str:
        """Slack's id of the channel, empty in a home tab."""
        return self.place.channel

    async def acknowledge(self) -> None:
        """Do nothing: Slack has its acknowledgement."""

    async def asker(self) -> Asker:
        """Return who asks."""
        return await self.people.asker(self.client, self.place)

    async def is_stranger(self) -> bool:
        """Tell whether the one who asks is of another workspace than the one the coach was installed in."""
        other = self.place.user_workspace
        return bool(other) and other != self.place.workspace

    async def has_outsiders(self) -> bool:
        """Tell whether a public answer would be read by another company."""
        return self.place.is_public and await self.people.is_shared(self.client, self.place)

    async def answer(self, card: Card) -> None:
        """Show a card where it was asked for."""
        await self._understood(lambda: answers.answer(self.client, self.place, card))

    async def give(self, file: File) -> None:
        """Give a file to the asker in direct messages."""
        await self._understood(lambda: answers.give(self.client, self.place, file))

    async def tell(self, sentence: str) -> None:
        """Say one sentence to the asker."""
        await self._understood(lambda: answers.tell(self.client, self.place, sentence))

    async def open_form(self, form: Form) -> None:
        """Open a form."""
        await self._understood(lambda: answers.open_form(self.client, self.place, form))

    async def think(self, *, is_slow: bool) -> None:
        """Show that a question is being looked into."""
        await answers.think(self.client, self.place, is_slow=is_slow)

    def writing(self) -> Writing | None:
        """Return a message that grows in the thread; an answer to one person alone cannot."""
        return Writing(self.client, self.place) if self.place.is_watched else None

    async def show_home(self, view: dict[str, Any]) -> None:
        """Show the home tab."""
        await self._understood(lambda: self.client.views_publish(user_id=self.place.user, view=view))

    async def _understood(self, work: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        try:
            await understood(work)
        except TokenRefused:
            self.doubt(self.workspace)
            raise
