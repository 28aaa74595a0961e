"""Draws every page of a demo, and of a made-up company in an incident.

    python -m setup.screenshots FOLDER [--readme]

Pages are the URL table's; an address with parameters is drawn for one example of each. What is no
page for people (redirects, feeds, scripts' answers) is left out. FOLDER/index.html shows all. With
`--readme` the four pictures of README are drawn anew: a list, a post, the editor, and a phone.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, BrowserContext, sync_playwright
from tests.services.madang import serving

from .addresses import Address
from .community import write_demo
from .company import APPS, write_company
from .drawing import context, draw_all, save, write_index

README_FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
CHROMIUM = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"]


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as demo, tempfile.TemporaryDirectory() as data:
        company = Path(data) / "company"
        # Playwright keeps an event loop, in which Django asks no database.
        addresses = write_demo(demo)
        at_work = write_company(company)
        with sync_playwright() as playwright:
            path = next(path for path in CHROMIUM if Path(path).exists())
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            with serving(company, MADANG_APPS=APPS) as site:
                drawn = set(draw_company(browser, site.address, *at_work, folder))
            with serving(Path(demo), "demo") as site:
                drawn |= set(draw_all(browser, site.address, addresses, folder, sign_in))
                if "--readme" in sys.argv:
                    draw_readme(browser, site.address, addresses)
            browser.close()
    write_index(folder, sorted(drawn))
    print(f"{len(drawn)} pages: {folder}/index.html")


def draw_company(
    browser: Browser, site: str, sessions: dict[str, str], addresses: list[Address], folder: Path
) -> Iterator[tuple[str, str]]:
    def sign_in(opened: BrowserContext, who: str) -> None:
        if who in sessions:
            cookie = {"name": "sessionid", "value": sessions[who], "url": site}
            opened.add_cookies([cookie])  # type: ignore[list-item]
        if who == "agent":
            begin_work(opened)

    yield from draw_all(browser, site, addresses, folder, sign_in)


def begin_work(opened: BrowserContext) -> None:
    """Begin a shift, and take an inquiry."""
    page = opened.new_page()
    page.goto("/work/desk")
    for action in ("begin", "next"):
        form = page.locator(f'form[action="/work/desk/{action}"]')
        if form.count():
            form.get_by_role("button").click()
            page.wait_for_load_state()
    page.close()


def sign_in(opened: BrowserContext, who: str) -> None:
    """Sign in as the operator as people do; a reader is not."""
    from madang.operations.demo.write import SIGN_INS

    if who == "reader":
        return
    name, password = SIGN_INS[who]
    page = opened.new_page()
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


def draw_readme(browser: Browser, site: str, addresses: list[Address]) -> None:
    README_FOLDER.mkdir(exist_ok=True)
    post = next(address.path for address in addresses if address.name == "post")
    pages = [
        ("list", "desktop", "light", "/자유", "reader"),
        ("post", "desktop", "dark", post, "reader"),
        ("editor", "desktop", "light", "/자유/write", "operator"),
        ("phone", "phone", "light", post, "reader"),
    ]
    for name, size, scheme, path, who in pages:
        opened = context(browser, site, size, scheme)
        sign_in(opened, who)
        page = opened.new_page()
        page.goto(quote(path))
        page.wait_for_timeout(500)
        save(page.screenshot(), README_FOLDER / f"{name}.webp")
        opened.close()


if __name__ == "__main__":
    main()
