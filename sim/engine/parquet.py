"""Tables as Parquet files, written and read by DuckDB, which lives here alone."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.engine.files import as_oserror, write_file
from sim.engine.questions import Database, absent, complaint
from sim.errors import MissingName, SimError, UsageError

if TYPE_CHECKING:
    import duckdb

_NO_DAY = "CAST('-9223372036854775808' AS BIGINT)"  # how NumPy stores a date that is missing
_ROWS_PER_GROUP = 32_768  # a quarter of DuckDB's own: half the memory, the same size on disk

Array = npt.NDArray[np.generic]


@dataclass(frozen=True)
class Category:
    """A column of words: whole numbers into `labels`, -1 where there is none."""

    codes: npt.NDArray[np.integer]
    labels: tuple[str, ...]


Columns = Mapping[str, Array | Category]


def write_parquet(path: Path, columns: Columns) -> None:
    """Write a table, whole or not at all; the same columns give the same bytes.

    Columns hold booleans, numbers, days (datetime64) or words (`Category`, or an array of str and None), all
    of one length. NaN, NaT and code -1 become NULL. Numbers are read where they lie, a group of rows at a
    time. Raise SimError where writing fails.
    """
    prepared = {name: _prepared(column) for name, column in columns.items()}
    sources = {f"c{place}": _source(column) for place, column in enumerate(prepared.values())}
    if len({len(source) for source in sources.values()}) != 1:
        raise ValueError("a table needs columns, all of one length")
    pairs = zip(prepared.items(), sources, strict=True)
    chosen = ", ".join(f"{_stored(column, source)} AS {_quoted(name)}" for (name, column), source in pairs)
    labels = [column.labels for column in prepared.values() if isinstance(column, Category)]
    write_file(path, lambda target: _copy(sources, chosen, labels, target))


def read_parquet(
    path: Path,
    names: Sequence[str] | None = None,
    *,
    places: Mapping[str, Sequence[str]] | None = None,
    most: int | None = None,
) -> dict[str, Array]:
    """Read a table, or the columns named, with its rows in their order; it may lie in a folder of part files.

    NULL comes back as NaN or NaT, words as an array of str and None; those of a column in `places` as whole numbers,
    their places among its labels, -1 for any other. With `most`, only so many first rows. Raise SimError where the
    file is missing, is no Parquet, or has no such column.
    """
    known = {name: tuple(labels) for name, labels in (places or {}).items()}
    with _readable(path) as database:
        table = _scan(path)
        kinds = {row[0]: row[1] for row in database.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()}
        kinds = {name: str(kinds.get(name)) for name in names or kinds}
        words = [name for name, kind in kinds.items() if kind == "VARCHAR"]
        labels = {name: known.get(name) or _labels(database, table, name) for name in words}
        chosen = ", ".join(_loaded(name, kind) for name, kind in kinds.items())
        limit = "" if most is None else f" LIMIT {most}"
        found = database.execute(f"SELECT {chosen} FROM {table}{limit}", list(labels.values())).fetchnumpy()
    return {
        name: found[name].astype(np.int64) if name in known else _restored(found[name], kind, labels.get(name, ()))
        for name, kind in kinds.items()
    }


@contextmanager
def open_database() -> Iterator[Database]:
    """Open an empty database in memory, on one thread, that fetches nothing and spills nothing to disk."""
    with _database() as database:
        yield database


@contextmanager
def translated() -> Iterator[None]:
    """Turn the database's refusals into one line: UsageError for what is wrong in a query.

    Raise MissingName with the bare name of a table that is not there, SimError where memory is short or a file cannot
    be read.
    """
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException:
        raise SimError("the query needs more memory than it may take; ask for less at once") from None
    except duckdb.IOException as error:
        raise SimError(f"cannot read what is kept: {complaint(str(error))}") from None
    except duckdb.Error as error:
        missing = absent(str(error))
        raise (MissingName(missing) if missing else UsageError(complaint(str(error)))) from None


def _scan(path: Path) -> str:
    files = sorted(path.glob("part-*.parquet")) if path.is_dir() else [path]
    return f"read_parquet([{', '.join(_quoted(str(file), chr(39)) for file in files)}])"


def _database() -> "duckdb.DuckDBPyConnection":
    import duckdb  # here, since it takes longer to load than a small run takes to play

    # One thread, so that rows stay in order and the bytes are the same on any machine; nothing is fetched.
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "temp_directory": "",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    database = duckdb.connect(":memory:", config=settings)
    database.execute("SET enable_progress_bar = false")  # it would be drawn into the answer on stdout
    return database


def _copy(sources: Mapping[str, Array], chosen: str, labels: list[tuple[str, ...]], path: Path) -> None:
    import duckdb

    target = _quoted(str(path), "'")
    options = f"FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE {_ROWS_PER_GROUP}"
    with _database() as database:
        database.register("trials", sources)
        try:
            database.execute(f"COPY (SELECT {chosen} FROM trials) TO {target} ({options})", labels)
        except duckdb.IOException as error:
            raise as_oserror(str(error)) from error


@contextmanager
def _readable(path: Path) -> "Iterator[duckdb.DuckDBPyConnection]":
    import duckdb

    try:
        with _database() as database:
            yield database
    except duckdb.Error as error:
        raise SimError(f"cannot read {path}: {str(error).splitlines()[0]}") from error


def _prepared(column: Array | Category) -> Array | Category:
    if isinstance(column, Category) or column.dtype.kind not in "OU":
        return column
    words = column.tolist()
    labels = sorted({word for word in words if word is not None})
    codes = {None: -1, **{label: code for code, label in enumerate(labels)}}
    return Category(np.array([codes[word] for word in words], dtype=np.int32), tuple(labels))


def _source(column: Array | Category) -> Array:
    values: Array = column.codes if isinstance(column, Category) else column
    if values.dtype.kind == "M":
        values = values.astype("datetime64[D]").view(np.int64)
    return np.ascontiguousarray(values) if values.strides[0] < 0 else values  # DuckDB reads forwards only


def _stored(column: Array | Category, source: str) -> str:
    if isinstance(column, Category):
        return f"(?::VARCHAR[])[{source}::BIGINT + 1]"
    if column.dtype.kind == "M":
        return f"DATE '1970-01-01' + nullif({source}, {_NO_DAY})::INTEGER"
    return f"nullif({source}, 'NaN')" if column.dtype.kind == "f" else source


def _labels(database: "duckdb.DuckDBPyConnection", table: str, name: str) -> tuple[str, ...]:
    word = _quoted(name)
    query = f"SELECT DISTINCT {word} FROM {table} WHERE {word} IS NOT NULL ORDER BY {word}"
    return tuple(row[0] for row in database.execute(query).fetchall())


def _loaded(name: str, kind: str) -> str:
    column = _quoted(name)
    value = {
        "VARCHAR": f"coalesce(list_position(?::VARCHAR[], {column}), 0) - 1",
        "DATE": f"coalesce({column} - DATE '1970-01-01', {_NO_DAY})",
        "DOUBLE": f"coalesce({column}, 'NaN')",
        "FLOAT": f"coalesce({column}, 'NaN')",
    }.get(kind, column)
    return f"{value} AS {column}"


def _restored(column: Array, kind: str, labels: tuple[str, ...]) -> Array:
    if kind == "VARCHAR":
        return np.array([*labels, None], dtype=np.object_)[column.astype(np.int64)]
    if kind == "DATE":
        return column.astype(np.int64).view("datetime64[D]")
    return column


def _quoted(text: str, mark: str = '"') -> str:
    return mark + text.replace(mark, 2 * mark) + mark
