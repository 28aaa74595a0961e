"""The example files for proxies: no reader's address is on disk, also when the site is away."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from madang.operations.upgrades.service import write_service

from ..services.ports import free_port
from ..services.programs import clean_environment

SECRET = "/a-page-that-somebody-asked-for"
READERS = ("127.0.0.1", SECRET)
PATH = "/usr/sbin:/usr/local/sbin:/usr/bin:/bin"


def installed(name: str) -> str:
    found = shutil.which(name, path=PATH)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "madang.example")])
    now, day = timezone.now(), timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    chain, private = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
    return chain, private


@contextmanager
def running(command: list[str], folder: Path, address: str) -> Iterator[None]:
    """Run a proxy until it answers; all that it says goes into a file of the folder."""
    environment = clean_environment(HOME=str(folder), XDG_DATA_HOME=str(folder))
    with (
        (folder / "said").open("wb") as said,
        subprocess.Popen(command, stdout=said, stderr=said, env=environment) as proxy,
    ):
        try:
            until = time.monotonic() + 30
            while proxy.poll() is None and time.monotonic() < until and not answers(address):
                time.sleep(0.1)
            yield
        finally:
            proxy.terminate()
            proxy.wait(timeout=30)


def ask(address: str) -> requests.Response:
    return requests.get(address, verify=False, allow_redirects=False, timeout=30)  # noqa: S501


def answers(address: str) -> bool:
    try:
        return bool(ask(address).status_code)
    except requests.ConnectionError:
        return False


def written(folder: Path) -> str:
    """Return all that a proxy wrote into its folder."""
    files = (file for file in folder.rglob("*") if file.is_file() and file.suffix != ".conf")
    return "\n".join(file.read_bytes().decode(errors="replace") for file in files)


def test_nginx_names_no_reader(tmp_path: Path) -> None:
    nginx, port, plain = installed("nginx"), free_port(), free_port()
    write_service(tmp_path / "deploy", "/srv/madang")
    chain, private = certificate(tmp_path)
    shipped = (tmp_path / "deploy" / "nginx.conf").read_text()
    shutil.rmtree(tmp_path / "deploy")
    site = shipped.replace("listen 443", f"listen {port}").replace("listen 80", f"listen {plain}")
    site = "\n".join(line for line in site.splitlines() if "[::]" not in line)
    site = site.replace("127.0.0.1:8000", f"127.0.0.1:{free_port()}")
    for name, file in (("fullchain", chain), ("privkey", private)):
        site = site.replace(f"/etc/letsencrypt/live/madang.example/{name}.pem", str(file))
    (tmp_path / "site.conf").write_text(site)
    around = (
        f"pid {tmp_path}/pid; daemon off; error_log {tmp_path}/errors info; events {{}} http {{"
    )
    around += f" access_log {tmp_path}/reads; include {tmp_path}/site.conf; }}"
    (tmp_path / "nginx.conf").write_text(around)
    address = f"https://127.0.0.1:{port}{SECRET}"
    with running([nginx, "-c", f"{tmp_path}/nginx.conf"], tmp_path, address):
        assert ask(address).status_code == 502
        moved = ask(f"http://127.0.0.1:{plain}{SECRET}")
        assert moved.headers["location"] == f"https://127.0.0.1{SECRET}"
    assert not any(words in written(tmp_path) for words in READERS)


def test_caddy_names_no_reader(tmp_path: Path) -> None:
    caddy, port = installed("caddy"), free_port()
    write_service(tmp_path / "deploy", "/srv/madang")
    shipped = (tmp_path / "deploy" / "Caddyfile").read_text()
    shutil.rmtree(tmp_path / "deploy")
    site = shipped.replace("{\n", f"{{\n\tadmin off\n\tauto_https off\n\thttp_port {port}\n", 1)
    site = site.replace("madang.example", f"http://127.0.0.1:{port}")
    (tmp_path / "Caddy.conf").write_text(site.replace("127.0.0.1:8000", f"127.0.0.1:{free_port()}"))
    address = f"http://127.0.0.1:{port}{SECRET}"
    command = [caddy, "run", "--config", f"{tmp_path}/Caddy.conf", "--adapter", "caddyfile"]
    with running(command, tmp_path, address):
        assert ask(address).status_code == 502
    said = written(tmp_path)
    assert "serving initial configuration" in said and SECRET not in said
    assert '"remote_ip"' not in said
