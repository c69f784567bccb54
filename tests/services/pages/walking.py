"""Somebody at the pages without a script: follows links, fills in forms, reads what is shown."""

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import httpx
import msgspec

from tests.services.http.browsing import Browser

_VOID = frozenset({"input", "br", "meta", "link", "hr", "img", "line", "rect", "polyline"})


class Form(msgspec.Struct, kw_only=True):
    """A form as it stands on a page: where it goes, what it sends if nobody changes anything."""

    action: str
    method: str = "get"
    fields: dict[str, list[str]] = msgspec.field(default_factory=dict)
    buttons: list[tuple[str, str]] = msgspec.field(default_factory=list)


class Seen(HTMLParser):
    """A page that was shown."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.answer = answer
        self.status = answer.status_code
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self._texts: list[str] = []
        self._form: Form | None = None
        self._link: list[str] | None = None
        self._select = ""
        self._area: list[str] | None = None
        self._quiet = 0
        self.feed(answer.text)

    @property
    def path(self) -> str:
        """Its address, with the query."""
        url = urlsplit(str(self.answer.url))
        return url.path + (f"?{url.query}" if url.query else "")

    @property
    def text(self) -> str:
        """Everything to be read, blanks made one."""
        return " ".join(" ".join(self._texts).split())

    def form(self, containing: str = "") -> Form:
        """The posted form with a field of this name, or whose address holds it; the first one without."""
        posted = [
            form for form in self.forms if form.method == "post" and "/logout" not in form.action
        ]
        fitting = [
            f for f in posted if not containing or containing in f.fields or containing in f.action
        ]
        assert fitting, (containing, [sorted(form.fields) for form in self.forms], self.text[:500])
        return fitting[0]

    def href(self, text: str) -> str:
        """Where the link with this text leads."""
        found = [href for href, said in self.links if text in said]
        assert found, (text, self.links)
        return found[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        match tag:
            case "form":
                self._form = Form(
                    action=named.get("action", ""), method=named.get("method", "get").lower()
                )
                self.forms.append(self._form)
            case "a" if "href" in named:
                self._link = []
                self.links.append((named["href"], ""))
            case "input":
                self._input(named)
            case "button" if self._form is not None:
                self._form.buttons.append((named.get("name", ""), named.get("value", "")))
            case "select":
                self._select = named.get("name", "")
            case "option" if self._form is not None and self._select:
                chosen = self._form.fields.setdefault(self._select, [])
                if "selected" in named or not chosen:
                    self._form.fields[self._select] = [named.get("value", "")]
            case "textarea":
                self._area = []
                self._select = named.get("name", "")
            case "script" | "style":
                self._quiet += 1

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "form":
                self._form = None
            case "a" if self._link is not None:
                self.links[-1] = (self.links[-1][0], " ".join(" ".join(self._link).split()))
                self._link = None
            case "select":
                self._select = ""
            case "textarea":
                if self._form is not None and self._area is not None:
                    self._form.fields[self._select] = ["".join(self._area)]
                self._area, self._select = None, ""
            case "script" | "style":
                self._quiet -= 1

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.append(data)
        elif not self._quiet:
            self._texts.append(data)
            if self._link is not None:
                self._link.append(data)

    def _input(self, named: dict[str, str]) -> None:
        if self._form is None or not named.get("name") or named.get("type") == "file":
            return
        is_box = named.get("type") in ("checkbox", "radio")
        if is_box and "checked" not in named:
            self._form.fields.setdefault(named["name"], [])
            return
        value = named.get("value", "on" if is_box else "")
        self._form.fields.setdefault(named["name"], []).append(value)


class Walker:
    """A person who has logged in, at the pages."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    async def open(self, path: str, *, follow: bool = True) -> Seen:
        """Open a page, going on where it sends one."""
        answer = await self.browser.get(path)
        return Seen(await self._followed(answer) if follow else answer)

    async def submit(self, page: Seen, form: Form, **fields: Any) -> Seen:  # noqa: ANN401
        """Send a form with some fields filled in; names with dots are given as a dict by `sent`."""
        return await self.send(page, form, fields)

    async def send(
        self,
        page: Seen,
        form: Form,
        fields: dict[str, Any],
        files: list[tuple[str, tuple[str, bytes, str]]] | None = None,
    ) -> Seen:
        """Send a form with some fields filled in and files chosen; a list is a field that is sent several times."""
        given = {**form.fields}
        given |= {name: v if isinstance(v, list) else [str(v)] for name, v in fields.items()}
        pairs = [(name, text) for name, texts in given.items() for text in texts]
        path = urljoin(page.path, form.action) or page.path
        self.browser.client.cookies.clear()
        if form.method == "get":
            return await self.open(f"{path.partition('?')[0]}?{urlencode(pairs)}")
        if files is not None:
            parts: Any = [(name, (None, text)) for name, text in pairs] + files
            answer = await self.browser.client.post(
                path, files=parts, headers=self.browser.headers()
            )
        else:
            headers = self.browser.headers() | {"Content-Type": "application/x-www-form-urlencoded"}
            answer = await self.browser.client.post(path, content=urlencode(pairs), headers=headers)
        self._keep(answer)
        return Seen(await self._followed(answer))

    async def _followed(self, answer: httpx.Response) -> httpx.Response:
        for _ in range(8):
            if answer.status_code != 303:
                return answer
            answer = await self.browser.get(answer.headers["location"])
            self._keep(answer)
        raise AssertionError(str(answer.url))

    def _keep(self, answer: httpx.Response) -> None:
        self.browser.client.cookies.clear()
        for line in answer.headers.get_list("set-cookie"):
            name, _, rest = line.partition("=")
            self.browser.cookies[name] = rest.partition(";")[0]
