"""A keyboard in one of two layouts: commands are pressed by their place, and every key is counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import CDPSession, Page

from review.keyboard import in_thai

ENGLISH, THAI = "english", "thai"
LAYOUTS = (ENGLISH, THAI)
MODIFIERS = {"Alt": 1, "Control": 2, "Shift": 8}
CODES = {"Enter": 13, "Tab": 9, "Escape": 27, "Space": 32, "Backspace": 8, "ArrowDown": 40} | {f"F{n}": 111 + n for n in range(1, 13)}
TEXTS = {"Enter": "\r", "Space": " "}


def ready(page: Page) -> None:
    """Waits until the form view listens to keys."""
    page.wait_for_selector("#correct[data-ready]", state="attached")


@dataclass
class Keys:
    """`press("Alt+Digit1")`, `type("ก")`; count: keys so far, a chord being one."""

    page: Page
    layout: str = ENGLISH
    count: int = 0
    _session: CDPSession = field(init=False)

    def __post_init__(self) -> None:
        self._session = self.page.context.new_cdp_session(self.page)

    def press(self, chord: str) -> None:
        *modifiers, code = chord.split("+")
        self.count += 1
        letter = self._letter(code)
        event = {
            "code": code,
            "key": letter or code,
            "windowsVirtualKeyCode": CODES.get(code) or ord(code[-1]),
            "modifiers": sum(MODIFIERS[name] for name in modifiers),
        }
        text = TEXTS.get(code) or letter
        self._session.send("Input.dispatchKeyEvent", {"type": "keyDown", **event, **({"text": text} if text and not modifiers else {})})
        self._session.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})

    def type(self, text: str) -> None:
        """The text letter by letter, each in whatever layout has it."""
        for letter in text:
            self.count += 1
            self.page.keyboard.insert_text(letter)

    def _letter(self, code: str) -> str:
        """What the layout gives for a key of a letter or digit; empty for other keys."""
        if not code.startswith(("Key", "Digit")):
            return ""
        english = code[-1].lower()
        return in_thai(english) if self.layout == THAI else english
