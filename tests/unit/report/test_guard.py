"""Every error becomes a sentence and an exit code."""

import pytest

from sim.errors import Fault, MissingName, Place, ScenarioError, SimError
from sim.report.guard import Interrupted, guarded


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (SimError("it broke"), 1, "error: it broke\n"),
        (MissingName("no such name"), 4, "error: no such name\n"),
        (ScenarioError([Fault(Place("a.yaml", 3, 7), "about", "is odd")]), 3, "a.yaml:3:7: error: about: is odd\n"),
        (Interrupted("stopped; all is kept"), 130, "stopped; all is kept\n"),
        (KeyboardInterrupt(), 130, "interrupted; nothing was written\n"),
        (MemoryError(), 1, "error: there is not enough memory for this; play fewer trials (-n)\n"),
    ],
)
def test_an_error_has_its_code_and_its_words(
    error: BaseException, code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        guarded(lambda: _fail(error))()
    assert ended.value.code == code
    assert capsys.readouterr().err == words


def test_a_bug_is_one_line_with_its_place_and_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SIM_DEBUG", raising=False)
    with pytest.raises(SystemExit) as ended:
        guarded(lambda: _fail(ValueError("two\nlines")))()
    words = capsys.readouterr().err
    assert ended.value.code == 1
    assert words.count("\n") == 1
    assert "ValueError: two lines" in words


def test_a_bug_has_its_traceback_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIM_DEBUG", "1")
    with pytest.raises(ValueError, match="odd"):
        guarded(lambda: _fail(ValueError("odd")))()


def test_an_exit_code_passes() -> None:
    with pytest.raises(SystemExit) as ended:
        guarded(lambda: _fail(SystemExit(3)))()
    assert ended.value.code == 3


def _fail(error: BaseException) -> None:
    raise error
