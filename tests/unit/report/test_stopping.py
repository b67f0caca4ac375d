"""A command that does not end by itself when it is stopped is ended."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sim.report.stopping import Stopping

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")

ROOT = Path(__file__).parents[3]
# One step for Python, of many minutes.
DEAF = """
import hashlib
from sim.report.stopping import Stopping
with Stopping("sim run montreal"):
    print("ready", flush=True)
    hashlib.pbkdf2_hmac("sha256", b"a word", b"salt", 2_000_000_000)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_command_inside_one_long_step_is_ended_within_a_second(number: signal.Signals) -> None:
    hearing = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    running = subprocess.Popen(
        [sys.executable, "-c", f"{hearing}\n{DEAF}"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout is not None
    assert running.stdout.readline() == b"ready\n"
    time.sleep(0.5)  # it is inside that step by now
    started = time.monotonic()
    running.send_signal(number)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert err == b"interrupted; what was finished is kept; this starts again or goes on: sim run montreal\n"
    assert time.monotonic() - started < 5.0  # 0.8 s on a machine that is not busy


def test_a_command_that_ends_by_itself_is_left_alone_and_signals_are_as_they_were() -> None:
    before = signal.getsignal(signal.SIGTERM), signal.set_wakeup_fd(-1)
    signal.set_wakeup_fd(before[1])
    with pytest.raises(KeyboardInterrupt), Stopping("sim"):
        signal.raise_signal(signal.SIGTERM)
    time.sleep(1.0)  # the thread that listened would end this process by now
    after = signal.getsignal(signal.SIGTERM), signal.set_wakeup_fd(-1)
    signal.set_wakeup_fd(after[1])
    assert after == before


def test_it_does_nothing_in_other_threads() -> None:
    ended: list[bool] = []

    def inside() -> None:
        with Stopping("sim"):
            ended.append(True)

    thread = threading.Thread(target=inside)
    thread.start()
    thread.join()
    assert ended == [True]
