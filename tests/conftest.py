"""Fixtures for all tests. They are built only where a test asks for them."""

import os

from hypothesis import settings

from tests.support.browser import browser, playwright
from tests.support.databases import database, database_url, empty_database, postgres, postgres_url, sqlite_template
from tests.support.desk import desk

__all__ = ["browser", "database", "database_url", "desk", "empty_database", "playwright", "postgres", "postgres_url", "sqlite_template"]

# How long an example takes says nothing on a shared machine. A gate answers the same each time;
# new counter-examples are looked for on purpose: SARABAN_NEW_EXAMPLES=1 make test.
settings.register_profile("gate", deadline=None, derandomize="SARABAN_NEW_EXAMPLES" not in os.environ)
settings.load_profile("gate")
