"""A person at a browser: keeps cookies, says where a request comes from, knows their password and authenticator."""

import uuid
from typing import Any

import httpx
import pyotp

from tests.services.http.calling import Json

ORIGIN = "http://gonghui.test"
PASSWORD = "陇上青山 17 只白鹭"


class Browser:
    """Somebody with a browser; nobody as long as they have not logged in."""

    def __init__(self, client: httpx.AsyncClient, login: str = "") -> None:
        self.client = client
        self.login = login
        self.cookies: dict[str, str] = {}
        self.secret: str | None = None
        self.account_id = ""
        self.officer_id = ""

    def headers(self, **more: str) -> dict[str, str]:
        """What a browser sends along."""
        sent = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin", **more}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return sent

    async def send(
        self, method: str, path: str, body: Json | None = None, **more: str
    ) -> httpx.Response:
        """Send a request and keep the cookies of the answer."""
        self.client.cookies.clear()
        answer = await self.client.request(method, path, json=body, headers=self.headers(**more))
        self.client.cookies.clear()
        for line in answer.headers.get_list("set-cookie"):
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer

    async def get(self, path: str, **query: Any) -> httpx.Response:  # noqa: ANN401
        """Read."""
        self.client.cookies.clear()
        return await self.client.get(path, params=query or None, headers=self.headers())

    async def post(
        self, path: str, body: Json | None = None, *, if_match: int | None = None, **more: str
    ) -> httpx.Response:
        """Write, under a fresh Idempotency-Key."""
        named = {"Idempotency-Key": str(uuid.uuid4()), **more}
        if if_match is not None:
            named["If-Match"] = f'"{if_match}"'
        return await self.send("POST", path, body, **named)

    async def log_in(self, password: str = PASSWORD) -> httpx.Response:
        """Show name and password."""
        return await self.send("POST", "/v1/sessions", {"login": self.login, "password": password})

    async def begin(self, code: str, password: str = PASSWORD) -> None:
        """Log in for the first time, by the code of an appointment, and choose a password."""
        assert (await self.log_in(code)).json()["waits_for"] == "password_to_change"
        answer = await self.send("POST", "/v1/me/password", {"old": code, "new": password})
        assert answer.status_code == 200, answer.text

    async def enrol(self, password: str = PASSWORD) -> list[str]:
        """Put an authenticator to use; returns the recovery codes."""
        begun = await self.send("POST", "/v1/me/second-factor", {"password": password})
        assert begun.status_code == 200, begun.text
        self.secret = begun.json()["secret"]
        answer = await self.send("POST", "/v1/me/second-factor/confirm", {"code": self.code()})
        assert answer.status_code == 200, answer.text
        codes: list[str] = answer.json()["recovery_codes"]
        return codes

    def code(self) -> str:
        """What the authenticator shows."""
        assert self.secret is not None
        return pyotp.TOTP(self.secret).now()
