"use strict";
// Keys and light for the form view; without this script everything can still be opened, corrected and saved.
(() => {
  const form = document.getElementById("correct");
  const inputs = [...form.querySelectorAll("input.value")];
  const sheet = document.querySelector(".sheet");
  const open = () => inputs.filter((input) => !input.closest("details:not([open])"));
  const part = (element) => element.closest("[data-field]");
  const radios = (field) => [...field.querySelectorAll("input[type=radio]")];

  const light = (name) => {
    for (const rect of sheet.querySelectorAll("rect")) rect.classList.toggle("lit", rect.dataset.field === name);
    const lit = sheet.querySelector("rect.lit");
    if (!lit) return;
    const box = lit.getBoundingClientRect(), pane = sheet.getBoundingClientRect();
    sheet.scrollTop += (box.top + box.bottom) / 2 - (pane.top + pane.bottom) / 2;
    sheet.scrollLeft += box.width < pane.width ? Math.min(0, box.left - pane.left - 12) || Math.max(0, box.right - pane.right + 12) : box.left - pane.left - 12;
  };

  const mark = (field, value) => {
    const input = field.querySelector("input.value");
    const radio = radios(field).find((other) => other.value === value);
    if (!radio) return;
    radio.checked = true;
    if (radio.dataset.value) input.value = radio.dataset.value;
    else if (value === "value") input.value = input.value || input.dataset.kept || "";
    else { input.dataset.kept = input.value || input.dataset.kept || ""; input.value = ""; }
  };

  const next = (input) => {
    const all = open(), after = all[all.indexOf(input) + 1];
    if (after) { after.focus(); after.select(); } else form.requestSubmit();
  };

  const zoom = () => {
    const sizes = [...document.querySelectorAll("input[name=zoom]")];
    sizes[(sizes.findIndex((size) => size.checked) + 1) % sizes.length].checked = true;
    const field = part(document.activeElement);
    if (field) light(field.dataset.field);
  };

  form.addEventListener("focusin", (event) => { const field = part(event.target); if (field) light(field.dataset.field); });
  form.addEventListener("input", (event) => { if (event.target.matches("input.value")) radios(part(event.target)).find((radio) => radio.value === "value").checked = true; });
  form.addEventListener("change", (event) => { if (event.target.matches(".choices input")) mark(part(event.target), event.target.value); });
  form.addEventListener("toggle", (event) => { if (event.target.open) event.target.querySelector("input.value").focus(); }, true);

  document.addEventListener("keydown", (event) => {
    const field = part(event.target), input = event.target.matches?.("input.value") ? event.target : null;
    const done = (action) => { event.preventDefault(); action(); };
    if (event.isComposing) return;
    if (event.code === "Enter" || event.code === "NumpadEnter") {
      if (event.ctrlKey) done(() => form.requestSubmit());
      else if (input) done(() => next(input));
    } else if (event.code === "F2") done(zoom);
    else if (field && event.altKey && /^Digit[1-4]$/.test(event.code)) done(() => mark(field, `candidate-${event.code.slice(-1) - 1}`));
    else if (field && (event.code === "F8" || event.code === "F9")) done(() => { mark(field, event.code === "F8" ? "blank" : "unreadable"); if (input) next(input); });
  });

  const first = document.activeElement.matches?.("input.value") ? document.activeElement : null;
  if (first) { first.select(); light(part(first).dataset.field); }
})();
