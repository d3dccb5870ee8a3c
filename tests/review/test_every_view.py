"""Each view as people see it: accessible, nothing from elsewhere, no sideways scrolling; and its picture for the documents.

`SARABAN_PICTURES=docs/pictures pytest tests/review/test_every_view.py` makes the pictures anew.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page
from starlette.routing import Match, Route

from review.app import routes
from tests.review.conftest import SCREEN
from tests.review.desk import Desk
from tests.review.invented import Day, day
from tests.review.keys import ready

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},  # WCAG 2.2; axe leaves it out unless asked
}
LOOK = "(rules) => axe.run(document, rules).then((found) => found.violations.map((one) => [one.id, one.nodes.map((node) => node.html)]))"
HALF = {"width": 683, "height": 384}
PICTURES = os.environ.get("SARABAN_PICTURES")
View = Callable[[Page, Day], None]


def queue(page: Page, _: Day) -> None:
    page.goto("/")


def search(page: Page, _: Day) -> None:
    page.goto("/?q=ทีวาการ&sort=doubt&kind=form")


def form(page: Page, made: Day) -> None:
    page.goto(f"/forms/{made.doubtful}")
    ready(page)


def call(page: Page, made: Day) -> None:
    form(page, made)
    page.keyboard.press("F7")


def asking(page: Page, made: Day) -> None:
    form(page, made)
    page.keyboard.press("F10")


def all_keys(page: Page, made: Day) -> None:
    form(page, made)
    page.keyboard.press("F1")


def menu(page: Page, _: Day) -> None:
    page.goto("/directory")
    page.locator(".more summary").click()


def sure(page: Page, made: Day) -> None:
    page.goto(f"/forms/{made.sure}")


def together(page: Page, made: Day) -> None:
    page.goto(f"/forms/{made.together}")


def receipts(page: Page, _: Day) -> None:
    page.goto("/receipts")


def letter(page: Page, made: Day) -> None:
    page.goto(f"/receipts/{made.letter}")


def locked(page: Page, made: Day) -> None:
    page.goto(f"/receipts/{made.locked}")


def asked(page: Page, made: Day) -> None:
    asking(page, made)
    with page.expect_navigation():
        page.locator("#ask form button").click()
    page.goto("/asked")


def column(page: Page, _: Day) -> None:
    page.goto("/columns/last_name")


def alike(page: Page, _: Day) -> None:
    page.goto("/columns/last_name?alike=2")


def papers(page: Page, made: Day) -> None:
    page.goto(f"/forms/{made.together}/papers")


def wrong_save(page: Page, made: Day) -> None:
    """A form that came back: a field has neither value nor mark."""
    form(page, made)
    page.locator("#phone").fill("")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".now-says")


def ledger(page: Page, made: Day) -> None:
    page.goto(f"/circulars/{made.circular}")


def chasing(page: Page, made: Day) -> None:
    page.goto(f"/circulars/{made.circular}/chasing")
    page.locator("main details").first.locator("summary").click()


def at(path: str) -> View:
    return lambda page, _: void(page.goto(path))


def void(_: object) -> None:
    """Nothing comes back."""


VIEWS: dict[str, tuple[str, View]] = {
    "list": ("clerk", queue),
    "list-searched": ("clerk", search),
    "form": ("clerk", form),
    "form-call": ("clerk", call),
    "form-asking": ("clerk", asking),
    "form-keys": ("clerk", all_keys),
    "form-wrong": ("clerk", wrong_save),
    "form-sure": ("clerk", sure),
    "form-together": ("clerk", together),
    "receipts": ("clerk", receipts),
    "receipt-letter": ("head", letter),
    "receipt-locked": ("head", locked),
    "column": ("clerk", column),
    "column-alike": ("clerk", alike),
    "papers": ("clerk", papers),
    "taking": ("clerk", at("/take")),
    "keying": ("clerk", at("/keying")),
    "trust": ("head", at("/trust")),
    "directory-menu": ("clerk", menu),
    "password": ("clerk", at("/password")),
    "asked": ("clerk", asked),
    "unknown": ("clerk", at("/unknown")),
    "circulars": ("head", at("/circulars")),
    "circular": ("head", ledger),
    "chasing": ("head", chasing),
    "roster": ("head", at("/roster")),
    "days": ("head", at("/days")),
    "seconds": ("head", at("/seconds")),
    "register": ("head", at("/register")),
    "history": ("head", at("/agencies/1/coordinators")),
    "line-group": ("head", at("/line-group")),
    "not-found": ("head", at("/nowhere")),
    "login": ("", at("/login")),
    "people": ("admin", at("/people")),
    "log": ("admin", at("/log")),
}


UNSEEN = {  # what no one sees as a page: a redirect, pictures, a piece of a page, files
    "/next",
    "/columns",
    "/progress",
    "/pages/{page_id:int}/picture",
    "/fields/{field_id:int}/strip",
    "/papers/{kind}/{subject:int}",
}
SMALL = ("form", "form-keys", "list", "receipt-letter", "column", "unknown", "taking", "circular", "chasing")


@pytest.fixture
def made(desk: Desk) -> Day:
    return day(desk)


def keep(picture: bytes, path: Path) -> None:
    """The picture in few colours, so that it is small."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(48, dither=Image.Dither.NONE).save(path, optimize=True)


def sideways(page: Page) -> list[str]:
    """What is lost at the side."""
    return [] if page.evaluate("document.documentElement.scrollWidth <= window.innerWidth") else ["it scrolls sideways"]


@pytest.mark.timeout(1200)  # many views, on a shared machine
def test_every_view_is_accessible_and_asks_nothing_elsewhere(made: Day, sit_down: Callable[..., Page], site: str) -> None:
    """Every page of the program; the most used ones at 200 % zoom too (half as many pixels of the page on the screen)."""
    said, asked_for, wrong, seen = list[str](), list[str](), dict[str, object](), set[str]()
    people = {login: sit_down(login) for login in ("clerk", "head", "admin", "")}
    for page in people.values():
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked_for.append(request.url))
    for name, (login, view) in VIEWS.items():
        page = people[login]
        view(page, made)
        page.wait_for_load_state("networkidle")
        if PICTURES:
            keep(page.screenshot(), Path(PICTURES) / f"review-{name}.png")
        page.evaluate(AXE)
        wrong[name] = [*page.evaluate(LOOK, RULES), *sideways(page)]
        seen |= {route.path for route in routes() if isinstance(route, Route) and fits(route, page.url)}
        if name in SMALL:
            page.set_viewport_size(HALF)
            wrong[f"{name} at 200 %"] = sideways(page)
            if PICTURES and os.environ.get("SARABAN_PICTURES_ZOOMED"):
                page.screenshot(path=f"{PICTURES}/zoomed-{name}.png")
            page.set_viewport_size(SCREEN)
    assert {name: found for name, found in wrong.items() if found} == {}
    assert people["clerk"].evaluate("document.fonts.check('700 16px Sarabun', 'ก')")
    assert [text for text in said if "status of 4" not in text] == []
    assert [url for url in asked_for if not url.startswith(site)] == []
    assert {route.path for route in routes() if isinstance(route, Route) and "GET" in (route.methods or ())} - seen == UNSEEN


def fits(route: Route, url: str) -> bool:
    """The page at this address is the route's."""
    scope = {"type": "http", "method": "GET", "path": unquote(urlsplit(url).path)}
    return route.matches(scope)[0] == Match.FULL
