"""Draw chance by address: a draw depends on its address, never on what was drawn before.

The generator is Philox4x64-10 (Salmon, Moraes, Dror and Shaw 2011, SC11), in counter mode: the counter is
(trial, purpose and party, index, sub-index), the key is the seed. Two scenarios that differ in one number
share every other draw (common random numbers).
"""

import hashlib

from sim.model.bits import product, word
from sim.model.compiled import routine, rule
from sim.model.elementary import log

# What a draw is for. The numbers are part of the contract: a changed number changes every trial.
(
    TYPE, PARAMETER, THREAT, NOTICE, EXIT, VETO, SHOCK, EXTEND, RATIFY, ACCEDE, PLAN, NOISE, PROPOSE, BREAK, PARTNER,
) = range(1, 16)  # fmt: skip

_MULTIPLIER_0 = 0xD2E7470EE14C6C93
_MULTIPLIER_1 = 0xCA5A826395121157
_WEYL_0 = 0x9E3779B97F4A7C15
_WEYL_1 = 0xBB67AE8584CAA73B
_MASK = 0xFFFFFFFFFFFFFFFF
_SCHEME = 1  # Second key word; another scheme of addresses would take another number.
_GRAIN = 2.0**-52


@routine
def draw(seed: int, trial: int, purpose: int, party: int, index: int, sub: int) -> float:
    """Return the uniform at this address: an odd multiple of 2^-53, hence strictly between 0 and 1.

    All arguments are whole numbers of 64 bits; `purpose` is below 2^31, `party` a seat or -1 for nobody.
    `index` counts rounds or arrivals, or is the `address` of a name; `sub` tells draws apart that share all
    else.
    """
    first = philox(trial, (purpose << 32) | (party & 0xFFFFFFFF), index, sub, seed, _SCHEME)[0]
    # 52 bits and a half: with 53 bits the sum would be rounded, at the top to exactly 1.
    return (float(first >> 12) + 0.5) * _GRAIN


@rule
def exponential(u: float) -> float:
    """Return the waiting time of mean 1 whose survival chance is `u`: -log(u)."""
    return -log(u)


@routine
def philox(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Return the four words of Philox4x64-10 for a counter of four words and a key of two."""
    a, b, c, d, key0, key1 = word(c0), word(c1), word(c2), word(c3), word(k0), word(k1)
    for _ in range(10):
        high0, low0 = product(_MULTIPLIER_0, a)
        high1, low1 = product(_MULTIPLIER_1, c)
        a, b, c, d = high1 ^ b ^ key0, low1, high0 ^ d ^ key1, low0
        key0 = (key0 + _WEYL_0) & _MASK
        key1 = (key1 + _WEYL_1) & _MASK
    return a, b, c, d


def address(name: str) -> int:
    """Return the number below 2^63 that stands for `name`: eight bytes of BLAKE2b, the top bit cleared."""
    digest = hashlib.blake2b(name.encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "little") & 0x7FFFFFFFFFFFFFFF
