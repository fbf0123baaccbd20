"""A chart as Slack draws it itself. Slack takes one finite value for each label, so a gap is left out and said in words.

A chart whose words do not fit Slack's block is not drawn at all: half a label would mislead.
"""

from __future__ import annotations

from typing import Any

from bot.model.card import Chart
from bot.render.chart import known_values
from bot.render.limits import (
    SLACK_CHART_LABEL_LETTERS,
    SLACK_CHART_POINTS,
    SLACK_CHART_TITLE_LETTERS,
    shortened,
    size,
)
from bot.render.safe import one_line
from bot.render.slack_text import is_plain


def chart_block(chart: Chart) -> tuple[dict[str, Any], str] | None:
    """Return a chart's block and the sentence that names its gaps, empty without one; None when it can't be drawn."""
    labels, values = [one_line(label) for label in chart.labels], known_values(chart)
    title = one_line(chart.title)
    points = [{"label": label, "value": value} for label, value in zip(labels, values, strict=False) if value is not None]
    if len(labels) != len(values) or not points or len(points) > SLACK_CHART_POINTS:
        return None
    if len(set(labels)) < len(labels) or not all(_is_label(label) for label in labels):
        return None
    if not title or size(title) > SLACK_CHART_TITLE_LETTERS or not is_plain(title):
        return None
    gaps = [label for label, value in zip(labels, values, strict=True) if value is None]
    series = [{"name": shortened(title, SLACK_CHART_LABEL_LETTERS), "data": points}]
    block = {"type": "data_visualization", "title": title, "chart": {
        "type": "line", "series": series, "axis_config": {"categories": [point["label"] for point in points]}}}
    return block, f"Left out, since not known: {', '.join(gaps)}." if gaps else ""


def _is_label(label: str) -> bool:
    return bool(label) and size(label) <= SLACK_CHART_LABEL_LETTERS and is_plain(label)
