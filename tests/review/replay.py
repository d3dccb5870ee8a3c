"""How many keys a form takes: real returns are read, and a practised clerk corrects them to their true answers in a real browser.

    python -m tests.review.replay [FORMS] [FOLDER]

FOLDER (../shared/measure/dev-fine unless given) holds messages with their `truth.jsonl`; without it, nothing is measured, and it says so.
The clerk knows what stands on the paper and presses the fewest keys that the page allows: a right value is confirmed, a right
candidate chosen, a wrong letter that is marked overtyped, anything else typed anew. Keys are those that the browser got, a chord
being one. Seconds are those of the keystroke-level model (Card, Moran and Newell, 1980): 0.28 a key, 1.35 to look at a form and
at each doubtful field; the machine's own time is apart.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from sqlalchemy import select

from review.values import canonical, shown
from rules.agency_names import agency_key
from rules.decide import Knowledge
from rules.forms import builtin_forms
from rules.lists import load_lists
from rules.names import parse_given_name
from rules.roster import Roster, load_roster
from service.evaluate.truth import TrueFile, load_truth
from service.one_fax import Tools, read_file
from storage import agencies
from storage.engine import open_engine, reading, writing
from storage.migrate import migrate
from storage.receipts import Arrival, keep
from storage.record import record
from storage.store import Store
from storage.tables import Form
from storage.tables import Page as Sheet
from tests.review.conftest import SCREEN
from tests.review.desk import Desk, log_in, served, staff
from tests.review.keys import Keys
from tests.support.browser import ARGUMENTS, CHROMIUM

A_KEY, A_LOOK = 0.28, 1.35
PATIENCE_MS = 120_000


def true_values(fields: Mapping[str, str], roster: Roster) -> dict[str, str]:
    """What a clerk would type, by field: titles apart, agencies by their official names."""
    known = dict(fields)
    person = parse_given_name(known.get("first_name", ""), load_lists())
    known["title"], known["first_name"] = known.get("title") or person.title.value, person.given.value
    found = roster.by_key.get(agency_key(known.get("agency", "")), ())
    known["agency"] = found[0].name if len(found) == 1 else known.get("agency", "")
    return known


class Clerk:
    """Corrects one form after the other. doubtful: fields that asked for attention on the last one."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.doubtful = page, Keys(page), 0

    def correct(self, form_id: int, true: Mapping[str, str]) -> int:
        """Keys for a form, from the moment that it is on the screen until it is saved."""
        self.page.goto(f"/forms/{form_id}")
        self.page.wait_for_load_state("networkidle")
        before = self.keys.count
        self._open_wrong_ones(true)
        fields = self.page.locator(".field.doubt, details.field[open]")
        self.doubtful = fields.count()
        names = [name or "" for name in fields.evaluate_all("all => all.map((one) => one.dataset.field)")]
        for name in names:
            self._field(name, true.get(name, ""))
        self._save(form_id)
        return self.keys.count - before

    def _open_wrong_ones(self, true: Mapping[str, str]) -> None:
        """A wrong value that the machine was sure of: a click on its row, counted as two keys."""
        for name, text in true.items():
            row = self.page.locator(f"details.field[data-field={name}]")
            if row.count() and not _same(_kind(name), row.locator("input.value").input_value(), text):
                row.locator("summary").click()
                self.keys.count += 2

    def _field(self, name: str, text: str) -> None:
        kind, field = _kind(name), self.page.locator(f"[data-field={name}]")
        box = field.locator("input.value")
        box.focus()
        value = canonical(kind, text)[0] if text else ""
        if not value:
            self.keys.press("F8")
        elif _same(kind, box.input_value(), text):
            self.keys.press("Enter")
        elif (choice := self._candidate(name, kind, text)) is not None:
            self.keys.press(f"Alt+Digit{choice}")
        else:
            self._type(name, kind, box.input_value(), shown(value, kind))

    def _candidate(self, name: str, kind: str, text: str) -> int | None:
        offered = self.page.locator(f"[data-field={name}] .candidate").all_inner_texts()[:4]
        return next((n for n, one in enumerate(offered, 1) if _same(kind, one.split(" ", 1)[-1].strip(), text)), None)

    def _type(self, name: str, kind: str, stands: str, wanted: str) -> None:
        marks = self.page.locator(f"#{name}").evaluate("(one) => (one.dataset.marks || '').trim()").split()
        wrong = [n for n, pair in enumerate(zip(stands, wanted, strict=False)) if pair[0] != pair[1]]
        marked = [int(pair.split("-")[0]) for pair in marks]
        if len(stands) == len(wanted) and wrong and set(wrong) <= set(marked):
            for turn, n in enumerate(marked[: marked.index(wrong[-1]) + 1]):
                if turn:
                    self.keys.press("F2")
                if n in wrong:
                    self.keys.type(wanted[n])
        else:
            self.page.locator(f"#{name}").select_text()
            self.keys.count += bool(marks)  # all of it is selected unless letters are marked
            self.keys.type(_short(kind, wanted))
        self.keys.press("Enter")

    def _save(self, form_id: int) -> None:
        """The last Enter saves by itself, unless a value was chosen: then the button waits."""
        here = f"/forms/{form_id}"
        if self.page.locator("#save:focus").count():
            self.keys.press("Enter")
        self.page.wait_for_url(lambda address: not address.endswith(here), timeout=PATIENCE_MS)


def _kind(name: str) -> str:
    kinds = {field.name: field.kind for form in builtin_forms() for field in form.fields}
    return kinds.get(name, "title" if name.endswith("title") else "text")


def _same(kind: str, one: str, other: str) -> bool:
    if kind == "agency":
        return agency_key(one) == agency_key(other)
    return canonical(kind, one) == canonical(kind, other)


def _short(kind: str, text: str) -> str:
    """As somebody types it: telephones without spaces."""
    return text.replace(" ", "") if kind in ("phone", "mobile") else text


def read_all(desk: Desk, folder: Path, rows: Sequence[TrueFile], roster: Roster, wanted: int) -> list[tuple[int, dict[str, str]]]:
    """Reads messages until there are so many forms; gives each form's id and its true values."""
    tools, found = Tools(builtin_forms(), Knowledge(roster, load_lists())), list[tuple[int, dict[str, str]]]()
    for row in rows:
        if len(found) >= wanted:
            break
        content, now = (folder / row.file).read_bytes(), datetime.now(UTC)
        kept = keep(desk.engine, desk.store, Arrival(content, row.file, "replay", "fax", now, "replay"))
        with tempfile.TemporaryDirectory() as work:
            record(desk.engine, desk.store, kept.run_id, read_file(content, row.file, Path(work), tools), "replay", now)
        with reading(desk.engine) as session:
            forms = session.execute(select(Sheet.number, Form.id).join(Form).where(Form.receipt_id == kept.receipt_id)).all()
        true = {form.page: true_values(form.fields, roster) for form in row.forms}
        found += [(form_id, true[page]) for page, form_id in forms if page in true]
        print(f"read {len(found)} of {wanted}", file=sys.stderr, flush=True)
    return found[:wanted]


def play(desk: Desk, forms: Sequence[tuple[int, dict[str, str]]]) -> None:
    """Has them corrected, and says what it took."""
    with served(desk) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGUMENTS)
        context = browser.new_context(base_url=address, viewport=SCREEN, locale="th-TH")
        context.set_default_timeout(PATIENCE_MS)
        log_in(context.request, "clerk")
        clerk, keys, seconds = Clerk(context.new_page()), list[int](), list[float]()
        for form_id, true in forms:
            keys.append(clerk.correct(form_id, true))
            seconds.append(keys[-1] * A_KEY + (1 + clerk.doubtful) * A_LOOK)
        browser.close()
    for name, each in (("keys", keys), ("seconds", seconds)):
        print(f"{name} a form: median {statistics.median(each):.1f}, 95 %: {statistics.quantiles(each, n=20)[-1]:.1f} ({len(each)} forms)")


def main() -> int:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parents[2].parent / "shared" / "measure" / "dev-fine"
    if not (folder / "truth.jsonl").exists():
        print(f"There is no {folder}/truth.jsonl: nothing is replayed.")
        return 0
    roster = load_roster(folder.parent / "roster.csv")
    with tempfile.TemporaryDirectory() as work:
        engine = open_engine(f"sqlite:///{work}/saraban.db")
        migrate(engine)
        staff(engine)
        with writing(engine) as session:
            agencies.load(session, roster.agencies)
        desk = Desk(engine, Store(Path(work) / "store"), Path(work))
        play(desk, read_all(desk, folder, load_truth(folder), roster, wanted))
    return 0


if __name__ == "__main__":
    sys.exit(main())
