import pytest

from madang.calls import dispatch


@pytest.fixture(autouse=True)
def no_memory() -> None:
    dispatch._last.clear()
    dispatch._put_off.clear()
