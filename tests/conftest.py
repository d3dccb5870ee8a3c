"""Fixtures for all tests. They are built only where a test asks for them."""

from hypothesis import settings

from tests.support.databases import database, database_url, empty_database, postgres, postgres_url, sqlite_template
from tests.support.desk import desk

__all__ = ["database", "database_url", "desk", "empty_database", "postgres", "postgres_url", "sqlite_template"]

settings.register_profile("busy-machine", deadline=None)  # how long an example takes says nothing on a shared machine
settings.load_profile("busy-machine")
