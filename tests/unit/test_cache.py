"""What takes long is kept, whole or not at all, and a cache that cannot be used costs time only."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cache import cache_base, kept

LARGE = 1 << 20


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("SIM_CACHE_DIR", str(folder))
    return folder


class Maker:
    """Make the same content every time, and count how often."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.calls = 0

    def __call__(self) -> bytes:
        self.calls += 1
        return self.content


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    "content",
    [b"", b"one", b"\n", b"a\nb\n\nc", bytes(range(256)), b"x" * LARGE, b"0" * 64 + b"\n"],
    ids=["empty", "word", "newline", "lines", "bytes", "large", "like a seal"],
)
def test_content_is_made_once_and_comes_back_as_it_was(cache_folder: Path, content: bytes) -> None:
    make = Maker(content)
    assert [kept("numbers.json", make) for _ in range(3)] == [content] * 3
    assert make.calls == 1
    assert names(cache_folder) == ["numbers.json"]


def test_names_are_kept_apart(cache_folder: Path) -> None:
    assert kept("a", Maker(b"first")) == b"first"
    assert kept("b", Maker(b"second")) == b"second"
    assert kept("a", Maker(b"never made")) == b"first"
    assert names(cache_folder) == ["a", "b"]


def test_a_file_that_lies_there_with_other_content_is_read_and_not_made(cache_folder: Path) -> None:
    # What was made in another process counts, so the name alone decides.
    kept("a", Maker(b"theirs"))
    shutil.copy(cache_folder / "a", cache_folder / "b")
    ours = Maker(b"ours")
    assert kept("b", ours) == b"theirs"
    assert ours.calls == 0


def cut(whole: bytes) -> bytes:
    return whole[:-1]


def grown(whole: bytes) -> bytes:
    return whole + b"\n"


def flipped(whole: bytes) -> bytes:
    return whole[:-1] + bytes([whole[-1] ^ 1])


def sealed_by_another(whole: bytes) -> bytes:
    return bytes([whole[0] ^ 1]) + whole[1:]


def emptied(_whole: bytes) -> bytes:
    return b""


def headless(whole: bytes) -> bytes:
    return whole.partition(b"\n")[2]


@pytest.mark.parametrize("damage", [cut, grown, flipped, sealed_by_another, emptied, headless])
def test_a_damaged_file_is_made_anew(cache_folder: Path, damage: Callable[[bytes], bytes]) -> None:
    make = Maker(b'{"loss": [0.25, 0.5]}')
    kept("numbers.json", make)
    path = cache_folder / "numbers.json"
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert kept("numbers.json", make) == make.content
    assert make.calls == 2
    assert path.read_bytes() == whole
    assert kept("numbers.json", make) == make.content
    assert make.calls == 2
    assert names(cache_folder) == ["numbers.json"]


def test_what_cannot_be_made_leaves_nothing(cache_folder: Path) -> None:
    def fails() -> bytes:
        raise ArithmeticError("no solution")

    with pytest.raises(ArithmeticError, match="no solution"):
        kept("numbers.json", fails)
    assert names(cache_folder) == []
    assert kept("numbers.json", Maker(b"later")) == b"later"


def test_a_folder_that_vanishes_keeps_nothing_and_still_answers(cache_folder: Path) -> None:
    # A user with all rights may write everywhere, so a file stands in the way instead of a lock.
    def make() -> bytes:
        shutil.rmtree(cache_folder)
        cache_folder.write_bytes(b"in the way")
        return b"answer"

    assert kept("numbers.json", make) == b"answer"
    assert cache_folder.read_bytes() == b"in the way"


def test_a_place_that_cannot_be_replaced_keeps_nothing_and_leaves_no_rest(cache_folder: Path) -> None:
    (cache_folder / "numbers.json" / "inside").mkdir(parents=True)
    make = Maker(b"answer")
    assert [kept("numbers.json", make) for _ in range(2)] == [b"answer"] * 2
    assert make.calls == 2
    assert names(cache_folder) == ["numbers.json"]
    assert names(cache_folder / "numbers.json") == ["inside"]


def test_a_folder_that_cannot_be_used_gives_way_to_a_private_one(
    cache_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache_folder.write_bytes(b"in the way")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    make = Maker(b"answer")
    assert [kept("numbers.json", make) for _ in range(2)] == [b"answer"] * 2
    assert make.calls == 1
    base = cache_base()
    assert base.parent == tmp_path
    assert names(base) == ["numbers.json"]
    assert base.stat().st_mode & 0o077 == 0
    assert cache_folder.read_bytes() == b"in the way"


def test_a_private_folder_that_others_may_enter_is_not_trusted(
    cache_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache_folder.write_bytes(b"in the way")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    planned = cache_base()
    planned.chmod(0o777)
    found = cache_base()
    assert found != planned
    assert found.parent == tmp_path
    assert found.stat().st_mode & 0o077 == 0


def test_the_folder_is_that_of_the_user_where_none_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIM_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_base() == tmp_path / "xdg" / "sim"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert cache_base() == tmp_path / "home" / ".cache" / "sim"
    assert cache_base().is_dir()


def test_many_writers_at_once_leave_one_whole_file(cache_folder: Path) -> None:
    writers = 6
    together = threading.Barrier(writers)
    contents = [bytes([ord("a") + k]) * LARGE for k in range(writers)]
    answers: dict[int, bytes] = {}

    def write(k: int) -> None:
        def make() -> bytes:
            together.wait(timeout=60)  # none has written before all have found nothing
            return contents[k]

        answers[k] = kept("numbers.json", make)

    threads = [threading.Thread(target=write, args=(k,)) for k in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Each has what it made; what stays is what one of them made, from its first byte to its last.
    assert [answers[k] for k in range(writers)] == contents
    assert names(cache_folder) == ["numbers.json"]
    assert kept("numbers.json", Maker(b"never made")) in contents


def test_readers_never_see_half_a_file(cache_folder: Path) -> None:
    # One thread writes the file over and over, each time as if it had been damaged; the others only ever see it whole.
    rounds = 40
    content = b"z" * LARGE
    kept("numbers.json", Maker(content))
    path, whole = cache_folder / "numbers.json", (cache_folder / "numbers.json").read_bytes()
    done = threading.Event()
    seen: set[bytes] = set()

    def read() -> None:
        while not done.is_set():
            seen.add(path.read_bytes())

    def make() -> bytes:
        return content

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for k in range(rounds):
            # A damaged file takes its place in one step; how `kept` then mends it is what is tested.
            spare = cache_folder / f"spare-{k}"
            spare.write_bytes(b"damaged")
            spare.replace(path)
            assert kept("numbers.json", make) == content
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert seen <= {whole, b"damaged"}
    assert names(cache_folder) == ["numbers.json"]
