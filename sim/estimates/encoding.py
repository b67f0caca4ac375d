"""Arrays in JSON: base64 of their bytes, little end first, with their type."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt


def encoded(array: npt.NDArray[Any]) -> dict[str, str]:
    """Return a row of numbers as JSON can hold it; equal numbers of equal type give equal text on any machine."""
    little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    return {"type": little.dtype.str, "base64": b64encode(little.tobytes()).decode("ascii")}


def decoded(data: Mapping[str, str]) -> npt.NDArray[Any]:
    """Return the row of numbers that `encoded` wrote."""
    found = np.frombuffer(b64decode(data["base64"]), dtype=np.dtype(data["type"]))
    return found.astype(found.dtype.newbyteorder("="))


def smallest(counts: npt.NDArray[np.int64]) -> npt.NDArray[Any]:
    """Return whole numbers from 0 in the smallest type that holds them."""
    return counts.astype(np.min_scalar_type(int(counts.max(initial=0))))
