"""Importing a large export beside the least that could be done with the same file: csv and executemany into one table.

Prints CPU seconds, their ratio and the peak memory of the import. Rows: 1,000,000, or the number given.
"""

from __future__ import annotations

import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

HEADER = ("Post ID", "Account ID", "Account username", "Account name", "Description", "Duration (sec)", "Publish time",
          "Permalink", "Post type", "Data comment", "Date", "Views", "Reach", "Likes", "Shares", "Follows", "Comments", "Saves")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
WORDS = ("fresh", "bread", "today", "come", "in", "warm", "oven", "rye", "loaf", "seeds", "morning", "queue", "flour", "story")


def write_export(path: Path, rows: int) -> None:
    """Write an Instagram content export of made-up posts, newest first, captions with line feeds."""
    chance = random.Random(7)
    start = datetime(2026, 9, 30, tzinfo=UTC)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(HEADER)
        for n in range(rows):
            posted = start - timedelta(minutes=7 * n)
            # An Instagram short code carries its upload time; the file's clock is Los Angeles'.
            code = _code(((int(posted.timestamp() * 1000) - 1314220021721) << 23) | chance.getrandbits(23))
            local = posted - timedelta(hours=7)
            caption = " ".join(chance.choices(WORDS, k=30)) + "\n\n" + " ".join(chance.choices(WORDS, k=12))
            views = chance.randrange(200, 90_000)
            out.writerow((17_900_000_000_000_000 + n, 17841400000000001, "bakery", "Bakery", caption, chance.randrange(90),
                          f"{local:%m/%d/%Y %H:%M}", f"https://www.instagram.com/p/{code}/",
                          chance.choice(("IG image", "IG reel", "IG carousel")), "", "Lifetime", views, views * 2 // 3,
                          views // 30, views // 400, views // 900, views // 300, views // 500))


def _code(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number, 64)
        letters = LETTERS[rest] + letters
    return letters


PLAIN = """
import csv, sqlite3, sys
csv.field_size_limit(1 << 20)
connection = sqlite3.connect(sys.argv[2])
connection.execute("pragma journal_mode=wal")
with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
    rows = csv.reader(file)
    header = next(rows)
    connection.execute("create table t (%s)" % ", ".join('"%s" text' % name for name in header))
    connection.executemany("insert into t values (%s)" % ",".join("?" * len(header)), rows)
connection.commit()
"""


def cpu_of(command: list[str]) -> tuple[float, float, int]:
    """Run a command and return its CPU seconds, its wall seconds and the peak memory of any child so far in MB."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.perf_counter() - begun, after.ru_maxrss // 1024


def main(rows: int = 1_000_000) -> None:
    """Write the file, read it both ways, print."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "export.csv"
        write_export(file, rows)
        plain, plain_wall, _ = cpu_of([sys.executable, "-c", PLAIN, str(file), f"{folder}/plain.db"])
        words = [sys.executable, "-m", "bot", "import", str(file), "--store", f"sqlite:///{folder}/coach.db", "--json"]
        ours, ours_wall, memory = cpu_of(words)
        again, again_wall, _ = cpu_of(words)
        print(f"{rows:,} rows, {file.stat().st_size / 1e6:.0f} MB")
        print(f"csv + executemany   {plain:6.1f} CPU s  {plain_wall:6.1f} s")
        print(f"import              {ours:6.1f} CPU s  {ours_wall:6.1f} s   {ours / plain:.2f} times, peak {memory} MB")
        print(f"the same file again {again:6.1f} CPU s  {again_wall:6.1f} s   {again / plain:.2f} times")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
