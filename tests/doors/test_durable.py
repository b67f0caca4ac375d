"""Runs that are cut short, from outside: signals, `kill -9`, a full disk, damage, and two commands at once."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.doors.calling import Ended
from tests.doors.test_cli_process import HEARING, LIMIT, SIM, _environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")

TRIALS = 200_000
RUN = ("run", "montreal", "-n", str(TRIALS))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("undisturbed")
    assert _started(folder, *RUN).wait(LIMIT) == 0
    return _tree(folder)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_within_a_second_with_130_and_the_line_that_goes_on(
    number: signal.Signals, tmp_path: Path, undisturbed: dict[str, str]
) -> None:
    running = _started(tmp_path, *RUN)
    _eventually(lambda: len(_records(tmp_path)) >= 1)
    sent = time.monotonic()
    running.send_signal(number)
    out, err = running.communicate(timeout=LIMIT)
    ended = time.monotonic() - sent
    assert running.returncode == 130
    assert out == b""
    assert b" of 200,000 trials are kept in runs/" in err
    assert b"this goes on: sim run montreal -n 200000" in err
    assert ended < 3.0  # a second on a machine that is not busy with other tests
    again = _started(tmp_path, *RUN, "--resume")
    out, err = again.communicate(timeout=LIMIT)
    assert again.returncode == 0
    assert b"of these before" in out
    assert _tree(tmp_path) == undisturbed


def test_twenty_kills_at_random_moments_change_no_byte(tmp_path: Path, undisturbed: dict[str, str]) -> None:
    moments = np.random.default_rng(20180112).uniform(0.0, 0.8, 20).tolist()
    while moments:
        running = _started(tmp_path, *RUN)
        _wait_for_the_beginning(tmp_path, running)
        try:
            running.wait(moments[-1])
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait(LIMIT)
            moments.pop()
        else:  # it was done before it could be killed, and begins anew
            assert _tree(tmp_path) == undisturbed
            shutil.rmtree(tmp_path / "runs")
    assert _started(tmp_path, *RUN).wait(LIMIT) == 0
    assert _tree(tmp_path) == undisturbed


def test_two_commands_that_want_the_same_run_end_with_one_and_the_same(
    tmp_path: Path, undisturbed: dict[str, str]
) -> None:
    both = [_started(tmp_path, *RUN, "--json") for _ in range(2)]
    answers = [one.communicate(timeout=LIMIT) for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert json.loads(answers[0][0]) == json.loads(answers[1][0])
    assert _tree(tmp_path) == undisturbed


def test_a_full_disk_is_one_line_and_the_run_goes_on_when_there_is_room(tmp_path: Path) -> None:
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4_000_000, 4_000_000))"
    words = ("run", "montreal", "-n", "60000")
    ended = subprocess.run(
        [sys.executable, "-c", f"{limited}; {SIM[2]}", *words],
        check=False,
        cwd=tmp_path,
        env=_environment(),
        capture_output=True,
        timeout=LIMIT,
    )
    assert ended.returncode == 1
    lines = [line for line in ended.stderr.decode().splitlines() if not line.startswith("compiling")]
    assert len(lines) == 1
    assert lines[0].startswith("error: cannot write runs/") or "cannot write" in lines[0]
    assert "a file would grow larger than is allowed here" in lines[0]
    assert not list((tmp_path / "runs").glob("*/manifest.json"))
    assert _started(tmp_path, *words).wait(LIMIT) == 0
    assert len(list((tmp_path / "runs").glob("*/manifest.json"))) == 1


def test_resume_refuses_what_was_never_begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    ended = Ended("run", "montreal", "-n", "300", "--resume")
    assert ended.code == 2
    assert "there is nothing to resume" in ended.err
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize("keep", ["summary", "trials", "events"])
def test_what_is_kept_changes_nothing_that_is_said(keep: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    ended = Ended("run", "montreal", "-n", "300", "--keep", keep, "--json", "-o", keep)
    plain = Ended("run", "montreal", "-n", "300", "--json", "-o", "plain")
    assert (ended.code, ended.out) == (0, plain.out)
    (folder,) = (tmp_path / keep).iterdir()
    tables = {path.name for path in folder.glob("*.parquet")}
    assert tables == {"summary": set(), "trials": {"trials.parquet"}}.get(keep, {"trials.parquet", "events.parquet"})
    replayed = Ended("replay", str(folder))
    assert replayed.code == 0, replayed.err


def test_a_run_with_more_kept_is_shown_for_less_and_played_for_more(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "already played" not in Ended("run", "montreal", "-n", "300", "--keep", "summary").out
    assert "already played" not in Ended("run", "montreal", "-n", "300").out
    assert "already played" in Ended("run", "montreal", "-n", "300", "--keep", "summary").out
    assert len(list((tmp_path / "runs").iterdir())) == 1


def test_what_cannot_be_kept_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    ended = Ended("run", "montreal", "--keep", "everything")
    assert (ended.code, ended.out) == (2, "")
    assert "--keep everything: expected summary, trials or events" in ended.err


def _started(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", f"{HEARING}; {SIM[2]}", *words],
        cwd=folder,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _wait_for_the_beginning(folder: Path, running: subprocess.Popen[bytes]) -> None:
    _eventually(lambda: any((folder / "runs").glob("*.part")) or running.poll() is not None)


def _records(folder: Path) -> list[Path]:
    return list((folder / "runs").glob("*.part/parts/*.json"))


def _tree(folder: Path) -> dict[str, str]:
    """Return the files of a run; the manifest says on which command they were made, and is left out."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json" and not path.name.startswith(".lock-")
    }


def _eventually(look: Callable[[], bool]) -> None:
    started = time.monotonic()
    while not look():
        assert time.monotonic() - started < LIMIT
        time.sleep(0.01)
