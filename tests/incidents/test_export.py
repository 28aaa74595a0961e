"""The public pages as files: whole, with what they load, and the way to what needs the site."""

from pathlib import Path
from typing import Any

from madang.incidents import facts
from madang.incidents.facts import Statement
from madang.incidents.models import FactStatus, Incident
from madang.incidents.public.export import export
from madang.staff.members import StaffMember


def test_everything_public_is_written_and_nothing_else(
    public: Incident, officer: StaffMember, tmp_path: Path, settings: Any
) -> None:
    settings.SITE_ADDRESS = "https://shop.example"
    settings.ALLOWED_HOSTS = ["shop.example"]
    settings.EMAIL_HOST = "mail.example"
    released = Statement(FactStatus.CONFIRMED, "주소가 나갔어요.", "보안팀", is_released=True)
    facts.state(public, released, by=officer)
    facts.state(public, Statement(FactStatus.CONFIRMED, "안에서만", "보안팀"), by=officer)
    export(tmp_path)
    page = (tmp_path / f"incidents/{public.pk}/index.html").read_text()
    assert "주소가 나갔어요." in page and "안에서만" not in page
    assert f'"https://shop.example/incidents/{public.pk}/check"' in page
    assert list(tmp_path.glob("static/site*.css")) and list(tmp_path.glob("static/work*.css"))
    feed = (tmp_path / f"incidents/{public.pk}/feed").read_text()
    assert f"https://shop.example/incidents/{public.pk}" in feed
    assert not list(tmp_path.rglob("*.new"))


def test_writing_again_brings_what_is_new(
    public: Incident, officer: StaffMember, tmp_path: Path, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    export(tmp_path)
    released = Statement(FactStatus.CONFIRMED, "주소가 나갔어요.", "보안팀", is_released=True)
    facts.state(public, released, by=officer)
    export(tmp_path)
    assert "주소가 나갔어요." in (tmp_path / f"incidents/{public.pk}/index.html").read_text()
