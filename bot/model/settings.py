"""The settings, each with its default. A unit stands in the name or in the line beside it in config.example.toml.

The bounds are checked where a file is read; the defaults are checked against config.example.toml by a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from annotated_types import Ge, Le

Share = Annotated[float, Ge(0), Le(1)]
Count = Annotated[int, Ge(0)]
Positive = Annotated[int, Ge(1)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Profile = Literal["light", "standard", "active"]
_STRICT = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
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
    channel_posts_per_day: Count = 1
    channel_posts_per_week: Count = 4
    person_messages_per_day: Count = 1
    person_messages_per_week: Count = 3
    cards_per_item: Positive = 2
    rule_rest_days: Count = 7
    hold_out_share: Share = 0.0


@dataclass(frozen=True, slots=True)
class Comments:
    """How soon a comment deserves its answer, in business hours for the first, in plain hours for the second."""

    __pydantic_config__: ClassVar = _STRICT
    urgent_hours: Positive = 4
    question_hours: Positive = 24
    business_from: str = "09:00"
    business_to: str = "17:00"
    business_days: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")


@dataclass(frozen=True, slots=True)
class Guidance:
    """Where a team's own Markdown guidance lies; empty for none."""

    __pydantic_config__: ClassVar = _STRICT
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Imports:
    """What an import accepts, and when a feed counts as stale."""

    __pydantic_config__: ClassVar = _STRICT
    max_file_mb: Positive = 2048
    fresh_days: Positive = 8


@dataclass(frozen=True, slots=True)
class Privacy:
    """How long people's names and the raw rows of imports are kept."""

    __pydantic_config__: ClassVar = _STRICT
    pseudonymise_days: Positive = 90
    purge_days: Positive = 180


@dataclass(frozen=True, slots=True)
class Channel:
    """A place where the coach speaks. An empty zone is the team's own."""

    __pydantic_config__: ClassVar = _STRICT
    platform: Literal["terminal"] = "terminal"
    id: str = "terminal"
    team: str = "default"
    zone: str = ""
    profile: Profile = "standard"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Secrets never stand here, only the names of environment variables."""

    __pydantic_config__: ClassVar = _STRICT
    store: str = "sqlite:///coach.db"
    team: str = "default"
    zone: str = "UTC"
    busy_timeout_s: Positive = 5
    nudges: Nudges = field(default_factory=Nudges)
    comments: Comments = field(default_factory=Comments)
    guidance: Guidance = field(default_factory=Guidance)
    imports: Imports = field(default_factory=Imports)
    privacy: Privacy = field(default_factory=Privacy)
    channels: tuple[Channel, ...] = (Channel(),)
    rules: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
