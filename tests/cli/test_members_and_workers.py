"""Members read pages that workers share: whichever worker answers, their own words are there."""

import http.client
import re
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import quote, urlencode

from madang.operations.demo.write import SIGN_INS

from ..services.madang import serving


class Visitor:
    """A browser that keeps cookies, and asks over as many connections as it is told."""

    def __init__(self, port: int, connections: int) -> None:
        self.open = [http.client.HTTPConnection("127.0.0.1", port) for _ in range(connections)]
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, over: int = 0, **fields: str) -> str:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = (
            urlencode({**fields, "csrfmiddlewaretoken": self.cookies["csrftoken"]})
            if fields
            else None
        )
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.open[over].request("POST" if body else "GET", quote(path, safe="/%"), body, headers)
        answer = self.open[over].getresponse()
        for said in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(said).items()}
        assert answer.status < 400, answer.status
        return answer.read().decode()


def test_whoever_wrote_sees_it_from_every_worker(tmp_path: Path) -> None:
    name, password = SIGN_INS["member"]
    with serving(tmp_path / "site", "demo", MADANG_WORKERS="2") as served:
        member = Visitor(served.port, 8)
        member.ask("/accounts/login")
        member.ask("/accounts/login", login=name, password=password)
        found = re.search(r'href="(/%[^"/]+/\d+)"', member.ask("/자유"))
        assert found
        for number in range(5):
            for over in range(8):
                member.ask(found[1], over)
            member.ask(f"{found[1]}/comments", text=f"comment {number} of mine")
            member.cookies.pop("messages", None)
            for over in range(8):
                assert f"comment {number} of mine" in member.ask(found[1], over)
