"""The command as a process of its own: what it imports, how it is stopped, where its words go."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SIM = (sys.executable, "-c", "import sys; sys.argv[0] = 'sim'; from cli import app; app()")
# Pydantic is not among them: Typer itself loads it to read options. Our use of it is all in sim.scenario.
HEAVY = "numpy numba duckdb simpy yaml rich sim.scenario sim.simulate".split()
# A shell without job control starts what runs in the background deaf to interrupts.
HEARING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
LIMIT = 300  # seconds; rules may have to be compiled


def _environment(more: dict[str, str] | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"FORCE_COLOR", "NO_COLOR"}}
    return kept | {"PYTHONPATH": str(ROOT), "COLUMNS": "100", "PYTHONUTF8": "1"} | (more or {})


def _sim(folder: Path, *words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*SIM, *words],
        check=False,
        cwd=folder,
        env=_environment(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=LIMIT,
    )


@pytest.mark.parametrize(
    ("words", "more"),
    [
        (["--help"], {}),
        (["run", "--help"], {}),
        (["list"], {}),
        (["explain", "notice"], {}),
        (["--version"], {}),
        ([], {"_SIM_COMPLETE": "complete_bash", "COMP_WORDS": "sim run mon", "COMP_CWORD": "2"}),
    ],
)
def test_what_should_be_quick_loads_nothing_heavy(words: list[str], more: dict[str, str], tmp_path: Path) -> None:
    program = (
        f"import sys; sys.argv = ['sim', *{words!r}]\n"
        "from cli import app\n"
        "try:\n    app()\n"
        f"finally:\n    print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        cwd=tmp_path,
        env=_environment(more),
        capture_output=True,
        encoding="utf-8",
    )
    assert ended.stderr.strip().endswith("[]"), ended.stderr
    assert ended.stdout


def test_the_shell_completes_names_of_scenarios(tmp_path: Path) -> None:
    ended = _sim(tmp_path, env={"_SIM_COMPLETE": "complete_bash", "COMP_WORDS": "sim run mon", "COMP_CWORD": "2"})
    assert ended.stdout.split() == [b"montreal", b"montreal-concede"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("run", "montreal", "-n", "50"), 0),
        (("run", "montreal", "-n", "0"), 2),
        (("rum",), 2),
        (("run", "montreal", "--set", "nothing=1"), 3),
        (("run", "nowhere"), 4),
        (("replay", "nowhere"), 4),
    ],
)
def test_the_exit_code_says_how_it_ended(words: tuple[str, ...], code: int, tmp_path: Path) -> None:
    ended = _sim(tmp_path, *words)
    assert ended.returncode == code, ended.stderr
    assert (ended.stdout == b"") == (code != 0)
    assert b"Traceback" not in ended.stderr


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ended = subprocess.run(
        [*SIM, "explain"],
        check=False,
        cwd=tmp_path,
        env=_environment(),
        stdout=writer,
        stderr=subprocess.PIPE,
        timeout=LIMIT,
    )
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_behind_stdout_is_one_plain_line(tmp_path: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = subprocess.run(
            [*SIM, "explain"],
            check=False,
            cwd=tmp_path,
            env=_environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=LIMIT,
        )
    assert ended.returncode == 1
    assert b"error: cannot write the answer: no space left on device\n" in ended.stderr
    assert b"bug" not in ended.stderr


def test_a_terminal_without_unicode_gets_plain_bars(tmp_path: Path) -> None:
    ended = _sim(tmp_path, "run", "montreal", "-n", "50", env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    assert ended.returncode == 0
    assert b"####" in ended.stdout
    assert ended.stdout.isascii()


@pytest.mark.parametrize(
    ("more", "coloured"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_colour_is_for_those_who_want_it(more: dict[str, str], coloured: bool, tmp_path: Path) -> None:
    ended = _sim(tmp_path, "run", "montreal", "-n", "50", env={"TERM": "xterm", **more})
    assert (b"\x1b[" in ended.stdout) == coloured


def test_json_alone_is_on_stdout_even_when_rules_are_compiled_first(tmp_path: Path) -> None:
    ended = _sim(tmp_path, "run", "montreal", "-n", "50", "--json")
    assert ended.stdout.startswith(b'{\n  "schema": "sim/run/v1"')
    assert ended.stdout.endswith(b"}\n")


def test_two_processes_print_the_same(tmp_path: Path) -> None:
    pages = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        pages.append(_sim(tmp_path / name, "run", "montreal", "-n", "300", "--json").stdout)
    assert pages[0] == pages[1]
