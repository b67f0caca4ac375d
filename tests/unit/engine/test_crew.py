"""Who plays the parts: errors, processes that die, and that none outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from sim.durable import play_durably
from sim.engine import crew as crews
from sim.engine.crew import Count, Processes, Seated, Threads
from sim.engine.parts import TRIALS, Job, begun
from sim.engine.seats import Named
from sim.errors import SimError
from sim.scenario import load
from sim.scenario.packing import pack
from tests.builders import scenario

ROOT = Path(__file__).parents[3]
LIMIT = 60.0

# Strategies of a user, in a module of their own: each is called in a process that only knows the module's name.
STRATEGIES = """
import os, signal, time
from pathlib import Path

HERE = Path(__file__).parent

def firm(view):
    return view.most - 0.2 * view.elapsed

def dies_once(view):
    if (view.trial == 700).any():
        try:
            (HERE / "died").touch(exist_ok=False)
        except FileExistsError:
            return firm(view)
        os.kill(os.getpid(), signal.SIGKILL)
    return firm(view)

def always_dies(view):
    if (view.trial == 700).any():
        os.kill(os.getpid(), signal.SIGKILL)
    return firm(view)

def breaks(view):
    if (view.trial == 700).any():
        raise ValueError("out of ideas")
    return firm(view)

def slow(view):
    (HERE / f"pid-{os.getpid()}").touch()
    time.sleep(0.05)
    return firm(view)

def nonsense(view):
    return None
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    (tmp_path / "strategies_of_mine.py").write_text(STRATEGIES)
    return tmp_path


def test_a_process_that_dies_is_replaced_and_its_part_played_again(mine: Path) -> None:
    job = _job(mine, "dies_once")
    found, _ = play_durably(job, Processes(2))
    assert (mine / "died").exists()
    assert found == play_durably(_job(mine, "firm", "other"), Threads(1))[0]


def test_a_part_that_no_process_survives_ends_the_run_and_names_its_trials(mine: Path) -> None:
    job = _job(mine, "always_dies")
    with pytest.raises(SimError, match=r"plays trials 500 to 749 died 3 times; finished parts are kept"):
        play_durably(job, Processes(1))
    assert begun(job) == 500


@pytest.mark.parametrize(
    ("strategy", "words"),
    [
        ("breaks", r"your own code failed: ValueError: out of ideas at strategies_of_mine\.py:26"),
        ("nonsense", r"the strategy in the seat of north returned nothing; expected 250 aspirations"),
    ],
)
def test_what_a_user_s_strategy_does_wrong_is_told_in_words(mine: Path, strategy: str, words: str) -> None:
    with pytest.raises(SimError, match=words):
        play_durably(_job(mine, strategy), Processes(2))


def test_few_trials_are_played_here_and_many_in_processes_which_is_said(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    here, _ = play_durably(_job(mine, "firm"), Seated(2, said.append))
    assert said == []
    monkeypatch.setattr(crews, "_WORTH_IT", 0.0)
    there, _ = play_durably(_job(mine, "firm", "there"), Seated(2, said.append))
    assert said == ["a strategy in Python keeps one processor busy: 2 processes play it"]
    assert here == there


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_no_process_outlives_a_parent_that_is_killed(mine: Path) -> None:
    code = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(mine)!r}]\n"
        "from pathlib import Path\n"
        "from tests.unit.engine.test_crew import _job\n"
        "from sim.durable import play_durably\n"
        "from sim.engine.crew import Processes\n"
        "if __name__ == '__main__':\n"
        f"    play_durably(_job(Path({str(mine)!r}), 'slow'), Processes(2))\n"
    )
    (mine / "parent.py").write_text(code)
    parent = subprocess.Popen([sys.executable, str(mine / "parent.py")], cwd=mine)
    children = _eventually(lambda: [int(path.name[4:]) for path in mine.glob("pid-*")], 2)
    parent.send_signal(signal.SIGKILL)
    parent.wait(LIMIT)
    _eventually(lambda: [pid for pid in children if not _is_alive(pid)], 2, within=5.0)


def test_progress_counts_trials_and_endings(mine: Path) -> None:
    heard: list[tuple[int, tuple[int, ...]]] = []
    job = Job(pack(load("montreal").scenario), 1, 3_000, TRIALS, mine / "run", {})
    found, _ = play_durably(job, Threads(2), lambda done, endings: heard.append((done, tuple(endings))))
    assert heard[-1] == (3_000, tuple(kind.count for kind in found.kinds["ending"].values()))
    assert all(sum(endings) == done for done, endings in heard)
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)


def test_threads_that_are_stopped_stop_at_the_next_chunk(mine: Path) -> None:
    job = Job(pack(load("montreal").scenario), 1, 40_000, TRIALS, mine / "run", {})
    count = Count(job)
    results = Threads(2).results(job, job.parts, count)
    count.stop()
    with pytest.raises(crews.Stopped):
        next(results)
    assert begun(job) == 0


def _job(folder: Path, strategy: str, name: str = "run") -> Job:
    seats = {"north": Named("strategies_of_mine", strategy, str(folder))}
    return Job(pack(scenario()), 1, 1_000, TRIALS, folder / name, {}, seats, size=250)


def _eventually(look: Any, count: int, within: float = LIMIT) -> list[int]:
    """Wait until so many are found; a machine under load may take its time."""
    started = time.monotonic()
    while len(found := look()) < count:
        assert time.monotonic() - started < within
        time.sleep(0.05)
    return list(found)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
