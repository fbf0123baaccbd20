"""What Slack refuses, in the coach's own words: refused for certain, to be tried later, lost on its way, or for good."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any

from bot.chat.slack.scopes import WHERE
from bot.errors import AnswerLost, ChannelGone, CoachError, TryLater, UsageError

if TYPE_CHECKING:
    from slack_sdk.errors import SlackApiError

GONE = {"channel_not_found", "not_in_channel", "is_archived", "is_inactive", "channel_is_archived", "restricted_action",
         "user_not_found", "cannot_dm_bot", "users_not_found", "messages_tab_disabled"}
NO_LEAVE = {"missing_scope", "not_allowed_token_type", "no_permission"}
_NO_TOKEN = {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}
_FAILED = {"internal_error", "fatal_error", "service_unavailable"}
_TOO_LATE = {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"}


class TokenRefused(CoachError):
    """Slack takes a token no more: it was revoked, or its app or account was removed."""


def failures() -> tuple[type[Exception], ...]:
    """Return what a call of Slack may raise: a refusal, or an answer that never came."""
    import aiohttp
    from slack_sdk.errors import SlackApiError

    return SlackApiError, aiohttp.ClientError, TimeoutError, ConnectionError


def code_of(error: Exception) -> str:
    """Return Slack's own word for a refusal, empty for a failure without one, such as the page of a proxy."""
    return str(_fields_of(error).get("error") or "")


def needed_by(error: Exception) -> str:
    """Return the scope that Slack wants for what it refused, empty where it wants none."""
    return str(_fields_of(error).get("needed") or "")


def named(error: BaseException | None) -> str:
    """Return what a log says of a failure: Slack's own word for a refusal, else the kind."""
    return (code_of(error) if isinstance(error, Exception) else "") or type(error).__name__


async def understood(work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """Do something at Slack; what goes wrong becomes one of the coach's errors, certain or lost."""
    import aiohttp
    from slack_sdk.errors import SlackApiError

    try:
        return await work()
    except SlackApiError as error:
        raise _refusal(error) from error
    except aiohttp.ClientConnectorError as error:
        raise TryLater("Slack cannot be reached.") from error
    except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
        raise AnswerLost("Slack's answer was lost.") from error


def _refusal(error: SlackApiError) -> CoachError:
    status, code = _status_of(error), code_of(error)
    if status == 429 or code in ("ratelimited", "rate_limited"):
        headers: Mapping[str, str] = getattr(error.response, "headers", {})
        asked = next((value for name, value in headers.items() if name.lower() == "retry-after"), None)
        return TryLater("Slack asks to wait.", retry_after_s=float(asked) if asked else None)
    if status >= 500 or code in _FAILED or not code:
        return AnswerLost(f"Slack failed ({code or status}).")
    if code in GONE:
        return ChannelGone(f"Slack says {code}.")
    if code in NO_LEAVE:
        wanted = f"the scope {needed_by(error)}" if needed_by(error) else f"a scope ({code})"
        return CoachError(f"Slack wants {wanted}; add it under {WHERE}, then install the app again.")
    if code in _NO_TOKEN:
        return TokenRefused(f"Slack takes the coach's token no more ({code}); install the app again and give it the new "
                            "one.")
    if code in _TOO_LATE:
        return UsageError("Slack waits three seconds for a form and they were over; press again.")
    return CoachError(f"Slack refused it: {code}.")


def _fields_of(error: Exception) -> Mapping[str, Any]:
    """Return the fields of the answer that an error holds; slack_sdk keeps a proxy's page as it came."""
    response = getattr(error, "response", None)
    data = response if isinstance(response, dict) else getattr(response, "data", None)
    return data if isinstance(data, dict) else {}


def _status_of(error: SlackApiError) -> int:
    response: Any = error.response
    return int(getattr(response, "status_code", None) or getattr(response, "status", None) or 200)
