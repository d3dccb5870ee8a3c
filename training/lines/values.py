"""What people fill in, from many sources: lists, composed words, and strings that no list knows."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from numpy.random import Generator
from pythainlp.corpus.common import thai_family_names, thai_words

from ocr.alphabet import CLASS_OF, LATIN, LETTERS, SIGNS
from rules.dates import MONTHS
from training import people, words
from training.people import TO_THAI, pick

ROSTER = Path("service/data/lamphun/roster.csv")
AGENCY_HEADS = (
    *("สำนักงาน", "ที่ว่าการอำเภอ", "เทศบาลตำบล", "เทศบาลเมือง", "องค์การบริหารส่วนตำบล", "อบต.", "ทต."),
    *("โรงเรียน", "กรม", "ศูนย์", "โรงพยาบาล", "แขวง", "กอง", "วิทยาลัย"),
)
POST_HEADS = ["นัก", "เจ้าพนักงาน", "หัวหน้า", "ผู้อำนวยการ", "เจ้าหน้าที่", "ผู้ช่วย", "ครู", "รอง"]
MAIL_TAILS = ["gmail.com", "hotmail.com", "yahoo.com", "hotmail.co.th", "outlook.com", "ac.th", "example.go.th", "office.go.th"]
PUBLIC_ENDS = (".go.th", ".go.th", ".go.th", ".go.th", ".go.th", ".mail.go.th", ".mail.go.th", ".or.th")
PUBLIC_BODIES = Path(__file__).with_name("public_bodies.txt").read_text("utf-8").split()
"""The second-level names under which Thai ministries and departments have their mail, as published on their sites."""
MAIL_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789._-"
CONSONANTS = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
LEADING, UPPER_LOWER, TONES, TAILS = "เแโใไ", "ัิีึืุู็ํฺ๎", "่้๊๋์", "ะาำๅๆฯ"
MIXED = "".join(c for c in LETTERS if c not in "ัิีึืฺุู็่้๊๋์ํ๎ ") + 3 * SIGNS.strip()  # what stands by itself, signs often
NEVER_FIRST = "ัิีึืฺุู็่้๊๋์ํ๎ะาำๅ"


@lru_cache(maxsize=1)
def dictionary() -> tuple[str, ...]:
    """Thai words of ordinary length, sorted: sets have no order of their own."""
    return tuple(sorted(word for word in thai_words() if 1 < len(word) < 16 and all(c in CLASS_OF for c in word)))


def word(rng: Generator, most: int = 1) -> str:
    """One to `most` words of the dictionary, joined."""
    return "".join(pick(rng, dictionary()) for _ in range(int(rng.integers(1, most + 1))))


def either_digits(rng: Generator, text: str) -> str:
    """The same, with Thai digits half of the time."""
    return text.translate(TO_THAI) if rng.random() < 0.5 else text


@lru_cache(maxsize=1)
def _surnames() -> tuple[str, ...]:
    return tuple(sorted(name for name in thai_family_names() if all(c in CLASS_OF for c in name)))


@lru_cache(maxsize=1)
def _agencies() -> tuple[people.Agency, ...]:
    return people.read_roster(ROSTER)


def agency(rng: Generator) -> str:
    agency = _agencies()[int(rng.integers(len(_agencies())))]
    if rng.random() < 0.5:
        return pick(rng, (agency.name, *agency.aliases))
    tails = ("", "", f"จังหวัด{word(rng)}", f" เขต {either_digits(rng, str(rng.integers(1, 9)))}")
    return pick(rng, AGENCY_HEADS) + word(rng, 3) + pick(rng, tails)


def surname(rng: Generator) -> str:
    """From the list, composed of usual parts, or of parts that never stood together."""
    roll = rng.random()
    if roll < 0.4:
        return pick(rng, _surnames())
    if roll < 0.7:
        return people.surname(rng)
    whole = (word(rng) if roll < 0.9 else pick(rng, _surnames())[2:]) + pick(rng, _surnames())
    return whole.lstrip(NEVER_FIRST) or "ก"


def soup(rng: Generator) -> str:
    """Letters in no order: what teaches letters rather than words."""
    count, roll = int(rng.integers(3, 14)), rng.random()
    if roll < 0.4:
        return "".join(pick(rng, LATIN) for _ in range(count))
    if roll < 0.65:
        return "".join(pick(rng, MIXED) for _ in range(count))
    return "".join(_cluster(rng) for _ in range(count)) + pick(rng, ("", "", "", "ฤ", "ฦ", "ฤๅ"))


def _pointed(rng: Generator) -> str:
    """Words with the signs that people set round and between them."""
    a, b, sign = word(rng, 2), word(rng, 2), pick(rng, SIGNS.strip())
    forms = (f"{a} ({b})", f"{a}, {b}", f'"{a}"', f"'{a}'", f"{a}/{b}", f"{a}: {b}", f"{a}{sign} {b}", f"{a} {sign} {b}", f"{a}{sign}{b}")
    return pick(rng, forms)


def _cluster(rng: Generator) -> str:
    """A consonant with whatever vowels and tone mark fall to it."""
    parts = ((LEADING, 0.2), (CONSONANTS, 1.0), (UPPER_LOWER, 0.35), (TONES, 0.25), (TAILS, 0.15))
    return "".join(pick(rng, letters) for letters, share in parts if rng.random() < share)


def number(rng: Generator) -> str:
    text = "".join(str(d) for d in rng.integers(0, 10, int(rng.integers(1, 14))))
    cut = int(rng.integers(0, len(text)))
    return either_digits(rng, text[:cut] + pick(rng, "-/., ") + text[cut:] if cut and rng.random() < 0.5 else text)


def _date(rng: Generator) -> str:
    day, month, year = int(rng.integers(1, 32)), int(rng.integers(1, 13)), int(rng.integers(2490, 2570))
    full, short = MONTHS[month - 1]
    forms = (f"{day} {full} {year}", f"{day} {short} {year % 100}", f"{day}/{month}/{year}", f"{day} {full} พ.ศ. {year}")
    return either_digits(rng, pick(rng, forms))


def _address(rng: Generator) -> str:
    house = f"{rng.integers(1, 500)}{pick(rng, ('', f'/{rng.integers(1, 90)}'))}"
    return either_digits(rng, f"{house} หมู่ที่ {rng.integers(1, 15)} ต.{word(rng)} อ.{word(rng)}")


def _mail(rng: Generator) -> str:
    if rng.random() < 0.5:
        return people.email(rng)
    name = "".join(pick(rng, MAIL_LETTERS) for _ in range(int(rng.integers(4, 13)))).strip("._-") or "a"
    body = pick(rng, PUBLIC_BODIES)
    return f"{name}@{pick(rng, (*MAIL_TAILS, *(body + end for end in PUBLIC_ENDS)))}"


def _line_id(rng: Generator) -> str:
    return people.line_id(rng, people.mobile(rng), _mail(rng)) if rng.random() < 0.6 else _mail(rng).partition("@")[0]


def post(rng: Generator) -> str:
    return people.position(rng) if rng.random() < 0.55 else pick(rng, POST_HEADS) + word(rng, 3) + pick(rng, words.LEVELS)


MAKERS: tuple[tuple[float, Callable[[Generator], str]], ...] = (
    (0.13, agency),
    (0.11, people.given_name),
    (0.14, surname),
    (0.10, post),
    (0.04, lambda rng: pick(rng, words.AFFILIATIONS)),
    (0.07, lambda rng: either_digits(rng, people.landline(rng))),
    (0.08, lambda rng: either_digits(rng, people.mobile(rng))),
    (0.09, _mail),
    (0.06, _line_id),
    (0.08, soup),
    (0.05, _pointed),
    (0.05, number),
    (0.03, _date),
    (0.03, _address),
    (0.01, lambda rng: "-"),
)
"""How often each kind of value is made."""
