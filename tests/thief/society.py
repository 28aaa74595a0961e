"""Members who use a site by HTTP, and the truth about them, which no thief has."""

import http.client
import random
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

BOARD = "/free"
TOKEN = "t" * 32
PASSWORD = "낯선-나무-열한그루-"
# Syllables that no text of the site's own has, so that what is left of a text can be found.
_SYLLABLES = [chr(code) for code in range(ord("뛰"), ord("뛰") + 2000)]


@dataclass
class Member:
    """Somebody who signed up, with the cookies of their browser."""

    name: str
    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    posts: list[int] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Act:
    """One thing that was done: what, by whom, and which post or comment came of it."""

    kind: str
    member: str
    post: int = 0
    seq: int = 0


class Society:
    """Sixty members and what they do, one thing after the other, in any order."""

    def __init__(self, port: int, count: int, seed: int = 1) -> None:
        self.port, self.chance = port, random.Random(seed)
        names = [f"m{secrets.token_hex(4)}" for _ in range(count)]
        self.members = [Member(name, f"203.0.113.{n + 1}") for n, name in enumerate(names)]
        self.words: dict[int, str] = {}
        self.leavers: dict[str, list[int]] = {}
        self.deleted: list[int] = []
        self.acts: list[Act] = []
        # Whose mark each tag is.
        self.tags: dict[bytes, str] = {}

    # What members do.

    def sign_up(self, member: Member) -> Act:
        form = {"username": member.name, "password1": PASSWORD + member.name}
        self._post(member, "/accounts/signup", form)
        return Act("sign up", member.name)

    def sign_in(self, member: Member) -> Act:
        self._post(member, "/accounts/logout", {})
        member.cookies.clear()
        form = {"login": member.name, "password": PASSWORD + member.name}
        self._post(member, "/accounts/login", form)
        return Act("sign in", member.name)

    def write_post(self, member: Member) -> Act:
        words = "".join(self.chance.sample(_SYLLABLES, 12))
        form = {"title": words[:6], "text": words, "idempotency_key": secrets.token_hex(8)}
        led = self._post(member, f"{BOARD}/write", form)
        number = int(led.rpartition("/")[2].partition("#")[0].partition("?")[0])
        self.words[number] = words
        member.posts.append(number)
        return Act("post", member.name, number)

    def comment(self, member: Member) -> Act:
        post = self.chance.choice(self._live())
        form = {"text": "댓글이에요", "idempotency_key": secrets.token_hex(8)}
        led = self._post(member, f"{BOARD}/{post}/comments", form)
        found = re.search(r"#c(\d+)", led)
        assert found, led
        member.comments.append((post, int(found[1])))
        return Act("comment", member.name, post, int(found[1]))

    def recommend(self, member: Member) -> Act:
        others = [post for post in self._live() if post not in member.posts]
        post = self.chance.choice(others)
        self._post(member, f"{BOARD}/{post}/recommend", {})
        return Act("recommend", member.name, post)

    def scrap(self, member: Member) -> Act:
        post = self.chance.choice(self._live())
        self._post(member, f"{BOARD}/{post}/scrap", {"on": "1"})
        return Act("scrap", member.name, post)

    def put_away(self, member: Member) -> Act:
        self._post(
            member, f"/filters/posts/{self.chance.choice(self._live())}", {"until": "always"}
        )
        return Act("filter", member.name)

    def read_calls(self, member: Member) -> Act:
        _status, page, _led = self._ask(member, "GET", "/calls")
        for line in re.findall(r'href="(/calls/\d+/\d+)"', page)[:2]:
            self._ask(member, "GET", line)
        return Act("read calls", member.name)

    def read_all(self, member: Member) -> Act:
        _status, page, _led = self._ask(member, "GET", "/calls")
        if found := re.search(r'name="upto" value="([^"]*)"', page):
            self._post(member, "/calls/read", {"upto": found[1]})
        return Act("read all", member.name)

    def delete_post(self, member: Member) -> Act:
        post = member.posts.pop(self.chance.randrange(len(member.posts)))
        self._post(member, f"{BOARD}/{post}/delete", {})
        self.deleted.append(post)
        return Act("delete", member.name, post)

    def leave(self, member: Member) -> Act:
        self._post(member, "/accounts/reauthenticate", {"password": PASSWORD + member.name})
        self._post(member, "/accounts/leave", {"choice": "delete"})
        self.leavers[member.name] = list(member.posts)
        self.deleted += member.posts
        self.members.remove(member)
        return Act("leave", member.name)

    # Days of them.

    def arrive(self, done: Callable[[Act], None]) -> None:
        """Let everybody sign up, and write something soon after or not."""
        for member in self.members:
            self._do(done, self.sign_up, member)
            if self.chance.random() < 0.3:
                self._do(done, self.write_post, member)

    def live(self, acts: int, done: Callable[[Act], None]) -> None:
        """Let so many things be done: people come, sign in perhaps, and do a few in a row."""
        usual: list[tuple[Callable[[Member], Act], int]] = [
            (self.write_post, 4), (self.comment, 8), (self.recommend, 3), (self.scrap, 2),
            (self.put_away, 1), (self.read_calls, 4), (self.read_all, 1),
        ]  # fmt: skip
        until = len(self.acts) + acts
        while len(self.acts) < until:
            member = self.chance.choice(self.members)
            if self.chance.random() < 0.3:
                self._do(done, self.sign_in, member)
            for _ in range(self.chance.randint(1, 4)):
                kinds, weights = zip(*usual, strict=True)
                (kind,) = self.chance.choices(kinds, weights)
                self._do(done, kind, member)

    def part(self, leavers: int, deletions: int, done: Callable[[Act], None]) -> None:
        """Let some who wrote several posts leave, and others delete one here and there."""
        by_posts = sorted(self.members, key=lambda member: -len(member.posts))
        leaving = by_posts[: 2 * leavers : 2]
        todo: list[tuple[Callable[[Member], Act], Member]] = [(self.leave, one) for one in leaving]
        others = [one for one in self.members if one not in leaving and one.posts]
        todo += [(self.delete_post, self.chance.choice(others)) for _ in range(deletions)]
        self.chance.shuffle(todo)
        for kind, member in todo:
            if kind == self.leave or member.posts:
                self._do(done, kind, member)

    def _do(
        self, done: Callable[[Act], None], kind: Callable[[Member], Act], member: Member
    ) -> None:
        act = kind(member)
        self.acts.append(act)
        done(act)

    def _live(self) -> list[int]:
        return [post for member in self.members for post in member.posts]

    def _post(self, member: Member, path: str, form: dict[str, str]) -> str:
        form = {**form, "csrfmiddlewaretoken": TOKEN}
        status, page, led = self._ask(member, "POST", path, urlencode(form))
        assert status in (200, 302, 303), (path, status, page[:300])
        if status == 200 and "alert" in page:
            raise AssertionError((path, form, re.findall(r'role="alert"[^<]*<?[^<]*', page)))
        return led

    def _ask(
        self, member: Member, method: str, path: str, body: str | None = None
    ) -> tuple[int, str, str]:
        cookies = {"csrftoken": TOKEN, **member.cookies}
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X-Forwarded-For": member.address,
            "Accept-Language": "ko",
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        asking.request(method, path, body, headers)
        answer = asking.getresponse()
        page = answer.read().decode(errors="replace")
        for name, value in answer.headers.items():
            if name.lower() == "set-cookie" and value.startswith("sessionid="):
                member.cookies["sessionid"] = value.partition("=")[2].partition(";")[0]
        asking.close()
        return answer.status, page, answer.headers.get("Location", "")
