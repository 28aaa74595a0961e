"""Static files, as the server's own application serves them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.templatetags.static import static

Get = Callable[[str], tuple[str, dict[str, str]]]


@pytest.fixture
def get(community: Any) -> Get:
    from madang.config.wsgi import application

    def asked(path: str) -> tuple[str, dict[str, str]]:
        import io

        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "HTTP_HOST": "localhost",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
        }
        answer: list[Any] = []
        body = application(environ, lambda status, headers, *rest: answer.extend((status, headers)))
        list(body)
        return answer[0], {name.lower(): value for name, value in answer[1]}

    return asked


def test_a_file_is_kept_for_good_and_by_this_site_alone(get: Get) -> None:
    status, headers = get(static("site.css"))
    assert status.startswith("200") and "immutable" in headers["cache-control"]
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("path", ["/static/none.css", "/static/../config/settings.py", "/static/"])
def test_what_is_no_file_is_a_404(path: str, get: Get) -> None:
    assert get(path)[0].startswith("404")
