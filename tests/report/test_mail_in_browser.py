"""The daily report as a mail program shows it: on a telephone and on a screen, light and dark."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from report.daily import Office as Report
from report.queue import preview
from storage.engine import open_engine, writing
from storage.migrate import migrate
from tests.support.office import Office

LONG = "สำนักงานทรัพยากรธรรมชาติและสิ่งแวดล้อมจังหวัดทดสอบ"


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('mail') / 'a.db'}")
    migrate(engine)
    with writing(engine) as session:
        office = Office(session)
        agencies = [office.agency(f"{LONG} {n}", "local", f"ที่{n % 3}") for n in range(10)]
        circular = office.circular(*agencies)
        for n, agency in enumerate(agencies[:5]):
            office.form(circular, agency, "done" if n < 3 else "waiting")
    return preview(engine, Report("สำนักงานตัวอย่าง"), date(2018, 3, 21), datetime(2018, 3, 21, 9, tzinfo=UTC)).html


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1024])
def test_nothing_sticks_out_and_the_bar_shows_the_shares(browser: Browser, html: str, tmp_path: Path, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page.set_content(html)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    widths = {name: page.locator(f"td.{name}").first.bounding_box()["width"] for name in ("checked", "received", "rest")}  # type: ignore[index]
    whole = sum(widths.values())
    assert [round(100 * part / whole) for part in widths.values()] == [30, 20, 50]
    ink, ground = (page.evaluate(f"getComputedStyle(document.querySelector('.card')).{what}") for what in ("color", "backgroundColor"))
    assert (_light(ink), _light(ground)) == (scheme == "dark", scheme == "light")
    page.close()


def _light(color: str) -> bool:
    """Of `rgb(r, g, b)`."""
    return sum(int(part) for part in color.removeprefix("rgb(").rstrip(")").split(",")) > 3 * 128
