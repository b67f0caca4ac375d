"""`sim validate`: every fault of scenario files, with file, line and column."""

from collections.abc import Sequence
from typing import Any

from sim.errors import Fault, ScenarioError
from sim.report.voice import Voice
from sim.scenario import load


def validate(voice: Voice, files: Sequence[str], strict: bool) -> None:
    """Show the faults of each file; raise SystemExit with code 3 if there are any, MissingName for an unknown name."""
    found = [(file, *_faults(file, strict)) for file in files]
    data = {
        "schema": "sim/validate/v1",
        "files": [
            {
                "file": file,
                "is_valid": error is None,
                "errors": [_fault(one) for one in (error.faults if error else ())],
                "warnings": [_fault(one) for one in warnings],
            }
            for file, error, warnings in found
        ],
    }
    voice.answer(data, lambda: [line for one in found for line in _lines(*one)])
    valid = [file for file, error, _ in found if error is None]
    if len(valid) == len(found):
        voice.next(f"sim run {valid[0]}", f"sim sources {valid[0]}")
    else:
        raise SystemExit(ScenarioError.exit_code)


def _faults(file: str, strict: bool) -> tuple[ScenarioError | None, tuple[Fault, ...]]:
    try:
        return None, load(file, strict=strict).warnings
    except ScenarioError as error:
        return error, ()


def _lines(file: str, error: ScenarioError | None, warnings: tuple[Fault, ...]) -> list[str]:
    if error is not None:
        return str(error).splitlines()
    count = len(warnings)
    verdict = "no warnings" if not count else f"{count} warning{'s' if count > 1 else ''}"
    return [*(str(one) for one in warnings), f"{file}: valid, {verdict}"]


def _fault(fault: Fault) -> dict[str, Any]:
    place = fault.place
    return {
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "path": fault.path,
        "severity": fault.severity,
        "message": fault.message,
    }
