"""The pages of circulars, chasing, register, roster and coordinators."""

from __future__ import annotations

from review import chasing, circulars, coordinators, office_days, papers, register, roster, seconds
from review.routes import Route

MODULES = (circulars, chasing, roster, office_days, seconds, register, coordinators, papers)


def office_routes() -> list[Route]:
    """Their routes."""
    return [route for module in MODULES for route in module.ROUTES]
