"""Whether Slack would take blocks, and what it makes of them: ids it gives to those that have none.

The limits are those of https://docs.slack.dev/reference/block-kit/blocks; each is checked here too, so that nothing hangs
on the published schemas being there. Charts stand in no schema and in no class of the library: their rules are here alone.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from tests.fakes.slack_oracle import block_faults
from tests.fakes.slack_state import Json, State, elements

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
# https://github.com/slackapi/bolt-js/issues/2509: seen, not documented; counted over the blocks as JSON
BLOCKS_LETTERS = 13_200
MARKDOWN_LETTERS = 12_000
CHARTS = 2
TYPES = {"actions", "alert", "card", "carousel", "container", "context", "context_actions", "data_table", "data_visualization",
         "divider", "file", "header", "image", "input", "markdown", "plan", "rich_text", "section", "table", "task_card", "video"}
LETTERS = {("header", "text"): 150, ("section", "text"): 3000, ("section", "fields"): 2000, ("input", "label"): 2000,
           ("input", "hint"): 2000, ("card", "body"): 200, ("card", "title"): 150, ("card", "subtitle"): 150,
           ("image", "alt_text"): 2000, ("image", "title"): 2000, ("context", "elements"): 3000, ("markdown", "text"): 12_000,
           ("container", "title"): 150}
COUNTS = {("section", "fields"): 10, ("context", "elements"): 10, ("actions", "elements"): 25, ("context_actions", "elements"): 5,
          ("carousel", "elements"): 10, ("container", "child_blocks"): 10, ("table", "rows"): 100, ("data_table", "rows"): 101}
ELEMENT_LETTERS = {"text": 75, "value": 2000, "url": 3000, "action_id": 255, "placeholder": 150, "accessibility_label": 75}


def faults(blocks: Any, *, most: int = MESSAGE_BLOCKS) -> list[str]:
    """Return everything that is wrong with blocks; none for what Slack takes."""
    if not isinstance(blocks, list) or not all(isinstance(each, dict) for each in blocks):
        return ["blocks is not a list of objects"]
    found = [f"{len(blocks)} blocks, at most {most}"] * (len(blocks) > most)
    found += [f"blocks[{n}]: unsupported type: {each.get('type')!r}" for n, each in enumerate(blocks) if each.get("type") not in TYPES]
    if found:
        return found
    known = [each for each in blocks if each["type"] != "data_visualization"]
    for block in blocks:
        found += _own_faults(block)
    found += list(block_faults(known))
    return [*found, *_library_faults(known), *_doubles(blocks, in_view=most == VIEW_BLOCKS), *_together(blocks)]


def size(blocks: list[Json]) -> int:
    """Return how long blocks are, in letters of their JSON."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))


def with_ids(blocks: list[Json], state: State) -> list[Json]:
    """Return blocks as Slack keeps them: each has a block_id, and each element that acts an action_id."""
    kept = []
    for block in blocks:
        own = {"block_id": state.next_id("b"), **block}
        for name in ("elements", "actions", "child_blocks"):
            if isinstance(own.get(name), list) and own["type"] in ("actions", "context_actions", "card", "carousel", "container"):
                own[name] = [_with_id(each, state) for each in own[name]]
        kept.append(own)
    return kept


def _with_id(part: Json, state: State) -> Json:
    if part["type"] in TYPES - {"image"}:
        return with_ids([part], state)[0]
    return part if "action_id" in part or part["type"] == "workflow_button" else {**part, "action_id": state.next_id("a")}


def _own_faults(block: Json) -> Iterator[str]:
    kind = block["type"]
    for (own, name), most in LETTERS.items():
        if own == kind and name in block:
            for text in _texts(block[name]):
                if not 1 <= len(text) <= most:
                    yield f"{kind}.{name}: {len(text)} letters, from 1 to {most}"
    for (own, name), most in COUNTS.items():
        if own == kind and not 1 <= len(block.get(name, [0])) <= most:
            yield f"{kind}.{name}: {len(block[name])}, from 1 to {most}"
    if kind == "header" and block.get("text", {}).get("type") != "plain_text":
        yield "header.text is not plain_text"
    if len(block.get("block_id", "")) > 255:
        yield f"{kind}.block_id is longer than 255"
    for element in elements([{"block_id": "", **block}]):
        yield from _element_faults(element)
    if kind == "data_visualization":
        yield from _chart_faults(block)


def _element_faults(element: Json) -> Iterator[str]:
    if element["type"] == "button" and element.get("text", {}).get("type") != "plain_text":
        yield "button.text is not plain_text"
    if element.get("style") not in (None, "primary", "danger"):
        yield f"{element['type']}.style: {element['style']!r}, must be primary or danger"
    for name, most in ELEMENT_LETTERS.items():
        for text in _texts(element.get(name, "x")):
            if len(text) > most or (not text and name in ("text", "action_id")):
                yield f"{element['type']}.{name}: {len(text)} letters, from 1 to {most}"
    options = element.get("options")
    if options is not None and not 1 <= len(options) <= 100:
        yield f"{element['type']}.options: {len(options)}, from 1 to 100"


def _chart_faults(block: Json) -> Iterator[str]:
    """https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block"""
    if not 1 <= len(str(block.get("title", ""))) <= 50:
        yield "data_visualization.title: from 1 to 50 letters"
    if set(block) - {"type", "title", "chart", "block_id"}:
        yield f"data_visualization: unknown fields {sorted(set(block) - {'type', 'title', 'chart', 'block_id'})}"
    chart = block.get("chart", {})
    if chart.get("type") == "pie":
        points = chart.get("segments", [])
        if not 1 <= len(points) <= 6:
            yield f"data_visualization: {len(points)} segments, from 1 to 6"
    elif chart.get("type") in ("bar", "area", "line"):
        series = chart.get("series", [])
        points = [point for each in series for point in each.get("data", [])]
        if not 1 <= len(series) <= 6:
            yield f"data_visualization: {len(series)} series, from 1 to 6"
        categories = chart.get("axis_config", {}).get("categories", [])
        if any([point.get("label") for point in each.get("data", [])] != categories for each in series) or not categories:
            yield "data_visualization: each series needs one point a category, in order"
    else:
        yield f"data_visualization: unknown chart {chart.get('type')!r}"
        return
    for point in points:
        if not 1 <= len(str(point.get("label", ""))) <= 20 or not isinstance(point.get("value"), int | float):
            yield f"data_visualization: a point needs a label of 1 to 20 letters and a number, not {point!r}"


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [value["text"]] if isinstance(value.get("text"), str) else []
    return [text for each in value for text in _texts(each)] if isinstance(value, list) else []


def _library_faults(blocks: list[Json]) -> Iterator[str]:
    for block in blocks:
        known = Block.parse(block)
        try:
            if known is not None:
                known.validate_json()
        except SlackObjectFormationError as error:
            yield f"{block['type']}: {error}"


def _doubles(blocks: list[Json], *, in_view: bool) -> Iterator[str]:
    """Slack asks for one action_id a block; in a message one button must be told from every other, so it is one a message."""
    ids = Counter(each["block_id"] for each in blocks if each.get("block_id"))
    yield from (f"block_id {each!r} stands {n} times" for each, n in ids.items() if n > 1)
    if in_view:
        for block in blocks:
            yield from _doubles([block], in_view=False)
        return
    actions = Counter(each["action_id"] for each in elements([{"block_id": "", **block} for block in blocks]))
    yield from (f"action_id {each!r} stands {n} times" for each, n in actions.items() if n > 1)


def _together(blocks: list[Json]) -> Iterator[str]:
    kinds = Counter(each["type"] for each in blocks)
    if kinds["data_visualization"] > CHARTS:
        yield f"{kinds['data_visualization']} charts, at most {CHARTS}"
    if kinds["table"] > 1:
        yield "only one table is allowed"
    if sum(len(str(each.get("text", ""))) for each in blocks if each["type"] == "markdown") > MARKDOWN_LETTERS:
        yield f"markdown blocks together: more than {MARKDOWN_LETTERS} letters"
