"""Draws every page of a demo on a phone and on a desktop, light and dark.

    python setup/draw_screenshots.py FOLDER [--readme]

Pages are the URL table's; an address with parameters is drawn for one example of each (EXAMPLES,
and OWN_EXAMPLES where a page needs another). What is no page for people (redirects, feeds, scripts'
answers) is left out. FOLDER/index.html shows all. With `--readme` the four pictures of README are
drawn anew: a list, a post, the editor, and a phone.
"""

import html
import io
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parent.parent
README_FOLDER = ROOT / "docs" / "screenshots"
CHROMIUM = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"]
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
SCHEMES = ("light", "dark")
MAX_HEIGHT, QUALITY = 2400, 70
# For which address an example is taken, by the parameter's name.
EXAMPLES = {"slug": "자유", "kind": "comments", "tab": "week", "name": "집밥", "seq": "1"}
OWN_EXAMPLES = {
    "nickname": {"slug": "동네"},
    "enter": {"slug": "우리-회사"},
    "console_codes": {"slug": "우리-회사"},
    "console_stickers": {"slug": "유머"},
}
# Pages of people without an account; of the others an operator sees most.
FOR_READERS = {"account_login", "account_signup", "passkey_signup", "password_forgot"}
# These end the session that draws, or ask for a key that nobody has here.
LEFT_OUT = {"account_logout", "welcome", "password_reset", "email_confirm", "stored"}
# And these show no page of their own.
LEFT_OUT |= {"language", "emoji", "icon", "short_link"}
MORE = ["/자유?page=2", "/search?q=김치", "/없음", "/자유?category=일상"]


@dataclass(frozen=True, slots=True)
class Address:
    path: str
    name: str
    is_for_readers: bool = False


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        addresses = write_demo(data)
        with serving(data) as site, sync_playwright() as playwright:
            path = next(path for path in CHROMIUM if Path(path).exists())
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            drawn = {row for row in draw_all(browser, site, addresses, folder) if row[0]}
            if "--readme" in sys.argv:
                draw_readme(browser, site, addresses)
            browser.close()
    write_index(folder, sorted(drawn))
    print(f"{len(drawn)} pages: {folder}/index.html")


def write_demo(data: str) -> list[Address]:
    """Write the demo into a folder; return the addresses to look at."""
    os.environ["MADANG_DATA"] = data
    from madang.cli.common import set_up, start_site

    set_up()
    start_site()
    from madang.operations.demo.write import write_demo as write

    write(lambda _done, _total: None)
    from django.db import connections
    from django.urls import get_resolver

    examples, own = EXAMPLES | a_thread(), OWN_EXAMPLES | of_the_operator()
    found = [
        Address(filled(route, examples | own.get(name, {})), name, name in FOR_READERS)
        for route, name in routes(get_resolver().url_patterns, "/")
        if name and name not in LEFT_OUT
    ]
    connections.close_all()
    return found + [Address(path, "more") for path in MORE]


def a_thread() -> dict[str, str]:
    """Return the numbers of a post of 자유 that many talk about."""
    from madang.boards.models import Post

    post = Post.objects.filter(board__slug="자유", state=0).order_by("-comment_count").first()
    assert post is not None
    return {"post_id": str(post.pk), "number": "1", "epoch": str(post.epoch), "after": "0"}


def of_the_operator() -> dict[str, dict[str, str]]:
    """Return what the operator alone may change or read, and a quiz, by addresses' names."""
    from madang.accounts.models import Account
    from madang.attachments.addons import QUIZ
    from madang.boards.activity.queries import my_comments, my_posts
    from madang.boards.models import Post
    from madang.calls.queries import my_calls
    from madang.moderation.models import Case
    from madang.operations.demo.write import SIGN_INS

    keeper = Account.objects.get(login_name=SIGN_INS["operator"][0])

    def place(post_id: int, seq: int | None = None) -> dict[str, str]:
        slug = Post.objects.get(pk=post_id).board.slug
        return {"slug": slug, "post_id": str(post_id), "seq": str(seq or 1)}

    found: dict[str, dict[str, str]] = {}
    if posts := my_posts(keeper, 1):
        found |= dict.fromkeys(("edit_post", "delete_post"), place(posts.rows[0].post.id))
    if comments := my_comments(keeper, 1):
        row = comments.rows[0]
        found |= dict.fromkeys(("edit_comment", "delete_comment"), place(row.post.id, row.seq))
    if quiz := Post.objects.filter(addon=QUIZ).first():
        found |= dict.fromkeys(("answered_quiz", "quiz_result"), place(quiz.pk) | {"number": "0"})
    if case := Case.objects.filter(is_open=True).first():
        found["console_subject"] = {"post_id": str(case.post), "seq": str(case.seq)}
    if (page := my_calls(keeper, 1)) and page.rows:
        line = page.rows[0].line
        found["open_call"] = {"epoch": str(line.epoch), "number": str(line.number)}
    return found


def routes(patterns: list, before: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route, pattern.name or ""


def filled(route: str, examples: dict[str, str]) -> str:
    """Return an address with an example for each of its parameters."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: examples.get(found[1], "1"), route)


class serving:
    """Serves the demo of a folder as long as it is entered; gives its address."""

    def __init__(self, data: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        program = str(Path(sys.executable).with_name("madang"))
        environment = {**os.environ, "MADANG_DATA": data, "MADANG_PORT": str(self.port)}
        self.server = subprocess.Popen(  # noqa: S603
            [program, "demo"], env=environment, stdout=subprocess.DEVNULL
        )

    def __enter__(self) -> str:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return f"http://127.0.0.1:{self.port}"
            time.sleep(0.2)
        raise SystemExit("the demo did not start")

    def __exit__(self, *_raised: object) -> None:
        self.server.terminate()
        self.server.wait(timeout=60)


def draw_all(
    browser: Browser, site: str, addresses: list[Address], folder: Path
) -> Iterator[tuple[str, str]]:
    for size in SIZES:
        for scheme in SCHEMES:
            reader = context(browser, site, size, scheme)
            keeper = context(browser, site, size, scheme, signed_in=True)
            seen: set[str] = set()
            for address in addresses:
                page = (reader if address.is_for_readers else keeper).new_page()
                yield draw(page, address, folder / f"{size}-{scheme}", seen)
                page.close()
            reader.close()
            keeper.close()


def draw(page: Page, address: Address, folder: Path, seen: set[str]) -> tuple[str, str]:
    """Draw one address; return the name of its picture and its path, nothing where none is."""
    try:
        response = page.goto(quote(address.path, safe="/?=&"), wait_until="load")
    except Exception:  # a download is no page
        return ("", "")
    kind = response.headers.get("content-type", "") if response else ""
    path = unquote(page.url.split("/", 3)[3])
    wrong = response is None or response.status in (405, 400) or not kind.startswith("text/html")
    if wrong or path in seen or page.locator("main").count() == 0:
        return ("", "")
    seen.add(path)
    page.wait_for_timeout(150)
    name = re.sub(r"\W+", "-", path).strip("-") or "home"
    folder.mkdir(exist_ok=True)
    save(page.screenshot(full_page=True), folder / f"{name}.webp")
    return (name, f"/{path}")


def save(png: bytes, path: Path, height: int = MAX_HEIGHT) -> None:
    with Image.open(io.BytesIO(png)) as picture:
        shown = picture.crop((0, 0, picture.width, min(picture.height, height)))
        shown.convert("RGB").save(path, "WEBP", quality=QUALITY, method=6)


def context(
    browser: Browser, site: str, size: str, scheme: str, *, signed_in: bool = False
) -> BrowserContext:
    from madang.operations.demo.write import SIGN_INS

    width, height = SIZES[size]
    made = browser.new_context(
        base_url=site,
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="ko-KR",
        reduced_motion="reduce",
    )
    if signed_in:
        name, password = SIGN_INS["operator"]
        page = made.new_page()
        page.goto("/accounts/login")
        page.get_by_label("아이디").fill(name)
        page.get_by_label("비밀번호").fill(password)
        page.get_by_role("main").get_by_role("button", name="로그인", exact=True).click()
        page.wait_for_url("**/")
        # What asks for the password once more is drawn too.
        page.goto("/accounts/reauthenticate")
        page.locator("main input[type=password]").fill(password)
        page.locator("main form button").first.click()
        page.close()
    return made


def draw_readme(browser: Browser, site: str, addresses: list[Address]) -> None:
    README_FOLDER.mkdir(exist_ok=True)
    post = next(address.path for address in addresses if address.name == "post")
    pages = [
        ("list", "desktop", "light", "/자유", False),
        ("post", "desktop", "dark", post, False),
        ("editor", "desktop", "light", "/자유/write", True),
        ("phone", "phone", "light", post, False),
    ]
    for name, size, scheme, path, signed_in in pages:
        who = context(browser, site, size, scheme, signed_in=signed_in)
        page = who.new_page()
        page.goto(quote(path))
        page.wait_for_timeout(500)
        save(page.screenshot(), README_FOLDER / f"{name}.webp")
        who.close()


def write_index(folder: Path, drawn: list[tuple[str, str]]) -> None:
    variants = [f"{size}-{scheme}" for size in SIZES for scheme in SCHEMES]
    rows = "".join(
        f"<h2>{html.escape(path)}</h2><p>"
        + "".join(f'<img loading="lazy" src="{v}/{quote(name)}.webp">' for v in variants)
        for name, path in drawn
    )
    style = "img { width: 24%; vertical-align: top; border: 1px solid #999 }"
    (folder / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>Madang</title><style>{style}</style>{rows}"
    )


if __name__ == "__main__":
    main()
