"""Forms that wait to be opened by a button: filled in wrong, or ready too late. A restart forgets them, nothing else does.

Discord opens a form only as the first answer to a press, so whatever comes later becomes a button for it.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field

from bot.chat.discord.forms import label_and_hint
from bot.model.card import Button, Card, Fields, quoted
from bot.model.form import Form

ACTION = "form"
"""Of a kept form's button; no action of the coach has this name."""
MOST = 1000
FORGOTTEN = ("This form is not kept any more; what you filled in still stands above. Press the button of the card again, "
             "or use the command, and copy it from there.")


@dataclass
class KeptForms:
    """The newest thousand forms, each for the one person it was made for."""

    _forms: OrderedDict[str, tuple[int, Form]] = field(default_factory=OrderedDict)

    def offer(self, person: int, form: Form, sentence: str, label: str) -> Card:
        """Keep a form and return the card that says why and opens it; what was filled in is readable on it."""
        token = secrets.token_hex(8)
        self._forms[token] = (person, form)
        while len(self._forms) > MOST:
            self._forms.popitem(last=False)
        pairs = tuple((label_and_hint(each.help)[0], form.values[each.name]) for each in form.parameters
                      if form.values.get(each.name, "").strip())
        return Card(quoted(sentence), (Fields(pairs),) if pairs else (), (Button(label, ACTION, token),), tone="warning")

    def of(self, person: int, key: str) -> Form | None:
        """Return the form that a button's key opens for a person, None where none is kept for them."""
        owner, form = self._forms.get(key.split(":")[1], (None, None))
        return form if owner == person else None


def opens_kept_form(key: str) -> bool:
    """Tell whether a button's key is that of a kept form."""
    return key.startswith(f"{ACTION}:")
