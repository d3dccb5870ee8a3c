"""Routes and their one gate: log-in, duty and the form's token are checked here, and what somebody typed is not lost here."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from review.visit import Office, Visit, who

__all__ = ["CARRIED", "Route", "again", "page", "post"]
MOST_BYTES = 256 * 1024
MOST_OF_FILES = 100 * 1024 * 1024
Page = Callable[[Visit], Response]
CARRIED = "carried-"


def page(path: str, shown: Page, *duties: str) -> Route:
    """The route of a page for people with one of the duties (none given: open to all)."""
    return Route(path, view(shown, *duties))


def post(path: str, done: Page, *duties: str, resumable: bool = False, files: int = 0) -> Route:
    """The same for what is posted. resumable: what was typed is carried over a lost session; files: how many may come along."""
    return Route(path, view(done, *duties, resumable=resumable, files=files), methods=["POST"])


def view(page: Page, *duties: str, resumable: bool = False, files: int = 0) -> Callable[[Request], Awaitable[Response]]:
    """The page as an endpoint. It runs in a worker thread."""

    async def endpoint(request: Request) -> Response:
        office: Office = request.app.state.office
        person = await run_in_threadpool(who, request, office)
        form = await read_form(request, files if person else 0)
        if duties and person is None:
            return (
                carry(Visit(request, office, None, form)) if resumable else RedirectResponse(f"/login?next={quote(request.url.path)}", 303)
            )
        if request.method == "POST" and not genuine(request, form):
            if resumable and person is not None:
                return carry(Visit(request, office, person, form))
            raise HTTPException(403, "token")
        if duties and person is not None and person.duty not in duties:
            raise HTTPException(403)
        return await run_in_threadpool(page, Visit(request, office, person, form, resumable and form.get("resume") == "1"))

    return endpoint


def to_log_in(request: Request) -> Response:
    """A page is sent there; a script of a page gets nothing that it could put in its place."""
    return Response(status_code=401) if "hx-request" in request.headers else RedirectResponse(f"/login?next={quote(request.url.path)}", 303)


def carry(visit: Visit) -> Response:
    """The session has ended, or another one began, while somebody typed: what was typed goes along, and nothing is saved yet.

    Who is logged in sends it again; who is not logs in first. Either way it is shown before it can be saved, so that nobody else's
    page can have anything saved in a person's name.
    """
    typed = [(name, value) for name, value in visit.form.multi_items() if isinstance(value, str) and name not in ("token", "resume")]
    return again(visit, visit.request.url.path, typed, 403)


def again(visit: Visit, path: str, typed: list[tuple[str, str]], status: int = 200) -> Response:
    """The page that sends on what was typed, or asks to log in first."""
    if visit.person is None:
        return visit.page("login.html", 401, next=path, login="", problem=None, carried=typed)
    return visit.page("resume.html", status, next=path, carried=typed)


async def read_form(request: Request, files: int = 0) -> FormData:
    """The posted form, after its size was checked; empty where nothing was posted. files: from who is logged in only."""
    if request.method != "POST":
        return FormData()
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > (MOST_OF_FILES if files else MOST_BYTES):
        raise HTTPException(413)
    return await request.form(max_files=files, max_fields=2000)


def genuine(request: Request, form: FormData) -> bool:
    """The form carries the token of this session."""
    sent, known = form.get("token"), request.session.get("token")
    return isinstance(sent, str) and isinstance(known, str) and secrets.compare_digest(sent.encode(), known.encode())
