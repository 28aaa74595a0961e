"""What leaves the site of errors, traces and slow queries has nobody in it."""

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sentry_sdk
from django.test import Client
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from madang.accounts.models import Account
from madang.boards.models import Post
from madang.boards.threads import queries
from madang.core.db.slow_queries import without_values
from madang.operations.watching import errors, traces
from madang.operations.watching.errors import SendsErrors

from ..services.watchers import Watcher, watcher

Browse = Callable[..., Client]
SECRETS = ("비밀 낱말", "secret-word", "somebody", "sessionid", "10.9.8.7")


@pytest.fixture
def there(settings: Any) -> Iterator[Watcher]:
    with watcher() as found:
        settings.SENTRY_DSN, settings.OTLP_ENDPOINT = found.dsn, found.address
        traces.provider.cache_clear()
        yield found
        traces.provider().shutdown()
        traces.provider.cache_clear()


@pytest.fixture
def sentry(there: Watcher) -> Iterator[Watcher]:
    before = {name: list(logging.getLogger(name).handlers) for name in ("", "django")}
    errors.begin()
    yield there
    for name, handlers in before.items():
        logging.getLogger(name).handlers = handlers
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)


def test_an_error_is_sent_with_its_number_and_nobody_in_it(
    sentry: Watcher, post: Post, member: Account, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_args: Any, **_kwargs: Any) -> None:
        secret = SECRETS[0]
        raise ValueError(f"cannot read {secret}")

    monkeypatch.setattr(queries, "find_post", breaks)
    browser = browse(member)
    browser.raise_request_exception = False
    page = browser.post(
        f"/자유/{post.pk}/edit?q=secret-word",
        {"title": SECRETS[0], "text": "secret-word"},
        REMOTE_ADDR="10.9.8.7",
    )
    sentry_sdk.flush()
    said = b"".join(body for _path, body in sentry.came).decode()
    assert "ValueError" in said and "writing_views.py" in said
    found = re.search(r"오류 (\w{6})로", page.content.decode())
    assert found is not None and f'"number":"{found[1]}"' in said
    for secret in SECRETS:
        assert secret not in said
    for name in ("server_name", "modules", "request", "user", "breadcrumbs", "vars", "contexts"):
        assert f'"{name}"' not in said


def test_a_line_of_the_log_is_sent_as_it_stands_in_the_program() -> None:
    record = logging.LogRecord("a", logging.ERROR, "", 1, "no answer from %s", ("a@b.kr",), None)
    assert errors.event_of(record)["message"] == "no answer from %s"
    assert isinstance(SendsErrors(), logging.Handler)


def spans_in(there: Watcher) -> list[Any]:
    found = []
    for path, body in there.came:
        assert path == "/v1/traces"
        sent = ExportTraceServiceRequest.FromString(body)
        found += [s for r in sent.resource_spans for scope in r.scope_spans for s in scope.spans]
    return found


def test_traces_name_kinds_of_pages_and_tell_nothing_of_people(
    there: Watcher, post: Post, member: Account
) -> None:
    browser = Client()
    browser.get(f"/자유/{post.pk}?q=secret-word")
    browser.get("/accounts/login")
    browser.force_login(member)
    browser.get("/me")
    browser.post(f"/자유/{post.pk}/comments", {"text": "비밀 낱말"})
    traces.provider().force_flush()
    names = [span.name for span in spans_in(there)]
    assert names == ["GET <str:slug>/<n:post_id>"]
    (span,) = spans_in(there)
    assert [one.key for one in span.attributes] == ["http.response.status_code"]
    whole = b"".join(body for _path, body in there.came)
    for secret in (*SECRETS, "자유", str(post.pk) + "?"):
        assert secret.encode() not in whole


def test_a_slow_query_is_logged_without_what_it_looked_for(
    member: Account, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SLOW_QUERY_SECONDS = 0.000_000_001
    Account.objects.filter(login_name="somebody").first()
    (line,) = [one.getMessage() for one in caplog.records if one.name == "madang.slow_queries"]
    assert "accounts_account" in line and "somebody" not in line


def test_values_in_a_statement_itself_are_left_out() -> None:
    sql = "SELECT a1\n FROM t2 WHERE b = 'O''Brien' AND c IN (12, 345) LIMIT 5"
    assert without_values(sql) == "SELECT a1 FROM t2 WHERE b = ? AND c IN (?, ?) LIMIT ?"
