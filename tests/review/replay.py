"""How many keys a form takes: real returns are read, and a practised clerk corrects them to their true answers in a real browser.

    python -m tests.review.replay [FORMS] [FOLDER] [RESULTS]

FOLDER (../shared/measure/dev-fine unless given) holds messages with their `truth.jsonl`; without it, nothing is measured, and it says so.
RESULTS is a file that keeps what was done: each call goes on where the one before stopped, for under five minutes, and says what
all of them found; so a slow machine may take several calls.
The clerk knows what stands on the paper and presses the fewest keys that the page allows: a right candidate is chosen, a wrong letter
that is marked overtyped, anything else typed anew; right values are passed over by Enter, and past the last wrong one Ctrl+Enter says
that all others are right. Keys are those that the browser got, a chord
being one. Seconds are those of the keystroke-level model (Card, Moran and Newell, 1980): 0.28 a key, 1.35 to look at a form and
at each doubtful field; the machine's own time is apart.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, TimeoutError, sync_playwright
from sqlalchemy import select

from review.form_model import COMPLETED
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
MOST_SECONDS = 270


def true_values(fields: Mapping[str, str], roster: Roster) -> dict[str, str]:
    """What a clerk would type, by field: titles apart, agencies by their official names."""
    known = dict(fields)
    person = parse_given_name(known.get("first_name", ""), load_lists())
    known["title"], known["first_name"] = known.get("title") or person.title.value, person.given.value
    found = roster.by_key.get(agency_key(known.get("agency", "")), ())
    known["agency"] = found[0].name if len(found) == 1 else known.get("agency", "")
    return known


class Clerk:
    """Corrects one form after the other. doubtful: fields that asked for attention on the last one; spent: keys by what was done."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.doubtful = page, Keys(page), 0
        self.spent: list[tuple[str, int]] = []

    def correct(self, form_id: int, true: Mapping[str, str]) -> int:
        """Keys for a form, from the moment that it is on the screen until it is saved."""
        self.page.goto(f"/forms/{form_id}")
        self.page.wait_for_load_state("networkidle")
        before, self.spent = self.keys.count, []
        self._open_wrong_ones(true)
        fields = self.page.locator(".field.doubt, details.field[open]")
        self.doubtful = fields.count()
        names = [name or "" for name in fields.evaluate_all("all => all.map((one) => one.dataset.field)")]
        wrong = [n for n, name in enumerate(names) if not self._right(name, true.get(name, ""))]
        for n, name in enumerate(names[: wrong[-1] + 1] if wrong else ()):
            keys = self.keys.count
            if n and not self.page.locator(f"#{name}:focus").count():
                self.keys.press("Enter")
            self.spent.append((f"{name} {self._field(name, true.get(name, ''))}", self.keys.count - keys))
        self._save(form_id)
        return self.keys.count - before

    def _open_wrong_ones(self, true: Mapping[str, str]) -> None:
        """A wrong value that the machine was sure of: a click on its row, counted as two keys."""
        for name, text in true.items():
            row = self.page.locator(f"details.field[data-field={name}]")
            if row.count() and not _same(_kind(name), row.locator("input.value").input_value(), text):
                row.locator("summary").click()
                self.keys.count += 2

    def _right(self, name: str, text: str) -> bool:
        stands = self.page.locator(f"#{name}").input_value()
        return bool(stands) and bool(text) and _same(_kind(name), stands, text)

    def _field(self, name: str, text: str) -> str:
        """What was done, in a word."""
        kind, field = _kind(name), self.page.locator(f"[data-field={name}]")
        box = field.locator("input.value")
        box.focus()
        value = canonical(kind, text)[0] if text else ""
        if not value:
            self.keys.press("F8")
            return "blank"
        if self._right(name, text):
            self.keys.press("Enter")
            return "right"
        if (choice := self._candidate(name, kind, text)) is not None:
            self.keys.press(f"Alt+Digit{choice}")
            return "candidate"
        return self._type(name, kind, box.input_value(), shown(value, kind))

    def _candidate(self, name: str, kind: str, text: str) -> int | None:
        offered = self.page.locator(f"[data-field={name}] .candidate").all_inner_texts()[:9]
        return next((n for n, one in enumerate(offered, 1) if _same(kind, one.split(" ", 1)[-1].strip(), text)), None)

    def _type(self, name: str, kind: str, stands: str, wanted: str) -> str:
        marks = self.page.locator(f"#{name}").evaluate("(one) => (one.dataset.marks || '').trim()").split()
        wrong = [n for n, pair in enumerate(zip(stands, wanted, strict=False)) if pair[0] != pair[1]]
        marked = [int(pair.split("-")[0]) for pair in marks]
        if len(stands) == len(wanted) and wrong and set(wrong) <= set(marked):
            for turn, n in enumerate(marked[: marked.index(wrong[-1]) + 1]):
                if turn:
                    self.keys.press("F2")
                if n in wrong:
                    self.keys.type(wanted[n])
            return "marked letters"
        self.page.locator(f"#{name}").select_text()
        self.keys.count += bool(marks)  # all of it is selected unless letters are marked
        if kind not in COMPLETED:
            self.keys.type(_short(kind, wanted))
        elif self._completed(name, _short(kind, wanted)):
            return "completed"
        return "typed"

    def _completed(self, name: str, wanted: str) -> bool:
        """Types until what is wanted is offered and takes it, two letters at a time as fast typists look up; else types all of it."""
        field = self.page.locator(f"[data-field={name}]")
        for start in range(0, len(wanted), 2):
            with self.page.expect_response("**/offers"):
                self.keys.type(wanted[start : start + 2])
            self.page.wait_for_timeout(30)  # the answer is put in its place
            offered = field.locator(".candidate").all_inner_texts()[:9]
            at = next((n for n, one in enumerate(offered, 1) if one.split(" ", 1)[-1].strip() == wanted), None)
            if at is not None and start > 0:
                self.keys.press(f"Alt+Digit{at}")
                return True
        return False

    def _save(self, form_id: int) -> None:
        """All others are right. A strange agency takes a word more."""
        self.keys.press("Control+Enter")
        if not self._saved(form_id):
            self.page.locator("input[name=outside]").check()
            self.keys.count += 2
            self.keys.press("Control+Enter")
            if not self._saved(form_id, "input[name=outside]:not(:checked)"):
                raise RuntimeError(f"form {form_id}: {self.page.locator('.problem').all_inner_texts()}")

    def _saved(self, form_id: int, unless: str = ".problem[role=alert]") -> bool:
        """The next page is there; False where the form came back instead."""
        answer = "([here, unless]) => document.readyState === 'complete' && (location.pathname !== here || document.querySelector(unless))"
        here = f"/forms/{form_id}"
        self.page.wait_for_function(answer, arg=[here, unless], timeout=PATIENCE_MS)
        return not self.page.url.endswith(here)


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


def read(desk: Desk, row: TrueFile, folder: Path, tools: Tools) -> list[tuple[int, int]]:
    """Reads a message; gives page and id of each form."""
    content, now = (folder / row.file).read_bytes(), datetime.now(UTC)
    kept = keep(desk.engine, desk.store, Arrival(content, row.file, "replay", "fax", now, "replay"))
    with tempfile.TemporaryDirectory() as work:
        record(desk.engine, desk.store, kept.run_id, read_file(content, row.file, Path(work), tools), "replay", now)
    with reading(desk.engine) as session:
        forms = session.execute(select(Sheet.number, Form.id).join(Form).where(Form.receipt_id == kept.receipt_id)).all()
        return [(page, form_id) for page, form_id in forms]


def play(desk: Desk, folder: Path, roster: Roster, wanted: int, results: Path) -> None:
    """Has forms read and corrected one after the other until there are so many or the time is up; each is noted at once."""
    tools, known = Tools(builtin_forms(), Knowledge(roster, load_lists())), done(results)
    until = time.monotonic() + MOST_SECONDS
    with served(desk) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGUMENTS)
        context = browser.new_context(base_url=address, viewport=SCREEN, locale="th-TH")
        context.set_default_timeout(PATIENCE_MS)
        log_in(context.request, "clerk")
        clerk = Clerk(context.new_page())
        for row in load_truth(folder):
            if len(known) >= wanted or time.monotonic() > until:
                break
            if not any(one["file"] == row.file for one in known):
                true = {form.page: true_values(form.fields, roster) for form in row.forms}
                for page, form_id in read(desk, row, folder, tools):
                    if page in true:
                        known.append({"file": row.file, "page": page, **corrected(clerk, form_id, true[page])})
                with results.open("a", encoding="utf-8") as file:
                    file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in known if one["file"] == row.file)
        browser.close()


def corrected(clerk: Clerk, form_id: int, true: Mapping[str, str]) -> dict[str, Any]:
    """What a form took; `failed` where it could not be saved."""
    try:
        keys = clerk.correct(form_id, true)
    except (RuntimeError, TimeoutError) as error:
        return {"keys": clerk.keys.count, "doubtful": clerk.doubtful, "spent": clerk.spent, "failed": str(error)}
    return {"keys": keys, "doubtful": clerk.doubtful, "spent": clerk.spent}


def done(results: Path) -> list[dict[str, Any]]:
    """What was noted so far."""
    return [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()] if results.exists() else []


def report(found: Sequence[dict[str, Any]]) -> None:
    """Keys and seconds a form, and where the keys went."""
    failed = [one for one in found if "failed" in one]
    found = [one for one in found if "failed" not in one]
    print(f"{len(found)} forms corrected, {len(failed)} not: {[one['failed'] for one in failed]}")
    keys = [one["keys"] for one in found]
    seconds = [one["keys"] * A_KEY + (1 + one["doubtful"]) * A_LOOK for one in found]
    for name, each in (("keys", keys), ("seconds", seconds)):
        print(f"{name} a form: median {statistics.median(each):.1f}, 95 %: {statistics.quantiles(each, n=20)[-1]:.1f} ({len(each)} forms)")
    spent: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for one in found:
        for what, count in one["spent"]:
            spent[what] += count
            times[what] += 1
    for what, count in spent.most_common():
        print(f"  {what:<24} {count:5d} keys in {times[what]:3d} fields")


def main() -> int:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parents[2].parent / "shared" / "measure" / "dev-fine"
    if not (folder / "truth.jsonl").exists():
        print(f"There is no {folder}/truth.jsonl: nothing is replayed.")
        return 0
    roster = load_roster(folder.parent / "roster.csv")
    with tempfile.TemporaryDirectory() as work:
        results = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(work) / "results.jsonl"
        engine = open_engine(f"sqlite:///{work}/saraban.db")
        migrate(engine)
        staff(engine)
        with writing(engine) as session:
            agencies.load(session, roster.agencies)
        play(Desk(engine, Store(Path(work) / "store"), Path(work)), folder, roster, wanted, results)
        report(done(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
