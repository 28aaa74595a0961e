"""Drawing addresses in Chromium: on a phone and on a desktop, light and dark."""

import html
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from .addresses import Address

SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
SCHEMES = ("light", "dark")
MAX_HEIGHT, QUALITY = 2400, 70
Opened = Callable[[BrowserContext, str], None]


def draw_all(
    browser: Browser, site: str, addresses: list[Address], folder: Path, sign_in: Opened
) -> Iterator[tuple[str, str]]:
    """Draw addresses, each as whom it is for; yield the pictures' names and their paths."""
    people = list(dict.fromkeys(address.who for address in addresses))
    for size in SIZES:
        for scheme in SCHEMES:
            seen: set[tuple[str, str]] = set()
            for who in people:
                opened = context(browser, site, size, scheme)
                sign_in(opened, who)
                for address in (one for one in addresses if one.who == who):
                    page = opened.new_page()
                    if (drawn := draw(page, address, folder / f"{size}-{scheme}", seen))[0]:
                        yield drawn
                    page.close()
                opened.close()


def draw(page: Page, address: Address, folder: Path, seen: set[tuple[str, str]]) -> tuple[str, str]:
    """Draw one address; return the name of its picture and its path, nothing where none is."""
    try:
        response = page.goto(quote(address.path, safe="/?=&"), wait_until="load")
    except Exception:  # a download is no page
        return ("", "")
    kind = response.headers.get("content-type", "") if response else ""
    path = unquote(page.url.split("/", 3)[3])
    wrong = response is None or response.status in (405, 400) or not kind.startswith("text/html")
    if wrong or (path, address.who) in seen or page.locator("main").count() == 0:
        return ("", "")
    seen.add((path, address.who))
    page.wait_for_timeout(150)
    name = re.sub(r"\W+", "-", f"{path}-{address.note}").strip("-") or "home"
    folder.mkdir(exist_ok=True)
    save(page.screenshot(full_page=True), folder / f"{name}.webp")
    return (name, f"/{path}")


def save(png: bytes, path: Path, height: int = MAX_HEIGHT) -> None:
    with Image.open(io.BytesIO(png)) as picture:
        shown = picture.crop((0, 0, picture.width, min(picture.height, height)))
        shown.convert("RGB").save(path, "WEBP", quality=QUALITY, method=6)


def context(browser: Browser, site: str, size: str, scheme: str) -> BrowserContext:
    width, height = SIZES[size]
    return browser.new_context(
        base_url=site,
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="ko-KR",
        reduced_motion="reduce",
    )


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
