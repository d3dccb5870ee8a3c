"""Log-in and users, through a real browser and over plain HTTP."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import APIRequestContext, Browser, Page, expect

from review.login import local
from review.throttle import Throttle
from storage.users import reset_password, set_active, users
from tests.review.desk import PASSWORD, Desk, log_in, served, token


def test_a_clerk_logs_in_comes_to_the_page_asked_for_and_logs_out(desk: Desk, browser: Browser, site: str) -> None:
    form = desk.form_fax({})
    page = browser.new_page(base_url=site)
    page.goto(f"/forms/{form}")
    page.get_by_label("ชื่อผู้ใช้").fill("Clerk")
    page.get_by_label("รหัสผ่าน").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("ไม่ถูกต้อง")
    page.get_by_label("รหัสผ่าน").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/forms/{form}")
    page.get_by_role("button", name="ออกจากระบบ").click()
    page.goto("/")
    expect(page.get_by_role("heading", name="เข้าสู่ระบบ")).to_be_visible()
    page.close()


def test_an_administrator_adds_a_clerk_who_can_log_in(desk: Desk, sit_down: Callable[..., Page], client: APIRequestContext) -> None:
    page = sit_down("admin")
    page.goto("/people")
    page.get_by_label("ชื่อ–นามสกุล").fill("คนใหม่")
    page.get_by_label("ชื่อผู้ใช้").fill("new.clerk")
    page.get_by_role("button", name="เพิ่ม และสร้างรหัสผ่าน").click()
    password = page.locator("#password-once").inner_text()
    page.goto("/people")
    expect(page.get_by_text(password)).to_have_count(0)
    assert log_in(client, "new.clerk", password).headers["location"] == "/"


def test_the_session_cookie_is_kept_from_scripts_and_from_other_sites(desk: Desk, client: APIRequestContext) -> None:
    cookie = log_in(client, "clerk").headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "secure" not in cookie


def test_the_session_cookie_is_sent_by_https_only_where_set(desk: Desk, playwright) -> None:  # type: ignore[no-untyped-def]
    with served(desk, secure_cookies=True) as address:
        client = playwright.request.new_context(base_url=address)
        assert "secure" in client.get("/login").headers["set-cookie"].lower()
        client.dispose()


@pytest.mark.parametrize("end", [lambda engine, user: reset_password(engine, user), lambda engine, user: set_active(engine, user, False)])
def test_a_session_ends_with_a_new_password_or_a_closed_account(desk: Desk, client: APIRequestContext, end) -> None:  # type: ignore[no-untyped-def]
    log_in(client, "clerk")
    assert client.get("/", max_redirects=0).status == 200
    end(desk.engine, next(user.id for user in users(desk.engine) if user.login == "clerk"))
    assert client.get("/", max_redirects=0).headers["location"].startswith("/login")


def test_people_change_their_own_password_and_other_sessions_end(desk: Desk, client: APIRequestContext, playwright, site: str) -> None:  # type: ignore[no-untyped-def]
    elsewhere = playwright.request.new_context(base_url=site)
    log_in(elsewhere, "clerk")
    log_in(client, "clerk")
    sent = {"token": token(client.get("/password")), "old": PASSWORD, "new": "another-long-one", "again": "another-long-one"}
    assert client.post("/password", form=sent, max_redirects=0).status == 303
    assert client.get("/", max_redirects=0).status == 200
    assert elsewhere.get("/", max_redirects=0).status == 303
    elsewhere.dispose()


def test_after_five_wrong_passwords_even_the_right_one_waits(desk: Desk, client: APIRequestContext) -> None:
    assert [log_in(client, "clerk", "wrong").status for _ in range(5)] == [401] * 5
    assert log_in(client, "clerk").status == 429
    assert log_in(client, "other").status == 303


def test_a_pause_ends_when_the_failures_are_old() -> None:
    now = [0.0]
    throttle = Throttle(limit=2, seconds=10, clock=lambda: now[0])
    throttle.failed("a")
    throttle.failed("a")
    assert throttle.closed("a") and not throttle.closed("b")
    now[0] = 11
    assert not throttle.closed("a")


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/a\nb", ""])
def test_log_in_goes_on_to_these_pages_only(elsewhere: str) -> None:
    assert local(elsewhere) == ""
    assert local("/forms/3") == "/forms/3"
