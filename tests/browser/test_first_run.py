"""`madang serve` on an empty folder: the code in the terminal opens the site."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ..services.ports import free_port
from ..services.programs import clean_environment
from .chromium import Chromium


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Return a new site's address and the code that its terminal shows."""
    port = free_port()
    kept = clean_environment()
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("madang")), "serve"],
        env={**kept, "MADANG_DATA": str(tmp_path), "MADANG_PORT": str(port), "LANG": "ko_KR.UTF-8"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        said = process.stdout.readline() + process.stdout.readline()
        code = re.search(r"\b\d{8}\b", said)
        assert code and str(port) in said
        yield f"http://127.0.0.1:{port}", code[0]
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_the_operator_opens_a_new_site(chromium: Chromium, empty_site: tuple[str, str]) -> None:
    address, code = empty_site
    page = chromium.new_page(base_url=address, locale="ko-KR")
    for _ in range(50):
        try:
            page.goto("/")
            break
        except Exception:
            page.wait_for_timeout(100)
    expect(page.get_by_role("heading", name="새 사이트 열기")).to_be_visible()
    page.get_by_label("여덟 자리 숫자").fill(code)
    page.get_by_label("사이트 이름").fill("우리 동네")
    page.get_by_label("운영자의 아이디").fill("operator")
    page.get_by_label("비밀번호").fill("깊은-숲-속-8282")
    page.get_by_role("button", name="사이트 열기").click()
    expect(page.get_by_role("link", name="우리 동네")).to_be_visible()
    expect(
        page.get_by_role("navigation", name="게시판", exact=True).get_by_role("link")
    ).to_have_count(4)
    page.close()
