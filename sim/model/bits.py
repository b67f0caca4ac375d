"""View a float as its 64 bits and multiply words exactly: the three machine operations Python lacks.

Each function is plain Python; further below stands what the compiler puts in its place. Both are exact, hence
equal.
"""

import struct
from typing import Any

from llvmlite import ir

from sim.model.numba_alone import numba

_MASK = 0xFFFFFFFFFFFFFFFF
_type_callable: Any = numba.extending.type_callable
_lower_builtin: Any = numba.extending.lower_builtin
_typing: Any = numba.core.typing
_types: Any = numba.core.types


def float_bits(x: float) -> int:
    """Return the IEEE 754 bits of `x` as a signed 64-bit integer."""
    return int(struct.unpack("<q", struct.pack("<d", x))[0])


def bits_float(bits: int) -> float:
    """Return the float whose IEEE 754 bits are the signed 64-bit integer `bits`."""
    return float(struct.unpack("<d", struct.pack("<q", bits))[0])


def word(n: int) -> int:
    """Return `n` modulo 2^64: an unsigned 64-bit word when compiled."""
    return int(n) & _MASK


def product(a: int, b: int) -> tuple[int, int]:
    """Return the high and the low word of the 128-bit product of two unsigned 64-bit words."""
    whole = int(a) * int(b)
    return whole >> 64, whole & _MASK


def _typed(function: Any, result: Any, *arguments: Any) -> None:
    def typer_of(context: Any) -> Any:
        if len(arguments) == 1:
            return lambda x: _typing.signature(result, *arguments)
        return lambda a, b: _typing.signature(result, *arguments)

    _type_callable(function)(typer_of)


def _lower_float_bits(context: Any, builder: Any, signature: Any, values: Any) -> Any:
    return builder.bitcast(values[0], ir.IntType(64))


def _lower_bits_float(context: Any, builder: Any, signature: Any, values: Any) -> Any:
    return builder.bitcast(values[0], ir.DoubleType())


def _lower_word(context: Any, builder: Any, signature: Any, values: Any) -> Any:
    return values[0]


def _lower_product(context: Any, builder: Any, signature: Any, values: Any) -> Any:
    wide = ir.IntType(128)
    whole = builder.mul(builder.zext(values[0], wide), builder.zext(values[1], wide))
    high = builder.trunc(builder.lshr(whole, ir.Constant(wide, 64)), ir.IntType(64))
    low = builder.trunc(whole, ir.IntType(64))
    return context.make_tuple(builder, signature.return_type, (high, low))


_PAIR = _types.UniTuple(_types.uint64, 2)
_typed(float_bits, _types.int64, _types.float64)
_typed(bits_float, _types.float64, _types.int64)
_typed(word, _types.uint64, _types.uint64)
_typed(product, _PAIR, _types.uint64, _types.uint64)
_lower_builtin(float_bits, _types.float64)(_lower_float_bits)
_lower_builtin(bits_float, _types.int64)(_lower_bits_float)
_lower_builtin(word, _types.uint64)(_lower_word)
_lower_builtin(product, _types.uint64, _types.uint64)(_lower_product)
