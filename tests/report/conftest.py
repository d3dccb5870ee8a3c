"""A mail server for the tests of what is sent."""

from collections.abc import Iterator

import pytest

from tests.support.mail_server import Taken, running_mail_server


@pytest.fixture
def mail_server() -> Iterator[Taken]:
    with running_mail_server() as taken:
        yield taken
