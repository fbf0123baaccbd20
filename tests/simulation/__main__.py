"""Prints what the rules notice and where they are wrong: `python -m tests.simulation [--teams N] [--weeks 26]`."""

from __future__ import annotations

import argparse
import os

from tests.simulation.faults import BEGINS
from tests.simulation.looking import WITHIN
from tests.simulation.measuring import measure
from tests.simulation.table import tables


def main() -> None:
    """Run the teams that are asked for and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description="What the rules notice, and how often "
                                     "they are wrong, on teams whose truth is known.")
    parser.add_argument("--teams", type=int, default=20, help="healthy teams, and teams with each fault (default 20)")
    parser.add_argument("--weeks", type=int, default=26, help=f"weeks of each team, at least {BEGINS + WITHIN} (default 26)")
    parser.add_argument("--seed", type=int, default=0, help="the first seed; the others follow it (default 0)")
    asked = parser.parse_args()
    if asked.teams < 1 or asked.weeks < BEGINS + WITHIN:
        parser.error(f"--teams must be 1 or more and --weeks {BEGINS + WITHIN} or more")
    print(tables(measure(asked.teams, asked.weeks, asked.seed, processes=os.cpu_count() or 1)))


if __name__ == "__main__":
    main()
