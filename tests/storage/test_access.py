"""The access log, on both databases."""

from __future__ import annotations

from sqlalchemy import Engine

from storage.access import looked, looked_on, looks
from storage.engine import writing
from tests.support.office import Office


def test_each_look_is_written_the_newest_first(database: Engine) -> None:
    with writing(database) as session:
        user = Office(session).user()
    looked(database, user.id, "form", 3)
    looked(database, user.id, "form", 3)
    looked(database, user.id, "directory")
    assert [(look.login, look.kind, look.subject_id) for look in looks(database)] == [
        ("clerk", "directory", None),
        ("clerk", "form", 3),
        ("clerk", "form", 3),
    ]
    assert len(looks(database, most=2)) == 2


def test_the_pictures_of_one_look_are_written_once_for_each_person_and_subject(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        one, two = office.user(), office.user("other")
    for user, page in ((one, 1), (one, 1), (one, 2), (two, 1)):
        looked_on(database, user.id, "page", page)
    assert sorted((look.login, look.subject_id) for look in looks(database)) == [("clerk", 1), ("clerk", 2), ("other", 1)]
