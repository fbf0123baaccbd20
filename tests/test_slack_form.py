"""A form as Slack's modal."""

from __future__ import annotations

from bot.model.command import Parameter
from bot.model.form import Form
from bot.render.slack_form import modal


def test_a_fields_label_begins_with_a_capital() -> None:
    view = modal(Form("Keep a promise", "/commit", (Parameter("words", "what you will do, and by when"),)))
    assert view["blocks"][-1]["label"]["text"] == "What you will do, and by when"
