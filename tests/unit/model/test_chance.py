"""Philox against its published vectors and NumPy's own; draws by address."""

import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.model import chance
from sim.model.chance import NOTICE, SHOCK, THREAT, TYPE, address, draw, exponential, philox

MASK = 2**64 - 1
ROOT = Path(__file__).parents[3]
PLAIN: Any = getattr(philox, "py_func", philox)

# Random123, file kat_vectors, philox4x64 with 10 rounds: counter, key, result.
KNOWN = [
    ("0 0 0 0", "0 0", "16554d9eca36314c db20fe9d672d0fdc d7e772cee186176b 7e68b68aec7ba23b"),
    (" ".join(["f" * 16] * 4), " ".join(["f" * 16] * 2),
     "87b092c3013fe90b 438c3c67be8d0224 9cc7d7c69cd777b6 a09caebf594f0ba0"),
    ("243f6a8885a308d3 13198a2e03707344 a4093822299f31d0 082efa98ec4e6c89",
     "452821e638d01377 be5466cf34e90c6c",
     "a528f45403e61d95 38c72dbd566e9788 a5a1610e72fd18b5 57bd43b5e52b7fe6"),
]  # fmt: skip


def words(text: str) -> list[int]:
    return [int(part, 16) for part in text.split()]


def unsigned(values: tuple[int, ...]) -> list[int]:
    return [int(value) & MASK for value in values]


def numpys(counter: list[int], key: list[int]) -> list[int]:
    """Return NumPy's block for a counter: it adds one to the counter before the first block."""
    before = (sum(word << 64 * i for i, word in enumerate(counter)) - 1) % 2**256
    generator = np.random.Philox(counter=before, key=sum(word << 64 * i for i, word in enumerate(key)))
    return [int(word) for word in generator.random_raw(4)]


@pytest.mark.parametrize(("counter", "key", "result"), KNOWN)
def test_philox_gives_the_published_vectors(counter: str, key: str, result: str) -> None:
    arguments = [np.uint64(word) for word in words(counter) + words(key)]
    assert unsigned(philox(*arguments)) == words(result)  # type: ignore[arg-type]
    assert unsigned(PLAIN(*words(counter), *words(key))) == words(result)
    assert numpys(words(counter), words(key)) == words(result)


def test_philox_agrees_with_numpy_for_any_counter_and_key() -> None:
    many = np.random.default_rng(1).integers(0, 2**64, size=(500, 6), dtype=np.uint64)
    for row in many:
        expected = numpys([int(word) for word in row[:4]], [int(word) for word in row[4:]])
        assert unsigned(philox(*row)) == expected
        assert unsigned(PLAIN(*row)) == expected


def test_signed_and_unsigned_words_are_the_same_address() -> None:
    assert unsigned(philox(-1, -1, -1, -1, -1, -1)) == words(KNOWN[1][2])
    assert unsigned(PLAIN(-1, -1, -1, -1, -1, np.int64(-1))) == words(KNOWN[1][2])


def test_a_draw_is_the_first_word_at_its_address() -> None:
    word = numpys([5, (THREAT << 32) | 2, 7, 1], [42, 1])[0]
    assert draw(42, 5, THREAT, 2, 7, 1) == ((word >> 12) + 0.5) / 2**52


def test_a_change_of_any_part_of_the_address_gives_another_draw() -> None:
    base = (42, 5, THREAT, 2, 7, 1)
    others = [tuple(part + (i == j) for j, part in enumerate(base)) for i in range(6)]
    nobody = (42, 5, THREAT, -1, 7, 1), (42, 5, NOTICE, -1, 7, 1)
    assert len({draw(*where) for where in [base, *others, *nobody]}) == 9


def test_draws_lie_strictly_between_0_and_1_at_both_ends_of_the_word() -> None:
    # (2^52 - 1 + 1/2) / 2^52 is representable; with 53 bits the largest draw would be rounded to 1.
    assert 0.0 < (0 + 0.5) * 2.0**-52
    assert ((MASK >> 12) + 0.5) * 2.0**-52 < 1.0
    values = [draw(1, trial, TYPE, 0, 0, 0) for trial in range(20_000)]
    assert 0.0 < min(values) < 1e-3
    assert 1.0 - 1e-3 < max(values) < 1.0
    assert all((value * 2.0**53) % 2.0 == 1.0 for value in values)


def test_draws_are_uniform_and_neighbours_unrelated() -> None:
    values = np.array([draw(7, trial, SHOCK, 1, 0, 0) for trial in range(20_000)])
    counts = np.histogram(values, bins=50, range=(0.0, 1.0))[0]
    chi_squared = float(((counts - 400.0) ** 2 / 400.0).sum())
    assert 14.0 < chi_squared < 112.0  # 49 degrees of freedom, each side 1e-6
    assert abs(float(np.corrcoef(values[1:], values[:-1])[0, 1])) < 4.9 / 20_000**0.5


def test_interpreted_draws_are_the_same_and_never_warn() -> None:
    plain: Any = getattr(draw, "py_func", draw)
    most = 2**63 - 1
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        for where in [(0, 0, 1, 0, 0, 0), (most, most, 12, 63, most, most), (3, 9, 2, -1, address("oil"), 1)]:
            assert plain(*where) == plain(*map(np.int64, where)) == draw(*where)
            assert type(plain(*map(np.int64, where))) is float


def test_draws_are_the_promised_numbers_in_both_modes() -> None:
    wanted = "[draw(1, t, t % 12 + 1, t % 5, t * t, t % 3) for t in range(50)]"
    ours = [draw(1, t, t % 12 + 1, t % 5, t * t, t % 3) for t in range(50)]
    command = [sys.executable, "-c", f"from sim.model.chance import draw; print({wanted})"]
    other = "0" if os.environ.get("NUMBA_DISABLE_JIT", "0") != "0" else "1"
    environment = os.environ | {"NUMBA_DISABLE_JIT": other, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(ours)
    assert ours[:2] == [0.4622890574292323, 0.9299810013604727]


def test_purposes_are_all_different() -> None:
    names = "TYPE PARAMETER THREAT NOTICE EXIT VETO SHOCK EXTEND RATIFY ACCEDE PLAN NOISE".split()
    assert [getattr(chance, name) for name in names] == list(range(1, 13))


def test_an_address_of_a_name_never_changes() -> None:
    assert address("parties.us.resolve.prior") == 3061706216378097573
    assert 0 <= address("Ölpreis") < 2**63
    assert len({address(f"effect {n}") for n in range(10_000)}) == 10_000


def test_exponential_waits_have_mean_one() -> None:
    waits = [exponential(draw(3, trial, SHOCK, 0, 0, 0)) for trial in range(20_000)]
    assert min(waits) > 0.0
    assert abs(sum(waits) / 20_000 - 1.0) < 4.9 / 20_000**0.5
