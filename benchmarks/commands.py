"""How long the reader's commands take beside their budgets: run in a checkout whose book is built.

.venv/bin/python benchmarks/commands.py
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CLI = [str(Path(sys.executable).with_name("ecosystem-nb"))]
RUNS = 5
COMMANDS = {
    "make book, nothing changed": (["make", "book"], 3.0, 0),
    "ecosystem-nb list": ([*CLI, "list"], 1.0, 0),
    "ecosystem-nb run, bad parameters": ([*CLI, "run", "network/wan-need", "-p", "burst_factor=nan"], 1.0, 2),
}


def seconds(command: list[str], code: int) -> float:
    """Run a command once and return its wall time (s)."""
    started = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - started
    if done.returncode != code:
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}, expected {code}\n{done.stderr}")
    return wall


def main() -> None:
    """Print least, median and most of a few runs, after one that is not counted."""
    print(f"{'command':<34} {'least s':>8} {'median s':>9} {'most s':>7} {'budget s':>9}")
    for name, (command, budget, code) in COMMANDS.items():
        seconds(command, code)
        times = [seconds(command, code) for _ in range(RUNS)]
        middle = statistics.median(times)
        print(f"{name:<34} {min(times):>8.2f} {middle:>9.2f} {max(times):>7.2f} {budget:>9.1f}")


if __name__ == "__main__":
    main()
