"""Ask tables of kept results anything in SQL, with nothing else within reach of the query."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sim.engine.parquet import open_database, translated
from sim.engine.questions import Database, Files, Listed, Reply, Row, Table, interruptible
from sim.errors import MissingName, UsageError

_BATCH = 2_048  # rows of an answer at a time
_MEMORY = "50%"
_WRITES = re.compile("COPY|INSERT|UPDATE|DELETE|MERGE|CREATE")


@contextmanager
def asked(tables: Mapping[str, Table], query: str) -> Iterator[Reply]:
    """Answer one SQL query that reads these tables and nothing else: no other file, no network; it writes nothing.

    On one thread and in half the memory: the same query has the same digits on any machine. Raise UsageError where the
    query is wrong or would do more than read, MissingName where it names a table that is not there, SimError where a
    file cannot be read or memory is short. Ctrl-C is heard while it works.
    """
    there = {name: table for name, table in tables.items() if isinstance(table, Listed) or table.files}
    with open_database() as database, _known(tables, there), translated():
        for name, table in there.items():
            _offer(database, name, table)
        _shut(database, tables)
        statement = _one_statement(database, query)
        interruptible(lambda: _refuse_writing(database, statement), database.interrupt)
        interruptible(lambda: database.execute(statement), database.interrupt)
        columns = database.description
        names, types = (tuple(str(column[place]) for column in columns) for place in (0, 1))
        yield Reply(names, types, _batches(database), lambda: _counted(database, statement))


@contextmanager
def _known(tables: Mapping[str, Table], there: Mapping[str, Table]) -> Iterator[None]:
    try:
        yield
    except MissingName as error:
        table = tables.get(str(error).lower())
        why = f"; {table.absence}" if isinstance(table, Files) else ""
        raise MissingName(f"there is no table {error}{why}; there are {', '.join(there)}") from None


def _offer(database: Database, name: str, table: Table) -> None:
    if isinstance(table, Files):
        each = (_labelled(table.label, word, files) for word, files in table.files.items())
        database.execute(f"CREATE VIEW {_name(name)} AS {' UNION ALL BY NAME '.join(each)}")
        return
    columns = [[row[place] for row in table.rows] for place in range(len(table.types))]
    chosen = (f"unnest(?::{kind}[]) AS {_name(column)}" for column, kind in table.types.items())
    database.execute(f"CREATE TABLE {_name(name)} AS SELECT {', '.join(chosen)}", columns)


def _labelled(label: str, word: str, files: Sequence[Path]) -> str:
    return (
        f"SELECT {_text(word)} AS {_name(label)}, *"
        f" FROM read_parquet([{_texts(files)}], union_by_name = true, hive_partitioning = false)"
    )


def _shut(database: Database, tables: Mapping[str, Table]) -> None:
    """Leave nothing but the tables within reach of a query, and no way to change that."""
    kept = (table.files.values() for table in tables.values() if isinstance(table, Files))
    files = [file for several in kept for parts in several for file in parts]
    for setting in (
        f"memory_limit = {_text(_MEMORY)}",
        "python_enable_replacements = false",
        f"allowed_paths = [{_texts(files)}]",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        database.execute(f"SET {setting}")
    database.execute("BEGIN TRANSACTION READ ONLY")


def _one_statement(database: Database, query: str) -> str:
    found = database.extract_statements(query)
    kinds = [str(statement.type.name) for statement in found]
    if kinds not in (["SELECT"], ["MULTI"]):  # PIVOT is a MULTI
        said = f"{len(kinds)} statements" if len(kinds) > 1 else "".join(kinds) or "none"
        raise UsageError(f"a query is one SELECT, which only reads; found {said}")
    return str(found[0].query).rstrip("; \n\t")


def _refuse_writing(database: Database, statement: str) -> None:
    # A COPY inside a WITH is a SELECT to the parser, and could write into the very files that may be read.
    ((_, plan), *_) = database.execute(f"EXPLAIN (FORMAT json) {statement}").fetchmany(_BATCH)
    for operator in _operators(json.loads(plan)):
        if _WRITES.search(operator):
            raise UsageError(f"a query only reads; this one would {operator.replace('_', ' ')}")


def _operators(plan: object) -> Iterator[str]:
    if isinstance(plan, list):
        for each in plan:
            yield from _operators(each)
    elif isinstance(plan, dict):
        yield str(plan.get("name", ""))
        yield from _operators(plan.get("children", []))


def _batches(database: Database) -> Iterator[list[Row]]:
    while rows := interruptible(lambda: database.fetchmany(_BATCH), database.interrupt):
        yield rows


def _counted(database: Database, statement: str) -> int | None:
    try:
        with translated():
            counting = f"SELECT count(*) FROM (\n{statement}\n)"
            interruptible(lambda: database.execute(counting), database.interrupt)
            ((count,),) = database.fetchmany(_BATCH)
    except UsageError:
        return None  # such as a query with a comment after its semicolon
    return int(count)


def _name(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _text(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _texts(files: Sequence[Path]) -> str:
    return ", ".join(_text(str(file)) for file in files)
