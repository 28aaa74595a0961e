"""What is answered is what the schema says, whatever is sent: looked for by schemathesis."""

import os
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from madang.accounts.models import Account
from madang.boards.models import Post
from madang.staff.roles import Role
from madang.web_api import calling
from madang.web_api.tokens import Scope, make_token

from ..factories import write_comment
from ..staff.working import make_staff

EXAMPLES = 200 if os.environ.get("TEST_LONG") else 12
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
    negative_data_rejection,
    # What fits the schema and cannot be done is a conflict (409), never unfitting (422).
    positive_data_acceptance,
)


@pytest.fixture
def api(post: Post, member: Account, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The schema of a site with a post and an answer, and calls of whoever may do everything."""
    write_comment(post, member)
    for limit in ("READS", "WRITES"):
        monkeypatch.setattr(calling, limit, "1000000/minute")
    officer = make_staff(Role.OPERATOR, Role.PRIVACY_OFFICER)
    account = Account.objects.get(pk=officer.account)
    token = make_token(account, name="시험", scopes=frozenset(Scope), days=None)
    # As Django's own client of tests does: a request's end would end the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    found = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    found.config.update(headers=headers)
    # What is too long may be too long for the whole request.
    rejected = found.config.checks.negative_data_rejection
    rejected.expected_statuses = [*rejected.expected_statuses, "413"]
    yield found
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_answers_are_as_the_schema_says(api: Any) -> None:
    failed = {}
    for result in api.get_all_operations():
        operation = result.ok()
        for mode in GenerationMode:
            try:
                _try(operation, mode)
            except Unsatisfiable:
                # It takes nothing that could be wrong.
                continue
            except (Exception, BaseExceptionGroup) as error:
                failed[f"{operation.label}, {mode.name}"] = error
    assert not failed, "\n\n".join(f"{name}: {error}" for name, error in failed.items())


def _try(operation: Any, mode: GenerationMode) -> None:
    # Names of a form's other fields may be such that no form has them.
    excluded = [positive_data_acceptance] if operation.label == "POST /api/pictures" else []

    @hypothesis.seed(1)
    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def answers(case: Any) -> None:
        case.call_and_validate(checks=CHECKS, excluded_checks=excluded)

    answers()
