"""Fixtures for all tests. They are built only where a test asks for them."""

from tests.support.databases import database, database_url, empty_database, postgres, postgres_url, sqlite_template

__all__ = ["database", "database_url", "empty_database", "postgres", "postgres_url", "sqlite_template"]
