import json

import numpy as np
import pytest

from sim.estimates.encoding import decoded, encoded, smallest


@pytest.mark.parametrize("kind", ["<f8", ">f8", "<i4", "i1", "<u2"])
def test_a_row_comes_back_from_json_in_its_type(kind: str) -> None:
    row = np.array([3, 0, 100], dtype=kind)
    found = decoded(json.loads(json.dumps(encoded(row))))
    assert found.tolist() == row.tolist()
    assert found.dtype == row.dtype.newbyteorder("=")
    found[0] = 1  # and may be written to


def test_big_and_little_ends_give_the_same_text() -> None:
    assert encoded(np.array([1.5], dtype=">f8")) == encoded(np.array([1.5], dtype="<f8"))
    assert encoded(np.array([1, 2, 3, 4], dtype=np.int8)[::2]) == {"type": "|i1", "base64": "AQM="}


def test_counts_take_the_smallest_type_that_holds_them() -> None:
    assert smallest(np.array([0, 255])).dtype == np.uint8
    assert smallest(np.array([256])).dtype == np.uint16
    assert smallest(np.array([], dtype=np.int64)).dtype == np.uint8
