import errno
import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from sim.engine.files import Claim, claim, write_file
from sim.engine.parquet import Category, read_parquet, write_parquet
from sim.engine.store import MANIFEST, add, canonical_json, existing, folder_name, save, verify
from sim.errors import SimError

Array = npt.NDArray[np.generic]

FILES = {"summary.json": b'{"share": 0.5}\n', "scenario.resolved.yaml": b"format: 1\n"}
FACTS = {"command": "sim run montreal", "seed": 1, "precision": 0.1}


def _save(folder: Path) -> dict[str, object]:
    with claim(folder) as held:
        return save(held, FILES, FACTS)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_folder_is_named_after_what_the_run_depends_on() -> None:
    name = folder_name("montreal", "ab" * 32, 10_000, 1, 1)
    assert name == "montreal-3d9648-s1"
    others = [
        folder_name("montreal", "cd" * 32, 10_000, 1, 1),
        folder_name("montreal", "ab" * 32, 10_001, 1, 1),
        folder_name("montreal", "ab" * 32, 10_000, 2, 1),
        folder_name("montreal", "ab" * 32, 10_000, 1, 2),
    ]
    assert len({name, *others}) == 5


def test_a_saved_run_is_found_again_whole(tmp_path: Path) -> None:
    folder = tmp_path / "runs" / "montreal"
    assert existing(folder) is None
    manifest = _save(folder)
    assert _names(tmp_path / "runs") == ["montreal"]
    assert _names(folder) == sorted([*FILES, MANIFEST])
    assert existing(folder) == manifest
    assert verify(folder) == ()
    assert list(manifest) == ["command", "seed", "precision", "files", "sha256"]
    assert [(folder / name).read_bytes() for name in FILES] == list(FILES.values())


def test_a_run_with_other_facts_is_not_the_run_that_was_asked_for(tmp_path: Path) -> None:
    manifest = _save(tmp_path / "run")
    assert existing(tmp_path / "run", {"seed": 1}) == manifest
    assert existing(tmp_path / "run", {"seed": 2}) is None
    assert existing(tmp_path / "run", {"unknown": 1}) is None


@pytest.mark.parametrize("name", [*FILES, MANIFEST])
def test_every_single_changed_byte_is_noticed_and_its_file_named(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "run"
    _save(folder)
    sound = (folder / name).read_bytes()
    for place in range(len(sound)):
        for flip in (0x01, 0x20, 0x80):
            (folder / name).write_bytes(sound[:place] + bytes([sound[place] ^ flip]) + sound[place + 1 :])
            assert verify(folder) == (name,)
    for changed in (b"", sound[:-1], sound + b"\n", sound + sound):
        (folder / name).write_bytes(changed)
        assert verify(folder) == (name,)
    (folder / name).unlink()
    assert verify(folder) == (name,)
    (folder / name).write_bytes(sound)
    assert verify(folder) == ()


@pytest.mark.parametrize("text", ["[]", "{}", "3", '{"files": 3}', "[" * 100_000, '{"files": {}, "x": NaN}'])
def test_a_manifest_of_nonsense_is_no_manifest(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    assert verify(tmp_path) == (MANIFEST,)
    assert existing(tmp_path) is None


def test_a_damaged_run_is_set_aside_and_written_anew(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    manifest = _save(folder)
    for _ in range(2):
        (folder / "summary.json").write_bytes(b"changed")
        assert existing(folder) is None
        assert _save(folder) == manifest
    assert _names(tmp_path) == ["run", "run.replaced-1", "run.replaced-2"]
    assert (tmp_path / "run.replaced-1" / "summary.json").read_bytes() == b"changed"


def test_a_folder_that_is_no_run_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to-aunt.txt").write_text("Dear aunt")
    with pytest.raises(SimError, match="holds no run"):
        existing(tmp_path / "letters")
    with pytest.raises(SimError, match="holds no run"):
        _save(tmp_path / "letters")
    assert _names(tmp_path / "letters") == ["to-aunt.txt"]
    assert _names(tmp_path) == ["letters"]


def test_an_empty_folder_may_be_written(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    _save(tmp_path / "run")
    assert verify(tmp_path / "run") == ()


def test_a_report_added_later_is_guarded_too(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    _save(folder)
    for page in (b"<html>", b"<html>again"):
        with claim(folder) as held:
            manifest = add(held, "report.html", page)
        assert existing(folder) == manifest
        assert (folder / "report.html").read_bytes() == page
    (folder / "report.html").write_bytes(b"<html>ygain")
    assert verify(folder) == ("report.html",)
    with claim(folder) as held, pytest.raises(SimError, match=r"report\.html"):
        add(held, "report.html", b"<html>")


def test_a_failing_writer_leaves_nothing_and_the_disk_full_is_said_in_words(tmp_path: Path) -> None:
    def full(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    folder = tmp_path / "run"
    with claim(folder) as held, pytest.raises(SimError) as caught:
        save(held, {**FILES, "trials.parquet": full}, FACTS)
    assert str(caught.value) == f"cannot write {folder}: the disk is full"
    with pytest.raises(SimError, match="disk is full"):
        write_file(tmp_path / "rows.csv", full)
    assert _names(tmp_path) == []


def test_a_writer_that_breaks_is_a_bug_and_leaves_nothing(tmp_path: Path) -> None:
    def broken(path: Path) -> None:
        path.write_bytes(b"half")
        raise KeyboardInterrupt

    with claim(tmp_path / "run") as held, pytest.raises(KeyboardInterrupt):
        save(held, {"a": broken}, FACTS)
    assert _names(tmp_path) == []


def test_a_file_where_a_folder_is_needed_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(SimError, match="a file stands where a folder is needed"):
        _save(tmp_path / "runs" / "montreal")
    with pytest.raises(SimError, match="holds no run"):
        _save(tmp_path / "runs")
    assert (tmp_path / "runs").read_text() == "a file"


def test_a_folder_where_a_file_is_needed_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").mkdir()
    with pytest.raises(SimError, match=r"cannot write .*rows\.csv: a folder stands where a file is needed"):
        write_file(tmp_path / "rows.csv", b"")
    assert _names(tmp_path) == ["rows.csv"]


def test_a_second_writer_is_refused_while_the_first_one_writes(tmp_path: Path) -> None:
    with claim(tmp_path / "run") as held:
        with pytest.raises(SimError, match="another process is writing"), claim(tmp_path / "run"):
            pass
        with claim(tmp_path / "other"):
            pass
        save(held, FILES, FACTS)
    with claim(tmp_path / "run"):
        pass
    assert _names(tmp_path) == ["run"]


def test_what_other_writers_are_at_work_on_is_left_alone(tmp_path: Path) -> None:
    working = tmp_path / f".tmp-sim-{os.getpid()}-other"
    mine = tmp_path / f".tmp-sim-{os.getpid()}-run"
    dead = tmp_path / f".tmp-sim-{_a_dead_process()}-third"
    inside = tmp_path / "run" / ".tmp-sim-1-report.html"
    foreign = tmp_path / ".tmp-sim-note"
    for folder in (working, mine, dead, inside, foreign):
        folder.mkdir(parents=True)
    with claim(tmp_path / "run"):
        pass
    assert _names(tmp_path) == sorted([working.name, foreign.name, "run"])
    assert _names(tmp_path / "run") == []


def _a_dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def _python(code: str, *arguments: str) -> "subprocess.Popen[str]":
    root = Path(__file__).parents[3]
    text = textwrap.dedent(code)
    return subprocess.Popen([sys.executable, "-c", text, *arguments], stdout=subprocess.PIPE, text=True, cwd=root)


def test_a_killed_writer_leaves_no_run_no_lock_and_its_rest_is_swept(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    writer = _python(
        """
        import sys, time
        from pathlib import Path
        from sim.engine.files import claim
        from sim.engine.store import save

        def slow(path):
            path.write_bytes(b"half")
            print("writing", flush=True)
            time.sleep(600)

        with claim(Path(sys.argv[1])) as held:
            save(held, {"summary.json": b"{}", "trials.parquet": slow}, {})
        """,
        str(folder),
    )
    with writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
        with pytest.raises(SimError, match="another process"), claim(folder):
            pass
        writer.kill()
    assert not folder.exists()
    assert any(re.fullmatch(rf"\.tmp-sim-{writer.pid}\.[0-9a-f]+-run", name) for name in _names(tmp_path))
    with claim(folder) as held:
        assert existing(folder) is None
        save(held, FILES, FACTS)
    assert _names(tmp_path) == ["run"]
    assert verify(folder) == ()


def test_a_writer_waits_for_one_that_will_soon_be_done(tmp_path: Path) -> None:
    first = _python(
        """
        import sys, time
        from pathlib import Path
        from sim.engine.files import claim
        from sim.engine.store import save

        with claim(Path(sys.argv[1])) as held:
            print("claimed", flush=True)
            time.sleep(0.3)
            save(held, {"summary.json": b"first"}, {})
        """,
        str(tmp_path / "run"),
    )
    with first:
        assert first.stdout is not None
        first.stdout.readline()
        with claim(tmp_path / "run", wait=60) as held:
            assert existing(held.folder) is not None
    assert (tmp_path / "run" / "summary.json").read_bytes() == b"first"


if sys.platform != "win32":

    @pytest.mark.parametrize("kind", ["bytes", "parquet"])
    def test_a_file_that_finds_no_room_leaves_nothing(tmp_path: Path, kind: str) -> None:
        writer = _python(
            """
            import resource, sys
            from pathlib import Path
            import numpy as np
            from sim.engine.files import claim
            from sim.engine.parquet import write_parquet
            from sim.engine.store import save
            from sim.errors import SimError

            column = np.random.default_rng(1).random(100_000)
            files = {
                "bytes": {"a": column.tobytes()},
                "parquet": {"trials.parquet": lambda path: write_parquet(path, {"x": column})},
            }
            resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
            try:
                with claim(Path(sys.argv[1])) as held:
                    save(held, files[sys.argv[2]], {})
            except SimError as error:
                print(error)
            """,
            str(tmp_path / "run"),
            kind,
        )
        output, _ = writer.communicate(timeout=120)
        name = "run" if kind == "bytes" else "run/trials.parquet"
        reason = "a file would grow larger than is allowed here"
        assert output == f"cannot write {tmp_path / name}: {reason}\n"
        assert _names(tmp_path) == []


def test_json_is_written_one_way() -> None:
    text = canonical_json({"b": [1, 0.1], "a": "Québec", "none": None})
    assert text.decode() == '{\n  "b": [\n    1,\n    0.1\n  ],\n  "a": "Québec",\n  "none": null\n}\n'
    assert json.loads(text) == {"b": [1, 0.1], "a": "Québec", "none": None}
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"a": float("nan")})


COLUMNS: dict[str, Array] = {
    "trial": np.arange(5),
    "small": np.array([-128, 0, 127, 1, 2], dtype=np.int8),
    "ok": np.array([True, False, True, True, False]),
    "value": np.array([0.1, np.nan, -np.inf, 1e300, -0.0]),
    "short": np.array([0.5, np.nan, 1.5, 2.5, 3.5], dtype=np.float32),
    "day": np.array(["2018-01-23", "NaT", "1969-12-31", "2019-12-31", "2018-09-30"], dtype="datetime64[D]"),
    'odd "name", é': np.array([3, 1, 2, 5, 4], dtype=np.uint16),
}


def test_a_table_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "it's [1]*.parquet"
    words = Category(np.array([2, -1, 0, 127, 1], dtype=np.int8), tuple(f"o'label {i}" for i in range(128)))
    write_parquet(path, {**COLUMNS, "ending": words})
    found = read_parquet(path)
    assert list(found) == [*COLUMNS, "ending"]
    for name, column in COLUMNS.items():
        assert found[name].dtype == column.dtype
        np.testing.assert_array_equal(found[name], column)
    assert found["ending"].tolist() == ["o'label 2", None, "o'label 0", "o'label 127", "o'label 1"]
    assert _names(tmp_path) == [path.name]


def test_columns_can_be_read_by_name_and_words_written_as_they_were_read(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    words = np.array(["b", None, "a", "b"], dtype=object)
    write_parquet(path, {"x": np.arange(4.0), "words": words, "fixed": np.array(["u", "v", "w", "x"])})
    found = read_parquet(path, ["words", "x"])
    assert list(found) == ["words", "x"]
    assert found["words"].tolist() == words.tolist()
    assert read_parquet(path, ["fixed"])["fixed"].tolist() == ["u", "v", "w", "x"]


def test_columns_of_a_record_and_reversed_ones_are_written_in_order(tmp_path: Path) -> None:
    rows = np.zeros(4, dtype=[("x", "f8"), ("n", "i1")])
    rows["x"], rows["n"] = [1.5, 2.5, 3.5, 4.5], [4, 3, 2, 1]
    write_parquet(tmp_path / "t.parquet", {"x": rows["x"], "n": rows["n"], "back": rows["x"][::-1]})
    found = read_parquet(tmp_path / "t.parquet")
    assert found["x"].tolist() == [1.5, 2.5, 3.5, 4.5]
    assert found["n"].tolist() == [4, 3, 2, 1]
    assert found["back"].tolist() == [4.5, 3.5, 2.5, 1.5]


def test_a_table_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    empty = Category(np.zeros(0, dtype=np.int8), ("a",))
    write_parquet(tmp_path / "t.parquet", {"x": np.zeros(0), "ending": empty})
    found = read_parquet(tmp_path / "t.parquet")
    assert [(name, len(column)) for name, column in found.items()] == [("x", 0), ("ending", 0)]


def test_the_same_table_gives_the_same_bytes_and_rows_keep_their_order(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    columns: dict[str, Array | Category] = {
        "trial": np.arange(150_000),
        "x": rng.random(150_000),
        "ending": Category(rng.integers(-1, 3, 150_000).astype(np.int8), ("a", "b", "c")),
    }
    for name in ("one", "two"):
        write_parquet(tmp_path / name, columns)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    found = read_parquet(tmp_path / "one")
    for name in ("trial", "x"):
        np.testing.assert_array_equal(found[name], columns[name])


def test_columns_of_unequal_length_are_refused(tmp_path: Path) -> None:
    for columns in ({}, {"a": np.zeros(2), "b": np.zeros(3)}):
        with pytest.raises(ValueError, match="all of one length"):
            write_parquet(tmp_path / "t.parquet", columns)
    assert _names(tmp_path) == []


def test_a_table_that_cannot_be_read_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "t.parquet").write_bytes(b"no table at all")
    for name in ("t.parquet", "missing.parquet"):
        with pytest.raises(SimError, match=f"cannot read .*{name}"):
            read_parquet(tmp_path / name)
    write_parquet(tmp_path / "t.parquet", {"x": np.zeros(2)})
    with pytest.raises(SimError, match=r'cannot read .*"y"'):
        read_parquet(tmp_path / "t.parquet", ["y"])


def test_saving_under_a_missing_folder_names_the_file_the_user_knows(tmp_path: Path) -> None:
    with pytest.raises(SimError, match=r"cannot write .*/no/t\.parquet: "):
        write_parquet(tmp_path / "no" / "t.parquet", {"x": np.zeros(2)})


def test_importing_the_store_does_not_load_duckdb() -> None:
    checker = _python("import sys, sim.engine.store; print('duckdb' in sys.modules)")
    assert checker.communicate(timeout=60)[0] == "False\n"


def test_a_claim_names_the_folder_it_holds(tmp_path: Path) -> None:
    with claim(tmp_path / "a" / ".." / "run") as held:
        assert held == Claim(tmp_path / "run")
