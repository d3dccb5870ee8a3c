"""One visit to a page: who comes, what was sent. `view` is the one gate: log-in, duty and the form's token are checked here."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from jinja2 import Environment
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from review.settings import ReviewSettings
from review.throttle import Throttle
from storage.store import Store
from storage.users import SignedIn, signed_in

MOST_BYTES = 256 * 1024
MOST_FILE_BYTES = 8 * 1024 * 1024
CLERK, SUPERVISOR, ADMINISTRATOR = "clerk", "supervisor", "administrator"
STAFF = (CLERK, SUPERVISOR)
EVERYONE = (CLERK, SUPERVISOR, ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Office:
    """What all pages share; kept in `app.state.office`."""

    engine: Engine
    store: Store
    settings: ReviewSettings
    templates: Environment
    throttle: Throttle


@dataclass(frozen=True, slots=True)
class Visit:
    """A request with its office, the person (None only on pages open to all) and the posted form (empty for GET)."""

    request: Request
    office: Office
    person: SignedIn | None
    form: FormData

    @property
    def user(self) -> SignedIn:
        """The person, on pages behind the log-in."""
        if self.person is None:
            raise HTTPException(403)
        return self.person

    def number(self, name: str) -> int:
        """A number of the path (`/forms/{form_id:int}`); one that no database can hold is not found."""
        value = int(self.request.path_params[name])
        if value >= 2**31:
            raise HTTPException(404)
        return value

    def text(self, name: str, default: str = "") -> str:
        """A posted text without white space at its ends."""
        value = self.form.get(name, default)
        return value.strip() if isinstance(value, str) else default

    def query(self, name: str) -> str:
        """A text of the address, without white space at its ends."""
        return self.request.query_params.get(name, "").strip()

    def page(self, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """The template as an answer."""
        shared = {"person": self.person, "token": token(self.request), "path": self.request.url.path, "office": self.office.settings.office}
        flash = self.request.session.pop("flash", None) if "flash" in self.request.session else None
        return HTMLResponse(self.office.templates.get_template(template).render({**shared, "flash": flash, **context}), status)

    def go(self, path: str, said: str | None = None) -> RedirectResponse:
        """Go on to another page; `said` stands on top of it. It travels in the cookie: no personal data."""
        if said:
            self.request.session["flash"] = said
        return RedirectResponse(path, 303)


Page = Callable[[Visit], Response]


def view(page: Page, *duties: str, files: int = 0) -> Callable[[Request], Awaitable[Response]]:
    """The page as an endpoint for people with one of the duties (none given: open to all). It runs in a worker thread."""

    async def endpoint(request: Request) -> Response:
        office: Office = request.app.state.office
        person = await run_in_threadpool(who, request, office)
        if duties and person is None:
            return RedirectResponse(f"/login?next={quote(request.url.path)}", 303)
        form = await posted(request, files)
        if duties and person is not None and person.duty not in duties:
            raise HTTPException(403)
        return await run_in_threadpool(page, Visit(request, office, person, form))

    return endpoint


def who(request: Request, office: Office) -> SignedIn | None:
    """Who is logged in: the session's user, as long as no newer epoch has ended the session."""
    user_id, epoch = request.session.get("user"), request.session.get("epoch")
    return signed_in(office.engine, user_id, epoch) if isinstance(user_id, int) and isinstance(epoch, int) else None


def token(request: Request) -> str:
    """The session's token that every form on a page carries."""
    if "token" not in request.session:
        request.session["token"] = secrets.token_urlsafe(24)
    return str(request.session["token"])


async def posted(request: Request, files: int = 0) -> FormData:
    """The posted form, after its size and token were checked."""
    if request.method != "POST":
        return FormData()
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > (MOST_FILE_BYTES if files else MOST_BYTES):
        raise HTTPException(413)
    form = await request.form(max_files=files, max_fields=1500 if not files else 50)
    sent, known = form.get("token"), request.session.get("token")
    if not (isinstance(sent, str) and isinstance(known, str) and secrets.compare_digest(sent.encode(), known.encode())):
        raise HTTPException(403, "token")
    return form
