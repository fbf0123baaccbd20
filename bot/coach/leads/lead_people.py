"""The people behind leads, known again by the salted hash of their e-mail address; the address itself is nowhere kept."""

from __future__ import annotations

from bot.coach.desk import Desk
from bot.coach.feeds import Feeds
from bot.coach.figures.figures import Figure
from bot.coach.windows import Window
from bot.model.words import count

NAME = "lead_people"


def lead_people(desk: Desk, window: Window, feeds: Feeds) -> Figure:
    """Return how many people the leads of a window are, of those that left an address; None where nobody did.

    `n`: the leads with an address. parts: `came_back` of the people have more than one lead up to the window's end,
    whenever that was; `bought` have a sale after a lead of another kind.
    """
    row = desk.records.rows("people_of_leads", since=window.since, until=window.until)[0]
    people, leads = int(row["people"]), int(row["leads"])
    parts = {"came_back": int(row["came_back"]), "bought": int(row["bought"])}
    note = None if people else "no lead has an e-mail address"
    return Figure(NAME, people or None, "count", leads, window, feeds.as_of("leads"), note, parts if people else {})


def people_words(figure: Figure) -> str | None:
    """Return the people in words, None where nothing is known of them."""
    if figure.value is None:
        return None
    back, bought = figure.parts["came_back"], figure.parts["bought"]
    known = f"{count(int(figure.value), 'person', 'people')} by e-mail address (from {count(figure.n, 'lead')})"
    said = [f"{back} of them came back" if back else "none of them came back", f"{bought} later bought" if bought else ""]
    return f"{known}: {', '.join(filter(None, said))}"
