"""Files become trees, within limits and with places."""

import os
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario import load
from sim.scenario.nodes import Mapping, Scalar
from sim.scenario.opening import read_text
from sim.scenario.reading import read


def only_fault(path: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert len(caught.value.faults) == 1
    return caught.value.faults[0].message


@pytest.mark.parametrize("text", ["NO", "on", "12:30", "1e6", "0o17", "2018-01-23", "~", "yes"])
def test_a_bare_word_stays_what_was_written(text: str) -> None:
    root, faults = read(f"key: {text}", "x.yaml")
    assert isinstance(root, Mapping)
    value = root.items["key"]
    assert isinstance(value, Scalar)
    assert (value.text, value.quoted, faults) == (text, False, ())


def test_every_value_knows_its_place() -> None:
    root, _ = read("a: 1\nb:\n  - x\n  - é: [y]\n", "x.yaml")
    assert isinstance(root, Mapping)
    assert str(root.keys["b"]) == "x.yaml:2:1"
    assert str(root.items["b"].place) == "x.yaml:3:3"


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "examples" / "minimal.yaml"
    file = tmp_path / "a.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + source.read_bytes())
    assert load(file).scenario == load(source).scenario


def test_line_ends_of_windows_are_no_fault(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "examples" / "rich.yaml"
    file = tmp_path / "a.yaml"
    file.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))
    assert load(file).scenario == load(source).scenario


def test_a_missing_file_is_one_fault(tmp_path: Path) -> None:
    assert only_fault(tmp_path / "a.yaml") == "there is no such file"


def test_a_folder_is_one_fault(tmp_path: Path) -> None:
    assert only_fault(tmp_path) == "this is a folder; a scenario is one file"


def test_a_named_pipe_is_one_fault_and_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert only_fault(tmp_path / "pipe.yaml") == "this is not a regular file"


def test_a_device_is_one_fault(tmp_path: Path) -> None:
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    assert only_fault(tmp_path / "zero.yaml") == "this is not a regular file"


def test_a_file_without_permission_is_one_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, flags: int) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert only_fault(tmp_path / "a.yaml") == "this file may not be read (no permission)"


def test_a_path_with_a_zero_byte_is_one_fault() -> None:
    assert only_fault(Path("a\0.yaml")) == "this file cannot be read"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfea\x00", "the file is saved as UTF-16; save it as UTF-8"),
        (b"a: 1\nb: caf\xe9\n", "a byte here is not UTF-8 text; save the file as UTF-8"),
        (b"\x7fELF\x02\x01", "an unprintable character (number 127) stands here; take it out"),
        (b"a: \x00", "an unprintable character (number 0) stands here; take it out"),
        (b"#" * (1024 * 1024 + 1), "the file is larger than 1 MiB; a scenario is a few hundred lines"),
    ],
)
def test_a_file_that_is_no_text_is_one_fault(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "a.yaml").write_bytes(data)
    assert only_fault(tmp_path / "a.yaml") == message


def test_the_place_of_a_wrong_byte_is_counted_in_letters(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes("a: 1\né: ".encode() + b"\xe9")
    with pytest.raises(ScenarioError) as caught:
        read_text(file, "a.yaml")
    assert str(caught.value.faults[0].place) == "a.yaml:2:4"
