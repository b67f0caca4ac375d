"""Compile the rules: one decorator for rules, one for the few entry points kept on disk.

A rule is compiled with Numba without the interpreter lock, without fastmath, hence without reordering and
without fused multiply-add, so that a rule gives the same bits compiled, interpreted and on every machine
(reliability R2, R3).

Division by zero: compiled rules follow NumPy (inf or nan, no exception, no branch), interpreted rules meet
Python floats (ZeroDivisionError) and NumPy scalars (a warning). No setting makes these three alike, so a rule
never divides by what may be zero: it tests the divisor first. Tests run interpreted with warnings as errors,
which finds an offender.

Numba's own cache of machine code does not notice an edit in another module (numba issue 1833) and would run
an old rule. The cache folder is therefore named by a hash of every source file that can end up in the machine
code.
"""

import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, TypeVar

import llvmlite.binding
import numpy

from sim.cache import cache_base
from sim.model.numba_alone import numba, without_scipy

_F = TypeVar("_F", bound=Callable[..., Any])

_ROOT = Path(__file__).resolve().parent.parent
_PREFIX = "rules-"
_OLD = 30 * 86_400.0
_njit: Any = numba.njit
_config: Any = numba.config
_compiler: Any = numba.core.compiler
# Several issues are taken at a time in what does not depend on order; the optimiser never reorders a sum.
_config.SLP_VECTORIZE = 1


class _Apart(_compiler.CompilerBase):  # type: ignore[misc]
    """Compile as usual, but promise that what a function writes to lies in the memory of one argument only.

    Without that, a write to a row makes the optimiser read all it knows of the packed scenario again, and nothing is
    taken several at a time. A function whose arguments overlap must not write to what they share.
    """

    def define_pipelines(self) -> list[Any]:
        self.state.flags.noalias = True
        return [_compiler.DefaultPassBuilder.define_nopython_pipeline(self.state)]


_AS_A_RULE: dict[str, Any] = {"nogil": True, "error_model": "numpy", "pipeline_class": _Apart}


def rule(function: _F) -> _F:
    """Compile a rule into whoever calls it; return it unchanged when NUMBA_DISABLE_JIT is set.

    Inlined rules make the loop a fifth faster, as a call between compiled functions has to report errors.
    """
    compiled: _F = _njit(forceinline=True, **_AS_A_RULE)(function)
    return compiled


def routine(function: _F) -> _F:
    """Compile a rule by itself, to be called: for the long ones that many call, where inlining only costs time.

    It has to say that it is not inlined: what a rule calls inherits being inlined from it otherwise.
    """
    compiled: _F = _njit(forceinline=False, **_AS_A_RULE)(function)
    return compiled


def entry(function: _F) -> _F:
    """Compile an entry point called from Python and keep its machine code in `cache_folder()`."""
    if _config.DISABLE_JIT:
        return function
    before = _config.CACHE_DIR
    try:  # Numba chooses the folder when the decorator runs, from this one global.
        _config.CACHE_DIR = str(cache_folder())
        compiled: _F = _njit(nogil=True, error_model="numpy", cache=True)(function)
    finally:
        _config.CACHE_DIR = before
    dispatcher: Any = compiled
    dispatcher._cache = _LenientCache(dispatcher._cache)
    return compiled


def is_compiled(function: Callable[..., Any]) -> bool:
    """Tell whether the first call of an entry point finds machine code (in memory, on disk) or needs none."""
    dispatcher: Any = function
    if not hasattr(dispatcher, "py_func") or dispatcher.signatures:
        return True
    plain = dispatcher.py_func
    name = f"{Path(plain.__code__.co_filename).stem}.{plain.__qualname__}-*.nbi"
    return any(Path(dispatcher.stats.cache_path).glob(name))


def cache_folder() -> Path:
    """Return the cache folder of these sources, made if need be, and sweep folders unused for 30 days.

    It lies in SIM_CACHE_DIR, else in the user's cache folder, else (not writable) in a temporary folder.
    """
    base = cache_base()
    folder = base / (_PREFIX + sources_hash(rule_sources(_ROOT)))
    folder.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):
        os.utime(folder)
        _sweep(base, folder)
    return folder


def rule_sources(root: Path) -> list[Path]:
    """List, in a fixed order, the files under `root` (the `sim` package) that machine code can be made of."""
    files = [path for room in ("model", "strategies") for path in (root / room).rglob("*.py")]
    files += (root / "engine").glob("loop*.py")
    return sorted(files, key=lambda path: path.relative_to(root).as_posix())


def sources_hash(files: Iterable[Path]) -> str:
    """Hash the names and bytes of `files` and the versions of Python, NumPy and Numba."""
    digest = hashlib.sha256(f"{sys.version} {numpy.__version__} {numba.__version__}".encode())
    for path in files:
        content = path.read_bytes()
        digest.update(f"\n{path.parent.name}/{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:24]


class _LenientCache:
    """Pass on to Numba's cache, but let a full disk or a vanished folder cost a compilation, not the run.

    Numba keeps, beside the machine code, what is needed to inline a function into others. Nobody inlines an entry
    point, and reading that back would take a third of a start: only the names that it defines are kept.
    """

    def __init__(self, cache: Any) -> None:
        self._cache = cache

    @property
    def cache_path(self) -> str:
        return str(self._cache.cache_path)

    def load_overload(self, signature: Any, target: Any) -> Any:
        with suppress(OSError, EOFError, UnpicklingError), without_scipy():
            return self._cache.load_overload(signature, target)
        return None

    def save_overload(self, signature: Any, result: Any) -> None:
        library = result.library
        whole = library._get_module_for_linking()
        library._shared_module = _names_only(whole)
        with suppress(OSError, EOFError, UnpicklingError):
            self._cache.save_overload(signature, result)
        library._shared_module = whole

    def flush(self) -> None:
        self._cache.flush()


def _names_only(module: Any) -> Any:
    functions = "".join(f'define void @"{one.name}"() {{ ret void }}\n' for one in _defined(module.functions))
    variables = "".join(f'@"{one.name}" = global i8 0\n' for one in _defined(module.global_variables))
    return llvmlite.binding.parse_assembly(functions + variables)


def _defined(symbols: Iterable[Any]) -> Iterable[Any]:
    return (one for one in symbols if not one.is_declaration)


def _sweep(base: Path, keep: Path) -> None:
    for folder in base.glob(_PREFIX + "*"):
        if folder != keep and time.time() - folder.stat().st_mtime > _OLD:
            shutil.rmtree(folder, ignore_errors=True)
