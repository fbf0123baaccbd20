"""A message or a view of Slack as a person reads it: words alone, one line a thing, buttons in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from tests.fakes.slack_state import Json, Message, View

_TYPED = re.compile(r"<[@#!][^<>]+>|<https?://[^<>]+>|(?P<url>https?://[^\s<>]*[^\s<>.,!?)])|[&<>]")
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_PING = re.compile(r"<(@[^<>|]+|!(?:channel|here|everyone|subteam)[^<>|]*)(?:\|[^<>]*)?>")
_LINK = re.compile(r"<(?P<target>[^<>|]+)(?:\|(?P<label>[^<>]*))?>")


def read(shown: Message | View | Json | None) -> str:
    """Return what a person reads of a message, a view or one block; nothing for None.

    Buttons stand as `[Done]`, a menu as `[Choose ▾]`, an input as `Label: ____`, a mention as `@U1`.
    """
    match shown:
        case None:
            return ""
        case Message():
            lines = [*(line for block in shown.blocks for line in _block(block)), *map(_attachment, shown.attachments)]
            said = [shown.markdown] if shown.markdown else []
            said += lines or [mrkdwn(shown.text)]
            return "\n".join(filter(None, [*said, *(f"file: {each.name}" for each in shown.files)]))
        case View():
            title = shown.body.get("title", {}).get("text", "")
            ends = [f"[{shown.body[each]['text']}]" for each in ("submit", "close") if each in shown.body]
            lines = [line for block in shown.blocks for line in _block(block)]
            lines += [f"error: {words}" for words in shown.errors.values()]
            return "\n".join(filter(None, [title, *lines, " ".join(ends)]))
    return "\n".join(_block(shown))


def mrkdwn(words: str) -> str:
    """Return Slack's own markup as words: mentions and links as they are shown, escaped letters as themselves."""
    def shown(link: re.Match[str]) -> str:
        target, label = link["target"], link["label"]
        if target.startswith(("@", "#", "!")):
            return f"{'#' if target[0] == '#' else '@'}{label or target[1:].split('^')[0]}"
        return f"{label} ({target})" if label else target
    return unescape(_LINK.sub(shown, words))


def pings(message: Message) -> list[str]:
    """Return whom a message calls by name, as Slack would read it: `@U1`, `!channel`."""
    return [*_PING.findall(message.text + message.markdown), *_called(message.blocks), *_called(message.attachments)]


def _called(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _called(each)
    elif isinstance(part, dict):
        kind = part.get("type")
        if kind in ("mrkdwn", "markdown") or (kind is None and isinstance(part.get("text"), str)):
            yield from _PING.findall(part["text"])
        elif kind in ("user", "usergroup", "broadcast"):
            yield f"!{part['range']}" if kind == "broadcast" else f"@{part[f'{kind}_id']}"
        for value in part.values():
            yield from _called(value) if isinstance(value, list | dict) else ()


def typed(words: str) -> str:
    """Return what a person typed as Slack hands it on: & < > escaped, addresses in brackets, mentions left as they are.

    >>> typed("a < b & <@U1>, see https://e.example/?a=1&b=2.")
    'a &lt; b &amp; <@U1>, see <https://e.example/?a=1&amp;b=2>.'
    """
    def one(found: re.Match[str]) -> str:
        if found["url"]:
            return f"<{found['url'].replace('&', '&amp;')}>"
        return _ESCAPED.get(found[0], found[0])
    return _TYPED.sub(one, words)


def _block(block: Json) -> Iterator[str]:
    match block["type"]:
        case "section":
            words = " ".join(filter(None, (_text(block.get("text")), *map(_text, block.get("fields", ())))))
            accessory = _element(block["accessory"]) if "accessory" in block else ""
            yield f"{words} {accessory}".strip()
        case "header" | "markdown" | "alert":
            yield _text(block["text"])
        case "context" | "actions" | "context_actions":
            yield " ".join(filter(None, map(_element, block["elements"])))
        case "rich_text":
            yield from map(_rich, block["elements"])
        case "input":
            optional = " (optional)" if block.get("optional") else ""
            yield f"{_text(block['label'])}{optional}: {_element(block['element'])}"
        case "data_visualization":
            yield f"chart: {block['title']}"
        case "image" | "video":
            yield f"image: {block.get('alt_text', '')}"
        case "table" | "data_table":
            yield from (" | ".join(map(_rich, row)) for row in block["rows"])
        case "card":
            yield from filter(None, (_text(block.get(each)) for each in ("title", "subtitle", "body")))
            yield " ".join(map(_element, block.get("actions", ())))
        case "carousel" | "container":
            yield _text(block.get("title"))
            for inner in (*block.get("elements", ()), *block.get("child_blocks", ())):
                yield from _block(inner)
        case "task_card":
            yield f"{block['title']}: {block.get('status', '')}"


def _element(element: Json) -> str:
    kind = element["type"]
    if kind in ("mrkdwn", "plain_text"):
        return _text(element)
    if kind in ("button", "icon_button", "workflow_button"):
        return f"[{element['text']['text']}]"
    if kind == "feedback_buttons":
        return f"[{element['positive_button']['text']['text']}] [{element['negative_button']['text']['text']}]"
    if kind == "image":
        return f"image: {element.get('alt_text', '')}"
    if kind.endswith("_input") or kind == "file_input":
        return str(element.get("initial_value", "____"))
    return _menu(element)


def _menu(element: Json) -> str:
    chosen = element.get("initial_option") or next(iter(element.get("initial_options", ())), None)
    if element["type"] in ("checkboxes", "radio_buttons"):
        picked = [each["value"] for each in (*element.get("initial_options", ()), *filter(None, (element.get("initial_option"),)))]
        return " ".join(f"{'(x)' if each['value'] in picked else '( )'} {_text(each['text'])}" for each in element["options"])
    label = _text(chosen["text"]) if chosen else next((str(element[each]) for each in element if each.startswith("initial_")), "")
    return f"[{label or _text(element.get('placeholder')) or element['type']} ▾]"


def _rich(part: Any) -> str:
    """Return a piece of rich text, or a cell of a table."""
    match part["type"]:
        case "text":
            return str(part["text"])
        case "link":
            return f"{part['text']} ({part['url']})" if part.get("text") else str(part["url"])
        case "user" | "channel" | "usergroup":
            return ("#" if part["type"] == "channel" else "@") + str(part[f"{part['type']}_id"])
        case "broadcast":
            return f"@{part['range']}"
        case "emoji":
            return f":{part['name']}:"
        case "raw_text" | "raw_number":
            return str(part.get("text", part.get("value", "")))
        case "rich_text_quote":
            return "> " + "".join(map(_rich, part["elements"]))
        case "rich_text_list":
            return "\n".join(f"• {_rich(each)}" for each in part["elements"])
    return "".join(map(_rich, part.get("elements", ())))


def _attachment(attachment: Json) -> str:
    return "\n".join(filter(None, (attachment.get("title", ""), mrkdwn(str(attachment.get("text", attachment.get("fallback", "")))),
                                   *(line for block in attachment.get("blocks", ()) for line in _block(block)))))


def _text(text: Any) -> str:
    if not text:
        return ""
    if isinstance(text, str):
        return text
    return mrkdwn(text["text"]) if text["type"] == "mrkdwn" else str(text["text"])
