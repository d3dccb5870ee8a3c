"""One visit to a page: who comes and what was sent."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from sqlalchemy import Engine
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from review.settings import ReviewSettings
from review.throttle import Throttle
from storage.store import Store
from storage.troubles import Notice
from storage.users import SignedIn, signed_in

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
    notices: Callable[[], Sequence[Notice]]


@dataclass(frozen=True, slots=True)
class Visit:
    """A request with its office, the person (None only on pages open to all) and the posted form (empty for GET).

    resumed: the form was posted before, in a session that had ended: it is to be shown again, and not yet saved.
    """

    request: Request
    office: Office
    person: SignedIn | None
    form: FormData
    resumed: bool = False

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
        told = {"notices": self.office.notices() if self.person else ()}
        flash = self.request.session.pop("flash", None) if "flash" in self.request.session else None
        shared["undo"] = self.request.session.pop("undo", None) if flash and "undo" in self.request.session else None
        return HTMLResponse(self.office.templates.get_template(template).render({**shared, **told, "flash": flash, **context}), status)

    def part(self, template: str, **context: Any) -> HTMLResponse:
        """A piece of a page, for a script that puts it in its place."""
        return HTMLResponse(self.office.templates.get_template(template).render(token=token(self.request), **context))

    def go(self, path: str, said: str | None = None, undo: str | None = None) -> RedirectResponse:
        """Go on to another page; `said` stands on top of it. It travels in the cookie: no personal data. undo: where that is taken back."""
        if said:
            self.request.session["flash"] = said
            self.request.session["undo"] = undo
        return RedirectResponse(path, 303)


def who(request: Request, office: Office) -> SignedIn | None:
    """Who is logged in: the session's user, as long as no newer epoch has ended the session."""
    user_id, epoch = request.session.get("user"), request.session.get("epoch")
    return signed_in(office.engine, user_id, epoch) if isinstance(user_id, int) and isinstance(epoch, int) else None


def token(request: Request) -> str:
    """The session's token that every form on a page carries."""
    if "token" not in request.session:
        request.session["token"] = secrets.token_urlsafe(24)
    return str(request.session["token"])
