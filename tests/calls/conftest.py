import pytest

from madang.calls import runs


@pytest.fixture(autouse=True)
def no_memory() -> None:
    runs._last.clear()
    runs._put_off.clear()
