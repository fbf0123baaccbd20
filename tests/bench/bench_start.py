"""Cold starts beside the imports they cannot do without, as whole processes in turn, medians of their CPU seconds."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
RUNS = 15
PAIRS = (
    ("python -m bot --help", ["-m", "bot", "--help"], "import click", ["-c", "import click"]),
    ("python -m bot ask ...", ["-m", "bot", "ask", "Should we answer every comment?", "--json"],
     "import click, sqlite_utils", ["-c", "import click, sqlite_utils"]),
)


def cpu_of(words: list[str], folder: str) -> float:
    """Run Python with some words in a folder and return the CPU seconds it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL, cwd=folder, env={"PYTHONPATH": str(ROOT)})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Time each pair in turn and print the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        for ours, our_words, other, other_words in PAIRS:
            cpu_of(our_words, folder)
            times = [(cpu_of(our_words, folder), cpu_of(other_words, folder)) for _ in range(RUNS)]
            mine, theirs = (statistics.median(column) for column in zip(*times, strict=True))
            print(f"{ours:24} {mine * 1000:5.0f} ms   {other:28} {theirs * 1000:5.0f} ms   {mine / theirs:.2f} times")


if __name__ == "__main__":
    main()
