"""Chromium for all tests; one that stops answering is killed and started anew."""

import faulthandler
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
# The same engine without a window's parts, which takes a quarter less time; it shows no notices.
SHELL = "/usr/bin/chromium-headless-shell"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SWITCHES += ["--disable-dev-shm-usage"]
SWITCHES += ["--disable-component-update", "--disable-sync", "--no-first-run"]
# Far longer than any test takes: scripts in a page, and closing one, have no limit of their own.
SILENT_SECONDS = 90


class Chromium:
    def __init__(self, playwright: Playwright) -> None:
        installed = [path for path in PLACES if Path(path).exists()]
        assert installed, "Chromium is needed: sudo apt-get install chromium"
        self.playwright, self.whole = playwright, installed[0]
        self.shell = SHELL if Path(SHELL).exists() else self.whole
        self.browsers: dict[str, Browser] = {}

    def new_context(self, *, whole: bool = False, **options: Any) -> BrowserContext:
        """Return a new person's browser; `whole`: one that can show notices."""
        path = self.whole if whole else self.shell
        browser = self.browsers.get(path)
        if browser is None or not browser.is_connected():
            browser = self.playwright.chromium.launch(executable_path=path, args=SWITCHES)
            self.browsers[path] = browser
        return browser.new_context(**options)

    def new_page(self, **options: Any) -> Page:
        return self.new_context(**options).new_page()

    def close(self) -> None:
        for browser in self.browsers.values():
            browser.close()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Kill the browser if what is done here does not end: it fails, and the next goes on."""
        timer = threading.Timer(SILENT_SECONDS, _kill_browsers)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _kill_browsers() -> None:
    """Say what waits for a browser that does not answer, and kill every Chromium below this one."""
    faulthandler.dump_traceback(sys.__stderr__)
    parents: dict[int, int] = {}
    names: dict[int, str] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, rest = stat.read_text().split("(", 1)[1].rsplit(")", 1)
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(rest.split()[1])
        names[int(stat.parent.name)] = name
    for process, name in names.items():
        if name.startswith("chrom") and _is_below(process, os.getpid(), parents):
            os.kill(process, signal.SIGKILL)


def _is_below(process: int, ancestor: int, parents: dict[int, int]) -> bool:
    while process in parents and process != ancestor:
        process = parents[process]
    return process == ancestor
