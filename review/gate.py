"""Routes of the pages of circulars, register and directory, and what is posted to them."""

from __future__ import annotations

from starlette.routing import Route

from review.visit import Page, view

__all__ = ["Route", "page", "post"]


def page(path: str, shown: Page, *duties: str) -> Route:
    """The route of a page for people with one of the duties."""
    return Route(path, view(shown, *duties))


def post(path: str, done: Page, *duties: str, files: int = 0) -> Route:
    """The same for what is posted. files: how many files may come along."""
    return Route(path, view(done, *duties, files=files), methods=["POST"])
