"""Times as a Korean community writes them."""

from datetime import datetime, timedelta, timezone

import pytest
from django.utils import translation

from madang.site.times import age_in_years, full_time, list_time, thread_time

SEOUL = timezone(timedelta(hours=9))
NOW = datetime(2026, 11, 24, 13, 30, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 11, 24, 6, 7, tzinfo=SEOUL), "6:07"),
        (datetime(2026, 11, 24, 0, 0, tzinfo=SEOUL), "0:00"),
        (datetime(2026, 11, 23, 23, 59, tzinfo=SEOUL), "11.23 23:59"),
        (datetime(2026, 1, 4, 8, 42, tzinfo=SEOUL), "01.04 8:42"),
        (datetime(2025, 12, 31, 23, 59, tzinfo=SEOUL), "2025.12.31"),
    ],
)
def test_in_a_list(moment: datetime, shown: str) -> None:
    assert list_time(moment, NOW) == shown


@pytest.mark.parametrize(
    ("ago", "korean", "english"),
    [
        (timedelta(seconds=59), "방금", "just now"),
        (timedelta(seconds=-5), "방금", "just now"),
        (timedelta(minutes=1), "1분 전", "1 minute ago"),
        (timedelta(minutes=59), "59분 전", "59 minutes ago"),
        (timedelta(hours=2), "2시간 전", "2 hours ago"),
        (timedelta(hours=14), "어제 23:30", "yesterday 23:30"),
        (timedelta(days=2), "11.22 13:30", "11.22 13:30"),
        (timedelta(days=400), "2025.10.20", "2025.10.20"),
    ],
)
def test_in_a_thread(ago: timedelta, korean: str, english: str) -> None:
    for language, shown in (("ko", korean), ("en", english)):
        with translation.override(language):
            assert thread_time(NOW - ago, NOW) == shown


def test_a_date_alone_has_no_hour() -> None:
    assert full_time(datetime(2009, 1, 7, tzinfo=SEOUL)) == "2009.01.07"
    assert full_time(datetime(2009, 1, 7, 0, 1, tzinfo=SEOUL)) == "2009.01.07 00:01"


@pytest.mark.parametrize(
    ("moment", "years"),
    [
        (datetime(2025, 11, 24, tzinfo=SEOUL), 1),
        (datetime(2025, 11, 25, tzinfo=SEOUL), 0),
        (datetime(2024, 2, 29, tzinfo=SEOUL), 2),
    ],
)
def test_years(moment: datetime, years: int) -> None:
    assert age_in_years(moment, NOW) == years
