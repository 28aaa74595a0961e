"""What the first-run page says can be changed later can be: name, line, logo, rules, reactions."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from madang import site
from madang.accounts.models import Account
from madang.boards.models import Board

from ..attachments.drawing import picture
from ..factories import make_account, write_comment, write_post

Browse = Callable[..., Client]
FORM = {"name": "새 이름", "tagline": "새 소개", "noun": "익인", "rules": "", "reactions": ""}


@pytest.fixture
def save(operator: Account, community: object, browse: Browse) -> Callable[..., str]:
    def send(**changed: object) -> str:
        answer = browse(operator).post("/console/site", {**FORM, **changed}, follow=True)
        return answer.content.decode()

    return send


def test_name_and_line_are_changed_everywhere(save: Callable[..., str], browse: Browse) -> None:
    assert "저장했어요." in save()
    page = browse().get("/").content.decode()
    assert "<title>새 이름</title>" in page and "새 소개" in page
    assert browse().get("/manifest.json").json()["name"] == "새 이름"
    assert "사이트 이름을 적어 주세요." in save(name=" ")


def test_rules_are_a_page_once_there_are_any(save: Callable[..., str], browse: Browse) -> None:
    assert browse().get("/about/rules").status_code == 404
    assert "/about/rules" not in browse().get("/").content.decode()
    save(rules="- 욕하지 않아요\n- <b>광고</b>도 안 돼요")
    page = browse().get("/about/rules").content.decode()
    assert "<li>욕하지 않아요</li>" in page and "<b>광고" not in page
    assert "/about/rules" in browse().get("/").content.decode()


def test_a_logo_is_the_icon_of_the_site_and_goes(save: Callable[..., str], browse: Browse) -> None:
    save()
    before = icon(browse)
    red = picture("PNG", (300, 200), color=(250, 0, 0))
    save(icon=SimpleUploadedFile("logo.png", red, "image/png"))
    address = browse().get("/manifest.json").json()["icons"][0]["src"]
    assert icon(browse).getpixel((96, 96))[0] > 200 and address.startswith("/icons/192.png?v=")
    assert address != browse(None).get("/manifest.json").json()["icons"][1]["src"]
    save(drops_icon="on")
    assert icon(browse).tobytes() == before.tobytes()
    bad = SimpleUploadedFile("logo.png", b"nothing", "image/png")
    assert 'role="alert"' in save(icon=bad)


def icon(browse: Browse) -> Image.Image:
    answer = browse().get("/icons/192.png")
    assert answer["Content-Type"] == "image/png"
    drawn = Image.open(BytesIO(answer.content)).convert("RGB")
    assert drawn.size == (192, 192)
    return drawn


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("👍 👍", "서로 다른"),
        ("👍 😂 😮 😢 😡 ❤️ 🎉", "6개까지"),
        ("good", "이모지만"),
    ],
)
def test_reactions_are_a_few_different_emoji(
    typed: str, said: str, save: Callable[..., str]
) -> None:
    page = save(reactions=typed)
    assert said in page and typed in page


def test_members_change_nothing(member: Account, community: object, browse: Browse) -> None:
    assert browse(member).get("/console/site").status_code == 403
    assert browse(member).post("/console/site", FORM).status_code == 403


def test_voices_are_called_as_the_site_says(
    save: Callable[..., str], browse: Browse, board: Board, member: Account
) -> None:
    post = write_post(board, member)
    write_comment(post, make_account("other"), "안녕하세요")
    save(noun="주민")
    assert "주민1" in browse().get(f"/자유/{post.pk}").content.decode()
    assert "부르는 말을 적어 주세요." in save(noun=" ")


def test_a_colour_is_on_every_page_and_on_the_icon(
    save: Callable[..., str], browse: Browse
) -> None:
    assert "data-colour" not in browse().get("/").content.decode()
    save(colour="blue")
    assert '<html lang="ko" data-colour="blue">' in browse().get("/").content.decode()
    red, _green, blue = icon(browse).convert("RGB").getpixel((4, 4))  # type: ignore[misc]
    assert blue > red
    save(colour="javascript")
    assert 'data-colour="blue"' in browse().get("/").content.decode()


def test_every_colour_can_be_read_on_light_and_on_dark() -> None:
    """WCAG 2.2, 1.4.3: words of links and buttons against what is behind them."""
    css = (Path(site.__file__).parent / "static" / "site.css").read_text()
    base = css[css.index(":root {") : css.index('[data-theme="light"]')]
    ground = colours(base, "ground") + colours(base, "raised")
    found = re.findall(r":root(?:\[data-colour=\"\w+\"\])? \{([^}]*--accent[^}]*)\}", base)
    assert len(found) == 6
    for values in found:
        accent, over = colours(values, "accent"), colours(values, "on-accent")
        wash = colours(values, "wash")
        for mode in (0, 1):
            assert contrast(accent[mode], over[mode]) >= 4.5
            for behind in (ground[mode], ground[mode + 2], wash[mode]):
                assert contrast(accent[mode], behind) >= 4.5, (values, mode, behind)


def colours(css: str, name: str) -> list[str]:
    found = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", css)
    assert found, name
    return [found[1], found[2]]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2, relative luminance)."""
    first, second = sorted((luminance(one), luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:]
    digits = "".join(each * 2 for each in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_all_pages_are_in_the_language_that_an_operator_chose(
    save: Callable[..., str], browse: Browse
) -> None:
    english, chosen = {"headers": {"accept-language": "en-GB"}}, browse()
    chosen.get("/language/en")
    assert 'lang="en"' in chosen.get("/").content.decode()
    save(language="ko")
    for reader in (chosen, browse()):
        page = reader.get("/", **english)
        assert '<html lang="ko"' in page.content.decode() and page["Content-Language"] == "ko"
        assert "/language/" not in page.content.decode()
    assert browse().get("/language/en").status_code == 404
    save(language="en")
    assert '<html lang="en"' in browse().get("/").content.decode()
    assert "Select a valid choice" in save(language="xx")
