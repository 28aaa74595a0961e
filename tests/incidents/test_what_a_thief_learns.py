"""A thief of the database learns no address, no number, no name, and not who was affected."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.db import connection
from django.test import Client

from madang.delivery.local_gateways.solapi import SolapiGateway
from madang.delivery.mailings import dispatch
from madang.delivery.models import Batch
from madang.delivery.solapi.accounts import SolapiAccount
from madang.incidents.affected import imports, keeping
from madang.incidents.affected.contacts import mobile
from madang.incidents.models import Incident, ListImport
from madang.incidents.notices import actions
from madang.incidents.notices.audience import prepare
from madang.operations.leaks.run import check_database, live
from madang.staff.members import StaffMember

from .test_notices import written

PEOPLE = 60
NAME, ADDRESS = "김서울특이한이름", "kim-of-this-list@shop.example"


@pytest.fixture
def busy(public: Incident, officer: StaffMember, settings: Any) -> Incident:
    """An incident with a list, a notice that went, a check, and somebody who was looked at."""
    gateway = SolapiGateway().start()
    settings.SOLAPI = SolapiAccount(gateway.address, "key", "secret", "0215881588")
    settings.EMAIL_HOST = "mail.example"
    site_settings.INCIDENT_LISTS_FOLDER.mkdir(exist_ok=True)
    rows = [f"{NAME},1990-03-07,{ADDRESS},01099998888,이름;주소"]
    rows += [f"사람{n},1980-01-01,p{n}@shop.example,0109000{n:04},이름" for n in range(PEOPLE)]
    content = "이름,생년월일,이메일,전화번호,항목\n" + "\n".join(rows) + "\n"
    waiting = imports.queue(public, io.BytesIO(content.encode()), is_csv=True, by=officer)
    imports.read(waiting)
    assert ListImport.objects.get().taken == PEOPLE + 1
    actions.release(written(public, officer), by=officer)
    while prepare() or dispatch.step():
        Batch.objects.update(not_before=None)
    # One number of them is reached by nobody.
    assert len(gateway.sent) == PEOPLE
    gateway.stop()
    Client().post(f"/incidents/{public.pk}/check", {"contact": ADDRESS})
    contact = mobile("01099998888")
    assert contact is not None
    keeping.look_up(public, contact, reason="본인의 전화 문의", by=officer)
    return public


def test_the_leak_check_finds_nothing(busy: Incident) -> None:
    assert [str(finding) for finding in check_database(live())] == []


def test_no_table_holds_a_contact_or_a_name_that_can_be_read(busy: Incident) -> None:
    wanted = [NAME, ADDRESS, "01099998888", "1099998888", "officer"]
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table in ("accounts_account", "django_session"):
                continue
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            for row in cursor.fetchall():
                for value in row:
                    text = (
                        bytes(value).decode(errors="replace")
                        if isinstance(value, bytes | memoryview)
                        else str(value)
                    )
                    found += [(table, word) for word in wanted if word in text]
    assert found == []


def test_files_of_lists_cannot_be_read(busy: Incident) -> None:
    folder: Path = site_settings.INCIDENT_LISTS_FOLDER
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert NAME.encode() not in content and ADDRESS.encode() not in content


def test_boxes_of_one_kind_have_one_length(busy: Incident) -> None:
    for table in ("incidents_affectedline", "delivery_message"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT DISTINCT length(box) FROM {table}")  # noqa: S608
            assert len(cursor.fetchall()) == 1, table
