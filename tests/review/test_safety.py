"""What every answer carries, what is refused, and who may see what."""

from __future__ import annotations

from playwright.sync_api import APIRequestContext
from sqlalchemy import select

from storage.engine import reading
from storage.tables import AccessLog
from tests.review.desk import Desk, doubt, log_in, token

ALL = ("clerk", "head", "admin")


def test_every_answer_carries_the_safe_heads(client: APIRequestContext) -> None:
    for path in ("/login", "/", "/nowhere", "/static/review.css", "/forms/99999999999999"):
        heads = client.get(path, max_redirects=0).headers
        policy = heads["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert heads["x-content-type-options"] == "nosniff"
        assert "no-store" in heads["cache-control"] or path.startswith("/static/")


def test_pages_hold_nothing_inline(desk: Desk, client: APIRequestContext) -> None:
    form = desk.form_fax({"first_name": doubt("สมมติ", "สมมุติ")})
    log_in(client, "clerk")
    for path in ("/", f"/forms/{form}", "/receipts", "/directory"):
        text = client.get(path).text()
        assert not any(inline in text for inline in (" style=", "<style", " onclick=", "http://", "https://"))


def test_a_form_without_the_sessions_token_is_refused(desk: Desk, client: APIRequestContext) -> None:
    form = desk.form_fax({"first_name": doubt("สมมติ")})
    log_in(client, "clerk")
    for sent in ({}, {"token": "wrong"}, {"token": "ก"}):
        answer = client.post(f"/forms/{form}", form={**sent, "version": "1", "value-first_name": "x"})
        assert answer.status == 403 and "ยังไม่ได้บันทึก" in answer.text()
    assert desk.values(form)["first_name"][0] == "waiting"


def test_another_sessions_token_is_refused(desk: Desk, client: APIRequestContext, playwright, site: str) -> None:  # type: ignore[no-untyped-def]
    elsewhere = playwright.request.new_context(base_url=site)
    log_in(elsewhere, "other")
    stolen = token(elsewhere.get("/"))
    elsewhere.dispose()
    log_in(client, "clerk")
    assert client.post("/logout", form={"token": stolen}).status == 403


SEEN_BY = {
    "/": ALL,
    "/forms/1": ("clerk", "head"),
    "/receipts/1": ("clerk", "head"),
    "/pages/1/picture": ("clerk", "head"),
    "/fields/1/strip": ("clerk", "head"),
    "/directory": ("clerk", "head"),
    "/unknown": ("clerk", "head"),
    "/people": ("admin",),
    "/log": ("admin",),
    "/password": ALL,
}


def test_each_duty_sees_its_own_pages(desk: Desk, client: APIRequestContext) -> None:
    desk.form_fax({"first_name": doubt("สมมติ")})
    assert {client.get(path, max_redirects=0).status for path in SEEN_BY} == {303}, "nobody is logged in"
    for login in ALL:
        client.post("/logout", form={"token": token(client.get("/login"))})
        log_in(client, login)
        assert [path for path in SEEN_BY if client.get(path).status == 200] == [path for path, may in SEEN_BY.items() if login in may]


def test_a_clerk_may_not_settle_and_an_administrator_may_not_correct(desk: Desk, client: APIRequestContext) -> None:
    letter, form = desk.letter_fax(), desk.form_fax({"first_name": doubt("สมมติ")})
    log_in(client, "clerk")
    sent = {"token": token(client.get("/")), "action": "not-ours"}
    assert client.post(f"/receipts/{letter}", form=sent).status == 403
    client.post("/logout", form=sent)
    log_in(client, "admin")
    sent = {"token": token(client.get("/people")), "version": "1", "value-first_name": "x", "mark-first_name": "value"}
    assert client.post(f"/forms/{form}", form=sent).status == 403


def test_an_administrator_cannot_close_his_own_account(desk: Desk, client: APIRequestContext) -> None:
    log_in(client, "admin")
    own = 4
    assert client.post(f"/people/{own}/active", form={"token": token(client.get("/people")), "active": ""}).status == 404


def test_a_huge_post_is_refused(desk: Desk, client: APIRequestContext) -> None:
    assert client.post("/login", form={"login": "x" * 300_000}).status == 413


def test_what_senders_write_is_never_markup(desk: Desk, client: APIRequestContext) -> None:
    form = desk.form_fax({"first_name": doubt("<script>alert(1)</script>", '"><img src=x>')})
    log_in(client, "clerk")
    text = client.get(f"/forms/{form}").text()
    assert "<script>alert" not in text and "<img src=x>" not in text
    desk.says = "<script>alert(2)</script>"
    text = client.get(f"/receipts/{desk.locked_mail()}").text()
    assert "&lt;script&gt;alert(2)" in text and "<script>alert" not in text


def test_each_look_at_personal_data_is_in_the_log(desk: Desk, client: APIRequestContext) -> None:
    form = desk.form_fax({"first_name": doubt("สมมติ")})
    log_in(client, "clerk")
    for path in (f"/forms/{form}", "/fields/1/strip", "/fields/2/strip", "/pages/1/picture", "/receipts/1", "/directory"):
        assert client.get(path).status == 200
    with reading(desk.engine) as session:
        looks = [tuple(row) for row in session.execute(select(AccessLog.kind, AccessLog.subject_id).order_by(AccessLog.id))]
    assert looks == [("form", form), ("page", 1), ("receipt", 1), ("directory", None)]


def test_pictures_are_asked_for_again_each_time_and_sent_once(desk: Desk, client: APIRequestContext) -> None:
    desk.form_fax({})
    log_in(client, "clerk")
    first = client.get("/fields/1/strip")
    again = client.get("/fields/1/strip", headers={"If-None-Match": first.headers["etag"]})
    assert (first.status, again.status) == (200, 304)
    assert first.headers["cache-control"] == "private, no-cache"
    client.post("/logout", form={"token": token(client.get("/"))})
    assert client.get("/fields/1/strip", max_redirects=0).status == 303


def test_the_queue_counts_what_the_account_counts(desk: Desk, client: APIRequestContext) -> None:
    desk.form_fax({"first_name": doubt("สมมติ")})
    desk.letter_fax()
    desk.locked_mail()
    desk.bounce()
    log_in(client, "clerk")
    text = client.get("/").text()
    assert "๓ รายการรับเข้า" in text and text.count('class="number"') == 3
    for reason in ("รอตรวจ ๑ ช่อง", "หนังสือนำส่ง ไม่มีแบบรายงาน", "ไฟล์ PDF ตั้งรหัสผ่านไว้ เปิดไม่ได้", "0 5300 0001", "๒๑ มี.ค. ๖๑ ๑๒.๐๐ น."):
        assert reason in text
