// Keys of the form view, by their place on the keyboard: they are the same in the Thai and in the English layout.
import { keep } from "./drafts.js";
import * as marks from "./marks.js";
import { cycle, light } from "./paper.js";

const form = document.getElementById("correct");
const save = document.getElementById("save");
const inputs = [...form.querySelectorAll("input.value")];
const part = (element) => element?.closest?.("[data-field]");
const inputOf = (field) => field.querySelector("input.value");
const open = () => inputs.filter((input) => !input.closest("details.field:not([open])"));
const radios = (field) => [...field.querySelectorAll("input[type=radio]")];

const goTo = (input) => { input.focus(); marks.begin(input); };

// A field was looked at: on to the next one that was not; past the last one everything is saved, or the button waits.
const seen = (field, saving) => {
  field.classList.add("seen");
  const rest = open(), at = rest.indexOf(inputOf(field));
  const next = [...rest.slice(at + 1), ...rest.slice(0, at)].find((input) => !part(input).classList.contains("seen"));
  if (next) goTo(next);
  else if (saving) form.requestSubmit();
  else save?.focus();
};

const put = (field, text) => {
  const input = inputOf(field);
  input.value = text;
  marks.forget(input);
  form.dispatchEvent(new Event("input"));
};

const mark = (field, value) => {
  const radio = radios(field).find((other) => other.value === value), input = inputOf(field);
  if (!radio) return;
  radio.checked = true;
  if (radio.dataset.value) put(field, radio.dataset.value);
  else if (value === "value") put(field, input.value || input.dataset.kept || "");
  else { input.dataset.kept = input.value || input.dataset.kept || ""; put(field, ""); }
};

const choose = (field, choice) => {
  if (choice.matches("button")) { mark(field, "value"); put(field, choice.dataset.value); }
  else mark(field, field.querySelector(`#${CSS.escape(choice.htmlFor)}`).value);
  seen(field, false);
};

const number = (field) => {
  const keys = field.querySelectorAll(".candidate kbd");
  keys.forEach((key, n) => { key.textContent = n + 1; });
};

const nextMark = (back) => {
  const here = document.activeElement;
  if (here.matches("input.value") && marks.select(here, back)) return;
  const all = open(), at = all.indexOf(here), order = back ? all.slice(0, Math.max(at, 0)).reverse() : [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))];
  const found = order.find(marks.any);
  if (found) goTo(found);
};

const call = (field) => {
  const details = field.querySelector("details.told");
  details.open = !details.open;
  (details.open ? details.querySelector("input") : inputOf(field)).focus();
};

const ask = () => {
  const menu = document.getElementById("ask");
  menu.open = !menu.open;
  if (menu.open) menu.querySelector("input:checked").focus();
};

const entered = (event, field) => {
  const target = event.target;
  if (event.ctrlKey) return () => form.requestSubmit();
  if (target.matches("input.value")) return () => seen(field, true);
  if (target.matches(".choices input[type=radio], .choices input[type=checkbox]")) return () => seen(field, false);
  const said = target.closest(".call");
  if (!said) return null;
  const parts = [...said.querySelectorAll("input")], next = parts[parts.indexOf(target) + 1];
  return () => (next && next.type !== "datetime-local" ? next.focus() : seen(field, false));
};

const command = (event, field) => {
  const here = field || part(inputs.find((input) => input === document.activeElement));
  if (event.altKey && /^Digit[1-9]$/.test(event.code)) {
    const choice = field?.querySelectorAll(".candidate")[event.code.slice(-1) - 1];
    return choice && (() => choose(field, choice));
  }
  if (event.altKey || event.ctrlKey || event.metaKey) return event.code === "Enter" && event.ctrlKey ? entered(event, field) : null;
  switch (event.code) {
    case "Enter": case "NumpadEnter": return entered(event, field);
    case "F1": return () => { const keys = document.getElementById("keys"); keys.open = !keys.open; if (keys.open) keys.scrollIntoView({ block: "end" }); };
    case "F2": return () => nextMark(event.shiftKey);
    case "F4": return () => { cycle(event.shiftKey ? "turn" : "zoom"); if (here) light(here.dataset.field); };
    case "F6": return here && (() => { const box = here.querySelector("input[type=checkbox][name^=incomplete]"); box.checked = !box.checked; });
    case "F7": return here && (() => call(here));
    case "F8": return here && (() => { mark(here, "blank"); seen(here, false); });
    case "F9": return here && (() => { mark(here, "unreadable"); seen(here, false); });
    case "F10": return ask;
    case "Escape": return () => { document.getElementById("ask")?.removeAttribute("open"); };
    default: return null;
  }
};

form.addEventListener("focusin", (event) => { const field = part(event.target); if (field) light(field.dataset.field); });
form.addEventListener("input", (event) => {
  if (!event.target.matches("input.value")) return;
  const field = part(event.target);
  field.classList.remove("seen");
  radios(field).find((radio) => radio.value === "value").checked = true;
});
form.addEventListener("change", (event) => { if (event.target.matches(".choices input[type=radio]")) mark(part(event.target), event.target.value); });
form.addEventListener("click", (event) => { const chip = event.target.closest("button.candidate"); if (chip) choose(part(chip), chip); });
form.addEventListener("toggle", (event) => { if (event.target.open && event.target.matches("details.field")) goTo(inputOf(event.target)); }, true);
document.body.addEventListener("htmx:afterSwap", (event) => { const field = part(event.target); if (field) number(field); });
document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const does = command(event, part(event.target));
  if (does) { event.preventDefault(); does(); }
});

inputs.forEach(marks.watch);
if (keep(form)) { const note = document.createElement("p"); note.className = "said"; note.setAttribute("role", "status"); note.textContent = "ข้อความที่พิมพ์ค้างไว้กลับมาแล้ว ยังไม่ได้บันทึก"; form.prepend(note); }
form.querySelectorAll("[data-field]").forEach(number);
// The browser has put the cursor where the page says by then.
requestAnimationFrame(() => {
  const first = document.activeElement.matches("input.value") ? document.activeElement : form.querySelector("input.value[autofocus]");
  if (first) { goTo(first); light(part(first).dataset.field); }
  form.dataset.ready = "yes";
});

// The next form's pictures are there before they are asked for.
addEventListener("load", () => {
  for (const address of (document.getElementById("ahead").dataset.pictures || "").split(" ").filter(Boolean)) new Image().src = address;
});
