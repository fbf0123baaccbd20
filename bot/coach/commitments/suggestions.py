"""What a person may mean while they type: offered by fronts that can show it, value and label of each, best first."""

from __future__ import annotations

from collections.abc import Iterator

from bot.coach.commitments.commitments import visible
from bot.coach.desk import Desk
from bot.model.command import Asker

Suggested = Iterator[tuple[str, str]]


def open_commitments(desk: Desk, asker: Asker, typed: str) -> Suggested:
    """Offer the open commitments that the asker may see, their own first, by number or words."""
    sought = typed.strip().lower()
    found = [each for each in visible(desk, asker) if each.is_open]
    for each in sorted(found, key=lambda one: (one.person != asker.person, one.due_at)):
        label = f"{each.number}: {each.what}"
        if sought in label.lower():
            yield str(each.number), label


def rules(desk: Desk, _asker: Asker, typed: str) -> Suggested:
    """Offer the rules by name."""
    sought = typed.strip().lower().replace(" ", "-")
    yield from ((key, key.replace("-", " ")) for key in desk.rules if sought in key)
