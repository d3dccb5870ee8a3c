"""Each view as people see it: accessible, nothing from elsewhere, no sideways scrolling; and its picture for the documents.

`SARABAN_PICTURES=docs/pictures pytest tests/review/test_every_view.py` makes the pictures anew.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.review.desk import Desk
from tests.review.invented import Day, day
from tests.review.keys import ready

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LOOK = "(rules) => axe.run(document, rules).then((found) => found.violations.map((one) => [one.id, one.nodes.map((node) => node.html)]))"
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
    "people": ("admin", at("/people")),
    "log": ("admin", at("/log")),
}


@pytest.fixture
def made(desk: Desk) -> Iterator[Day]:
    return day(desk)


def keep(picture: bytes, path: Path) -> None:
    """The picture in few colours, so that it is small."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(48, dither=Image.Dither.NONE).save(path, optimize=True)


@pytest.mark.timeout(1200)  # many views, on a shared machine
@pytest.mark.parametrize("login", ["clerk", "head", "admin"])
def test_every_view_is_accessible_and_asks_nothing_elsewhere(made: Day, sit_down: Callable[..., Page], site: str, login: str) -> None:
    page, said, asked_for = sit_down(login), list[str](), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked_for.append(request.url))
    wrong: dict[str, object] = {}
    for name, (_, view) in ((name, view) for name, view in VIEWS.items() if view[0] == login):
        view(page, made)
        page.wait_for_load_state("networkidle")
        if PICTURES:
            keep(page.screenshot(), Path(PICTURES) / f"review-{name}.png")
        page.evaluate(AXE)
        wrong[name] = page.evaluate(LOOK, RULES)
        if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
            wrong[name] = [*wrong[name], "it scrolls sideways"]  # type: ignore[misc]
    assert {name: found for name, found in wrong.items() if found} == {}
    assert said == []
    assert [url for url in asked_for if not url.startswith(site)] == []


def test_at_twice_the_size_nothing_is_lost_sideways(made: Day, sit_down: Callable[..., Page]) -> None:
    page = sit_down("clerk")
    page.set_viewport_size({"width": 683, "height": 384})
    for view in (queue, form, letter):
        view(page, made)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), view.__name__
