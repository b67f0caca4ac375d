"""Run Python and `sim` in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = (sys.executable, "-c")
SIM = (*PYTHON, "import cli; cli.app()")

# What `ru_maxrss` counts in: kilobytes, on a Mac bytes. Figures are in MiB.
_PER_MIB = 2**20 if sys.platform == "darwin" else 2**10
_WATCHED = (
    "import resource, subprocess, sys\n"
    "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
)


def answer(*command: str, **settings: str) -> str:
    """Return what a command prints; settings are variables of its environment."""
    found = subprocess.run(command, check=True, capture_output=True, text=True, env=_environment(settings))
    return found.stdout


def quietly(*command: str, **settings: str) -> None:
    """Run a command and let nobody hear of it."""
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment(settings)
    )


def peak(*command: str) -> float:
    """Return the most memory that a command held at any time, in MiB: of the largest of its processes."""
    return float(answer(*PYTHON, _WATCHED, *command)) / _PER_MIB


def takes(command: str, option: str) -> bool:
    """Tell whether a command of `sim` has an option."""
    return option in answer(*SIM, command, "--help")


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **settings}
