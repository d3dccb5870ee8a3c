"""Fixtures of the review tests: an office, its pages over HTTP, and Debian's Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import APIRequestContext, Browser, Page, Playwright, expect
from starlette.types import ASGIApp, Receive, Scope, Send

from storage.engine import open_engine
from storage.store import Store
from tests.review.desk import Desk, log_in, pages_of, serving, staff

PATIENCE_MS = 60_000  # how long a page may take says nothing on a shared machine
expect.set_options(timeout=PATIENCE_MS)
SCREEN = {"width": 1366, "height": 768}


@pytest.fixture(scope="session")
def staffed_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with roster and people: their passwords are hashed once for all tests."""
    path = tmp_path_factory.mktemp("staffed") / "saraban.db"
    shutil.copy(sqlite_template, path)
    engine = open_engine(f"sqlite:///{path}")
    staff(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")  # a checkpoint works only outside a transaction
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture
def desk(staffed_template: Path, tmp_path: Path) -> Iterator[Desk]:
    """An office with its people; what came in is added by the test."""
    shutil.copy(staffed_template, tmp_path / "saraban.db")
    engine = open_engine(f"sqlite:///{tmp_path / 'saraban.db'}")
    yield Desk(engine, Store(tmp_path / "store"), tmp_path)
    engine.dispose()


class Door:
    """One address for the pages of one office after the other: a server is begun and ended once, not by each test."""

    def __init__(self) -> None:
        self.pages: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.pages is not None
        await self.pages(scope, receive, send)


@pytest.fixture(scope="session")
def door() -> Iterator[tuple[Door, str]]:
    door = Door()
    with serving(door) as address:
        yield door, address


@pytest.fixture
def site(door: tuple[Door, str], desk: Desk) -> Iterator[str]:
    door[0].pages = pages_of(desk)
    yield door[1]
    door[0].pages = None


@pytest.fixture
def client(playwright: Playwright, site: str) -> Iterator[APIRequestContext]:
    """A visitor without a browser."""
    context = playwright.request.new_context(base_url=site)
    yield context
    context.dispose()


@pytest.fixture
def sit_down(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """`sit_down("clerk")`: a browser of its own, logged in, on no page yet. `javascript=False`: without scripts; "": nobody logged in."""
    contexts = []

    def start(login: str, javascript: bool = True) -> Page:
        context = browser.new_context(base_url=site, viewport=SCREEN, java_script_enabled=javascript, locale="th-TH")
        contexts.append(context)
        assert not login or log_in(context.request, login).status == 303
        context.set_default_timeout(PATIENCE_MS)
        return context.new_page()

    yield start
    for context in contexts:
        context.close()
