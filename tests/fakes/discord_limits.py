"""What Discord refuses of a request and neither simcord nor the published description of its requests does.

Words are counted in UTF-16 units, the larger of the two ways Discord may count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.render.limits import (
    DISCORD_ALT_LETTERS,
    DISCORD_CONTENT_LETTERS,
    DISCORD_DESCRIPTION_LETTERS,
    DISCORD_EMBEDS_LETTERS,
    DISCORD_FIELD_NAME_LETTERS,
    DISCORD_FIELD_VALUE_LETTERS,
    DISCORD_FILES,
    DISCORD_FOOTER_LETTERS,
    DISCORD_LABEL_LETTERS,
    size,
)

TITLE_LETTERS = 256
NONCE_LETTERS = 25
THREAD_NAME_LETTERS = 100
CHOICES = 25
CHOICE_LETTERS = 100
FILE_BYTES = 10 * 1024 * 1024
"""Of one file in a server without boosts. https://docs.discord.com/developers/reference#uploading-files"""
COMMAND_LETTERS = 8000
"""Of one command: names, descriptions and the values of choices. https://docs.discord.com/developers/interactions/application-commands"""
OF_A_KIND = {1: 100, 2: 15, 3: 15}
"""Commands by their kind: typed, on a person, on a message."""
_SUB_COMMAND, _GROUP = 1, 2


def limit_fault(method: str, path: str, body: Any, files: Iterable[tuple[str, int]] = ()) -> str | None:
    """Return why Discord would refuse a request, None when it would take it. files: name and bytes of each."""
    parts = path.strip("/").split("/")
    if parts[-1] == "commands" and method == "PUT":
        return next(_commands(body or []), None)
    data = (body.get("data") or {}) if parts[-1] == "callback" and isinstance(body, dict) else body
    if not isinstance(data, dict):
        return None
    if parts[-1] == "callback" and body.get("type") == 8:
        return next(_choices(data.get("choices") or []), None)
    if parts[-1] == "threads" and not 1 <= size(str(data.get("name", ""))) <= THREAD_NAME_LETTERS:
        return f"name: {THREAD_NAME_LETTERS} letters at most, and at least one"
    return next(_message(data, list(files)), None)


def _message(data: Mapping[str, Any], files: list[tuple[str, int]]) -> Iterator[str]:
    if size(data.get("content") or "") > DISCORD_CONTENT_LETTERS:
        yield f"content: longer than {DISCORD_CONTENT_LETTERS}"
    if data.get("enforce_nonce") and size(str(data.get("nonce") or "")) > NONCE_LETTERS:
        yield f"nonce: longer than {NONCE_LETTERS}"
    embeds = data.get("embeds") or []
    if sum(size(words) for each in embeds for _, words, _ in _embed_words(each)) > DISCORD_EMBEDS_LETTERS:
        yield f"embeds: longer than {DISCORD_EMBEDS_LETTERS} together"
    for number, embed in enumerate(embeds):
        yield from (f"embeds/{number}/{fault}" for fault in _embed(embed, {name for name, _ in files} | _kept(data)))
    yield from _files(data, files)
    yield from (fault for each in _nested(data.get("components") or []) for fault in _component(each))


def _embed(embed: Mapping[str, Any], names: set[str]) -> Iterator[str]:
    if not any(embed.get(key) for key in ("title", "description", "fields", "image", "thumbnail", "footer", "author", "video")):
        yield "an embed needs words or a picture"
    for where, words, most in _embed_words(embed):
        if size(words) > most:
            yield f"{where}: longer than {most}"
        if not words.strip() and where.startswith("fields"):
            yield f"{where}: this field is required"
    for key in ("image", "thumbnail"):
        url = str((embed.get(key) or {}).get("url", ""))
        if url.startswith("attachment://") and url.removeprefix("attachment://") not in names:
            yield f"{key}: {url} names no file of the message"


def _embed_words(embed: Mapping[str, Any]) -> Iterator[tuple[str, str, int]]:
    yield "title", embed.get("title") or "", TITLE_LETTERS
    yield "description", embed.get("description") or "", DISCORD_DESCRIPTION_LETTERS
    yield "footer", (embed.get("footer") or {}).get("text") or "", DISCORD_FOOTER_LETTERS
    yield "author", (embed.get("author") or {}).get("name") or "", TITLE_LETTERS
    for number, field in enumerate(embed.get("fields") or []):
        yield f"fields/{number}/name", field.get("name") or "", DISCORD_FIELD_NAME_LETTERS
        yield f"fields/{number}/value", field.get("value") or "", DISCORD_FIELD_VALUE_LETTERS


def _kept(data: Mapping[str, Any]) -> set[str]:
    """Return the files that an edit keeps; their names are with the message, so any may be meant."""
    return {str(each.get("filename")) for each in data.get("attachments") or []}


def _files(data: Mapping[str, Any], files: list[tuple[str, int]]) -> Iterator[str]:
    if len(files) > DISCORD_FILES:
        yield f"files: more than {DISCORD_FILES}"
    yield from (f"files: {name} is larger than {FILE_BYTES} bytes" for name, count in files if count > FILE_BYTES)
    for each in data.get("attachments") or []:
        if size(each.get("description") or "") > DISCORD_ALT_LETTERS:
            yield f"attachments: a description longer than {DISCORD_ALT_LETTERS}"
        if str(each.get("id")).isdigit() and len(str(each.get("id"))) < 3 and int(each["id"]) >= len(files):
            yield f"attachments: no file {each['id']} came with the message"


def _nested(components: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for each in components:
        yield each
        yield from _nested(each.get("components") or [])


def _component(component: Mapping[str, Any]) -> Iterator[str]:
    if component.get("type") != 2:
        return
    label = component.get("label") or ""
    if size(label) > DISCORD_LABEL_LETTERS:
        yield f"components: a label longer than {DISCORD_LABEL_LETTERS}"
    if not label.strip() and not component.get("emoji"):
        yield "components: a button needs a label or an emoji"


def _choices(choices: list[Mapping[str, Any]]) -> Iterator[str]:
    if len(choices) > CHOICES:
        yield f"choices: more than {CHOICES}"
    for each in choices:
        for key in ("name", "value"):
            if isinstance(each.get(key), str) and not 1 <= size(each[key]) <= CHOICE_LETTERS:
                yield f"choices: the {key} {each[key][:20]!r} has not 1 to {CHOICE_LETTERS} letters"


def _commands(commands: list[Mapping[str, Any]]) -> Iterator[str]:
    for kind, most in OF_A_KIND.items():
        names = [each["name"] for each in commands if each.get("type", 1) == kind]
        if len(names) > most:
            yield f"commands: more than {most} of kind {kind}"
        if len(set(names)) < len(names):
            yield "commands: a name twice"
    for command in commands:
        if _letters(command) > COMMAND_LETTERS:
            yield f"commands: {command['name']} is longer than {COMMAND_LETTERS} letters"
        if command.get("type", 1) == 1:
            yield from (f"commands: {command['name']} {fault}" for fault in _options(command, 0))


def _options(node: Mapping[str, Any], depth: int) -> Iterator[str]:
    options = node.get("options") or []
    nested = [each for each in options if each["type"] in (_SUB_COMMAND, _GROUP)]
    if not 1 <= size(node.get("description") or "") <= 100:
        yield "needs a description of 1 to 100 letters"
    if len(options) > 25:
        yield "has more than 25 options"
    if len({each["name"] for each in options}) < len(options):
        yield "has an option twice"
    if nested and len(nested) < len(options):
        yield "mixes sub-commands with options"
    if (depth == 2 and nested) or (any(each["type"] == _GROUP for each in nested) and depth > 0):
        yield "is nested too deep"
    asked = [bool(each.get("required")) for each in options]
    if asked != sorted(asked, reverse=True):
        yield "has an option that must be given after one that may be left out"
    for each in options:
        yield from (f"{each['name']} {fault}" for fault in [*_options(each, depth + 1), *_choices(each.get("choices") or [])])


def _letters(node: Mapping[str, Any]) -> int:
    own = size(node.get("name") or "") + size(node.get("description") or "")
    return (own + sum(size(each["name"]) + size(str(each["value"])) for each in node.get("choices") or [])
            + sum(map(_letters, node.get("options") or [])))
