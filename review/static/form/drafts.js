// What was typed and not saved stays in this tab until it is saved or the person logs out: a lost connection loses nothing.

const PARTS = "input.value, .told input";

export const keep = (form) => {
  const key = form.dataset.draft;
  const inputs = [...form.querySelectorAll(PARTS)];
  const stored = JSON.parse(sessionStorage.getItem(key) || "{}");
  let restored = false;
  for (const input of inputs) {
    const text = stored[input.name];
    if (text === undefined || text === input.value) continue;
    input.value = text;
    restored = true;
    const folded = input.closest("details.field");
    if (folded) folded.open = true;
  }
  const shown = new Map(inputs.map((input) => [input.name, input.defaultValue]));
  form.addEventListener("input", () => {
    const typed = inputs.filter((input) => input.value !== shown.get(input.name)).map((input) => [input.name, input.value]);
    sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(typed)));
  });
  return restored;
};
