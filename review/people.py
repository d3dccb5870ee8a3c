"""Users, for the administrator: add someone, a new password, close an account; and the access log."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.duties import DUTY_SAYS
from review.routes import Route, page, post
from review.visit import ADMINISTRATOR, STAFF, Visit
from storage.access import looks
from storage.users import DUTIES, UserRefused, create_user, new_password, reset_password, set_active, users


@dataclass(frozen=True, slots=True)
class Fresh:
    """A password that is shown once."""

    login: str
    password: str


def show(visit: Visit) -> Response:
    """All users."""
    return _page(visit)


def add(visit: Visit) -> Response:
    """A new user with a random password."""
    login, name, duty, password = visit.text("login").lower(), visit.text("name"), visit.text("duty"), new_password()
    try:
        create_user(visit.office.engine, login, name, duty, password, by=visit.user.id)
    except UserRefused as refused:
        return _page(visit, 400, problem=str(refused), typed={"login": login, "name": name, "duty": duty})
    return _page(visit, fresh=Fresh(login, password))


def renew(visit: Visit) -> Response:
    """A new random password for someone else."""
    user, password = reset_password(visit.office.engine, _other(visit), by=visit.user.id)
    return _page(visit, fresh=Fresh(user.login, password))


def switch(visit: Visit) -> Response:
    """Close someone else's account, or open it again."""
    user = set_active(visit.office.engine, _other(visit), visit.text("active") == "1", by=visit.user.id)
    return visit.go("/people", "เปิดบัญชีแล้ว" if user.active else "ปิดบัญชีแล้ว ผู้ใช้ออกจากระบบทันที")


def show_log(visit: Visit) -> Response:
    """Who looked at personal data, the newest first."""
    return visit.page("log.html", looks=looks(visit.office.engine))


def _other(visit: Visit) -> int:
    """The user of the path: nobody locks himself out, so one's own account is not among them."""
    user_id = visit.number("user_id")
    if user_id == visit.user.id or user_id not in {user.id for user in users(visit.office.engine)}:
        raise HTTPException(404)
    return user_id


def _page(visit: Visit, status: int = 200, **context: object) -> Response:
    everyone = users(visit.office.engine)
    staffed = any(user.active and user.duty in STAFF for user in everyone)
    fixed = {"users": everyone, "staffed": staffed, "duties": DUTIES, "duty_says": DUTY_SAYS}
    open_ = {"fresh": None, "problem": None, "typed": {"login": "", "name": "", "duty": "clerk" if staffed else "supervisor"}}
    return visit.page("people.html", status, **{**fixed, **open_, **context})


ROUTES: tuple[Route, ...] = (
    page("/people", show, ADMINISTRATOR),
    post("/people", add, ADMINISTRATOR),
    post("/people/{user_id:int}/password", renew, ADMINISTRATOR),
    post("/people/{user_id:int}/active", switch, ADMINISTRATOR),
    page("/log", show_log, ADMINISTRATOR),
)
