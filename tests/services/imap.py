"""A mail server of the tests' own that speaks IMAP (dovecot), with one mailbox a user."""

import grp
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from imapclient import IMAPClient

from .ports import free_port

USER, PASSWORD = "desk", "secret"
CONFIG = """
protocols = imap
base_dir = {folder}/run
log_path = {folder}/log
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%u
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 0
mail_max_userip_connections = 100
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


class ImapServer:
    """A running server; mail is put into its mailbox as a delivery would."""

    def __init__(self, port: int) -> None:
        self.port = port

    @property
    def address(self) -> str:
        """The address without a query, as the setting has it."""
        return f"imap://{USER}:{PASSWORD}@127.0.0.1:{self.port}/INBOX"

    @contextmanager
    def opened(self) -> Iterator[IMAPClient]:
        client = IMAPClient("127.0.0.1", self.port, ssl=False)
        client.login(USER, PASSWORD)
        try:
            yield client
        finally:
            client.logout()

    def deliver(self, *mails: bytes) -> None:
        """Put mails into the mailbox, one after the other."""
        with self.opened() as client:
            if len(mails) > 1:
                client.multiappend("INBOX", mails)
            else:
                client.append("INBOX", mails[0])

    def empty(self) -> None:
        """Make the mailbox anew: its numbers begin again, under another validity."""
        with self.opened() as client:
            client.select_folder("INBOX")
            client.delete_messages(client.search())
            client.expunge()


@contextmanager
def imap_server() -> Iterator[ImapServer]:
    """Start a server; it and its mail are gone afterwards."""
    program = shutil.which("dovecot") or "/usr/sbin/dovecot"
    with tempfile.TemporaryDirectory(prefix="madang-imap-") as folder:
        port = free_port()
        config = Path(folder) / "dovecot.conf"
        users = _users(Path(folder))
        config.write_text(CONFIG.format(folder=folder, port=port, password=PASSWORD, **users))
        process = subprocess.Popen([program, "-F", "-c", str(config)])
        server = ImapServer(port)
        try:
            _wait_for(server, process, Path(folder) / "log")
            yield server
        finally:
            process.terminate()
            process.wait(timeout=30)


def _users(folder: Path) -> dict[str, object]:
    """Return as whom its processes run: none of them will do so as root."""
    me = pwd.getpwuid(os.getuid())
    if me.pw_uid:
        name = {"internal": me.pw_name, "login": me.pw_name}
        return {
            **name,
            "group": grp.getgrgid(me.pw_gid).gr_name,
            "uid": me.pw_uid,
            "gid": me.pw_gid,
        }
    nobody = pwd.getpwnam("nobody")
    folder.chmod(0o755)
    for part in ("mail", "home"):
        (folder / part).mkdir()
        os.chown(folder / part, nobody.pw_uid, nobody.pw_gid)
    name = {"internal": "dovecot", "login": "dovenull"}
    return {**name, "group": "dovecot", "uid": nobody.pw_uid, "gid": nobody.pw_gid}


def _wait_for(server: ImapServer, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _try in range(200):
        assert process.poll() is None, log.read_text() if log.exists() else "no log"
        try:
            with server.opened():
                return
        except (OSError, IMAPClient.AbortError):
            time.sleep(0.05)
    raise AssertionError(log.read_text() if log.exists() else "no log")
