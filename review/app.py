"""The review pages as a web application."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from review import directory, errors, form, login, pages, people, queue, receipts
from review.office_routes import office_routes
from review.rendering import environment
from review.security import SecurityHeads
from review.settings import ReviewSettings
from review.throttle import Throttle
from review.visit import ADMINISTRATOR, EVERYONE, STAFF, SUPERVISOR, Office, view
from storage.store import Store

STATIC = Path(__file__).with_name("static")
COOKIE = "saraban_session"


def create_app(engine: Engine, store: Store, settings: ReviewSettings) -> Starlette:
    """The application, to be served by one process (the log-in throttle is in its memory)."""
    session = Middleware(
        SessionMiddleware,
        secret_key=settings.secret_key,
        session_cookie=COOKIE,
        max_age=int(settings.session.total_seconds()),
        same_site="lax",
        https_only=settings.secure_cookies,
    )
    handlers = {HTTPException: errors.refused, 500: errors.broken}
    app = Starlette(routes=routes(), middleware=[Middleware(SecurityHeads), session], exception_handlers=handlers)
    app.state.office = Office(engine, store, settings, environment(), Throttle())
    return app


def routes() -> list[Route | Mount]:
    """All pages, and who may see them."""
    return [
        Route("/", view(queue.show, *EVERYONE)),
        Route("/next", view(form.following, *STAFF)),
        Route("/forms/{form_id:int}", view(form.show, *STAFF)),
        Route("/forms/{form_id:int}", view(form.correct, *STAFF), methods=["POST"]),
        Route("/pages/{page_id:int}/picture", view(pages.picture, *STAFF)),
        Route("/fields/{field_id:int}/strip", view(pages.field_strip, *STAFF)),
        Route("/receipts", view(receipts.show_all, *STAFF)),
        Route("/receipts/{receipt_id:int}", view(receipts.show, *STAFF)),
        Route("/receipts/{receipt_id:int}", view(receipts.act, SUPERVISOR), methods=["POST"]),
        Route("/directory", view(directory.show, *STAFF)),
        Route("/people", view(people.show, ADMINISTRATOR)),
        Route("/people", view(people.add, ADMINISTRATOR), methods=["POST"]),
        Route("/people/{user_id:int}/password", view(people.renew, ADMINISTRATOR), methods=["POST"]),
        Route("/people/{user_id:int}/active", view(people.switch, ADMINISTRATOR), methods=["POST"]),
        Route("/log", view(people.show_log, ADMINISTRATOR)),
        Route("/login", view(login.ask)),
        Route("/login", view(login.log_in), methods=["POST"]),
        Route("/logout", view(login.log_out, *EVERYONE), methods=["POST"]),
        Route("/password", view(login.own_password, *EVERYONE)),
        Route("/password", view(login.change_own_password, *EVERYONE), methods=["POST"]),
        *office_routes(),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
