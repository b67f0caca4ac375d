"""The built wheel works in a fresh environment, from a folder that has nothing to do with the checkout."""

import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 300  # seconds


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel, and nothing else, into a fresh environment that borrows this one's libraries."""
    wheels = tmp_path_factory.mktemp("wheel")
    _call([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", wheels, ROOT], wheels)
    (wheel,) = wheels.glob("*.whl")
    home = tmp_path_factory.mktemp("elsewhere")
    venv.create(home, with_pip=False, symlinks=True)
    # A folder named in a .pth file is searched for modules, but its own .pth files are not read: the editable
    # installation of this checkout stays out of sight.
    (_packages(home) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python"), "--quiet"]
    _call([*pip, "install", "--no-deps", "--no-index", "--ignore-installed", wheel], wheels)
    return home


def test_the_installed_command_runs_a_shipped_scenario(elsewhere: Path, tmp_path: Path) -> None:
    done = _call([elsewhere / "bin" / "sim", "run", "montreal", "-n", "20"], tmp_path)
    assert "How it ends" in done.stdout
    assert "20 times" in done.stdout


def test_code_scenarios_and_glossary_come_from_the_wheel(elsewhere: Path, tmp_path: Path) -> None:
    done = _call([elsewhere / "bin" / "python", "-c", _WHERE], tmp_path)
    for line in done.stdout.splitlines():
        assert Path(line).resolve().is_relative_to(_packages(elsewhere).resolve()), line
        assert Path(line).is_file()


def test_the_installed_command_explains_a_term(elsewhere: Path, tmp_path: Path) -> None:
    assert "notice" in _call([elsewhere / "bin" / "sim", "explain", "notice"], tmp_path).stdout


_WHERE = """
import cli, sim
from pathlib import Path
from sim.scenario import find
print(cli.__file__)
print(sim.__file__)
print(find("montreal"))
print(Path(sim.__file__).parent / "_docs" / "glossary.md")
print(Path(sim.__file__).parent / "trade" / "figures.csv")
"""


def _packages(home: Path) -> Path:
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(home), "platbase": str(home)}))


def _call(command: Sequence[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "FORCE_COLOR"}}
    done = subprocess.run(
        command,
        check=False,
        cwd=folder,
        # Interpreted rules give the same numbers, and nothing is compiled for twenty trials.
        env=kept | {"NO_COLOR": "1", "PYTHONUTF8": "1", "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done
