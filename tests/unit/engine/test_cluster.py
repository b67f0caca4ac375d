"""Parts and points played by Dask workers: the same bytes as here, whatever becomes of a worker."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil
import pytest

pytest.importorskip("distributed")

from sim.durable import play_durably
from sim.engine import cluster as room
from sim.engine.cluster import Cluster, cluster
from sim.engine.crew import Count, Crew, Threads
from sim.engine.files import removed
from sim.engine.identity import code_of, identity
from sim.engine.parts import EVENTS, SUMMARY, TRIALS, Job
from sim.engine.seats import Named
from sim.engine.team import local_team
from sim.errors import MissingDependency, SimError, UsageError
from tests.builders import packed
from tests.doors.calling import Ended

ROOT = Path(__file__).resolve().parents[3]
SIM = (sys.executable, "-c", "import sys; sys.argv[0] = 'sim'; from cli import app; app()")
PATIENCE = 60.0  # seconds, for what takes one on a machine that is not busy


@pytest.fixture(scope="module")
def team() -> Iterator[Cluster]:
    with cluster("local:2") as found:
        until(lambda: found.workers == 2)
        yield found


def until(is_so: Callable[[], bool]) -> None:
    """Look again and again, until it is so."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "it has taken too long"
        time.sleep(0.02)


def address_of(team: Cluster) -> str:
    return str(team.client.scheduler_info()["address"])


def job(folder: Path, trials: int = 20_000, keep: str = EVENTS) -> Job:
    return Job(packed(), 3, trials, keep, folder / "run", {"of": "a test"})


def tree(folder: Path) -> dict[str, str]:
    """Return a hash of each file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def played(crew: Crew, one: Job) -> tuple[dict[str, str], Any]:
    """Return what files a crew leaves, and what it has found."""
    found, _ = play_durably(one, crew)
    return tree(one.working), found.to_data()


# What workers are given to do. They find these by the name of this module.


def doubled(number: int) -> int:
    return 2 * number


def fails(number: int) -> int:
    raise OSError(f"nothing works with {number}")


def refuses(number: int) -> int:
    raise SimError(f"{number} is not wanted")


def dies(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


@dataclass(frozen=True)
class DiesOnce:
    """A task that kills its worker where nobody has yet."""

    folder: Path

    def __call__(self, number: int) -> int:
        try:
            (self.folder / f"dead-{number}").touch(exist_ok=False)
        except FileExistsError:
            return number
        return dies(number)


def named(number: int) -> str:
    return f"number {number}"


@pytest.mark.parametrize(("keep", "trials"), [(SUMMARY, 120_000), (TRIALS, 120_000), (EVENTS, 12_000), (TRIALS, 10)])
def test_a_cluster_leaves_the_same_bytes_as_threads(team: Cluster, tmp_path: Path, keep: str, trials: int) -> None:
    here = played(Threads(2), job(tmp_path / "here", trials, keep))
    there = played(team, job(tmp_path / "there", trials, keep))
    assert there == here
    assert any(name.startswith("parts/") for name in there[0])


def test_a_folder_named_from_where_we_stand_is_found_by_workers_who_stand_elsewhere(
    team: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert played(team, job(Path("there"))) == played(Threads(2), job(Path("here")))


def test_from_a_machine_that_does_not_see_the_folder_files_travel(
    team: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    each, travelled = Cluster.each, list[list[str]]()

    def without_mark(self: Cluster, task: Any, items: Any, named: Any) -> Iterator[Any]:
        task.mark.unlink()
        for item, (found, files) in each(self, task, items, named):
            travelled.append([*files])
            yield item, (found, files)

    monkeypatch.setattr(Cluster, "each", without_mark)
    there = played(team, job(tmp_path / "there"))
    assert there == played(Threads(2), job(tmp_path / "here"))
    assert [[Path(name).parts[0] for name in names] for names in travelled] == [["whole", "whole", "parts"]] * 4


def test_a_worker_killed_in_mid_run_leaves_no_trace(team: Cluster, tmp_path: Path) -> None:
    one = job(tmp_path / "there", 300_000, TRIALS)
    pids = sorted(team.client.run(os.getpid).values())
    killed = list[int]()

    def shown(done: int, counts: Sequence[int] = (), /) -> None:
        if done and not killed:
            killed.append(pids[0])
            os.kill(pids[0], signal.SIGKILL)

    found, _ = play_durably(one, team, shown)
    assert killed
    here = played(Threads(2), replace(one, folder=tmp_path / "here" / "run"))
    assert (tree(one.working), found.to_data()) == here
    until(lambda: team.workers == 2)
    assert pids[0] not in team.client.run(os.getpid).values()


def test_a_task_whose_worker_dies_is_played_by_another(team: Cluster, tmp_path: Path) -> None:
    assert sorted(team.each(DiesOnce(tmp_path), range(1), named)) == [(0, 0)]


def test_a_task_whose_worker_always_dies_ends_with_a_sentence(team: Cluster) -> None:
    with pytest.raises(SimError, match="number 7: the worker that plays them died 3 times"):
        list(team.each(dies, [7], named))
    assert list(team.each(doubled, [7], named)) == [(7, 14)]


def test_trials_whose_worker_always_dies_are_named(
    team: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "Away", lambda *words: dies)
    with pytest.raises(SimError, match="trials 0 to 4,999: the worker"):
        play_durably(job(tmp_path, 5_000), team)


def test_an_error_of_a_task_is_told_with_what_it_was_about(team: Cluster) -> None:
    said = r"^number 5: a worker of local:2 failed: OSError: nothing works with 5 at test_cluster.py:\d+$"
    with pytest.raises(SimError, match=said):
        list(team.each(fails, [5], named))
    with pytest.raises(SimError, match=r"^5 is not wanted$"):
        list(team.each(refuses, [5], named))


def test_every_worker_has_a_next_task_at_hand_and_the_scheduler_not_all_of_them(team: Cluster) -> None:
    asked = list[int]()

    def items() -> Iterator[int]:
        for number in range(1_000):
            asked.append(number)
            yield number

    class Lazy(list[int]):
        def __iter__(self) -> Iterator[int]:
            return items()

    going = team.each(doubled, Lazy(), named)
    next(going)
    assert 4 <= len(asked) <= 2 * 10 + 1
    going.close()


def test_what_was_given_up_is_not_written_any_more(team: Cluster, tmp_path: Path) -> None:
    one = job(tmp_path, 1_000_000)
    results = team.results(one, one.parts, Count(one))
    next(results)
    results.close()
    until(lambda: not any(team.client.processing().values()))  # type: ignore[no-untyped-call]
    removed(one.working)
    assert not any(tmp_path.rglob("*"))


def test_a_strategy_in_a_seat_is_held_to_be_the_same_code(
    team: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    mine = tmp_path / "seat_of_a_cluster.py"
    mine.write_text("def hold(view):\n    return view.most\n", encoding="utf-8")
    seats = {"north": Named("seat_of_a_cluster", "hold", str(tmp_path))}
    one = replace(job(tmp_path / "there", 10, TRIALS), seats=seats)
    assert team.client.run(code_of, seats).values()  # every worker has seen it
    assert played(team, one) == played(Threads(1), replace(one, folder=tmp_path / "here" / "run"))
    mine.write_text("def hold(view):\n    return view.floor\n", encoding="utf-8")
    monkeypatch.setattr(room, "code_of", lambda seats: {"seat_of_a_cluster": "of now"})
    with pytest.raises(SimError, match="has another seat_of_a_cluster than this machine"):
        play_durably(replace(one, folder=tmp_path / "again" / "run"), team)


def test_workers_of_another_state_are_refused(team: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "identity", lambda: identity().replace("sim ", "sim 9.", 1))
    address = address_of(team)
    said = r"a worker \(tcp://.*\) has another state of sim .*\(sim 9\..* here, sim .* there"
    with pytest.raises(SimError, match=said), cluster(address):
        pass


def test_a_worker_of_another_state_that_joins_later_is_refused_by_its_first_task(
    team: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "identity", lambda: identity().replace("sources ", "sources 9"))
    with pytest.raises(SimError, match=r"a worker has another state of sim .*\(sources 9.* here, sources .* there"):
        list(team.each(doubled, [1], named))


@pytest.mark.parametrize(
    "address",
    ["", "local", "local:", "local:0", "local:x", "local:1000", "host:8786", "tcp://", "tcp://host", "tcp://a:b"],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    said = "expected a scheduler such as tcp://host:8786, or local:4"
    with pytest.raises(UsageError, match=said), cluster(address):
        pass


def test_where_nobody_answers_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_PATIENCE", 0.5)
    address = f"tcp://127.0.0.1:{_free_port()}"
    with pytest.raises(SimError, match=f"no scheduler answers at {address}: "), cluster(address):
        pass
    address = address.replace("tcp", "tls")  # and there is no certificate
    with pytest.raises(SimError, match=f"cannot speak to {address}: "), cluster(address):
        pass


def test_without_dask_the_line_that_installs_it_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingDependency, match="python -m pip install") as error, cluster("local:2"):
        pass
    assert error.value.exit_code == 5


def test_a_scheduler_that_goes_away_ends_the_run_and_what_is_finished_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_PATIENCE", 0.5)
    port, said = _free_port(), list[str]()
    address, one = f"tcp://127.0.0.1:{port}", job(tmp_path, 1_000_000)
    at = ("--no-dashboard", "--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path))
    with ExitStack() as stack:
        scheduler = stack.enter_context(
            _dask("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
        )
        stack.callback(scheduler.kill)
        until(lambda: _answers(port))
        worker = list[subprocess.Popen[bytes]]()

        def say(line: str) -> None:
            said.append(line)
            worker.append(stack.enter_context(_dask("worker", address, *at)))
            stack.callback(worker[0].kill)

        found = stack.enter_context(cluster(address, say))
        results = found.results(one, one.parts, Count(one))
        part, _ = next(results)
        scheduler.kill()
        with pytest.raises(SimError, match=f"scheduler at {address} has gone away; the same command goes on"):
            list(results)
    assert said == [f"waiting for the first worker of {address}"]
    assert (one.working / "parts" / f"{part.number:05}.json").is_file()


def test_a_sweep_is_the_same_by_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, team: Cluster) -> None:
    monkeypatch.chdir(tmp_path)
    address = address_of(team)
    words = ("sweep", "montreal", "--dial", "elasticity=3:8:4", "-n", "200", "--json")
    here = Ended(*words, "-o", "here")
    there = Ended(*words, "-o", "there", "--cluster", address)
    assert (there.code, there.out) == (0, here.out), there.err
    files = [{Path(name).name: code for name, code in tree(tmp_path / each).items()} for each in ("here", "there")]
    assert files[0] == files[1]


@pytest.mark.parametrize("study", [("-n", "100"), ("--nested", "--points", "5", "-n", "50")])
def test_a_sensitivity_study_is_the_same_by_command(study: tuple[str, ...], team: Cluster) -> None:
    words = ("sensitivity", "montreal", *study, "--json")
    here, there = Ended(*words), Ended(*words, "--cluster", address_of(team))
    assert (there.code, there.out) == (0, here.out), there.err


def test_a_comparison_is_the_same_by_command_and_starts_its_workers_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    started = list[int]()

    def counted(hands: int, tries: int) -> Any:
        started.append(hands)
        return local_team(hands, tries)

    monkeypatch.setattr(room, "local_team", counted)
    words = ("compare", "montreal", "no-threats", "-n", "300", "--json")
    here, there = Ended(*words, "-o", "here"), Ended(*words, "-o", "there", "--cluster", "local:2")
    assert (there.code, there.out) == (0, here.out.replace('"here/', '"there/')), there.err
    assert started == [2]
    again = Ended(*words, "-o", "there", "--cluster", "local:2")
    assert (again.out, started) == (there.out, [2]), "what is kept needs no worker"


def test_nothing_goes_on_in_this_process_once_a_team_is_ended() -> None:
    with cluster("local:1") as found:
        team: Any = found.client.cluster
        task = team._sync_cluster_info_task
        assert not task.done()
    until(task.done)


def test_the_command_says_nothing_but_its_own_and_leaves_no_process(tmp_path: Path) -> None:
    with _sweep(tmp_path, "elasticity=3:8:6", "500") as running:
        family = list[psutil.Process]()
        while running.poll() is None:
            family += [each for each in _children(running.pid) if each not in family]
            time.sleep(0.05)
        out, err = running.communicate()
    assert running.returncode == 0
    assert len(family) >= 2
    assert [line.split()[0] for line in err.splitlines() if line] == ["saved", "next"]
    assert "Share of trials by elasticity" in out
    _all_end(family)


@pytest.mark.skipif(os.name == "nt", reason="signals of a terminal are those of POSIX")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_a_command_that_is_stopped(tmp_path: Path, how: signal.Signals) -> None:
    with _sweep(tmp_path, "elasticity=3:8:500", "5000") as running:
        if how == signal.SIGINT:
            until(lambda: any(tmp_path.rglob("*.part/0*.json")))
        until(lambda: len(_children(running.pid)) >= 3)  # the workers and what multiprocessing adds
        family = _children(running.pid)
        if how == signal.SIGINT:
            os.killpg(running.pid, how)  # as a terminal does
        else:
            running.kill()
        _, err = running.communicate(timeout=PATIENCE)
        _all_end(family)
    if how == signal.SIGINT:
        assert running.returncode == 130
        assert err.startswith("interrupted; ")
        assert err.endswith(" --cluster local:2\n")
        assert len(err.splitlines()) == 1


def _sweep(folder: Path, dial: str, trials: str) -> subprocess.Popen[str]:
    hearing = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    words = ("sweep", "montreal", "--dial", dial, "-n", trials, "--cluster", "local:2")
    return subprocess.Popen(
        [sys.executable, "-c", f"{hearing}; {SIM[2]}", *words],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def _dask(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]],
        env=_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _environment() -> dict[str, str]:
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, "NO_COLOR": "1"}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as found:
        return found.connect_ex(("127.0.0.1", port)) == 0


def _children(pid: int) -> list[psutil.Process]:
    try:
        return list(psutil.Process(pid).children(recursive=True))
    except psutil.NoSuchProcess:
        return []


def _all_end(family: list[psutil.Process]) -> None:
    """See that all processes have ended 2 seconds from now."""
    _, alive = psutil.wait_procs(family, timeout=2)
    assert [each for each in alive if each.status() != psutil.STATUS_ZOMBIE] == []
