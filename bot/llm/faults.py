"""The openai package's errors as ours. No message carries the key, the request or what people wrote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.errors import ModelBusy, ModelError, ModelRefused, ModelUnreachable

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAIError

AGAIN = frozenset({408, 409, 429, 500, 502, 503, 504})
"""The answers after which the same request may succeed; what the openai package itself retries."""
_LONGEST_REASON = 160
_SECRET = re.compile(r"\b(?:sk|pk|key)-[\w*-]{4,}|\bBearer [\w.*-]{4,}")


def model_error(error: OpenAIError) -> ModelError:
    """Return the narrowest of our errors for one of the client's."""
    import openai

    if isinstance(error, openai.APITimeoutError):
        return ModelUnreachable("The model's server did not answer in time. Try again in a minute.")
    if isinstance(error, openai.APIConnectionError):
        return ModelUnreachable("The model's server could not be reached. Check base_url and the network.")
    if isinstance(error, openai.APIStatusError):
        return _of_status(error)
    return reported(str(error))


def reported(words: str) -> ModelRefused:
    """Return the error of a server that tells a fault where an answer should stand, such as a model that is loading."""
    refused = ModelRefused(f"The model's server reported a fault: {reason(words)}.")
    refused.may_pass = True
    return refused


def may_pass(error: OpenAIError) -> bool:
    """Tell whether the same request may succeed a moment later."""
    import openai

    if isinstance(error, openai.APIStatusError):
        return error.status_code in AGAIN
    return isinstance(error, openai.APIConnectionError)


def retry_after_s(error: OpenAIError) -> float | None:
    """Read how long a busy server asks to wait, in seconds; None where it names no number."""
    response: Any = getattr(error, "response", None)
    try:
        return max(0.0, float(response.headers["retry-after"])) if response is not None else None
    except (KeyError, ValueError):
        return None


def reason(text: str) -> str:
    """Return a server's own words, short, on one line and without anything that looks like a key.

    >>> reason("Incorrect API key provided: sk-abcdef123. See   docs")
    'Incorrect API key provided: [key]. See docs'
    """
    line = _SECRET.sub("[key]", " ".join(text.split()))
    return (line if len(line) <= _LONGEST_REASON else line[:_LONGEST_REASON] + "…").rstrip(".")


def _of_status(error: APIStatusError) -> ModelError:
    status, words = error.status_code, reason(_message(error))
    if status == 429:
        return ModelBusy("The model's server has no room for more requests now. Try again later.",
                         retry_after_s=retry_after_s(error))
    if status in AGAIN or status >= 500:
        return ModelUnreachable(f"The model's server answered {status}. Try again in a minute.")
    if status in (401, 403):
        return ModelRefused(f"The model's server refused the key ({status}). Check the variable that api_key_env names.")
    if status == 404:
        return ModelRefused(
            f"The model's server knows no such model or path (404): {words}. Check name, base_url and "
            f"api.")
    refused = ModelRefused(f"The model's server refused the request ({status}): {words}.")
    refused.is_misread = status in (400, 422)
    return refused


def _message(error: APIStatusError) -> str:
    body = error.body
    if isinstance(body, dict) and isinstance(body.get("message"), str):
        return str(body["message"])
    return "no reason given"
