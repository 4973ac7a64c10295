"""Ctrl-C: one line, no half page, and the next call goes on from there."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from ecosystem_nb.paths import root as repository


def test_an_interrupted_build_ends_with_one_line(tmp_path: Path) -> None:
    """The real dodo.py, with its pages replaced by one that sleeps."""
    text = (repository() / "dodo.py").read_text(encoding="utf-8")
    started = tmp_path / "started"
    sleep = f"import pathlib, time; pathlib.Path({str(started)!r}).touch(); time.sleep(60)"
    text = text.replace(
        '"actions": [[*STEP, "execute", page.name]]', f'"actions": [[sys.executable, "-c", {sleep!r}]]'
    ).replace("is_fresh(page, ROOT)", "False")
    text = text.replace('ROOT / "_build" / "doit.json"', f"{str(tmp_path / 'doit.json')!r}")
    assert sleep in text
    (tmp_path / "dodo.py").write_text(text, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "dodo.py"), "run", "-n", "2", "page"]
    running = subprocess.Popen(
        command,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's `&` ignores it
    )
    end = time.monotonic() + 30
    while not started.exists() and time.monotonic() < end:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 1
    # The page's own process may still say its last word: the order of the two is the system's.
    assert "interrupted; the next call goes on from here" in said
    assert "dodo.py" not in said
