"""Faults of ours go to a file, and a person gets a sentence with a short id; a process that stays up says what it does."""

from __future__ import annotations

import time
from pathlib import Path

LOG = Path("coach.log")


def kept_in_log(error: BaseException) -> str:
    """Keep a fault of ours in the log under a short id and return the sentence a person sees."""
    import secrets
    import traceback

    from bot import clock

    number = secrets.token_hex(3)
    try:
        with LOG.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"{clock.now():%Y-%m-%dT%H:%M:%SZ} fault id={number}\n")
            log.write("".join(traceback.format_exception(error)) + "\n")
    except OSError:
        return f"Something went wrong on our side ({type(error).__name__}), and {LOG} could not be written."
    return f"Something went wrong on our side (id {number}). Nothing was half written; {LOG} holds the details."


def say_what_happens() -> None:
    """Let the coach's own log lines go to standard error, in UTC; of the libraries only their warnings do."""
    import logging

    lines = logging.Formatter("%(asctime)sZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")
    lines.converter = time.gmtime
    handler = logging.StreamHandler()
    handler.setFormatter(lines)
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("bot").setLevel(logging.INFO)
