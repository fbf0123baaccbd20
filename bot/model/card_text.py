"""A card as text and back, for the outbox. What comes back is equal to what went in, whatever letters it holds."""

from __future__ import annotations

import json
from typing import Any, assert_never

from bot.model.card import (
    Button,
    Card,
    Chart,
    Fields,
    Item,
    Items,
    Paragraph,
    Part,
    Quote,
    Text,
    plain,
    shown,
)


def card_to_text(card: Card) -> str:
    """Return a card as one line of ASCII JSON."""
    return json.dumps({
        "title": _from_text(card.title),
        "parts": [_from_part(part) for part in card.parts],
        "buttons": [_from_button(each) for each in card.buttons],
        "footer": _from_text(card.footer),
        "tone": card.tone,
    })


def card_from_text(words: str) -> Card:
    """Return the card that `card_to_text` wrote. Raises ValueError or KeyError for anything else."""
    data = json.loads(words)
    return Card(
        title=_to_text(data["title"]),
        parts=tuple(_to_part(part) for part in data["parts"]),
        buttons=tuple(Button(*each) for each in data["buttons"]),
        footer=_to_optional(data["footer"]),
        tone=data["tone"],
    )


def plain_card(card: Card) -> str:
    """Return what a card says as plain lines, without its buttons: for scripts, logs and the replay of nudges.

    Somebody else's words stand between curly quotes.
    """
    lines = [plain(card.title)]
    for part in card.parts:
        lines += _plain_part(part)
    if card.footer:
        lines.append(plain(card.footer))
    return "\n".join(lines)


def _from_text(words: Text | None) -> Any:
    return None if words is None else [words.template, dict(words.values)]


def _to_text(data: Any) -> Text:
    template, values = data
    return Text(template, values)


def _to_optional(data: Any) -> Text | None:
    return None if data is None else _to_text(data)


def _from_button(button: Button) -> list[Any]:
    """Return a button as a list, which says only of one that stands behind the others that it does."""
    return [button.label, button.action, button.subject, button.version, *([True] if button.is_more else [])]


def _from_part(part: Part) -> dict[str, Any]:
    match part:
        case Paragraph():
            return {"is": "paragraph", "text": _from_text(part.text)}
        case Quote():
            return {"is": "quote", "words": part.words, "by": part.by}
        case Fields():
            return {"is": "fields", "pairs": [list(pair) for pair in part.pairs]}
        case Items():
            return {"is": "items", "items": [
                [_from_text(each.headline), each.words, _from_text(each.why), each.url] for each in part.items
            ]}
        case Chart():
            return {"is": "chart", "title": part.title, "labels": part.labels, "values": part.values, "alt": part.alt}
        case _:
            assert_never(part)


def _to_part(data: dict[str, Any]) -> Part:
    match data["is"]:
        case "paragraph":
            return Paragraph(_to_text(data["text"]))
        case "quote":
            return Quote(data["words"], data["by"])
        case "fields":
            return Fields(tuple((label, value) for label, value in data["pairs"]))
        case "items":
            return Items(tuple(
                Item(_to_text(headline), words, _to_optional(why), url) for headline, words, why, url in data["items"]
            ))
        case "chart":
            return Chart(data["title"], tuple(data["labels"]), tuple(data["values"]), data["alt"])
        case other:
            raise ValueError(f"a card has no part {other!r}; it was written by a newer version of the coach")


def _plain_part(part: Part) -> list[str]:
    match part:
        case Paragraph():
            return [plain(part.text)]
        case Quote():
            return [f"“{part.words}”" + (f" ({part.by})" if part.by else "")]
        case Fields():
            return [f"{label}: {shown(value)}" for label, value in part.pairs]
        case Items():
            return [line for item in part.items for line in _plain_item(item)]
        case Chart():
            return [f"{part.title}: {part.alt}"]
        case _:
            assert_never(part)


def _plain_item(item: Item) -> list[str]:
    lines = [plain(item.headline)]
    if item.words is not None:
        lines.append(f"“{item.words}”")
    if item.why:
        lines.append(plain(item.why))
    if item.url:
        lines.append(item.url)
    return lines
