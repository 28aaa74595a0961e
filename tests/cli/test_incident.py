"""`madang incident`: lists taken in, readiness, and the public page as files, at a terminal."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ..services.programs import clean_environment

OPEN = """
import django; django.setup()
from django.utils import timezone
from madang.core.community import found_community
from madang.identity import named_keys
from madang.incidents.models import DataItem, Incident
from madang.operations import start
start.make_folders(); start.make_tables(); start.ensure_keys()
found_community("가게", "")
now = timezone.now()
one = Incident.objects.create(name="유출", noticed=now, noticed_how="-", published=now)
named_keys.make(one.key_name)
DataItem.objects.create(incident=one, name="이름")
"""


@pytest.fixture
def site(tmp_path: Path) -> dict[str, str]:
    """A site with an open incident."""
    environment = clean_environment(
        MADANG_DATA=str(tmp_path / "data"),
        MADANG_APPS="incidents",
        DJANGO_SETTINGS_MODULE="madang.config.settings",
        LANG="ko_KR.UTF-8",
    )
    subprocess.run([sys.executable, "-c", OPEN], env=environment, check=True)
    return environment


def madang(site: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    program = str(Path(sys.executable).with_name("madang"))
    return subprocess.run(
        [program, "incident", *words], env=site, capture_output=True, text=True, check=False
    )


def test_a_list_is_taken_in_and_what_was_refused_is_written(
    site: dict[str, str], tmp_path: Path
) -> None:
    file, refused = tmp_path / "list.csv", tmp_path / "refused.csv"
    file.write_text("이름,이메일,항목\n김서울,kim@shop.example,이름\n박부산,park,이름\n")
    done = madang(site, "import", "1", str(file), "--refused", str(refused))
    assert done.returncode == 1 and "1명을 등록하고 1줄은 등록하지 못했어요" in done.stdout
    assert "이메일 주소가 아니에요." in refused.read_text()
    shown = madang(site, "list")
    assert "유출" in shown.stdout and "정보주체 통지" in shown.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "7", "list.csv"), "사고를 찾을 수 없어요"),
        (("import", "1", "nowhere.csv"), "파일을 찾을 수 없어요"),
        (("import", "1", "wrong.csv"), "첫 줄에"),
    ],
)
def test_what_is_wrong_is_said(
    site: dict[str, str], tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    (tmp_path / "wrong.csv").write_text("이름,항목\n김서울,이름\n")
    given = [str(tmp_path / word) if word.endswith(".csv") else word for word in words]
    done = madang(site, *given)
    assert done.returncode == 2 and said in done.stderr


def test_readiness_is_told_and_pages_are_written(site: dict[str, str], tmp_path: Path) -> None:
    ready = madang(site, "ready")
    assert ready.returncode == 1 and "개인정보 보호책임자" in ready.stdout
    folder = tmp_path / "pages"
    written = madang(site, "export", str(folder))
    assert written.returncode == 0 and (folder / "incidents/1/index.html").exists()
    assert os.access(folder / "incidents/index.html", os.R_OK)
