"""A headless Chromium over its DevTools protocol: what a test of a page needs, and not more.

Rule: nothing sleeps; what takes time in the page is awaited by a promise there. Every request, console message and
exception of a page is remembered, so that a test can say that there was none.
"""

import asyncio
import base64
import itertools
import shutil
import subprocess
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Self, TypeVar

import aiohttp

T = TypeVar("T")
NAMES = ("chromium", "chromium-browser", "google-chrome")
PROBES = Path(__file__).with_name("probes.js").read_text("utf-8")
SECONDS = 60.0
"""The longest a start or an answer may take, on a busy machine."""
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowUp": 38, "ArrowDown": 40, "ArrowRight": 39, "/": 191}
WRITTEN = {"Enter": "\r", "/": "/"}


def program() -> str | None:
    """Where Chromium is, if it is installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Browser:
    """One Chromium with one page; `problems` is what went wrong in it, `requests` what it asked for."""

    def __init__(self, path: str, folder: Path) -> None:
        self.problems: list[str] = []
        self.requests: list[str] = []
        self._numbers = itertools.count(1)
        self._runner = asyncio.Runner()
        flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run")
        quiet = ("--disable-background-networking", "--disable-component-update", "--hide-scrollbars")
        self._process = subprocess.Popen(
            [path, *flags, *quiet, f"--user-data-dir={folder}", "--remote-debugging-port=0", "about:blank"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            self._run(self._connect(self._address()))
        except BaseException:
            self._stop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._disconnect())
        self._stop()

    # --- what a person does ----------------------------------------------------------------------------------------

    def open(self, url: str) -> None:
        """Go to an address as somebody who was elsewhere, and wait until it is loaded."""
        self._go("about:blank")
        self.problems.clear()
        self.requests.clear()
        self._go(url)
        self.js(PROBES)

    def _go(self, url: str) -> None:
        self._loaded.clear()
        self.call("Page.navigate", url=url)
        self._run(self._loaded.wait())

    def js(self, expression: str) -> Any:
        """The value of an expression in the page; a promise is awaited."""
        found = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in found:
            raise AssertionError(found["exceptionDetails"])
        return found["result"].get("value")

    def key(self, name: str, shift: bool = False) -> None:
        """Press a key."""
        given = {"key": name, "code": name, "windowsVirtualKeyCode": KEYS[name], "modifiers": 8 if shift else 0}
        self.call("Input.dispatchKeyEvent", type="keyDown", text=WRITTEN.get(name, ""), **given)
        self.call("Input.dispatchKeyEvent", type="keyUp", **given)

    def write(self, text: str) -> None:
        """Type into what has the focus."""
        self.call("Input.insertText", text=text)

    # --- how it is shown -------------------------------------------------------------------------------------------

    def size(self, width: int, height: int) -> None:
        """The window."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def dark(self, dark: bool) -> None:
        """Does its owner prefer dark?"""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def screenshot(self, path: Path, **clip: float) -> None:
        """What is seen, or a rectangle of the whole page, as a PNG."""
        more = {"clip": {"scale": 1, **clip}, "captureBeyondViewport": True} if clip else {}
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png", **more)["data"]))

    def pdf(self) -> bytes:
        """How it prints."""
        return base64.b64decode(self.call("Page.printToPDF", printBackground=True)["data"])

    # --- the protocol ----------------------------------------------------------------------------------------------

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """One command and its answer."""
        return self._run(self._call(method, parameters))

    def _run(self, work: Awaitable[T]) -> T:
        async def limited() -> T:
            return await asyncio.wait_for(work, SECONDS)

        return self._runner.run(limited())

    def _address(self) -> str:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if line.startswith("DevTools listening on "):
                return line.split()[-1]
        raise AssertionError("Chromium ended at once")

    async def _connect(self, address: str) -> None:
        host = address.split("/")[2]
        self._loaded = asyncio.Event()
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._session = aiohttp.ClientSession()
        async with self._session.get(f"http://{host}/json/list") as answer:
            pages = [one for one in await answer.json() if one["type"] == "page"]
        self._socket = await self._session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0)
        self._reader = asyncio.create_task(self._read())
        for domain in ("Page", "Runtime", "Network", "Log"):
            await self._call(f"{domain}.enable", {})

    async def _call(self, method: str, parameters: dict[str, object]) -> dict[str, Any]:
        number = next(self._numbers)
        self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        return await self._answers[number]

    async def _read(self) -> None:
        async for message in self._socket:
            told = message.json()
            if "id" in told:
                future = self._answers.pop(told["id"])
                if "error" in told:
                    future.set_exception(AssertionError(told["error"]["message"]))
                else:
                    future.set_result(told["result"])
            elif told["method"] in HEARD:
                HEARD[told["method"]](self, told["params"])

    async def _disconnect(self) -> None:
        await self._socket.close()
        await self._reader
        await self._session.close()

    def _stop(self) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stderr is not None:
            self._process.stderr.close()
        self._runner.close()


def _loaded(browser: Browser, _: dict[str, Any]) -> None:
    browser._loaded.set()


def _thrown(browser: Browser, told: dict[str, Any]) -> None:
    browser.problems.append(str(told["exceptionDetails"]))


def _said(browser: Browser, told: dict[str, Any]) -> None:
    browser.problems.append(f"console.{told['type']}: {told['args']}")


def _logged(browser: Browser, told: dict[str, Any]) -> None:
    browser.problems.append(told["entry"]["text"])


def _asked(browser: Browser, told: dict[str, Any]) -> None:
    browser.requests.append(told["request"]["url"])


HEARD: dict[str, Callable[[Browser, dict[str, Any]], None]] = {
    "Page.loadEventFired": _loaded,
    "Runtime.exceptionThrown": _thrown,
    "Runtime.consoleAPICalled": _said,
    "Log.entryAdded": _logged,
    "Network.requestWillBeSent": _asked,
}
