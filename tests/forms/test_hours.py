"""Hours as people write them."""

from datetime import time

import pytest

from app.forms.hours import read_hour


@pytest.mark.parametrize("written", ["9h30", "9 h 30", "09:30", "9.30", "0930", "9h30 min", "9\u00a0H\u00a030"])
def test_half_past_nine(written: str) -> None:
    assert read_hour(written) == time(9, 30)


@pytest.mark.parametrize("written", ["14", "14h", "14 h 00", "14:00", "1400"])
def test_two_o_clock(written: str) -> None:
    assert read_hour(written) == time(14)


@pytest.mark.parametrize("written", ["", "midi", "25h", "9h75", "930", "9:3", "-9h", "٩h", "9h30\u00009"])
def test_no_hour(written: str) -> None:
    assert read_hour(written) is None
