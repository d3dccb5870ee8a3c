"""A person asks: what is held is found, given out, kept from use, erased; and a backup that is restored forgets it again."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select, text

from report.export import directory_rows
from service.backups import back_up, restore
from service.data_protection import notice, processing_record, receipt_for_officer
from service.parts import Parts, open_parts
from service.settings import load
from storage import directory, search
from storage.directory_list import directory as entries
from storage.engine import reading, writing
from storage.missing import missing
from storage.person import give, retention
from storage.person.erase import erase, read_records
from storage.person.find import find
from storage.receipts import Arrival, keep
from storage.states import account
from storage.store import Erased, Store
from storage.tables import (
    AccessLog,
    Agency,
    AgencyContact,
    Base,
    BlindKey,
    ContactLine,
    Coordinator,
    Correction,
    CorrectionValue,
    Document,
    Field,
    Form,
    Message,
    Outbox,
    Page,
    Receipt,
    RegisterEntry,
    Run,
    Sighting,
    ToldValue,
    Undo,
)
from tests.support.office import Office

NOW = datetime(2026, 11, 27, 3, tzinfo=UTC)
# Of the person, in all the ways of writing in which they may stand somewhere
VALUES = {
    "first_name": "พิมพ์ลภัส",
    "last_name": "อัครโยธิน",
    "mobile": "+66891230777",
    "email": "pimlapas.zq@agency.example",
    "line_id": "pimzq777",
}
TRACES = [*VALUES.values(), "0891230777", "08-9123-0777", "อัครโยทิน"]
KINDS = {"first_name": "given_name", "last_name": "surname"}


@pytest.fixture
def parts(tmp_path: Path, database_url: str) -> Iterator[Parts]:
    given = {"SARABAN_DATA_DIR": str(tmp_path / "var"), "SARABAN_DATABASE_URL": database_url.replace("+psycopg", "")}
    parts = open_parts(load(given, None))
    yield parts
    parts.engine.dispose()


def fill(parts: Parts) -> tuple[int, int]:
    """A fax of the person and one of somebody else; gives the forms."""
    with writing(parts.engine) as session:
        office = Office(session)
        agency, user = office.agency("สำนักงานหนึ่ง"), office.user()
        circular = office.circular(agency)
        mine = _fax(office, parts.store, circular, agency, user.id, VALUES)
        other = office.agency("สำนักงานสอง")
        theirs = _fax(office, parts.store, circular, other, user.id, {"first_name": "ก้อง", "last_name": "คนอื่น", "mobile": "+66811111111"})
        _elsewhere(office, parts.store, mine, user.id, agency.id, circular.id)
        return mine.id, theirs.id


def _fax(office: Office, store: Store, circular: object, agency: Agency, user: int, values: dict[str, str]) -> Form:
    session, said = office.session, " ".join(values.values())
    raw, paper = store.put(f"mail {said}".encode()), store.put(f"paper {said}".encode())
    receipt = office.receipt(NOW, raw_sha256=raw, file_name=f"{values['last_name']}.eml")
    session.add(Message(receipt_id=receipt.id, subject=said, from_address=values.get("email"), message_id=f"<{receipt.id}@x>"))
    session.add(Sighting(receipt_id=receipt.id, first=True, source="m", seen_at=NOW))
    form = office.form(circular, agency, receipt=receipt, state="done")  # type: ignore[arg-type]
    page, document = form.page, session.scalars(select(Document).where(Document.receipt_id == receipt.id)).one()
    document.name, document.sha256 = f"{values['last_name']}.tif", paper
    page.image_sha256, page.reading_sha256 = store.put(picture(receipt.number % 200)), store.put(f"reading {said}".encode())
    for n, (name, value) in enumerate(values.items()):
        field = office.field(form, name, value)
        field.kind, field.box, field.candidates = KINDS.get(name, name), [10, 10 + 20 * n, 60, 20 + 20 * n], [value]
        change = Correction(field_id=field.id, user_id=user, at=NOW, action="corrected", form_version=1)
        session.add(change)
        session.flush()
        session.add(CorrectionValue(correction_id=change.id, old="อัครโยทิน" if value == VALUES["last_name"] else value, new=value))
    directory.enter(session, form, NOW)
    search.describe(session, form)
    return form


def _elsewhere(office: Office, store: Store, form: Form, user: int, agency: int, circular: int) -> None:
    session = office.session
    fields = {field.name: field for field in session.scalars(select(Field).where(Field.form_id == form.id))}
    own = {"others": [VALUES["email"]], "user_id": user}
    session.add(ToldValue(field_id=fields["email"].id, value=VALUES["email"], said_by="พิมพ์ลภัส", said_at=NOW, **own))
    session.add(BlindKey(field_id=fields["mobile"].id, at=NOW, sampled=True, value="0891230777", against=VALUES["mobile"], **own))
    session.add(Undo(kind="form", subject_id=form.id, version=1, user_id=user, at=NOW, before={"last_name": VALUES["last_name"]}))
    session.add(AccessLog(at=NOW, user_id=user, kind="form", subject_id=form.id))
    session.add(AgencyContact(agency_id=agency, kind="email", value=VALUES["email"], learned_from=form.receipt_id))
    said = f"คุณ{VALUES['first_name']} {VALUES['last_name']} โทร 0891230777"
    session.add(ContactLine(circular_id=circular, agency_id=agency, at=NOW, user_id=user, spoke_with=said, note=said))
    session.add(
        RegisterEntry(
            year=2569, number=1, receipt_id=form.receipt_id, registered_at=NOW, from_whom=said, to_whom="", subject=said, note=said
        )
    )
    content = store.put(f"To: {VALUES['email']}".encode())
    row = {"kind": "acknowledgement", "key": "1", "message_id": "<a@x>", "recipients": [VALUES["email"]], "content_sha256": content}
    session.add(Outbox(**row, state="sent", made_at=NOW, sent_at=NOW, attempts=1, doubts=0))
    session.flush()


def picture(mark: int) -> bytes:
    out, image = io.BytesIO(), Image.new("L", (100, 150), 255)
    image.putpixel((99, 149), mark)
    image.save(out, "PNG")
    return out.getvalue()


def test_after_an_erasure_no_table_file_index_or_backup_holds_a_trace_and_the_account_is_even(
    parts: Parts, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    mine, theirs = fill(parts)
    assert traces(parts, tmp_path, request), "the search sees what is there"
    with reading(parts.engine) as session:
        before = account(session)
        (found,) = find(session, ["พิมพ์ลภัส", "08-9123 0777"])
    record = erase(parts.engine, parts.store, [found.form_id], NOW, "request", parts.settings.erasures)
    back_up(parts, tmp_path / "backup")
    assert traces(parts, tmp_path, request) == []
    assert found.form_id == mine and record.done
    with reading(parts.engine) as session:
        assert account(session) == before
        assert missing(session, parts.store).files == ()
        assert {field.value for field in session.scalars(select(Field).where(Field.form_id == theirs))} >= {"ก้อง", "คนอื่น"}
        page = session.get_one(Form, mine).page
        shown = Image.open(io.BytesIO(parts.store.get(page.image_sha256)))
        assert (shown.getpixel((30, 15)), shown.getpixel((90, 140))) == (0, 255)
        raw = session.get_one(Receipt, session.get_one(Form, mine).receipt_id).raw_sha256
    with pytest.raises(Erased):
        parts.store.get(raw)
    assert [entry.agency for entry in entries(parts.engine)] == ["สำนักงานสอง"]


def test_the_same_mail_again_does_not_bring_it_back(parts: Parts) -> None:
    mine, _ = fill(parts)
    erase(parts.engine, parts.store, [mine], NOW, "request", parts.settings.erasures)
    mail = Arrival(f"mail {' '.join(VALUES.values())}".encode(), "x.eml", "m", "mail", NOW, "test")
    with reading(parts.engine) as session:
        receipts = session.scalar(select(func.count(Receipt.id)))
    assert not keep(parts.engine, parts.store, mail).fresh
    assert not parts.store.has(parts.store.put(mail.raw))
    with reading(parts.engine) as session:
        assert session.scalar(select(func.count(Receipt.id))) == receipts


def test_a_backup_from_before_forgets_it_when_it_is_restored(parts: Parts, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    mine, _ = fill(parts)
    back_up(parts, tmp_path / "backup")
    record = erase(parts.engine, parts.store, [mine], datetime.now(UTC), "request", parts.settings.erasures)
    kept = tmp_path / f"{record.id}.json"
    kept.write_bytes((parts.settings.erasures / kept.name).read_bytes())
    assert not any(trace in kept.read_text() for trace in TRACES)
    elsewhere = load({"SARABAN_DATA_DIR": str(tmp_path / "new")}, None)
    restore(elsewhere, tmp_path / "backup", erasures=[kept])
    restored = open_parts(elsewhere)
    with reading(restored.engine) as session:
        assert find(session, ["พิมพ์ลภัส"]) == [] and len(find(session, ["คนอื่น"])) == 1
    restored.engine.dispose()
    assert in_files(tmp_path / "new") == []
    assert [one.id for one in read_records(elsewhere.erasures)] == [record.id]


def test_all_that_is_held_is_given_out_with_the_papers_and_who_looked(parts: Parts, tmp_path: Path) -> None:
    mine, _ = fill(parts)
    assert give.export(parts.engine, parts.store, [mine], tmp_path / "out") == 3
    told = json.loads((tmp_path / "out" / "data.json").read_text())
    assert {row["value"] for row in told["fields"]} == set(VALUES.values())
    assert {"contact_lines", "outbox", "undos"} <= set(told["elsewhere"])
    assert [look["name"] for look in told["seen_by"]] == ["ผู้ทดสอบ"]
    assert "คนอื่น" not in (tmp_path / "out" / "data.json").read_text()


def test_what_is_restricted_stands_in_no_list_until_that_is_lifted(parts: Parts) -> None:
    mine, _ = fill(parts)

    def listed() -> bool:
        with reading(parts.engine) as session:
            rows = str(list(directory_rows(session)))
        return VALUES["last_name"] in rows + str(entries(parts.engine))

    assert listed()
    give.restrict(parts.engine, [mine], NOW)
    assert not listed()
    with writing(parts.engine) as session:  # and saving the form again does not bring it back
        directory.enter(session, session.get_one(Form, mine), NOW)
    assert not listed()
    give.restrict(parts.engine, [mine], NOW, lift=True)
    assert listed()


def test_what_was_kept_long_enough_is_erased_at_night_and_the_trail_says_how_much(parts: Parts, tmp_path: Path) -> None:
    fill(parts)
    later = NOW + timedelta(days=366)
    assert retention.apply(parts.engine, parts.store, {"paper": 2, "access": 1}, later, parts.settings.erasures) == {
        "contact": 1, "access": 1, "mail-out": 1,
    }  # fmt: skip
    assert retention.apply(parts.engine, parts.store, {}, NOW + timedelta(days=11 * 366), parts.settings.erasures)["paper"] == 2
    assert in_files(tmp_path / "var") == []
    with reading(parts.engine) as session:
        told = retention.erased_on(session, later - timedelta(hours=1), later + timedelta(hours=1))
        assert told == {"contact": 1, "access": 1, "mail-out": 1}
        assert session.scalar(select(func.count(Coordinator.id)).where(Coordinator.until.is_(None))) == 0
        assert session.scalar(select(func.count(Run.id)).where(Run.closed_at.is_(None))) == 0
        assert session.scalars(select(Page.reading_sha256)).all() == [None, None]


def test_the_officers_papers_name_days_and_nobody(parts: Parts) -> None:
    fill(parts)
    with reading(parts.engine) as session:
        found = find(session, ["พิมพ์ลภัส"])
    text = receipt_for_officer("export", found, NOW.date(), NOW, [])
    assert "๒๗ ธันวาคม ๒๕๖๙" in text and "๒๕ กุมภาพันธ์ ๒๕๗๐" in text
    assert not any(trace in text for trace in TRACES)
    settings = load({"SARABAN_OFFICE": "สำนักงานตัวอย่าง", "SARABAN_KEEP_PAPER": "7"}, None)
    assert "๗ ปี" in notice(settings) and "สำนักงานตัวอย่าง" in notice(settings)
    assert "7 ปี" in processing_record(settings) and "fields.value" in processing_record(settings)


def traces(parts: Parts, folder: Path, request: pytest.FixtureRequest) -> list[str]:
    """Where anything of the person is still found."""
    with reading(parts.engine) as session:
        rows = {table.name: str(session.execute(select(table)).all()) for table in Base.metadata.sorted_tables}
    found = [f"{name}: {trace}" for name, said in rows.items() for trace in TRACES if trace in said]
    if parts.engine.dialect.name == "postgresql":
        with parts.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("CHECKPOINT"))
            base = connection.scalar(text("SELECT 'base/' || oid FROM pg_database WHERE datname = current_database()"))
        found += in_files(request.getfixturevalue("postgres").folder / "data" / str(base))
    return found + in_files(folder)


def in_files(folder: Path) -> list[str]:
    """The files that hold a trace, as UTF-8 or as escaped JSON; those of a backup unpacked."""

    wanted = [each for trace in TRACES for each in (trace.encode(), json.dumps(trace)[1:-1].encode())]
    contents = ((path, gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()) for path in files(folder))
    return [str(path) for path, content in contents if any(each in content for each in wanted)]


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
