"""Users and their passwords, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select

from storage.engine import reading
from storage.tables import Event, User
from storage.users import (
    PasswordRefused,
    UserRefused,
    change_password,
    check_password,
    create_user,
    first_administrator,
    new_password,
    reset_password,
    set_active,
    signed_in,
    users,
)

PASSWORD = "a-long-password"


def test_the_first_administrator_is_made_once(database: Engine) -> None:
    password = first_administrator(database)
    assert password is not None and first_administrator(database) is None
    person = check_password(database, "admin", password)
    assert person is not None and person.duty == "administrator"


def test_no_administrator_is_made_where_people_work_already(database: Engine) -> None:
    create_user(database, "clerk", "ผู้ทดสอบ", "clerk", PASSWORD)
    assert first_administrator(database) is None


def test_a_password_is_kept_as_an_argon2_hash_and_the_trail_says_who_was_made(database: Engine) -> None:
    made = create_user(database, "clerk", "ผู้ทดสอบ", "clerk", PASSWORD)
    with reading(database) as session:
        assert session.scalars(select(User.password_hash)).one().startswith("$argon2id$")
        event = session.scalars(select(Event)).one()
    assert (event.kind, event.details) == ("user-made", {"user": made.id, "duty": "clerk"})


def test_only_the_right_password_of_an_active_user_opens(database: Engine) -> None:
    made = create_user(database, "clerk", "ผู้ทดสอบ", "clerk", PASSWORD)
    assert check_password(database, "CLERK ", PASSWORD) == made
    assert check_password(database, "clerk", PASSWORD + "x") is None
    assert check_password(database, "nobody", PASSWORD) is None
    set_active(database, made.id, False)
    assert check_password(database, "clerk", PASSWORD) is None


def test_a_session_lives_as_long_as_its_epoch(database: Engine) -> None:
    made = create_user(database, "clerk", "ผู้ทดสอบ", "clerk", PASSWORD)
    assert signed_in(database, made.id, made.session_epoch) == made
    changed = change_password(database, made.id, PASSWORD, PASSWORD + "2")
    assert signed_in(database, made.id, made.session_epoch) is None
    assert signed_in(database, made.id, changed.session_epoch) == changed
    fresh, password = reset_password(database, made.id)
    assert signed_in(database, made.id, changed.session_epoch) is None
    assert check_password(database, "clerk", password) == fresh


@pytest.mark.parametrize(
    ("user", "code"),
    [
        (("clerk", "อีกคน", "clerk", PASSWORD), "login-taken"),
        (("Clerk", "อีกคน", "clerk", PASSWORD), "bad-login"),
        (("ผู้ใช้", "อีกคน", "clerk", PASSWORD), "bad-login"),
        (("new", " ", "clerk", PASSWORD), "bad-name"),
        (("new", "อีกคน", "owner", PASSWORD), "bad-duty"),
        (("new", "อีกคน", "clerk", "short"), "bad-password"),
        (("new", "อีกคน", "clerk", "x" * 1000), "bad-password"),
    ],
)
def test_a_user_who_cannot_be_is_refused_with_a_reason(database: Engine, user: tuple[str, str, str, str], code: str) -> None:
    create_user(database, "clerk", "ผู้ทดสอบ", "clerk", PASSWORD)
    with pytest.raises(UserRefused) as refused:
        create_user(database, *user)
    assert refused.value.code == code and str(refused.value)
    assert len(users(database)) == 1


def test_a_new_password_needs_the_old_one(database: Engine) -> None:
    made = create_user(database, "clerk", "ผู้ทดสอบ", "clerk", PASSWORD)
    with pytest.raises(PasswordRefused):
        change_password(database, made.id, "wrong-password", "another-long-one")
    assert check_password(database, "clerk", PASSWORD) == made


def test_nobody_who_does_not_exist_can_be_changed(database: Engine) -> None:
    with pytest.raises(UserRefused):
        reset_password(database, 77)


def test_random_passwords_differ_and_are_long_enough() -> None:
    made = {new_password() for _ in range(100)}
    assert len(made) == 100 and all(len(password) >= 16 for password in made)
