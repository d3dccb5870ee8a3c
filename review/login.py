"""Log-in, log-out, and a person's own new password."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from starlette.responses import Response

from review.routes import CARRIED, Route, again, page, post
from review.visit import ADMINISTRATOR, EVERYONE, Visit
from storage.users import SHORTEST, PasswordRefused, SignedIn, change_password, check_password

WRONG = "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง"
CLOSED = "ใส่รหัสผ่านผิดหลายครั้ง กรุณารอ ๕ นาทีแล้วลองใหม่"
DIFFERENT = "รหัสผ่านใหม่สองช่องไม่ตรงกัน"
CHANGED = "เปลี่ยนรหัสผ่านแล้ว"


def ask(visit: Visit) -> Response:
    """The log-in page; who is logged in goes on."""
    if visit.person:
        return visit.go(home(visit.person))
    return visit.page("login.html", next=local(visit.query("next")), login="", problem=None, carried=())


def log_in(visit: Visit) -> Response:
    """Check the password and begin a session."""
    login, password = visit.text("login"), str(visit.form.get("password", ""))
    throttle, key = visit.office.throttle, f"{login.casefold()} {visit.request.client.host if visit.request.client else ''}"
    if throttle.closed(key):
        return _again(visit, login, CLOSED, 429)
    person = check_password(visit.office.engine, login, password)
    if person is None:
        throttle.failed(key)
        return _again(visit, login, WRONG, 401)
    throttle.succeeded(key)
    begin(visit, person)
    path, typed = local(visit.text("next")), _carried(visit)
    if path and typed:
        return again(replace(visit, person=person), path, typed)
    return visit.go(path or home(person))


def log_out(visit: Visit) -> Response:
    """End this session."""
    visit.request.session.clear()
    return visit.go("/login")


def own_password(visit: Visit) -> Response:
    """The page on which people change their own password."""
    return visit.page("password.html", problem=None, shortest=SHORTEST)


def change_own_password(visit: Visit) -> Response:
    """Change it; all other sessions of this person end."""
    old, new, again = (str(visit.form.get(name, "")) for name in ("old", "new", "again"))
    if new != again:
        return visit.page("password.html", 400, problem=DIFFERENT, shortest=SHORTEST)
    try:
        person = change_password(visit.office.engine, visit.user.id, old, new)
    except PasswordRefused as refused:
        return visit.page("password.html", 400, problem=str(refused), shortest=SHORTEST)
    begin(visit, person)
    return visit.go(home(person), CHANGED)


def begin(visit: Visit, person: SignedIn) -> None:
    """A fresh session for the person, with a token of its own."""
    visit.request.session.clear()
    visit.request.session.update(user=person.id, epoch=person.session_epoch)


def home(person: SignedIn) -> str:
    """Where a person's work begins."""
    return "/people" if person.duty == ADMINISTRATOR else "/"


def local(path: str) -> str:
    """The path if it stays on these pages, else nothing."""
    parts = urlsplit(path)
    inside = path.startswith("/") and not path.startswith("//") and "\\" not in path and not parts.netloc
    return path if inside and path.isprintable() else ""


def _again(visit: Visit, login: str, problem: str, status: int) -> Response:
    return visit.page("login.html", status, next=local(visit.text("next")), login=login, problem=problem, carried=_carried(visit))


def _carried(visit: Visit) -> list[tuple[str, str]]:
    """What was typed elsewhere when the session ended, by the names that it had there."""
    sent = [(name, value) for name, value in visit.form.multi_items() if name.startswith(CARRIED) and isinstance(value, str)]
    return [(name.removeprefix(CARRIED), value) for name, value in sent]


ROUTES: tuple[Route, ...] = (
    page("/login", ask),
    post("/login", log_in),
    post("/logout", log_out, *EVERYONE),
    page("/password", own_password, *EVERYONE),
    post("/password", change_own_password, *EVERYONE),
)
