"""A role that fails begins again, alone."""

from __future__ import annotations

import threading

import pytest

from service.roles import Role


@pytest.fixture
def stop(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    monkeypatch.setattr("service.roles.FIRST_PAUSE", 0.01)
    return threading.Event()


def test_a_role_that_fails_begins_again_and_its_neighbour_does_not_notice(stop: threading.Event, caplog: pytest.LogCaptureFixture) -> None:
    begun: list[str] = []
    again = threading.Event()

    def failing(stop: threading.Event) -> None:
        begun.append("failing")
        if len(begun) >= 4:
            again.set()
        raise OSError("the mailbox is away")

    def steady(stop: threading.Event) -> None:
        begun.append("steady")
        stop.wait()

    roles = [Role("intake", failing, stop), Role("web", steady, stop)]
    for role in roles:
        role.start()
    assert again.wait(20)
    stop.set()
    assert all(role.join(20) for role in roles)
    assert begun.count("steady") == 1
    assert "the mailbox is away" in caplog.text


def test_a_role_that_does_not_end_is_told_of(stop: threading.Event) -> None:
    never = threading.Event()
    role = Role("stubborn", lambda stop: void(never.wait(20)), stop)
    role.start()
    stop.set()
    assert not role.join(0.05)
    never.set()
    assert role.join(20)


def void(_: object) -> None:
    return None
