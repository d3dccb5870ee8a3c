from storage.personal import COMPARED, FILES, RETENTIONS, other_columns, personal_columns
from storage.tables import Base

COLUMNS = {f"{table.name}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns}


def test_every_column_is_listed_as_holding_personal_data_or_not() -> None:
    """A new column fails here: list it in storage/personal.py, and decide how long what it holds is kept."""
    assert COLUMNS - {name for name, _ in personal_columns()} - set(other_columns()) == set()


def test_the_lists_name_no_column_that_is_gone_and_none_twice() -> None:
    listed = [name for name, _ in personal_columns()] + list(other_columns())
    assert set(listed) - COLUMNS == set()
    assert len(listed) == len(set(listed))


def test_every_hash_names_a_kind_of_file_that_is_listed() -> None:
    hashes = {name for name in COLUMNS if name.endswith("sha256")}
    assert hashes - COMPARED == {file.column for file in FILES.values()}


def test_every_retention_class_is_defined_and_used() -> None:
    used = {retention for _, retention in personal_columns()} | {file.retention for file in FILES.values()}
    assert used == set(RETENTIONS)
