"""How fast the pages answer with 20,000 forms in the database: `python -m tests.review.benchmark [sqlite|postgresql] [FORMS]`.

Each page is asked for in turn over HTTP by one person, pictures apart. The target: 95 of 100 answers of each page in under 100 ms.
Beside it stands the processor time of an answer (of the pages and of who asks, and on average of PostgreSQL): it says what the
answer costs where the machine has other work.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import APIRequestContext, sync_playwright
from sqlalchemy import Engine, insert, select

from storage.engine import open_engine, reading, writing
from storage.migrate import migrate
from storage.search import loose
from storage.store import Store
from storage.tables import Agency, Circular, Document, Field, Form, Message, Page, Receipt, Run, Sighting
from tests.review.desk import DEFINITION, NOON, VALUES, Desk, doubt, log_in, served, staff, token
from tests.support.postgres import running_server

TARGET_MS, ROUNDS, WAITING_SHARE = 100.0, 60, 0.05
CIRCULARS, OPEN = 40, 3
GIVEN = ("สมชาย", "สมหญิง", "วิชัย", "มาลี", "ประเสริฐ", "กัลยา", "ณัฐพล", "พิมพ์ใจ")


def fill(engine: Engine, store: Store, folder: Path, forms: int) -> int:
    """An office with so many forms, one in twenty waiting. Gives the id of a form with a real picture."""
    staff(engine)
    real = Desk(engine, store, folder).form_fax({"first_name": doubt("สมมติ", "สมมุติ"), "phone": doubt("0 5300 000")})
    with writing(engine) as session:
        closed = [NOON if n >= OPEN else None for n in range(CIRCULARS)]
        session.add_all(
            Circular(code=f"c{n}", subject="เรื่อง", form="coordinator", made_at=NOON, closed_at=at) for n, at in enumerate(closed)
        )
        names = [Agency(code=f"B-{n}", name=f"หน่วยงานที่ {n}", kind="provincial", ordinal=n) for n in range(1000)]
        session.add_all(names)
        session.flush()
        page = session.scalars(select(Page)).first()
        assert page is not None
        ids = [agency.id for agency in names]
    for start in range(0, forms, 2000):
        _chunk(engine, range(start + 2, start + 2 + min(2000, forms - start)), ids, page)
    return real


def _chunk(engine: Engine, numbers: range, agencies: list[int], page: Page) -> None:
    chance, rows = random.Random(numbers.start), {table: [] for table in (Receipt, Sighting, Message, Run, Document, Page, Form, Field)}  # type: ignore[var-annotated]
    for n in numbers:
        at, waits = NOON + timedelta(minutes=n), chance.random() < WAITING_SHARE
        number = f"+6653{n:06d}"
        rows[Receipt].append(
            {"id": n, "year": 2561, "number": n, "raw_sha256": f"{n:064x}", "file_name": f"{n}.eml", "size": 1, "source": "b"}
        )
        rows[Receipt][-1] |= {"channel": "fax", "taken_at": at, "kept_at": at}
        rows[Sighting].append({"receipt_id": n, "first": True, "source": "b", "seen_at": at})
        rows[Message].append({"receipt_id": n, "subject": "โทรสาร", "sender_number": number})
        rows[Run].append({"id": n, "receipt_id": n, "ordinal": 1, "reader": "b", "opened_at": at, "closed_at": at})
        rows[Document].append({"id": n, "receipt_id": n, "ordinal": 1, "name": "f.tif", "media_type": "image/tiff", "sha256": f"{n:064x}"})
        rows[Document][-1] |= {"size": 1, "state": "read"}
        rows[Page].append({"id": n, "document_id": n, "run_id": n, "number": 1, "image_sha256": page.image_sha256, "kind": "form"})
        rows[Page][-1] |= {"reading_sha256": page.reading_sha256, "width": page.width, "height": page.height, "dpi": 204.0, "state": "form"}
        values = {**VALUES, "first_name": chance.choice(GIVEN), "phone": number}
        agency = chance.choice(agencies)
        rows[Form].append({"id": n, "page_id": n, "receipt_id": n, "definition": DEFINITION.id, "state": "waiting" if waits else "done"})
        rows[Form][-1] |= {
            "agency_id": agency,
            "circular_id": n % CIRCULARS + 1,
            "made_at": at,
            "done_at": None if waits else at,
            "version": 1,
        }
        rows[Form][-1] |= {"sought": "|".join(loose(value) for value in values.values())}
        for ordinal, (name, value) in enumerate(values.items(), 1):
            state = "waiting" if waits and chance.random() < 0.25 else "accepted"
            rows[Field].append(
                {"form_id": n, "ordinal": ordinal, "name": name, "kind": name, "state": state, "value": value, "read": value}
            )
            rows[Field][-1] |= {"machine_value": value, "confidence": 0.9, "hand": False, "box": [420.0, 300.0, 900.0, 354.0]}
            rows[Field][-1] |= {"sure": state == "accepted", "others": [], "candidates": [], "proofs": []}
    with writing(engine) as session:
        for table, of_table in rows.items():
            session.execute(insert(table), of_table)


def measure(client: APIRequestContext, name: str, paths: list[str]) -> float:
    """Says how many milliseconds 95 of 100 answers take at most; 0 where there is no such page."""
    if client.get(paths[0], max_redirects=0).status == 404:
        return 0.0
    took, worked, database = list[float](), list[float](), database_ms()
    for n in range(ROUNDS):
        begun, work = time.perf_counter(), time.process_time()
        answer = client.get(paths[n % len(paths)], max_redirects=0)
        took.append((time.perf_counter() - begun) * 1000)
        worked.append((time.process_time() - work) * 1000)
        assert answer.status in (200, 303, 304), (paths, answer.status)
    p95, work95 = statistics.quantiles(took, n=20)[-1], statistics.quantiles(worked, n=20)[-1]
    said = f"median {statistics.median(took):6.1f} ms   95 %: {p95:6.1f} ms   {'yes' if p95 < TARGET_MS else 'NO'}"
    beside = f"processor 95 %: {work95:5.1f} ms, database {(database_ms() - database) / ROUNDS:5.1f} ms"
    print(f"{name:<28} {said:<48} {beside}", flush=True)
    return p95


def database_ms() -> float:
    """Processor time that PostgreSQL's processes on this machine have had, in milliseconds; SQLite works in our own."""
    found = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _, rest = stat.read_text().partition(") ")
            found += sum(map(int, rest.split()[11:13])) if name.endswith("(postgres") else 0
    return found * 1000 / os.sysconf("SC_CLK_TCK")


def pages(engine: Engine, real: int) -> dict[str, list[str]]:
    """What is asked for, by name."""
    with reading(engine) as session:
        waiting = session.scalars(select(Form.id).where(Form.state == "waiting").limit(20)).all()
        fields = session.scalars(select(Field.id).where(Field.form_id == real)).all()
    return {
        "the list": ["/"],
        "by deadline, agency, doubt": ["/?sort=deadline", "/?sort=agency", "/?sort=doubt"],
        "a search by name": ["/?q=สมชาย", "/?q=หนวยงานที 12"],
        "a search by number": ["/?q=0-5300-4321", "/?q=053 004321"],
        "a form": [f"/forms/{form}" for form in waiting],
        "the next form": [f"/next?after={form}" for form in waiting],
        "a strip": [f"/fields/{field}/strip" for field in fields],
        "a whole page": ["/pages/1/picture"],
        "all receipts": ["/receipts", "/receipts?page=100"],
        "a receipt": [f"/receipts/{form}" for form in waiting],
        "the column of a field": ["/columns/phone"],
        "trust": ["/trust"],
        "blind keying": ["/keying"],
    }


def run(engine: Engine, forms: int) -> bool:
    """Fills and measures; says whether each page is quick enough."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = Store(Path(folder) / "store")
        real = fill(engine, store, Path(folder), forms)
        if engine.dialect.name == "postgresql":
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")
        with served(Desk(engine, store, Path(folder))) as address:
            client = playwright.request.new_context(base_url=address)
            log_in(client, "head")
            token(client.get("/"))
            slow = [name for name, paths in pages(engine, real).items() if measure(client, name, paths) >= TARGET_MS]
            return not slow


def main() -> int:
    kind, number = (*sys.argv[1:], *("sqlite", "20000")[len(sys.argv) - 1 :])
    forms = int(number)
    print(f"{forms} forms, {kind}")
    if kind == "postgresql":
        with running_server() as server:
            engine = open_engine(server.create_database())
            migrate(engine)
            return 0 if run(engine, forms) else 1
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/saraban.db")
        migrate(engine)
        return 0 if run(engine, forms) else 1


if __name__ == "__main__":
    sys.exit(main())
