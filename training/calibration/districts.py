"""Forms of a district, six on a fax from its number, beside the same forms sent alone: `python -m training.calibration.districts FOLDER`.

FOLDER: of `training.calibration.drawn`. The sender's number is known to be the district's. A form must be given to the agency that
stands on it as often as alone, and never to the district because of the number.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from tqdm import tqdm

from rules.decide import Knowledge, Sender, decide
from rules.lists import load_lists
from rules.roster import Agency, load_roster
from rules.senders import DISTRICT
from rules.types import DecidedForm
from training.calibration.cases import Case, cases
from training.lines.values import ROSTER

FORMS = 6
NUMBER, NATIONAL = "+6653000001", "053000001"


def counted(some: Iterable[Case], knowledge: Knowledge) -> Counter[str]:
    """Forms by how they were sent and what came of them: `KEY: right | given to the district | unknown agency accepted | forms`."""
    assert knowledge.roster is not None
    districts = [agency for agency in knowledge.roster.agencies if agency.kind == DISTRICT]
    found = Counter[str]()
    for n, case in enumerate(case for case in some if case.found is not None):
        district = districts[n // FORMS % len(districts)]
        if case.code == district.code:
            continue
        known = replace(knowledge, senders={NATIONAL: frozenset({district.code})})
        for sent, sender in {"alone": Sender(), "of six": Sender(NUMBER, forms=FORMS)}.items():
            found.update(_told(f"{'by hand' if case.hand else 'typed'}, {sent}", case, _decided(case, known, sender), district))
    return found


def _decided(case: Case, knowledge: Knowledge, sender: Sender) -> DecidedForm:
    assert case.found is not None
    return decide(case.found, case.strips or {}, knowledge, sender, case.page, hands=case.hands)


def _told(key: str, case: Case, form: DecidedForm, district: Agency) -> list[str]:
    told = [f"{key}: given to the district"] if form.agency_id == district.code else []
    accepted = form.fields["agency"].accepted and form.agency_id is not None
    if case.code is None:
        return [*told, f"{key}: of no roster", *([f"{key}: of no roster, accepted as another"] if accepted else [])]
    told += [f"{key}: accepted as another"] if accepted and form.agency_id != case.code else []
    return [*told, f"{key}: of the roster", *([f"{key}: right"] if form.agency_id == case.code else [])]


def table(found: Mapping[str, int]) -> str:
    """A line for each count."""
    return "\n".join(f"{count:6}  {key}" for key, count in sorted(found.items()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", default="test")
    args = parser.parse_args()
    knows = Knowledge(load_roster(ROSTER), load_lists())
    print(table(counted(tqdm(cases(args.folder, args.part), unit="form"), knows)))
