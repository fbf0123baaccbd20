"""Ties the language model: settings -> what every desk with the same settings shares in one process."""

from __future__ import annotations

import os
from threading import Lock
from typing import TYPE_CHECKING

from bot.model.times import local, to_text

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.coach.desk import Desk
    from bot.coach.ports import Drafter, Records, Reviewer, SecondReader
    from bot.llm.author import ModelAuthor, Terms
    from bot.llm.forms import Forms, Purse
    from bot.model.settings import LanguageModel, Settings

_LOCK = Lock()
_MADE: dict[LanguageModel, ModelAuthor] = {}
_FORMS: dict[LanguageModel, Forms] = {}


def shared_author(chosen: LanguageModel) -> ModelAuthor:
    """Return the author over a language model, made on first use; no connection and no thread yet."""
    from bot.llm.author import ModelAuthor
    from bot.places import PROMPTS

    with _LOCK:
        if chosen not in _MADE:
            _MADE[chosen] = ModelAuthor(terms_of(chosen), PROMPTS, os.environ)
        return _MADE[chosen]


def shared_forms(chosen: LanguageModel) -> Forms:
    """Return what lets a language model fill forms, made on first use; no connection and no thread yet."""
    from bot.llm.forms import Forms
    from bot.places import PROMPTS

    with _LOCK:
        if chosen not in _FORMS:
            terms = terms_of(chosen)
            _FORMS[chosen] = Forms(terms.settings, (terms.allowance, terms.price), PROMPTS, os.environ)
        return _FORMS[chosen]


def writers(settings: Settings, records: Records, tick: Clock) -> tuple[Drafter, Reviewer]:
    """Return who drafts replies and who looks at drafts of posts for one team."""
    from bot.llm.remarking import ModelReviewer
    from bot.llm.reply_writing import ModelDrafter

    forms, purse = shared_forms(settings.model), _purse(settings, records, tick)
    return ModelDrafter(forms, purse, settings.model.tone), ModelReviewer(forms, purse)


def second_reader(desk: Desk) -> SecondReader:
    """Return who gives second opinions at a desk."""
    from bot.llm.second_reading import ModelReader

    return ModelReader(shared_forms(desk.settings.model), _purse(desk.settings, desk.records, desk.clock))


def close_authors() -> None:
    """End the threads of the models in use; a later question begins them anew."""
    with _LOCK:
        made: list[ModelAuthor | Forms] = [*_MADE.values(), *_FORMS.values()]
        _MADE.clear()
        _FORMS.clear()
    for each in made:
        each.close()


def _purse(settings: Settings, records: Records, tick: Clock) -> Purse:
    from bot.coach.spending import DayLedger
    from bot.llm.forms import Purse

    return Purse(DayLedger(records), records.team_id, lambda: local(to_text(tick()), settings.zone).date().isoformat())


def terms_of(chosen: LanguageModel) -> Terms:
    """Return on what terms a model is asked, as the settings have it; a bound of 0 is none."""
    from bot.llm.author import Terms
    from bot.llm.budget import Allowance, Price
    from bot.llm.settings import ModelSettings

    settings = ModelSettings(
        chosen.name, base_url=chosen.base_url, api_key_env=chosen.api_key_env, api=chosen.api,
        connect_timeout_s=chosen.connect_timeout_s, read_timeout_s=chosen.read_timeout_s, hard_stop_s=chosen.hard_stop_s,
        retries=chosen.retries, rounds=chosen.rounds, answer_tokens=chosen.answer_tokens)
    allowance = Allowance(chosen.requests_per_day or None, chosen.tokens_per_day or None, chosen.money_per_day or None)
    return Terms(settings, allowance, Price(chosen.price_read, chosen.price_written), chosen.tone)
