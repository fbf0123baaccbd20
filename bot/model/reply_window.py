"""How long a network lets a business answer somebody in private, as the network documents it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.model.times import from_text, to_text


@dataclass(frozen=True, slots=True)
class ReplyWindow:
    """One network's rules. The page that states each figure is cited in the network's own file.

    `private_reply_days`: how many days after a comment its writer may be written to in private; None where a comment
    opens no such way. `message_hours`: how many hours after a person's own message it may be answered; None where
    nothing of the kind is known.
    """

    private_reply_days: float | None = None
    message_hours: float | None = None

    def closes_at(self, created_at: str) -> str | None:
        """Return when the private reply to a comment of a moment (UTC text) closes, None where there is none.

        >>> ReplyWindow(private_reply_days=7).closes_at("2026-03-01T08:00:00Z")
        '2026-03-08T08:00:00Z'
        """
        if self.private_reply_days is None:
            return None
        return to_text(from_text(created_at) + timedelta(days=self.private_reply_days))


UNKNOWN = ReplyWindow()
"""What holds for a network that no file tells of: nothing is known, so nothing is shown."""
