"""A member makes a token, and the client of the docs, as it stands there, acts for them."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, expect

DOCS = Path(__file__).parents[2] / "docs" / "api.md"


def client_of_the_docs() -> Any:
    (code,) = re.findall(r"```python\n(import json.*?)```", DOCS.read_text(), re.DOTALL)
    assert len([line for line in code.splitlines() if line.strip()]) <= 30
    known: dict[str, Any] = {}
    exec(code, known)  # noqa: S102
    return known["Madang"]


def test_the_client_of_the_docs_reads_writes_changes_and_deletes(
    server: str, person: Callable[..., Page]
) -> None:
    page = person("member")
    page.goto("/accounts/tokens")
    page.get_by_label("어디에 쓰나요?").fill("문서의 프로그램")
    page.get_by_label("내 이름 없는 글과 댓글").check()
    page.get_by_role("button", name="토큰 만들기").click()
    site = client_of_the_docs()(server, page.locator("code.once").inner_text())
    posts = list(site.all("/boards/자유/posts"))
    assert len(posts) > 30 and len({post["id"] for post in posts}) == len(posts)
    made = site.call("POST", "/boards/자유/posts", {"title": "인사", "text": "안녕하세요"})
    path = f"/posts/{made['id']}"
    site.call("POST", f"{path}/comments", {"text": "첫 댓글"})
    site.call("PATCH", path, {"title": "고친 인사"})
    site.call("PUT", f"/posts/{posts[0]['id']}/marks/scrap")
    page.goto(f"/p/{made['id']}")
    expect(page.locator("h1")).to_have_text("고친 인사")
    expect(page.locator(".comment")).to_contain_text("첫 댓글")
    site.call("DELETE", path)
    with pytest.raises(ValueError, match="그사이에 삭제됐거나 숨겨졌어요"):
        site.call("GET", path)
    page.goto("/accounts/tokens")
    page.get_by_role("button", name="폐기: 문서의 프로그램").click()
    expect(page.get_by_role("status")).to_contain_text("토큰을 폐기했어요.")
    with pytest.raises(ValueError, match="더는 쓸 수 없어요"):
        site.call("POST", "/boards/자유/posts", {"title": "인사", "text": "안녕하세요"})


@pytest.mark.parametrize(
    ("method", "path", "allowed"), [("OPTIONS", "boards", "GET"), ("GET", "reports", "POST")]
)
def test_programs_are_told_what_an_address_takes(
    method: str, path: str, allowed: str, server: str
) -> None:
    answer = requests.request(method, f"{server}/api/{path}", json={}, timeout=30)
    assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)
