"""On which machine was it measured, and how?  What records share."""

import platform
import time
from collections.abc import Callable
from pathlib import Path


def processor() -> str:
    """Return the model of the processor."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    models = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def least(call: Callable[[], object], tries: int) -> float:
    """Return the least processor time of some calls, s."""
    times = []
    for _ in range(tries):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return min(times)
