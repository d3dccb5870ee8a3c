"""`/healthz`, `/readyz` and `/metrics`, on an address of their own (SARABAN_METRICS_BIND): no personal data, no log-in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from service.measured import PAGE_SECONDS
from service.parts import Parts
from service.patience import DatabaseOlder
from storage import migrate, vital_signs
from storage.engine import reading
from storage.open_runs import counts
from storage.positions import positions
from storage.store import StoreError
from storage.thai_text import bangkok_date


class Figures:
    """A collector of prometheus_client: asks the database at each look."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def collect(self) -> Iterable[GaugeMetricFamily]:
        now = datetime.now(UTC)
        notices = self._parts.board.notices()
        yield _gauge("saraban_alarms", "What is wrong at this moment", {(one.source, one.code): 1 for one in notices}, "source", "code")
        yield _gauge("saraban_disk_free_bytes", "Room in DATA_DIR", {(): shutil.disk_usage(self._parts.settings.data_dir).free})
        try:
            yield from self._of_database(now)
        except SQLAlchemyError:
            yield _gauge("saraban_database_up", "Whether the database answers", {(): 0})

    def _of_database(self, now: datetime) -> Iterable[GaugeMetricFamily]:
        with reading(self._parts.engine) as session:
            states = vital_signs.receipts_by_state(session)
            oldest = {state: vital_signs.oldest(session, state) for state in vital_signs.WATCHED}
            sure, forms = vital_signs.touchless(session, bangkok_date(now))
        yield _gauge("saraban_database_up", "Whether the database answers", {(): 1})
        yield _gauge("saraban_receipts", "Receipts by state", {(state,): count for state, count in states.items()}, "state")
        ages = {(state,): (now - since).total_seconds() if since else 0 for state, since in oldest.items()}
        yield _gauge("saraban_oldest_seconds", "Age of the oldest receipt in a state", ages, "state")
        yield _gauge("saraban_forms_today", "Forms of today", {(): forms})
        yield _gauge("saraban_touchless_ratio", "Share of today's forms accepted without a person", {(): sure / forms if forms else 0})
        yield _gauge("saraban_jobs_open", "Runs that are still to be read", {(): counts(self._parts.engine)[1]})
        blind = {(one.mailbox,): (now - one.seen_at).total_seconds() for one in positions(self._parts.engine)}
        yield _gauge("saraban_mailbox_blind_seconds", "Seconds since a mailbox folder was last looked at", blind, "mailbox")


def watching_app(parts: Parts, alive: Callable[[], bool]) -> Starlette:
    """The three addresses. alive: whether all roles of this process run."""
    registry = CollectorRegistry()
    registry.register(Figures(parts))
    registry.register(PAGE_SECONDS)

    def healthz(request: Request) -> Response:
        return PlainTextResponse("ok" if alive() else "a role has ended", 200 if alive() else 503)

    def readyz(request: Request) -> Response:
        wrong = _not_ready(parts)
        return PlainTextResponse(wrong or "ok", 503 if wrong else 200)

    def metrics(request: Request) -> Response:
        return Response(generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return Starlette(routes=[Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)])


def _not_ready(parts: Parts) -> str:
    """Why no work can be done; empty where it can."""
    try:
        if migrate.version(parts.engine) != migrate.newest():
            return "database-not-migrated"
        if any(notice.code == DatabaseOlder.code for notice in parts.board.notices()):
            return DatabaseOlder.code
        parts.store.probe()
    except SQLAlchemyError:
        return "database-away"
    except StoreError as error:
        return error.code
    return ""


def _gauge(name: str, told: str, values: Mapping[Any, float], *labels: str) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, told, labels=labels)
    for named, value in values.items():
        family.add_metric(named, value)
    return family
