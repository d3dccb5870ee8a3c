import threading

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect

from storage.engine import open_engine
from storage.migrate import migrate, newest, version
from storage.tables import Base


def test_from_empty_to_the_newest(empty_database: Engine) -> None:
    assert version(empty_database) is None
    migrate(empty_database)
    assert version(empty_database) == newest()
    assert set(inspect(empty_database).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_migrating_again_changes_nothing(database: Engine) -> None:
    migrate(database)
    assert version(database) == newest()


def test_the_migrations_make_what_the_tables_say(database: Engine) -> None:
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_some_that_migrate_at_once_do_not_disturb_each_other(empty_database: Engine) -> None:
    errors: list[Exception] = []

    def run() -> None:
        engine = open_engine(empty_database.url)
        try:
            migrate(engine)
        except Exception as error:
            errors.append(error)
        finally:
            engine.dispose()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert version(empty_database) == newest()
