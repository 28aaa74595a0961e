"""On PostgreSQL, yesterday's sign-ups leave no order behind."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from madang.accounts.blurring import blur_accounts
from madang.accounts.models import today
from madang.core.db.select import fetch

from ..factories import make_account


@pytest.mark.django_db(transaction=True)
def test_accounts_of_earlier_days_stand_in_the_order_of_their_ids() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite stores accounts by their ids")
    for n in range(30):
        make_account(f"person-{n}", joined=today() - timedelta(days=n % 3))
    rows = "SELECT id, xmin::text FROM accounts_account {} ORDER BY ctid"
    assert len({moment for _, moment in fetch(rows.format(""), ())}) == 30
    blur_accounts()
    old = fetch(rows.format("WHERE joined < %s"), (today(),))
    assert len(old) >= 19 and len({moment for _, moment in old}) == 1
    everybody = [account for account, _ in fetch(rows.format(""), ())]
    assert everybody == sorted(everybody)


def test_it_leaves_the_accounts_as_they_are(member: Any) -> None:
    blur_accounts()
    member.refresh_from_db()
    assert member.login_name == "somebody"
