"""What the first-run page says can be changed later can be: name, line, logo, rules, reactions."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from madang.accounts.models import Account

from ..attachments.drawing import picture

Browse = Callable[..., Client]
FORM = {"name": "새 이름", "tagline": "새 소개", "rules": "", "reactions": ""}


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
