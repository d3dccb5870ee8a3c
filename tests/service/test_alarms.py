"""Alarms: at once, once, by the way that works, and told again when it is over; what a watching machine sees."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.types import ASGIApp

from service.alarms import Watch
from service.parts import Parts, open_parts
from service.settings import load
from service.watching import watching_app
from service.web import bind, serve
from storage import high_water
from storage.engine import writing
from storage.tables import Outbox
from tests.support.mail_server import Taken, running_mail_server
from tests.support.office import Office

BOX = "fax@office/INBOX"
TEN = datetime(2026, 11, 26, 3, tzinfo=UTC)  # ๑๐.๐๐ น. of a Thursday
FOUR = TEN + timedelta(hours=6)
SUNDAY = datetime(2026, 11, 29, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def mail() -> Iterator[Taken]:
    with running_mail_server() as taken:
        yield taken


@pytest.fixture
def parts(tmp_path: Path, sqlite_template: Path, mail: Taken) -> Iterator[Parts]:
    mail.mails.clear()
    parts = opened(tmp_path, sqlite_template, SMTP_URL=mail.server.url)
    yield parts
    parts.engine.dispose()


def opened(folder: Path, template: Path, **more: str) -> Parts:
    (folder / "var").mkdir()
    (folder / "var" / "saraban.sqlite").write_bytes(template.read_bytes())
    own = {"DATA_DIR": str(folder / "var"), "MAIL_FROM": "saraban@office.example", "REPORT_TO": "it@office.example", "DISK_LEAST": "0"}
    return open_parts(load({f"SARABAN_{name}": value for name, value in {**own, **more}.items()}, None))


@contextmanager
def served(app: ASGIApp) -> Iterator[Callable[[str], tuple[int, str]]]:
    stop, bound = threading.Event(), bind("127.0.0.1:0")
    thread = threading.Thread(target=serve, args=(app, bound, None, stop), daemon=True)
    thread.start()

    def get(path: str) -> tuple[int, str]:
        try:
            with urlopen(f"http://127.0.0.1:{bound.getsockname()[1]}{path}", timeout=20) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()

    bound.listen()
    yield get
    stop.set()
    thread.join(10)


def said(mail: Taken) -> list[str]:
    return [each.get_content() for each in mail.mails]


def test_a_source_out_of_reach_is_told_after_a_quarter_of_an_hour_once_and_when_it_is_over(parts: Parts, mail: Taken) -> None:
    parts.board.begins(BOX, "unreachable", TEN)
    watch = Watch(parts)
    watch.look(TEN + 14 * MINUTE)
    assert said(mail) == []
    watch.look(TEN + 16 * MINUTE)
    watch.look(TEN + 17 * MINUTE)
    Watch(parts).look(TEN + 18 * MINUTE)  # after a restart
    (told,) = said(mail)
    assert BOX in told
    parts.board.ends(BOX, "unreachable", TEN + 20 * MINUTE)
    watch = Watch(parts)
    watch.look(TEN + 20 * MINUTE)
    watch.look(TEN + 21 * MINUTE)
    assert ["กลับเป็นปกติแล้ว" in text for text in said(mail)] == [False, True]


def test_nobody_is_called_on_a_sunday_and_the_night_does_not_count(parts: Parts, mail: Taken) -> None:
    parts.board.begins(BOX, "unreachable", TEN - timedelta(hours=9))
    Watch(parts).look(SUNDAY)
    Watch(parts).look(TEN.replace(hour=1, minute=35))  # ๐๘.๓๕ น., open for five minutes
    assert said(mail) == []
    Watch(parts).look(TEN.replace(hour=1, minute=50))
    assert len(said(mail)) == 1


def test_a_refused_log_in_is_told_at_once(parts: Parts, mail: Taken) -> None:
    parts.board.begins(BOX, "log-in-refused", SUNDAY)
    Watch(parts).look(SUNDAY)
    assert "รหัสผ่าน" in said(mail)[0]


def test_a_queue_that_stands_still_and_a_report_that_does_not_leave(parts: Parts, mail: Taken) -> None:
    with writing(parts.engine) as session:
        office = Office(session)
        run = office.run(office.receipt(TEN), closed=False)
        row = {"kind": "report", "key": "2026-11-26", "message_id": "<r@x>", "recipients": ["a@x"], "content_sha256": "x"}
        session.add(Outbox(**row, state="queued", made_at=TEN, attempts=3, doubts=0))
    watch = Watch(parts)
    watch.look(TEN + 29 * MINUTE)
    assert said(mail) == []
    watch.look(TEN + 31 * MINUTE)
    assert sorted(notice.code for notice in parts.board.notices()) == ["queue-still", "report-not-sent"]
    assert len(said(mail)) == 2
    with writing(parts.engine) as session:
        session.merge(run).closed_at = TEN + 32 * MINUTE
    watch.look(TEN + 33 * MINUTE)
    assert [notice.code for notice in parts.board.notices()] == ["report-not-sent"]


@pytest.mark.parametrize(("days_with_fax", "alarm"), [(10, True), (8, True), (5, False)])
def test_an_office_day_without_any_fax_is_told_where_there_usually_are_some(
    parts: Parts, mail: Taken, days_with_fax: int, alarm: bool
) -> None:
    with writing(parts.engine) as session:
        office = Office(session)
        for day in [day for day in range(1, 15) if (TEN - timedelta(days=day)).weekday() < 5][:days_with_fax]:
            office.receipt(TEN - timedelta(days=day))
    watch = Watch(parts)
    watch.look(TEN)
    assert said(mail) == []
    watch.look(FOUR)
    assert ["ตรวจสอบสายโทรสาร" in text for text in said(mail)] == [True] * alarm
    with writing(parts.engine) as session:
        Office(session).receipt(FOUR, number=999, raw_sha256="f" * 64)
    watch.look(FOUR + MINUTE)
    assert parts.board.notices() == []


def test_a_disk_that_runs_full_is_told(tmp_path: Path, sqlite_template: Path, mail: Taken) -> None:
    mail.mails.clear()
    parts = opened(tmp_path, sqlite_template, SMTP_URL=mail.server.url, DISK_LEAST="9999999")
    Watch(parts).look(TEN)
    assert "ดิสก์" in said(mail)[0]
    parts.engine.dispose()


def test_a_second_server_and_then_a_command_take_what_the_first_does_not(tmp_path: Path, sqlite_template: Path, mail: Taken) -> None:
    mail.mails.clear()
    down = {"SMTP_URL": "smtp://127.0.0.1:1"}
    parts = opened(tmp_path, sqlite_template, **down, ALARM_SMTP_URL=mail.server.url, ALARM_TO="night@office.example")
    parts.board.begins(BOX, "log-in-refused", TEN)
    Watch(parts).look(TEN)
    assert [each["To"] for each in mail.mails] == ["night@office.example"]
    parts.engine.dispose()
    told = tmp_path / "told"
    alone = parts.settings.model_copy(update={"alarm_smtp_url": None, "alarm_command": f"tee {told}"})
    again = Parts(alone, parts.engine, parts.store)
    (tmp_path / "var" / "alarms.json").unlink()
    Watch(again).look(TEN)
    assert BOX in told.read_text()


def test_an_alarm_that_nobody_took_is_tried_again(tmp_path: Path, sqlite_template: Path, mail: Taken) -> None:
    mail.mails.clear()
    parts = opened(tmp_path, sqlite_template, SMTP_URL="smtp://127.0.0.1:1")
    parts.board.begins(BOX, "log-in-refused", TEN)
    watch = Watch(parts)
    watch.look(TEN)
    watch._parts = Parts(parts.settings.model_copy(update={"smtp_url": mail.server.url}), parts.engine, parts.store)
    watch._parts.board.begins(BOX, "log-in-refused", TEN)
    watch.look(TEN + MINUTE)
    assert len(said(mail)) == 1
    parts.engine.dispose()


def test_whoever_watches_sees_health_readiness_and_figures(parts: Parts) -> None:
    with writing(parts.engine) as session:
        office = Office(session)
        office.run(office.receipt(TEN), closed=False)
    roles = [True]
    with served(watching_app(parts, lambda: all(roles))) as get:
        assert (get("/healthz")[0], get("/readyz")[1]) == (200, "ok")
        figures = {family.name: family.samples for family in text_string_to_metric_families(get("/metrics")[1])}
        roles.append(False)
        high_water.note_restored(parts.store, TEN)
        parts.board.begins("database", "database-older", TEN)
        assert (get("/healthz")[0], get("/readyz")) == (503, (503, "database-older"))
    assert {sample.labels["state"]: sample.value for sample in figures["saraban_receipts"]} == {
        "in-work": 1, "waiting": 0, "done": 0, "not-ours": 0,
    }  # fmt: skip
    assert figures["saraban_jobs_open"][0].value == 1


def test_the_dashboard_shows_only_figures_that_there_are(parts: Parts) -> None:
    board = json.loads((Path(__file__).parents[2] / "deploy" / "grafana.json").read_text())
    with served(watching_app(parts, lambda: True)) as get:
        there = get("/metrics")[1]
    asked = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    names = {
        word
        for expression in asked
        for word in expression.replace("(", " ").replace("[", " ").replace("{", " ").split()
        if "saraban_" in word
    }
    assert names and [name for name in sorted(names) if name.split(")")[0] not in there] == []
