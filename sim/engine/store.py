"""Keep a run's results: its folder, and the manifest that guards it."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from sim.engine.files import (
    Claim,
    Content,
    explained,
    made,
    put,
    removed,
    take_place,
    write_file,
    write_folder,
)
from sim.errors import SimError

MANIFEST = "manifest.json"
_SELF = "sha256"
_SAME = ("scenario", "trials", "seed", "contract", "seats", "versions")  # what makes two folders the same run


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
