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
# A process of its own starts what is watched: on Linux the peak of a child begins with the size of who starts it.
_WATCHED = (
    "import resource, subprocess, sys\n"
    "subprocess.run(sys.argv[1:], check=True)\n"
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


def peak(*command: str) -> tuple[float, str]:
    """Return the most memory that a command held at any time, in MiB, and what it printed.

    Where it starts processes of its own, this is the peak of the largest.
    """
    printed, _, most = answer(*PYTHON, _WATCHED, *command).rstrip("\n").rpartition("\n")
    return float(most) / _PER_MIB, printed


def takes(command: str, option: str) -> bool:
    """Tell whether a command of `sim` has an option."""
    return option in answer(*SIM, command, "--help")


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    # With what Python keeps of its sources, as with any user: compiling ours anew takes an eighth of a start.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), **settings}
