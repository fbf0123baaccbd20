"""Every limit of Slack and Discord with the page that states it, and how words and links are made to fit one.

Words are counted in UTF-16 units, the larger of the two ways a platform may count. Nothing is cut off, only cut apart.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from bot.model.card import Button

# https://docs.slack.dev/reference/block-kit/blocks
SLACK_BLOCKS = 50
# https://docs.slack.dev/reference/block-kit/blocks/header-block
SLACK_HEADER_LETTERS = 150
# https://docs.slack.dev/reference/block-kit/composition-objects/text-object
SLACK_PLAIN_LETTERS = 3000
# https://docs.slack.dev/reference/block-kit/blocks/actions-block
SLACK_ACTIONS_BUTTONS = 25
# https://docs.slack.dev/reference/block-kit/block-elements/button-element
SLACK_LABEL_LETTERS = 75
SLACK_VALUE_LETTERS = 2000
SLACK_ACTION_ID_LETTERS = 255
# https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element
SLACK_MENU_OPTIONS = 5
# https://docs.slack.dev/reference/block-kit/composition-objects/option-object
SLACK_OPTION_VALUE_LETTERS = 150
# https://docs.slack.dev/reference/views/modal-views and slack_sdk's models/views
SLACK_MODAL_TITLE_LETTERS = 24
SLACK_METADATA_LETTERS = 3000
SLACK_VIEW_BLOCKS = 100
# https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
SLACK_INPUT_LETTERS = 3000
# https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
SLACK_OPTIONS = 100
# https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
SLACK_CHART_TITLE_LETTERS = 50
SLACK_CHART_LABEL_LETTERS = 20
SLACK_CHART_SERIES = 6
# https://docs.rs/slack-messaging/0.7.8/slack_messaging/blocks/data_visualization/charts/struct.DataSeries.html
SLACK_CHART_POINTS = 20
# https://docs.rs/slack-morphism/2.30.0/slack_morphism/blocks/struct.SlackDataVisualizationBlock.html
SLACK_CHARTS = 2
# https://api.slack.com/changelog/2018-04-truncating-really-long-messages
SLACK_TEXT_LETTERS = 40_000
# https://docs.slack.dev/reference/methods/chat.update#errors, msg_too_long: a tenth of what may be posted
SLACK_UPDATE_TEXT_LETTERS = 4000
# https://github.com/slackapi/bolt-js/issues/2867 and /2509: undocumented; 13,200 letters in all blocks were refused, and so
# were 11,341 not counting the blocks themselves. Counted here over the blocks as JSON, which is never less.
SLACK_MESSAGE_LETTERS = 10_000

# https://docs.discord.com/developers/resources/message#create-message
DISCORD_CONTENT_LETTERS = 2000
DISCORD_EMBEDS = 10
DISCORD_FILES = 10
# https://docs.discord.com/developers/resources/message#embed-object-embed-limits
DISCORD_DESCRIPTION_LETTERS = 4096
DISCORD_FIELDS = 25
DISCORD_FIELD_NAME_LETTERS = 256
DISCORD_FIELD_VALUE_LETTERS = 1024
DISCORD_FOOTER_LETTERS = 2048
DISCORD_EMBEDS_LETTERS = 6000
# https://docs.discord.com/developers/resources/message#attachment-object
DISCORD_ALT_LETTERS = 1024
# https://docs.discord.com/developers/components/reference#action-row
DISCORD_ROWS = 5
DISCORD_ROW_BUTTONS = 5
# https://docs.discord.com/developers/components/reference#text-input and /interactions/receiving-and-responding
DISCORD_MODAL_TITLE_LETTERS = 45
DISCORD_MODAL_FIELDS = 5
DISCORD_INPUT_LETTERS = 4000
DISCORD_OPTIONS = 25
DISCORD_CHOICE_LETTERS = 100
# https://docs.discord.com/developers/interactions/application-commands
DISCORD_COMMAND_LETTERS = 8000
# https://docs.discord.com/developers/resources/channel#start-thread-from-message
DISCORD_THREAD_NAME_LETTERS = 100
# https://docs.discord.com/developers/components/reference#button
DISCORD_LABEL_LETTERS = 80
DISCORD_CUSTOM_ID_LETTERS = 100

ROW_BUTTONS = min(DISCORD_ROW_BUTTONS, SLACK_ACTIONS_BUTTONS)
"""Buttons side by side on every front: Discord's limit, and what a desktop's width shows in Slack."""
KEY_LETTERS = min(SLACK_VALUE_LETTERS, SLACK_OPTION_VALUE_LETTERS, DISCORD_CUSTOM_ID_LETTERS)
"""Code points of a button's key on every front, so that a card that fits one fits all."""
LINK_LETTERS = 2000
"""A longer address is shown as words: no browser promises to follow it."""

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
_KEPT_IN_LINK = "/:?#@!$&*+,;=%~"


@dataclass(frozen=True, slots=True)
class Link:
    """An address that may be followed: ASCII, http or https, without a letter that ends a link. `label` is ours."""

    url: str
    label: str


def size(words: str) -> int:
    """Return how long words are for a platform, in UTF-16 units."""
    return len(words) if words.isascii() else len(words.encode("utf-16-le", "surrogatepass")) // 2


def apart(words: str, most: int) -> list[str]:
    """Return words as pieces of at most `most` units that joined give the words again; a break falls after a space
    where the second half of a piece has one, and never inside an emoji family or before an accent that fits.

    >>> apart("one two three", 9)
    ['one two ', 'three']
    """
    pieces = []
    while size(words) > most:
        place = _break(words, most)
        pieces.append(words[:place])
        words = words[place:]
    return [*pieces, words] if words else pieces


def shortened(words: str, most: int) -> str:
    """Return words in at most `most` units, with an ellipsis where the rest is left to another place."""
    return words if size(words) <= most else apart(words, most - 1)[0].rstrip() + "…"


def checked(buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    """Return the buttons as they are. Raises ValueError naming a key that no front could carry back, or carry twice."""
    seen: set[str] = set()
    for button in buttons:
        if len(button.key) > KEY_LETTERS:
            raise ValueError(f"the button {button.label!r} has a key of {len(button.key)} letters, {button.key!r}; "
                             f"shorten its subject, at most {KEY_LETTERS} letters can travel with a button")
        if button.key in seen:
            raise ValueError(f"the button {button.label!r} has the key of another button, {button.key!r}; "
                             "give each button of a card its own action or subject")
        seen.add(button.key)
    return buttons


def link_of(url: str) -> Link | None:
    """Return an address as a link labelled with its host, or None when it can only be shown as words.

    >>> link_of("https://example.com/p/(1)?é")
    Link(url='https://example.com/p/%281%29?%C3%A9', label='Open on example.com')
    >>> link_of("javascript:alert(1)") is None
    True
    """
    try:
        split = urlsplit(url)
        host, port = split.hostname or "", split.port
    except ValueError:
        return None
    if split.scheme not in ("http", "https") or not _HOST.fullmatch(host) or not url.isprintable():
        return None
    if any(letter.isspace() or letter in "\\<>\"`" for letter in url):
        return None
    safe = quote(url, safe=_KEPT_IN_LINK)
    place = f"{host}:{port}" if port else host
    return Link(safe, f"Open on {place}") if len(safe) <= LINK_LETTERS else None


def _break(words: str, most: int) -> int:
    end = most
    while size(words[:end]) > most:
        end -= max(1, (size(words[:end]) - most) // 2)
    for place in range(end, end // 2, -1):
        if words[place - 1].isspace():
            return place
    for place in range(end, max(1, end - 24), -1):
        if not _joins(words[place]) and words[place - 1] != "\u200d":
            return place
    return max(1, end)


def _joins(letter: str) -> bool:
    return letter in "\u200d\ufe0e\ufe0f" or "\U0001f3fb" <= letter <= "\U0001f3ff" or unicodedata.combining(letter) > 0
