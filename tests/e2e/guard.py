"""What must hold on every page, whatever a test is about: a quiet console, nothing failed, nothing foreign."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import ConsoleMessage, Dialog, Page, Request, Response

_TOLD: Final = ("error", "warning")
_SERIOUS: Final = ("serious", "critical")
_RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_LEFT_FOR_ANOTHER: Final = "net::ERR_ABORTED"
"""How the browser ends a request whose page is left, or whose answer becomes a file."""
_SERVER_FAILED: Final = 500
_REFUSED: Final = "Failed to load resource: the server responded with a status of 4"
_axe: Final = Axe()


class Guard:
    """Listens to one person's pages and keeps what should not have happened."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._faults: list[str] = []
        self._questions: list[str] = []
        self._refusal_expected = False

    def watch(self, page: Page) -> None:
        """Listen to a page."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._faults.append(f"script: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)
        page.on("dialog", self._dialog)

    def assert_clean(self, where: str) -> None:
        """Fail on anything heard since last time."""
        heard, self._faults = self._faults, []
        assert not heard, f"{where}: {heard}"

    @contextmanager
    def refusal(self) -> Iterator[None]:
        """Within, an answer may say no (4xx): the browser notes that in its console."""
        self._refusal_expected = True
        try:
            yield
        finally:
            self._refusal_expected = False

    def confirm(self, question: str) -> None:
        """Say yes to the next question that holds these words; any other is a fault."""
        self._questions.append(question)

    def _console(self, message: ConsoleMessage) -> None:
        is_refusal = self._refusal_expected and message.text.startswith(_REFUSED)
        if message.type in _TOLD and not is_refusal:
            self._faults.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self._origin + "/", "data:", "blob:")):
            self._faults.append(f"left the host: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != _LEFT_FOR_ANOTHER:
            self._faults.append(f"failed: {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= _SERVER_FAILED:
            self._faults.append(f"{response.status}: {response.url}")

    async def _dialog(self, dialog: Dialog) -> None:
        if self._questions and self._questions[0] in dialog.message:
            self._questions.pop(0)
            await dialog.accept()
            return
        self._faults.append(f"asked: {dialog.type} {dialog.message}")
        await dialog.dismiss()


async def assert_accessible(page: Page, where: str, *, contrast: bool = True) -> None:
    """Have axe look at a page: nothing serious or critical of WCAG 2.2 AA (users.md 7.6).

    `contrast`: also every colour against what is behind it, which takes most of the time.
    """
    found = await _axe.run(
        page,
        options={
            "runOnly": {"type": "tag", "values": [*_RULES]},
            "resultTypes": ["violations"],
            "rules": {"color-contrast": {"enabled": contrast}},
        },
    )
    told = [
        f"{one['id']} ({one['impact']}): {one['help']}: "
        + " | ".join(node["html"][:160] for node in one["nodes"][:3])
        for one in found.response["violations"]
        if one["impact"] in _SERIOUS
    ]
    assert not told, f"{where}: {told}"
