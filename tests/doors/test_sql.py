"""`sim sql`: kept runs and sweeps as tables that anybody can ask, and nothing else within reach."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engine.parquet import read_parquet, write_parquet
from sim.engine.store import MANIFEST, canonical_json
from tests.doors.calling import Ended
from tests.doors.test_cli_process import HEARING, LIMIT, ROOT, SIM

FEW = ("-n", "200", "--quiet")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two runs and a sweep in it."""
    folder = tmp_path_factory.mktemp("played")
    for scenario in ("montreal", "no-threats"):
        assert Ended("run", scenario, *FEW, "-o", str(folder / "runs")).code == 0
    swept = Ended("sweep", "montreal", "--dial", "resolve=10%:30%:2", *FEW, "-o", str(folder / "sweeps"))
    assert swept.code == 0
    return folder


@pytest.fixture
def runs(played: Path) -> Path:
    """Return a folder of our own with both runs, which a test may damage."""
    shutil.copytree(played / "runs", "runs")
    return Path("runs")


def rows_of(*words: str) -> list[list[Any]]:
    """Return the rows that a question is answered with."""
    ended = Ended("sql", *words, "--json")
    assert ended.code == 0, ended.err
    rows: list[list[Any]] = ended.data["rows"]
    return rows


def run_of(runs: Path, scenario: str = "montreal") -> Path:
    return next(folder for folder in runs.iterdir() if folder.name.startswith(f"{scenario}-"))


def sealed_anew(folder: Path, **facts: object) -> None:
    """Write a manifest that fits what stands in the folder now, as a run that keeps other files has it."""
    manifest = {**json.loads((folder / MANIFEST).read_bytes()), **facts}
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    manifest["files"] = {
        path.relative_to(folder).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in files
    }
    manifest.pop("sha256")
    seal = hashlib.sha256(canonical_json(manifest)).hexdigest()
    (folder / MANIFEST).write_bytes(canonical_json({**manifest, "sha256": seal}))


def in_parts(folder: Path) -> None:
    """Keep a run's trials as a folder of part files instead of one file."""
    table = read_parquet(folder / "trials.parquet")
    (folder / "trials.parquet").unlink()
    (folder / "trials.parquet").mkdir()
    for part, (first, last) in enumerate(((0, 150), (150, 180), (180, 200))):
        rows = {name: values[first:last] for name, values in table.items()}
        write_parquet(folder / "trials.parquet" / f"part-{part:05}.parquet", rows)
    sealed_anew(folder)


def test_endings_are_those_of_the_run(runs: Path) -> None:
    said = Ended("run", "montreal", *FEW, "--json").data
    names = ("name", "label", "count", "share", "low", "high", "median_date")
    expected = [[row[name] for name in names] for row in said["endings"]]
    assert rows_of("montreal", "select * exclude run from endings") == expected
    (row,) = rows_of("montreal", "from runs")
    folder = run_of(runs)
    title = said["scenario"]["title"]
    assert row == [folder.name, "montreal", title, 200, 1, said["contract"], said["version"], str(folder)]


def test_a_trial_is_a_row_with_the_run_before_it(runs: Path) -> None:
    kept = read_parquet(run_of(runs) / "trials.parquet", ["trial", "ending", "gain_us"])
    found = rows_of(str(run_of(runs)), "select run, trial, ending, gain_us from trials")
    assert {row[0] for row in found} == {run_of(runs).name}
    assert [row[1:] for row in found] == [
        list(row) for row in zip(*(kept[name].tolist() for name in kept), strict=True)
    ]


def test_part_files_are_one_table_in_the_order_of_trials(runs: Path) -> None:
    query = "select * from trials"
    before = rows_of("montreal", query)
    in_parts(run_of(runs))
    assert rows_of("montreal", query) == before
    assert [row[0] for row in rows_of("montreal", "select trial from trials")] == list(range(200))


def test_runs_are_united_by_the_names_of_their_columns(runs: Path) -> None:
    folder = run_of(runs, "no-threats")
    path = folder / "trials.parquet"
    write_parquet(path, {**read_parquet(path), "lonely": np.arange(200.0)})
    sealed_anew(folder)
    found = rows_of("runs", "select run, count(*), count(lonely), sum(lonely) from trials group by run order by run")
    assert found == [[run_of(runs).name, 200, 0, None], [folder.name, 200, 200, 19900.0]]
    # The same, each named by itself, one of them twice, the other in parts.
    in_parts(run_of(runs))
    assert len(rows_of(str(folder), "montreal", "no-threats", "from trials")) == 400


def test_events_are_there_where_a_run_keeps_them(runs: Path) -> None:
    ended = Ended("sql", "montreal", "from events")
    assert (ended.code, "no run here keeps its events" in ended.err) == (4, True), ended.err
    folder = run_of(runs)
    (folder / "events.parquet").mkdir()
    write_parquet(folder / "events.parquet" / "part-00000.parquet", {"trial": np.array([3, 3, 4])})
    sealed_anew(folder)
    assert rows_of("runs", "select run, trial from events limit 1") == [[folder.name, 3]]


def test_a_run_without_trials_is_told_how_to_keep_them(runs: Path) -> None:
    folder = run_of(runs)
    (folder / "trials.parquet").unlink()
    sealed_anew(folder)
    ended = Ended("sql", "montreal", "select count(*) from trials")
    assert ended.code == 4
    told = "there is no table trials; no run here keeps its trials (sim run ... --keep trials does)"
    assert ended.err == f"error: {told}; there are runs, endings\n"
    assert rows_of("montreal", "select count(*) from endings") == [[7]]
    assert rows_of("runs", "select count(*) from trials") == [[200]]


def test_points_of_sweeps_are_a_table(played: Path) -> None:
    sweeps = str(played / "sweeps")
    (folder,) = (played / "sweeps").iterdir()
    found = rows_of(sweeps, "select distinct sweep, dial_resolve from points order by all")
    assert found == [[folder.name, 0.1], [folder.name, 0.3]]
    both = rows_of(sweeps, str(played / "runs"), "select (select count(*) from points), (select count(*) from runs)")
    assert both == [[14, 2]]
    ended = Ended("sql", str(played / "runs"), "from points")
    assert (ended.code, "no sweep is among what is asked" in ended.err) == (4, True)


def test_without_a_name_all_that_is_kept_is_asked(runs: Path) -> None:
    assert rows_of("select count(*) from runs") == [[2]]
    assert rows_of("select count(*) from runs", "-o", str(runs)) == [[2]]


def test_a_name_is_that_scenario_and_no_other(runs: Path) -> None:
    run_of(runs, "no-threats").rename(runs / "montreal-concede-0a1b2c-s1")
    assert rows_of("montreal", "select scenario from runs") == [["montreal"]]


def test_what_was_set_aside_is_not_asked(runs: Path) -> None:
    aside = run_of(runs).with_name(f"{run_of(runs).name}.replaced-1")
    shutil.copytree(run_of(runs), aside)
    (aside / "summary.json").write_text("{}")
    assert rows_of("select count(*) from runs") == [[2]]


def test_two_folders_of_one_name_are_called_by_their_paths(runs: Path) -> None:
    shutil.copytree(runs, "others")
    name = run_of(runs).name
    found = rows_of(f"runs/{name}", f"others/{name}", "select run, folder from runs")
    assert found == [[f"runs/{name}", f"runs/{name}"], [f"others/{name}", f"others/{name}"]]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("nowhere", "select 1"), 4, "nowhere is no folder of runs, and no run of that name is kept below runs"),
        (("select 1", "-o", "empty"), 4, "empty holds no run and no sweep"),
        (("montreal",), 2, "the last word is the query, such as 'select * from endings'; found montreal"),
        (("montreal", ""), 2, "the last word is the query"),
        (("montreal", "-- nothing"), 2, "No such option"),
        (("montreal", "/* nothing */ ;"), 2, "a query is one SELECT, which only reads; found none"),
    ],
)
@pytest.mark.usefixtures("runs")
def test_what_is_not_asked_rightly_is_explained(words: tuple[str, ...], code: int, told: str) -> None:
    ended = Ended("sql", *words)
    assert (ended.code, ended.out) == (code, "")
    assert told in ended.err


@pytest.mark.parametrize("part", ["trials.parquet", "summary.json"])
def test_a_damaged_run_is_refused_by_its_name(part: str, runs: Path) -> None:
    path = run_of(runs) / part
    path.write_bytes(path.read_bytes()[:-1])
    ended = Ended("sql", "select 1")
    assert ended.code == 1
    assert ended.err == f"error: {run_of(runs)} is damaged: {part} changed or missing\n"
    path.unlink()
    assert Ended("sql", "select 1").err == ended.err


def test_a_changed_manifest_is_refused(runs: Path) -> None:
    path = run_of(runs) / MANIFEST
    path.write_bytes(path.read_bytes().replace(b'"trials": 200', b'"trials": 201'))
    ended = Ended("sql", "select 1")
    assert (ended.code, f"{MANIFEST} changed or missing" in ended.err) == (1, True)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("select shar from endings", 'Referenced column "shar" not found in FROM clause; there is "share"'),
        ("select shar from endings", "in line 1 at: shar from endings"),
        ("select *\nfrom endings\nwhere share = 'x'", "in line 3 at: "),
        ("selec 1", 'syntax error at or near "selec", in line 1 at: selec 1'),
        ("select sum(label) from endings", "No function matches"),
        ("select cast(label as int) from endings", "Could not convert string"),
        ("select error('one\ntwo')", "Invalid Input Error: one"),
    ],
)
@pytest.mark.usefixtures("runs")
def test_an_error_in_sql_is_one_line_with_its_place(query: str, told: str) -> None:
    ended = Ended("sql", "montreal", query)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err
    assert ended.err.startswith("error: ")
    assert ended.err.count("\n") == 1


def test_a_table_that_is_not_there_is_answered_with_those_that_are(runs: Path) -> None:
    ended = Ended("sql", str(runs), "from endigs")
    assert (ended.code, ended.err) == (4, "error: there is no table endigs; there are runs, endings, trials\n")


@pytest.mark.parametrize(
    "query",
    [
        "copy trials to 'out.csv'",
        "copy trials from 'secret.csv'",
        "export database 'out'",
        "attach 'out.db'",
        "install httpfs",
        "load httpfs",
        "set threads = 4",
        "reset memory_limit",
        "pragma threads = 4",
        "call enable_logging()",
        "create table t as select 1",
        "create macro m() as 1",
        "drop view trials",
        "insert into runs (run) values ('x')",
        "update runs set run = 'x'",
        "delete from runs",
        "with t as (insert into runs (run) values ('x') returning *) from t",
        "select 1; select 2",
        "begin; select 1",
        "explain select 1",
        "select * from read_csv('secret.csv')",
        "select * from sniff_csv('secret.csv')",
        "select * from read_text('secret.csv')",
        "select * from read_blob('/etc/passwd')",
        "select * from read_parquet('others.parquet')",
        "select * from glob('*')",
        "select * from query('select * from read_text(''secret.csv'')')",
        "select * from 'secret.csv'",
        "select * from 'https://example.org/a.parquet'",
        "select * from read_csv('https://example.org/a.csv')",
        "select * from others",
        "select getenv('HOME')",
    ],
)
def test_a_query_reads_the_tables_and_nothing_else(query: str, runs: Path) -> None:
    Path("secret.csv").write_text("secret\n1\n", encoding="utf-8")
    others = {"x": np.arange(3)}  # a variable that DuckDB could find
    write_parquet(Path("others.parquet"), others)
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    ended = Ended("sql", str(runs), query)
    assert ended.code == (4 if query.endswith("from others") else 2), ended.err
    assert ended.out == ""
    assert ended.err.startswith("error: ")
    assert ended.err.count("\n") == 1
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def test_not_even_the_files_that_are_read_can_be_written(runs: Path) -> None:
    path = (run_of(runs) / "trials.parquet").absolute()
    before = path.read_bytes()
    copying = f"copy (select 1 as x) to '{path}' (format parquet, use_tmp_file false)"
    inner = copying.replace("'", "''")
    for query in (copying, f"with t as ({copying}) from t", f"from query('with t as ({inner}) from t')"):
        assert Ended("sql", "montreal", query).code == 2
        assert path.read_bytes() == before


def test_people_see_a_table(runs: Path) -> None:
    values = "(1, 0.5, date '2018-09-30', 'a', null), (20, -1.25, null, 'bb\nb', true)"
    query = f"select * from (values {values}) t(n, x, day, word, flag)"
    assert Ended("sql", str(runs), query, "--quiet").out.splitlines() == [
        " n      x  day         word   flag",
        " 1   0.50  2018-09-30  a",
        "20  -1.25              bb\\nb  true",
    ]


@pytest.mark.usefixtures("runs")
def test_people_see_forty_rows_and_the_columns_that_fit() -> None:
    lines = Ended("sql", "montreal", "from trials").out.splitlines()
    assert len(lines) == 42
    assert max(map(len, lines)) <= 100
    assert lines[-1] == "... 160 more rows and 48 more columns; --csv prints all"
    for query, more in (("select 1 from trials limit 41;", "1 more row"), ("from trials limit 41; -- x", "more rows")):
        assert Ended("sql", "montreal", query).out.splitlines()[-1].startswith(f"... {more}")
    assert len(Ended("sql", "montreal", "select trial from trials limit 40").out.splitlines()) == 41
    nothing = Ended("sql", "montreal", "select trial from trials limit 0")
    assert (nothing.code, nothing.out) == (0, "trial\n")


@pytest.mark.usefixtures("runs")
def test_csv_has_all_rows_and_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(Ended("sql", "montreal", "from trials", "--csv").out)))
    assert len(rows) == 200
    assert [int(row["trial"]) for row in rows] == list(range(200))
    kept = read_parquet(next(Path("runs").glob("montreal-*")) / "trials.parquet", ["value_us"])
    assert [float(row["value_us"]) for row in rows] == kept["value_us"].tolist()
    words = """'=1+1' as "=a", '-x' as b, '-5' as c, 'a,"b' as d"""
    query = f"select {words}, -1.5 as e, null as f, 'nan'::double as g, true as h"
    found = list(csv.reader(io.StringIO(Ended("sql", "montreal", query, "--csv").out)))
    assert found == [["'=a", *"bcdefgh"], ["'=1+1", "'-x", "-5", 'a,"b', "-1.5", "", "", "true"]]


@pytest.mark.usefixtures("runs")
def test_json_has_columns_with_types_and_rows() -> None:
    query = "select 1 as n, 0.5::double as x, 'nan'::double as y, date '2018-09-30' as d, [1, 2] as l, {'a': 1.5} as s"
    assert Ended("sql", "montreal", query, "--json").data == {
        "schema": "sim/sql/v1",
        "columns": [
            {"name": "n", "type": "INTEGER"},
            {"name": "x", "type": "DOUBLE"},
            {"name": "y", "type": "DOUBLE"},
            {"name": "d", "type": "DATE"},
            {"name": "l", "type": "INTEGER[]"},
            {"name": "s", "type": "STRUCT(a DECIMAL(2,1))"},
        ],
        "rows": [[1, 0.5, None, "2018-09-30", [1, 2], {"a": 1.5}]],
    }


@pytest.mark.usefixtures("runs")
@pytest.mark.parametrize(
    "query",
    ["describe trials", "show tables", "summarize endings", "values (1)", "pivot endings on run using sum(count)"],
)
def test_whatever_only_returns_rows_is_a_query(query: str) -> None:
    assert Ended("sql", "runs", query).code == 0


def test_a_query_that_takes_long_is_interrupted_at_once(runs: Path) -> None:
    query = "select count(*) from range(1000000) a, range(1000000) b where a.range + b.range = 7"
    running = subprocess.Popen(
        [sys.executable, "-c", f"{HEARING}; {SIM[2]}", "sql", str(runs), query],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(3)
    running.send_signal(signal.SIGINT)
    began = time.monotonic()
    out, err = running.communicate(timeout=LIMIT)
    assert time.monotonic() - began < 2.0
    assert (running.returncode, out) == (130, b"")
    assert err == b"interrupted; nothing was written\n"


def test_a_query_that_wants_too_much_memory_is_told_so(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.engine.asking._MEMORY", "20MB")
    ended = Ended("sql", str(runs), "select list(a.range) from range(10000000) a")
    assert (ended.code, "needs more memory than it may take" in ended.err) == (1, True), ended.err
