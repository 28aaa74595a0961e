"""The client of the docs, as it stands there, reads and writes on a running site."""

import re
from pathlib import Path
from typing import Any

import pytest

from madang.accounts.models import Account
from madang.boards.models import Board, Post
from madang.web_api.tokens import Scope, make_token

from ..factories import write_post

DOCS = Path(__file__).parents[2] / "docs" / "api.md"


@pytest.mark.django_db(transaction=True)
def test_the_client_of_the_docs_reads_lists_and_writes(
    board: Board, member: Account, live_server: Any, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    known: dict[str, Any] = {}
    (code,) = re.findall(r"```python\n(import json.*?)```", DOCS.read_text(), re.DOTALL)
    exec(code, known)  # noqa: S102
    token = make_token(member, name="봇", scopes=frozenset({Scope.WRITE}), days=None)
    site = known["Madang"](live_server.url, token)
    for number in range(32):
        write_post(board, member, title=f"글 {number}")
    assert len(list(site.all("/boards/자유/posts"))) == 32
    site.call("POST", "/boards/자유/posts", {"title": "인사", "text": "안녕하세요"})
    assert Post.objects.filter(title="인사").exists()
    with pytest.raises(ValueError, match="게시판을 찾을 수 없어요"):
        site.call("GET", "/boards/none/posts")
    assert len([line for line in code.splitlines() if line.strip()]) <= 30
