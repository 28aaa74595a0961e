"""What a reader's telephone has to load for a post stays small."""

import gzip
import re
from urllib.parse import urljoin

from django.conf import settings
from django.test import Client

from madang.accounts.models import Account
from madang.boards.models import Board

from ..factories import make_account, write_comment, write_post

KILO = 1024
LINK = re.compile(r'<(?:link rel="stylesheet" href|script[^>]* src)="(/static/[^"]+)"')
IMPORT = re.compile(r'(?:from|import)\s*"(\./[^"]+)"')


def test_a_post_with_fifty_comments(board: Board, member: Account) -> None:
    people = [make_account(f"speaker-{number}") for number in range(20)]
    for number in range(30):
        write_post(
            board, people[number % 20], title=f"오늘 있었던 일 {number}: 생각보다 길어진 제목"
        )
    text = "어제 저녁에 장을 보러 갔다가 우산을 두고 왔어요. " * 12
    post = write_post(board, member, title="잃어버린 우산 이야기", text=text)
    for number in range(50):
        parent = number if number % 3 == 2 else None
        words = f"{number}번째로 든 생각인데, 저도 비슷한 일이 있어서 끝까지 읽었어요. 힘내세요!"
        write_comment(post, people[number % 20], words, parent=parent)
    page = Client().get(f"/자유/{post.pk}").content
    assert page.count(b'class="comment"') == 50
    assert len(gzip.compress(page)) <= 15 * KILO
    loaded = LINK.findall(page.decode())
    for path in loaded:
        if path.endswith(".js"):
            loaded += [urljoin(path, one) for one in IMPORT.findall(read(path).decode())]
    loaded = list(dict.fromkeys(loaded))
    css = sum(len(gzip.compress(read(path))) for path in loaded if path.endswith(".css"))
    scripts = sum(len(gzip.compress(read(path))) for path in loaded if path.endswith(".js"))
    assert 0 < css <= 12 * KILO and 0 < scripts <= 20 * KILO
    assert not re.search(
        rb'(?:src|href)="https?://(?!testserver)', page.replace(b"schema.org", b"")
    )


def read(path: str) -> bytes:
    return (settings.STATIC_ROOT / path.removeprefix("/static/")).read_bytes()
