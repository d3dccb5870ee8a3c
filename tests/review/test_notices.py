"""What stops work is said on every page to whoever is logged in; while the database is away, a page says that."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import APIRequestContext

from storage import troubles
from storage.positions import save_position
from tests.review.desk import NOON, Desk, log_in


def test_what_stops_work_stands_on_every_page_until_it_is_over(desk: Desk, client: APIRequestContext) -> None:
    troubles.begin(desk.engine, troubles.STORE, "store-not-writable", NOON)
    assert "ดิสก์เต็ม" not in client.get("/login").text()
    log_in(client, "clerk")
    for path in ("/", "/receipts", "/directory"):
        text = client.get(path).text()
        assert "ดิสก์เต็ม" in text and "๒๑ มี.ค. ๖๑ ๑๒.๐๐ น." in text
    troubles.end(desk.engine, troubles.STORE, "store-not-writable", NOON)
    assert "ดิสก์เต็ม" not in client.get("/").text()


def test_how_far_the_mailboxes_were_read_and_what_their_rules_passed_over_stands_with_the_receipts(
    desk: Desk, client: APIRequestContext
) -> None:
    save_position(desk.engine, "office/INBOX", 7, 41, NOON, passed_over=12)
    log_in(client, "clerk")
    text = client.get("/receipts").text()
    assert "office/INBOX" in text and "ดูล่าสุด ๒๑ มี.ค. ๖๑ ๑๒.๐๐ น." in text
    assert "ไม่เข้าเงื่อนไขการรับ ๑๒ ฉบับ" in text


def test_while_the_database_is_away_the_page_says_so(desk: Desk, client: APIRequestContext) -> None:
    log_in(client, "clerk")
    path = desk.engine.url.database
    assert path

    Path(path).rename(f"{path}.aside")
    answer = client.get("/")
    Path(path).unlink(missing_ok=True)
    Path(f"{path}.aside").rename(path)
    assert answer.status == 503 and "ฐานข้อมูล" in answer.text()
    assert client.get("/").status == 200
