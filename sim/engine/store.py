"""Keep a run's results: its folder, the manifest that guards it, and tables of trials as Parquet."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.engine.files import (
    Claim,
    Content,
    as_oserror,
    claim,
    explained,
    made,
    put,
    removed,
    take_place,
    write_file,
    write_folder,
)
from sim.engine.questions import Database, absent, complaint
from sim.errors import MissingName, SimError, UsageError

if TYPE_CHECKING:
    import duckdb

__all__ = [
    "MANIFEST",
    "Category",
    "Claim",
    "Columns",
    "add",
    "canonical_json",
    "claim",
    "entry_of",
    "existing",
    "folder_name",
    "glance",
    "is_intact",
    "open_database",
    "promote",
    "read_parquet",
    "save",
    "translated",
    "verify",
    "write_file",
    "write_parquet",
]

MANIFEST = "manifest.json"
_SELF = "sha256"
_SAME = ("scenario", "trials", "seed", "contract", "seats", "versions")  # what makes two folders the same run
_NO_DAY = "CAST('-9223372036854775808' AS BIGINT)"  # how NumPy stores a date that is missing
_ROWS_PER_GROUP = 32_768  # a quarter of DuckDB's own: half the memory, the same size on disk


Array = npt.NDArray[np.generic]


@dataclass(frozen=True)
class Category:
    """A column of words: whole numbers into `labels`, -1 where there is none."""

    codes: npt.NDArray[np.integer]
    labels: tuple[str, ...]


Columns = Mapping[str, Array | Category]


def folder_name(name: str, scenario_sha256: str, trials: int, seed: int, contract: int) -> str:
    """Return the name of a run's folder, made from what the run depends on: montreal-7f3a2c-s1."""
    identity = f"{scenario_sha256} {trials} {seed} {contract}"
    return f"{name}-{hashlib.sha256(identity.encode()).hexdigest()[:6]}-s{seed}"


def save(held: Claim, files: Mapping[str, Content], facts: Mapping[str, object]) -> dict[str, object]:
    """Write a run's folder, all of it or nothing, and return its manifest.

    `files` maps names to bytes, or to functions that write to the path given. `facts` open the manifest; the
    size and SHA-256 of each file follow, then its own. A damaged or other run of that name is set aside; a
    folder that is no run's is refused. Raise SimError where writing fails.
    """
    _refuse_foreign(held.folder)
    manifest: dict[str, object] = {}

    def fill(folder: Path) -> None:
        for name, content in files.items():
            put(folder / name, content)
        manifest.update(_sealed(facts, {name: entry_of(folder / name) for name in files}))
        put(folder / MANIFEST, canonical_json(manifest))

    write_folder(held.folder, fill)
    return manifest


def promote(
    held: Claim, whole: Path, files: Mapping[str, Content], facts: Mapping[str, object], listed: Mapping[str, object]
) -> None:
    """Give a folder that was put together file by file its final name, with `files` and a manifest that guards all.

    `listed` holds the entries of what lies in it already. A poorer copy of the same run gives way; any other folder of
    that name is set aside. Raise SimError where writing fails.
    """
    _refuse_foreign(held.folder)
    for name, content in files.items():
        write_file(made(whole / name), content)
    entries = {**{name: entry_of(whole / name) for name in files}, **listed}
    write_file(whole / MANIFEST, canonical_json(_sealed(facts, entries)))
    old = existing(held.folder)
    with explained(held.folder):
        if old is not None and all(old.get(name) == facts.get(name) for name in _SAME):
            removed(held.folder)
        take_place(whole, held.folder)


def add(held: Claim, name: str, content: Content) -> dict[str, object]:
    """Add a file to a saved run, or replace one that was added, and return the renewed manifest."""
    manifest = existing(held.folder)
    if manifest is None:
        raise SimError(f"{held.folder} holds no undamaged run: {', '.join(verify(held.folder))}")
    write_file(held.folder / name, content)
    facts = {key: value for key, value in manifest.items() if key not in ("files", _SELF)}
    renewed = _sealed(facts, {**_listed(manifest), name: entry_of(held.folder / name)})
    write_file(held.folder / MANIFEST, canonical_json(renewed))
    return renewed


def existing(folder: Path, facts: Mapping[str, object] | None = None) -> dict[str, object] | None:
    """Return the manifest of a finished, undamaged run (that has these facts), or None.

    Raise SimError where something else stands under that name, before anything is played for it.
    """
    _refuse_foreign(folder)
    if verify(folder):
        return None
    manifest = _manifest(folder)
    wanted = facts or {}
    return manifest if manifest and all(manifest.get(key) == wanted[key] for key in wanted) else None


def verify(folder: Path) -> tuple[str, ...]:
    """Name the files of a run that are missing or differ by as little as one bit; empty if all is well.

    A changed manifest is named alone, since it no longer says what the others should be.
    """
    manifest = _manifest(folder)
    if manifest is None:
        return (MANIFEST,)
    return tuple(name for name, entry in _listed(manifest).items() if not is_intact(folder / name, entry))


def canonical_json(value: object) -> bytes:
    """Write JSON the one way we write it: UTF-8, keys in their order, no NaN, a newline at the end."""
    return (json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()


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


def _scan(path: Path) -> str:
    files = sorted(path.glob("part-*.parquet")) if path.is_dir() else [path]
    return f"read_parquet([{', '.join(_quoted(str(file), chr(39)) for file in files)}])"


def _refuse_foreign(folder: Path) -> None:
    is_free = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    if not is_free and not (folder / MANIFEST).is_file():
        raise SimError(f"{folder} is there already and holds no run; choose another folder")


def _sealed(facts: Mapping[str, object], files: Mapping[str, object]) -> dict[str, object]:
    unsealed = {**facts, "files": dict(files)}
    return {**unsealed, _SELF: hashlib.sha256(canonical_json(unsealed)).hexdigest()}


def _manifest(folder: Path) -> dict[str, object] | None:
    """Read the manifest; None where it is missing or not byte for byte what was written."""
    try:
        written = (folder / MANIFEST).read_bytes()
        manifest: dict[str, object] = dict(json.loads(written))
        facts = {key: value for key, value in manifest.items() if key not in ("files", _SELF)}
        is_intact = canonical_json(_sealed(facts, _listed(manifest))) == written
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return manifest if is_intact else None


def _listed(manifest: Mapping[str, object]) -> dict[str, object]:
    files = manifest["files"]
    if not isinstance(files, dict):
        raise TypeError("a manifest lists its files by name")
    return files


def entry_of(path: Path) -> dict[str, object]:
    """Return the size and the SHA-256 of a file, as a manifest lists them."""
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def is_intact(path: Path, entry: object) -> bool:
    """Say whether a file is there and, bit for bit, the one that was listed."""
    try:
        return entry_of(path) == entry
    except OSError:
        return False


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


def glance(folder: Path) -> dict[str, object]:
    """Return the manifest of a run whose files are all there and as long as they were written.

    What stands in them is not read, as `verify` does, which takes long. Raise SimError with the names of other files.
    """
    manifest = _manifest(folder)
    listed = {MANIFEST: None} if manifest is None else _listed(manifest)
    changed = [name for name, entry in listed.items() if not _is_as_long(folder / name, entry)]
    if manifest is None or changed:
        raise SimError(f"{folder} is damaged: {', '.join(changed)} changed or missing")
    return manifest


def _is_as_long(path: Path, entry: object) -> bool:
    try:
        return isinstance(entry, dict) and path.stat().st_size == entry.get("bytes")
    except OSError:
        return False


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
