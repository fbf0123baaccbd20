"""A network that the data does not name."""

from __future__ import annotations

NAME = "another network"
