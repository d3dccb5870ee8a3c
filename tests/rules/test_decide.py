"""A form's places become values; nothing is accepted on one reading's word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.types import Box, Char, StripReading
from rules.decide import Knowledge, PageFacts, Sender, decide, wanted_strips
from rules.lists import load_lists
from rules.proofs import PROOFS
from rules.roster import parse_roster
from rules.types import DecidedForm, FieldDefinition, FormDefinition, FoundForm, Place

FORM = FormDefinition(
    "coordinator",
    "แบบรายงานรายชื่อผู้ประสานงาน",
    (
        FieldDefinition("agency", "agency", ("หน่วยงาน",), True),
        FieldDefinition("first_name", "given_name", ("ชื่อ",), True),
        FieldDefinition("last_name", "surname", ("นามสกุล",), True),
        FieldDefinition("position", "position", ("ตำแหน่ง",)),
        FieldDefinition("affiliation", "text", ("สังกัด",)),
        FieldDefinition("phone", "phone", ("เบอร์โทรศัพท์",)),
        FieldDefinition("mobile", "mobile", ("มือถือ",)),
        FieldDefinition("email", "email", ("E-mail",)),
        FieldDefinition("line_id", "line_id", ("ID Line",)),
    ),
)
ROSTER = parse_roster(
    "code,name,aliases,kind,district\n"
    "T-1,สำนักงานเกษตรจังหวัดลำปาง,สนง.เกษตร จ.ลำปาง,provincial,\n"
    "T-2,เทศบาลตำบลดอยแป้น,,local,เมือง\n"
    "T-3,เทศบาลตำบลดอยกลาง,,local,เมือง\n"
)
KNOWLEDGE = Knowledge(ROSTER, load_lists())
FREE = Knowledge(None, None)
PITCH = 10


def place(text: str, probability: float = 0.98, leaders: int = 4) -> Place:
    """A typed value between dotted leaders, ten pixels a letter."""
    written = "." * leaders + text + "." * leaders
    chars = tuple(
        Char(c, Box(i * PITCH, 100, (i + 1) * PITCH, 130), probability, leader=not leaders <= i < leaders + len(text))
        for i, c in enumerate(written)
    )
    return Place(Box(0, 100, len(written) * PITCH, 130), chars)


def strip(text: str, alphabet: str = "tha", probability: float = 0.98) -> StripReading:
    return StripReading(text, probability, alphabet, "tesseract-5.3.0")


TYPED = {definition.name: False for definition in FORM.fields}


def decided(places: dict[str, Place], strips: dict[str, list[StripReading]] | None = None, **more: object) -> DecidedForm:
    arguments: dict[str, object] = {"knowledge": KNOWLEDGE, "hands": TYPED, **more}
    return decide(FoundForm(FORM, places, True, len(places)), strips or {}, **arguments)  # type: ignore[arg-type]


def test_every_value_of_the_form_is_there_in_its_order_also_without_any_place() -> None:
    form = decided({})
    assert tuple(form.fields) == FORM.value_names()
    assert all(f.value == "" and not f.accepted and not f.blank and f.box is None and f.confidence < 0.5 for f in form.fields.values())
    assert form.agency_id is None


def test_an_agency_is_given_its_official_name_the_affiliation_stays_as_written() -> None:
    text = "สนง.เกษตร จ.ลำปาง"
    form = decided({"agency": place(text), "affiliation": place(text)})
    assert (form.fields["agency"].value, form.fields["agency"].read, form.agency_id) == ("สำนักงานเกษตรจังหวัดลำปาง", text, "T-1")
    assert form.fields["affiliation"].value == text
    assert "same-elsewhere" in form.fields["affiliation"].proofs


def test_an_agency_read_twice_and_in_the_roster_is_accepted_and_once_is_not() -> None:
    places = {"agency": place("เทศบาลตำบลดอยกลาง")}
    assert decided(places, {"agency": [strip("เทศบาลตำบลดอยกลาง")]}).fields["agency"].accepted
    assert not decided(places).fields["agency"].accepted
    assert not decided(places, {"agency": [strip("เทศบาลตำบลดอยกวาง")]}, knowledge=FREE).fields["agency"].accepted


@pytest.mark.parametrize("name", ["สำนักงานเกษตรจังหวัดลำดวน", "เทศบาลตำบลดอยแบ้น", "เทศบาลตำบลดอยธิ", "เทศบาลตำบล"])
def test_an_agency_that_is_in_no_roster_is_never_accepted_as_another(name: str) -> None:
    form = decided({"agency": place(name)}, {"agency": [strip(name)]}, sender=Sender("0-5356-9692"), error_allowed=0.5)
    assert not form.fields["agency"].accepted


def test_the_senders_number_never_decides_an_agency_against_the_name() -> None:
    knows = Knowledge(ROSTER, load_lists(), {"053569692": frozenset({"T-3"})})
    form = decided({"agency": place("เทศบาลตำบลดอยแป้น")}, knowledge=knows, sender=Sender("+6653569692"))
    assert form.agency_id == "T-2"
    assert "sender-agency" not in form.fields["agency"].proofs


def test_title_and_name_are_two_values_each_with_its_box() -> None:
    form = decided({"first_name": place("น.ส.สุดา"), "last_name": place("ใจดี")})
    title, name = form.fields["title"], form.fields["first_name"]
    assert (title.value, title.read, name.value, name.read) == ("นางสาว", "น.ส.", "สุดา", "สุดา")
    assert title.box is not None and name.box is not None
    assert title.box == Box(40, 100, 80, 130)
    assert name.box == Box(80, 100, 120, 130)


def test_the_reading_that_fits_the_plan_is_chosen_and_the_doubt_is_told() -> None:
    form = decided({"phone": place("0-5356-96g2")}, {"phone": [strip("0-5356-9692", "eng", 0.8)]})
    phone = form.fields["phone"]
    assert (phone.value, phone.read, phone.accepted) == ("+6653569692", "0-5356-9692", False)
    assert "second-reader-differs" in phone.proofs


def test_a_second_number_stands_in_others() -> None:
    phone = decided({"phone": place("053-569692-3 ต่อ 12")}).fields["phone"]
    assert (phone.value, phone.others) == ("+6653569692;ext=12", ("+6653569693;ext=12",))


def test_a_number_outside_the_plan_stays_as_read_and_is_not_accepted() -> None:
    phone = decided({"phone": place("๐๕๓-๙๙๙")}, page=PageFacts("text"), error_allowed=0.9).fields["phone"]
    assert (phone.value, phone.accepted) == ("053-999", False)


def test_line_id_and_mobile_that_repeat_each_other_prove_each_other() -> None:
    number = [strip("0812345678", "eng")]
    places = {"mobile": place("081-234-5678", 0.99), "line_id": place("0812345678", 0.99)}
    form = decided(places, {"mobile": number, "line_id": number})
    assert form.fields["mobile"].value == "+66812345678"
    assert form.fields["line_id"].value == "0812345678"
    assert "same-elsewhere" in form.fields["mobile"].proofs and "same-elsewhere" in form.fields["line_id"].proofs
    assert form.fields["mobile"].accepted


def test_the_name_beneath_the_signature_proves_the_name_of_the_form() -> None:
    places = {"first_name": place("นายสมชาย"), "last_name": place("ใจดี")}
    same = decided(places, page=PageFacts(signed="นาย สมชาย  ใจดี")).fields
    assert (
        all("same-elsewhere" in same[name].proofs for name in ("first_name", "last_name")) and "same-elsewhere" not in same["title"].proofs
    )
    for another in ("", "นายสมชาย ใจร้าย", "นางสมศรี ใจดี"):
        assert "same-elsewhere" not in decided(places, page=PageFacts(signed=another)).fields["first_name"].proofs


def test_an_address_of_the_agencys_own_body_is_proved_by_it() -> None:
    places = {"agency": place("สำนักงานเกษตรจังหวัดลำปาง"), "email": place("lampang@doae.go.th")}
    assert "agency-domain" in decided(places).fields["email"].proofs
    assert "agency-domain" not in decided(places | {"email": place("lampang@cdd.go.th")}).fields["email"].proofs


def test_handwriting_needs_two_proofs_that_are_not_of_its_ink() -> None:
    places = {"agency": place("เทศบาลตำบลดอยกลาง")}
    strips = {"agency": [strip("เทศบาลตำบลดอยกลาง")]}
    knows = Knowledge(ROSTER, load_lists(), {"053569692": frozenset({"T-3"})})
    by_hand = {"hands": {"agency": True}, "error_allowed": 0.5, "knowledge": knows}
    assert not decided(places, strips, **by_hand).fields["agency"].accepted
    assert decided(places, strips, **by_hand, sender=Sender(station="0-5356-9692")).fields["agency"].accepted


def test_what_no_one_has_judged_typed_is_accepted_on_the_terms_of_handwriting_only() -> None:
    places = {"agency": place("เทศบาลตำบลดอยกลาง")}
    strips = {"agency": [strip("เทศบาลตำบลดอยกลาง")]}
    assert decided(places, strips, hands=TYPED).fields["agency"].accepted
    agency = decided(places, strips, hands=None).fields["agency"]
    assert not agency.accepted and "hand-unknown" in agency.proofs


@pytest.mark.parametrize("written", ["", "-", "–"])
def test_nothing_or_a_dash_is_blank_and_accepted_when_both_readers_say_so(written: str) -> None:
    places = {"email": place(written, leaders=20)}
    sure = decided(places, {"email": [strip(written, "eng")]}).fields["email"]
    assert (sure.value, sure.read, sure.blank, sure.accepted) == ("", "", True, True)
    assert sure.box == places["email"].box
    assert not decided(places).fields["email"].accepted


def test_a_blank_place_without_whole_leaders_or_in_a_required_field_is_for_a_person() -> None:
    empty = {"position": Place(Box(0, 0, 400, 30)), "last_name": place("", leaders=20)}
    form = decided(empty, {"position": [strip("")], "last_name": [strip("")]})
    assert form.fields["position"].blank and not form.fields["position"].accepted
    assert form.fields["last_name"].blank and not form.fields["last_name"].accepted


def test_typed_text_of_a_file_is_accepted_where_its_grammar_holds() -> None:
    places = {"first_name": place("นายกฤตภาส"), "phone": place("0 5356 9692 ต่อ 362"), "email": place("nokdoi@example.go.th")}
    form = decided(places, page=PageFacts("text"), knowledge=FREE)
    assert {n: f.value for n, f in form.fields.items() if f.accepted} == {
        "title": "นาย", "first_name": "กฤตภาส", "phone": "+6653569692;ext=362", "email": "nokdoi@example.go.th",
    }  # fmt: skip


def test_thai_digits_of_a_reader_that_lacks_some_of_them_are_never_accepted() -> None:
    number = "๐๘๑-๒๓๕-๕๕๑๑"
    places = {"mobile": place(number), "line_id": place(number)}
    strips = {"mobile": [strip(number)], "line_id": [strip(number)]}
    form = decided(places, strips, page=PageFacts(reader="tesseract-5.3.0/1"), error_allowed=0.9)
    assert not form.fields["mobile"].accepted and not form.fields["line_id"].accepted


def test_a_surname_in_the_names_field_stays_for_a_person() -> None:
    name = decided({"first_name": place("นายสมชาย ใจดียิ่ง")}, page=PageFacts("text")).fields["first_name"]
    assert (name.value, name.accepted, name.candidates[0]) == ("สมชาย ใจดียิ่ง", False, "สมชาย")


def test_the_second_reader_is_asked_in_the_alphabet_of_the_field() -> None:
    found = FoundForm(
        FORM, {"agency": place("เทศบาล"), "phone": place("053569692"), "mobile": place("๐๘๑"), "email": place("a@b.go.th")}, True, 4
    )
    assert wanted_strips(found) == {"agency": ("tha",), "phone": ("digits",), "email": ("address",)}, "it does not know all Thai digits"
    assert wanted_strips(found, hands={"agency": True, "phone": False}) == {"phone": ("digits",), "email": ("address",)}
    assert wanted_strips(found, "always").keys() == found.places.keys()
    assert wanted_strips(found, "always")["phone"] == ("digits", "tha")
    assert wanted_strips(found, "never") == {}
    assert wanted_strips(found, "auto", PageFacts("text")) == {}
    with pytest.raises(ValueError, match="sometimes"):
        wanted_strips(found, "sometimes")


def test_a_typed_dash_is_confirmed_by_the_second_reader_and_accepted() -> None:
    found = FoundForm(FORM, {"email": place("-"), "phone": place("", leaders=20)}, True, 2)
    assert wanted_strips(found) == {"email": ("tha+eng",)}
    email = decided(found.places, {"email": [strip("-", "tha+eng")]}).fields["email"]
    assert email.blank and email.accepted
    assert not decided(found.places, {"email": [strip("ก", "tha+eng")]}).fields["email"].accepted, "it may be a letter"


def test_an_alphabet_that_cannot_hold_the_answer_has_no_vote() -> None:
    places = {"agency": place("เทศบาลตำบลดอยกลาง"), "email": place("nok@example.go.th"), "line_id": place("nok99")}
    form = decided(places, {"agency": [strip("InAunaduaunay", "eng")], "email": [strip("กอห", "tha")], "line_id": [strip("นก", "tha")]})
    assert all("second-reader-differs" not in field.proofs for field in form.fields.values())


CHARS = st.builds(
    Char,
    st.one_of(st.text(min_size=1, max_size=2), st.sampled_from(list("นายสดกิ่้ำ๐๕๓0539@.-_ "))),
    st.builds(Box, *[st.floats(0, 2000) for _ in range(4)]),
    st.floats(0, 1),
    st.booleans(),
)
PLACES = st.builds(Place, st.builds(Box, *[st.floats(0, 2000) for _ in range(4)]), st.lists(CHARS, max_size=12).map(tuple))
STRIPS = st.lists(
    st.builds(StripReading, st.text(max_size=12), st.floats(0, 1), st.sampled_from(["tha", "eng", "digits", "address"]), st.just("r")),
    max_size=2,
)
NAMES = st.sampled_from([definition.name for definition in FORM.fields])


@given(st.dictionaries(NAMES, PLACES), st.dictionaries(NAMES, STRIPS), st.sampled_from([KNOWLEDGE, FREE]), st.sampled_from(["ink", "text"]))
def test_no_reading_breaks_a_decision(
    places: dict[str, Place], strips: dict[str, list[StripReading]], knowledge: Knowledge, source: str
) -> None:
    form = decided(places, strips, knowledge=knowledge, page=PageFacts(source))
    assert tuple(form.fields) == FORM.value_names()
    for field in form.fields.values():
        assert 0 <= field.confidence <= 1
        assert len(field.candidates) <= 5 and field.value not in field.candidates
        assert not field.accepted or set(field.proofs) <= set(PROOFS)
        assert field.blank <= (field.value == "")
