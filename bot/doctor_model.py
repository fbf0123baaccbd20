"""The language model as the doctor sees it: which, where, whether its key is there, what today has used. Never the key."""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from bot.coach.spending import is_used_up, used_words
from bot.model.check import Check
from bot.model.measured import Spent
from bot.model.settings import LanguageModel


def model_check(chosen: LanguageModel, used: Spent, environ: Mapping[str, str] = os.environ) -> Check:
    """Return what is set up and what a team has used of its day. Nothing is asked of the model's server."""
    if not chosen.name:
        return Check("language model", "ok", "none is set; answers are quoted from the guidance")
    host = urlsplit(chosen.base_url).netloc
    found = f"{chosen.name} at {host} ({chosen.api}), {_key_words(chosen, environ)}; today {used_words(chosen, used)}"
    if _lacks_key(chosen, environ):
        return Check("language model", "attention", found,
                     f"Put the key into the environment variable {chosen.api_key_env or 'that api_key_env names'}; "
                     "until then answers are quoted from the guidance.")
    if is_used_up(chosen, used):
        return Check("language model", "attention", found,
                     "Today's bound is reached: answers are quoted until tomorrow, or raise it under [model].")
    return Check("language model", "ok", found)


def _lacks_key(chosen: LanguageModel, environ: Mapping[str, str]) -> bool:
    from bot.llm.settings import OFFICIAL

    return chosen.base_url.rstrip("/") == OFFICIAL and not environ.get(chosen.api_key_env, "").strip()


def _key_words(chosen: LanguageModel, environ: Mapping[str, str]) -> str:
    if not chosen.api_key_env:
        return "without a key"
    if environ.get(chosen.api_key_env, "").strip():
        return f"its key is in {chosen.api_key_env}"
    return f"the variable {chosen.api_key_env} is empty"
