"""Gives the tests a site of their own before Django's settings are read (a pytest plugin)."""

import os
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

AROUND = Path(tempfile.mkdtemp(prefix="madang-tests-"))
FOLDER = AROUND / "data"
FOLDER.mkdir(mode=0o700)

for _name in [name for name in os.environ if name.startswith("MADANG_")]:
    del os.environ[_name]
os.environ["MADANG_DATA"] = str(FOLDER)
os.environ |= {
    f"MADANG_{name}": f"{name.lower()}-id:secret" for name in ("KAKAO", "NAVER", "GOOGLE")
}
os.environ["MADANG_APPLE"] = f"apple-id:team:key-1:{AROUND / 'AuthKey.p8'}"

from madang.identity.key_stores import FileStore  # noqa: E402
from madang.identity.keys import KeyRing  # noqa: E402

_made = ec.generate_private_key(ec.SECP256R1())
_form = Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
(AROUND / "AuthKey.p8").write_bytes(_made.private_bytes(*_form))
KeyRing.create(FileStore(FOLDER / "keys" / "keys.json"))
(FOLDER / "run").mkdir()


def pytest_unconfigure() -> None:
    import shutil

    shutil.rmtree(AROUND, ignore_errors=True)
