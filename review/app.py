"""The review pages as a web application."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from review import (
    asked,
    column,
    directory,
    errors,
    form,
    form_actions,
    keying,
    login,
    pages,
    people,
    queue,
    receipt_actions,
    receipts,
    side_by_side,
    taking,
    trust,
    undoing,
    unknown,
)
from review.office_routes import office_routes
from review.rendering import environment
from review.security import SecurityHeads
from review.settings import ReviewSettings
from review.throttle import Throttle
from review.visit import Office
from storage import troubles
from storage.store import Store
from storage.troubles import Notice

STATIC = Path(__file__).with_name("static")
COOKIE = "saraban_session"
PAGES = (
    queue,
    form,
    form_actions,
    side_by_side,
    column,
    keying,
    trust,
    pages,
    receipts,
    receipt_actions,
    taking,
    asked,
    unknown,
    undoing,
    directory,
    people,
    login,
)


def create_app(engine: Engine, store: Store, settings: ReviewSettings, notices: Callable[[], Sequence[Notice]] | None = None) -> Starlette:
    """The application, to be served by one process (the log-in throttle is in its memory).

    notices: what is wrong at this moment; without it, as the database knows it.
    """
    session = Middleware(
        SessionMiddleware,
        secret_key=settings.secret_key,
        session_cookie=COOKIE,
        max_age=int(settings.session.total_seconds()),
        same_site="lax",
        https_only=settings.secure_cookies,
    )
    heads = Middleware(SecurityHeads, only_https=settings.secure_cookies)
    handlers = {HTTPException: errors.refused, OperationalError: errors.database_away, 500: errors.broken}
    app = Starlette(routes=routes(), middleware=[heads, session], exception_handlers=handlers)
    app.state.office = Office(engine, store, settings, environment(), Throttle(), notices or partial(troubles.now, engine))
    return app


def routes() -> list[Route | Mount]:
    """All pages. Each module says which it has and who may see them."""
    own = [route for module in PAGES for route in module.ROUTES]
    return [*own, *office_routes(), Mount("/static", StaticFiles(directory=STATIC))]
