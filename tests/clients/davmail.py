"""DavMail, a gateway from CalDAV to EWS that nobody here has written: fetched, started, spoken to.

Rule: its Debian packages are unpacked into one folder, once for all runs, and nothing is installed; it listens on a
port of 127.0.0.1, and ends with the test.
"""

from __future__ import annotations

import base64
import http.client
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from scenarios.ports import free_port
from tests.clients.conftest import ROOT

PLACE = ROOT / ".venv" / "davmail"
TOOLS = ("java", "apt-get", "dpkg-deb")
PACKAGES = (
    "davmail-server", "libactivation-java", "libcommons-codec-java", "libcommons-logging-java", "libhtmlcleaner-java",
    "libhttpclient-java", "libhttpcore-java", "libjackrabbit-java", "libjcifs-java", "libjdom2-java",
    "libjettison-java", "libjna-java", "libjna-jni", "liblog4j1.2-java", "libmail-java", "libstax2-api-java",
    "libwoodstox-java",
)  # fmt: skip
SETTINGS = """
davmail.server=true
davmail.mode=EWS
davmail.url={url}
davmail.caldavPort={port}
davmail.imapPort=
davmail.smtpPort=
davmail.popPort=
davmail.ldapPort=
davmail.bindAddress=127.0.0.1
davmail.disableUpdateCheck=true
davmail.enableProxy=false
davmail.useSystemProxies=false
davmail.caldavPastDelay=0
davmail.logFilePath={folder}/davmail.log
log4j.rootLogger=WARN
log4j.logger.davmail=DEBUG
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What DavMail answers to a request."""

    status: int
    text: str


@dataclass(frozen=True, slots=True)
class Gateway:
    """A DavMail that runs, as a calendar program sees it that signs in as one user."""

    port: int
    user: str
    password: str

    def ask(self, method: str, path: str, body: str = "", *, kind: str = "text/calendar") -> Answer:
        """One request, in the user's calendar; `path` is the name of a resource there."""
        secret = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Basic {secret}", "Content-Type": f"{kind}; charset=utf-8", "Depth": "1"}
        try:
            connection.request(method, f"/users/{self.user}/calendar/{path}", body.encode(), headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        return Answer(answer.status, text.replace("\r\n ", "").replace("\r\n", "\n"))


@contextmanager
def davmail(url: str, user: str, password: str) -> Iterator[Gateway]:
    """DavMail in front of an EWS endpoint; where no package can be had of it, the test is skipped."""
    try:
        _fetch()
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        pytest.skip(f"DavMail cannot be downloaded here: {error}")
    folder, port = Path(tempfile.mkdtemp(prefix="davmail-")), free_port()
    settings = folder / "davmail.properties"
    settings.write_text(SETTINGS.format(url=url, port=port, folder=folder))
    java = PLACE / "usr" / "share" / "java"
    jars = [PLACE / "usr" / "share" / "davmail" / "davmail.jar", *sorted(java.glob("*.jar"))]
    native = ":".join(map(str, PLACE.glob("usr/lib/*/jni")))
    command = [
        "java", "-Djava.awt.headless=true", f"-Duser.home={folder}", "-Xmx256m", "-Djna.nosys=false",
        f"-Djava.library.path={native}", "-cp", ":".join(map(str, jars)), "davmail.DavGateway", "-server",
        str(settings),
    ]  # fmt: skip
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
        try:
            _wait(process, port, folder / "output")
            yield Gateway(port, user, password)
        finally:
            process.terminate()
            process.wait(20)
            shutil.rmtree(folder)


def _wait(process: subprocess.Popen[bytes], port: int, output: Path) -> None:
    """Until it listens."""
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.connect()
        except OSError:
            time.sleep(0.2)  # another process: there is nothing of ours to wait for
        else:
            return
        finally:
            connection.close()
    raise AssertionError(f"DavMail does not listen: {output.read_text(errors='replace')[-2000:]}")


def _fetch() -> None:
    """Unpack its packages, unless that was done before; beside its place first: there is all of it or nothing."""
    if PLACE.exists():
        return
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="davmail-", dir=PLACE.parent) as name:
        debs, whole = Path(name) / "debs", Path(name) / "whole"
        debs.mkdir()
        if subprocess.run(["apt-get", "-qq", "download", *PACKAGES], cwd=debs, timeout=300, check=False).returncode:
            subprocess.run(["apt-get", "-qq", "update"], timeout=300, check=True)
            subprocess.run(["apt-get", "-qq", "download", *PACKAGES], cwd=debs, timeout=300, check=True)
        for deb in debs.glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", str(deb), str(whole)], timeout=60, check=True)
        try:
            whole.rename(PLACE)
        except OSError:
            assert PLACE.exists()  # another process was faster
