"""The settings, each with its default. A unit stands in the name or in the line beside it in config.example.toml.

The bounds are checked where a file is read; the defaults are checked against config.example.toml by a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Profile = Literal["light", "standard", "active"]
_STRICT = {"extra": "forbid"}


def at_least(low: float, default: Any, *, at_most: float | None = None) -> Any:
    """Return a numeric setting's field with the bounds that `bot.config` holds it to."""
    return field(default=default, metadata={"low": low, "high": at_most})


@dataclass(frozen=True)
class Nudges:
    """When the coach may speak unasked, and how often at most. Clock times are the channel's own."""

    __pydantic_config__: ClassVar = _STRICT
    profile: Profile = "standard"
    nudge_at: str = "09:30"
    nudge_days: tuple[Weekday, ...] = ("wed", "thu", "fri")
    audit_at: str = "10:00"
    audit_day: Weekday = "tue"
    digest_at: str = "09:30"
    digest_day: Weekday = "mon"
    quiet_from: str = "18:00"
    quiet_to: str = "09:00"
    quiet_days: tuple[Weekday, ...] = ("sat", "sun")
    holidays: tuple[str, ...] = ()
    channel_posts_per_day: int = at_least(0, 1)
    channel_posts_per_week: int = at_least(0, 4)
    person_messages_per_day: int = at_least(0, 1)
    person_messages_per_week: int = at_least(0, 3)
    cards_per_item: int = at_least(1, 2)
    rule_rest_days: int = at_least(0, 7)
    hold_out_share: float = at_least(0, 0.0, at_most=1)


@dataclass(frozen=True)
class Comments:
    """How soon a comment deserves its answer, in business hours for the first, in plain hours for the second."""

    __pydantic_config__: ClassVar = _STRICT
    urgent_hours: int = at_least(1, 4)
    question_hours: int = at_least(1, 24)
    business_from: str = "09:00"
    business_to: str = "17:00"
    business_days: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")


@dataclass(frozen=True)
class Guidance:
    """Where a team's own Markdown guidance lies, empty for none; and who looks after the guidance.

    `owner`: the id of a person such as `slack:U0AB1`; empty for the first of the admins.
    """

    __pydantic_config__: ClassVar = _STRICT
    folder: str = ""
    owner: str = ""


@dataclass(frozen=True)
class Imports:
    """What an import accepts, and when a feed counts as stale."""

    __pydantic_config__: ClassVar = _STRICT
    max_file_mb: int = at_least(1, 2048)
    max_chat_file_mb: int = at_least(1, 10)
    fresh_days: int = at_least(1, 8)


@dataclass(frozen=True)
class Privacy:
    """How long people's names and the raw rows of imports are kept."""

    __pydantic_config__: ClassVar = _STRICT
    pseudonymise_days: int = at_least(1, 90)
    purge_days: int = at_least(1, 180)


@dataclass(frozen=True)
class Slack:
    """How Slack is reached. Tokens stand in environment variables; here are only the names of those variables."""

    __pydantic_config__: ClassVar = _STRICT
    mode: Literal["socket", "http"] = "socket"
    bot_token_env: str = "SLACK_BOT_TOKEN"
    app_token_env: str = "SLACK_APP_TOKEN"
    signing_secret_env: str = "SLACK_SIGNING_SECRET"
    client_id_env: str = "SLACK_CLIENT_ID"
    client_secret_env: str = "SLACK_CLIENT_SECRET"
    api_url: str = "https://slack.com/api/"
    answers_outsiders: bool = False


@dataclass(frozen=True)
class Discord:
    """How Discord is reached. The token stands in an environment variable; an empty gateway_url asks Discord for it.

    `follows_threads`: whoever asked in a thread may ask on there without a mention, which needs the Message Content Intent.
    """

    __pydantic_config__: ClassVar = _STRICT
    token_env: str = "DISCORD_TOKEN"
    api_url: str = "https://discord.com/api/v10"
    gateway_url: str = ""
    follows_threads: bool = False


@dataclass(frozen=True)
class Web:
    """Where `python -m bot web` listens, and under which address the world reaches it."""

    __pydantic_config__: ClassVar = _STRICT
    listen: str = "127.0.0.1:3000"
    public_url: str = ""


@dataclass(frozen=True)
class LanguageModel:
    """Which language model writes answers, and what it may cost; an empty name for none. Times in seconds.

    The key stands in the environment variable that `api_key_env` names. Of the bounds of a team's day 0 means none; money
    is in the unit of the prices, which are for a million tokens.
    """

    __pydantic_config__: ClassVar = _STRICT
    name: str = ""
    base_url: str = "https://api.openai.com/v1"
    api_key_env: str = "OPENAI_API_KEY"
    api: Literal["chat", "responses"] = "chat"
    connect_timeout_s: int = at_least(1, 5, at_most=60)
    read_timeout_s: int = at_least(1, 60, at_most=600)
    hard_stop_s: int = at_least(1, 60, at_most=600)
    retries: int = at_least(0, 1, at_most=5)
    rounds: int = at_least(1, 4, at_most=12)
    answer_tokens: int = at_least(64, 1200, at_most=32000)
    requests_per_day: int = at_least(0, 500)
    tokens_per_day: int = at_least(0, 1_000_000)
    money_per_day: float = at_least(0, 0.0)
    price_read: float = at_least(0, 0.0)
    price_written: float = at_least(0, 0.0)
    tone: str = ""
    second_opinions: bool = False


@dataclass(frozen=True)
class Channel:
    """A place where the coach speaks. An empty team is the one above, an empty zone the team's own."""

    __pydantic_config__: ClassVar = _STRICT
    platform: Literal["terminal", "slack", "discord"] = "terminal"
    id: str = "terminal"
    team: str = ""
    zone: str = ""
    profile: Profile = "standard"


@dataclass(frozen=True)
class Settings:
    """Everything that can be set. Secrets never stand here, only the names of environment variables."""

    __pydantic_config__: ClassVar = _STRICT
    store: str = "sqlite:///coach.db"
    team: str = "default"
    zone: str = "UTC"
    busy_timeout_s: int = at_least(1, 5)
    nudges: Nudges = field(default_factory=Nudges)
    comments: Comments = field(default_factory=Comments)
    guidance: Guidance = field(default_factory=Guidance)
    imports: Imports = field(default_factory=Imports)
    privacy: Privacy = field(default_factory=Privacy)
    slack: Slack = field(default_factory=Slack)
    discord: Discord = field(default_factory=Discord)
    web: Web = field(default_factory=Web)
    model: LanguageModel = field(default_factory=LanguageModel)
    admins: tuple[str, ...] = ()
    people: tuple[tuple[str, ...], ...] = ()
    channels: tuple[Channel, ...] = (Channel(),)
    rules: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
