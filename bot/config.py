"""The configuration: TOML in, frozen settings out, every fault in one message with the nearest right name.

Where there is no file this one is not even imported: the defaults hold.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.config_model import odd_model
from bot.config_plain import plainly
from bot.errors import ConfigError
from bot.model.settings import Settings
from bot.model.wall_clock import is_clock, is_zone, nearest_zone

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from bot.model.rule import NamedRule


def load(path: Path, rules: Mapping[str, NamedRule] | None = None) -> Settings:
    """Return the settings of a TOML file; what it leaves out keeps its default.

    `rules`: the known rules, to check the `[rules.*]` tables against. Raises ConfigError with every fault, a line each.
    """
    return _validated(_parsed(path), path, rules)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(f"The configuration {path} is not there; copy config.example.toml to {path}, "
                          "or leave --config away for the defaults.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The configuration {path} cannot be read: {error}. Save it as UTF-8 text.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"The configuration {path} is not valid TOML: {error}. "
                          "Mend that line and try again.") from error


def _validated(data: dict[str, Any], path: Path, rules: Mapping[str, NamedRule] | None) -> Settings:
    faults: list[str] = []
    settings = plainly(Settings, data)
    if settings is None:
        settings, faults = _read(data)
    faults += _out_of_bounds(data, Settings()) + _odd_words(data) + _odd_rules(data.get("rules"), rules)
    faults += odd_model(data.get("model"))
    if faults or settings is None:
        listed = "\n".join(f"  {fault}" for fault in faults)
        number = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        raise ConfigError(f"The configuration {path} has {number}:\n{listed}\n"
                          "config.example.toml shows every setting with its unit and default.")
    return settings


def _read(data: dict[str, Any]) -> tuple[Settings | None, list[str]]:
    """Return the settings that data in any form says, or its faults."""
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Settings).validate_python(data), []
    except ValidationError as error:
        return None, [_fault(each) for each in error.errors()]


def _fault(error: ErrorDetails) -> str:
    place = ".".join(str(step) for step in error["loc"])
    if error["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
        nearest = difflib.get_close_matches(str(error["loc"][-1]), _names_at(error["loc"][:-1]), n=1, cutoff=0.5)
        return f"{place}: there is no such setting" + (f"; did you mean {nearest[0]}?" if nearest else ".")
    words = error["msg"][:1].lower() + error["msg"][1:]
    return f"{place}: is {error['input']!r}, but {words}."


def _names_at(steps: tuple[int | str, ...]) -> list[str]:
    """Return the names of the settings in a table of the configuration."""
    place: Any = Settings()
    for step in steps:
        if isinstance(step, int):
            place = place[0] if place else None
        else:
            place = getattr(place, step, None)
    return [each.name for each in fields(place)] if is_dataclass(place) else []


def _out_of_bounds(data: Any, table: Any, place: str = "") -> list[str]:
    """Return the faults of numbers outside of their bounds, in the data of one table and of the tables in it."""
    faults: list[str] = []
    for each in fields(table) if isinstance(data, dict) else ():
        stated, known = data.get(each.name), getattr(table, each.name)
        low, high = each.metadata.get("low"), each.metadata.get("high")
        if is_dataclass(known):
            faults += _out_of_bounds(stated, known, f"{place}{each.name}.")
        elif low is None or isinstance(stated, bool) or not isinstance(stated, int | float):
            continue
        elif stated < low:
            faults.append(f"{place}{each.name}: is {stated}, but must be at least {low}.")
        elif high is not None and stated > high:
            faults.append(f"{place}{each.name}: is {stated}, but must be at most {high}.")
    return faults


def _odd_words(data: dict[str, Any]) -> list[str]:
    """Return the faults of text settings: zones that do not exist, clock times and days that cannot be read."""
    faults = []
    channels = data.get("channels", [])
    zones = {"zone": data.get("zone")}
    if isinstance(channels, list):
        zones |= {f"channels.{n}.zone": each.get("zone") for n, each in enumerate(channels) if isinstance(each, dict)}
    for place, zone in zones.items():
        if isinstance(zone, str) and zone and not is_zone(zone):
            faults.append(f"{place}: {zone!r} is not an IANA time zone{nearest_zone(zone)}")
    for table in ("nudges", "comments"):
        part = data.get(table, {})
        for name, value in part.items() if isinstance(part, dict) else ():
            if name.endswith(("_at", "_from", "_to")) and isinstance(value, str) and not is_clock(value):
                faults.append(f"{table}.{name}: {value!r} is not a time of day; write it as \"09:30\".")
    return faults + _odd_holidays(data.get("nudges"))


def _odd_holidays(nudges: Any) -> list[str]:
    from datetime import date

    faults = []
    for value in nudges.get("holidays", ()) if isinstance(nudges, dict) else ():
        try:
            date.fromisoformat(value)
        except (TypeError, ValueError):
            faults.append(f"nudges.holidays: {value!r} is not a day; write it as \"2026-12-25\".")
    return faults


def _odd_rules(tables: Any, rules: Mapping[str, NamedRule] | None) -> list[str]:
    """Return the faults of the `[rules.*]` tables: rules and settings that do not exist."""
    faults: list[str] = []
    if not isinstance(tables, dict) or not rules:
        return faults
    for key, values in tables.items():
        if key not in rules:
            nearest = difflib.get_close_matches(key, list(rules), n=1)
            faults.append(f"rules.{key}: there is no such rule" + (f"; did you mean {nearest[0]}?" if nearest else "."))
            continue
        known = list(rules[key].rule.settings)
        for name in values if isinstance(values, dict) else ():
            if name not in known:
                nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
                faults.append(f"rules.{key}.{name}: there is no such setting; did you mean {(nearest or known)[0]}?")
    return faults
