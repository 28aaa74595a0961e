"""Files for systemd and for a proxy, as an operator installs them."""

from pathlib import Path

FILES = Path(__file__).parent / "files"
_NAMES = ("madang-web@.service", "madang-worker@.service", "madang.env", "Caddyfile", "nginx.conf")


def write_service(folder: Path, root: str) -> list[Path]:
    """Write the files into a folder for a site below `root`; return them. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    hardening = (FILES / "hardening").read_text().strip()
    written = []
    for name in _NAMES:
        words = (FILES / name).read_text().replace("{hardening}", hardening)
        file = folder / name
        file.write_text(words.replace("{root}", root))
        written.append(file)
    return written
