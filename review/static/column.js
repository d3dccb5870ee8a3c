// The column of strips by keys: Enter goes down, Shift+Enter up, Ctrl+Enter saves.
const inputs = [...document.querySelectorAll("#column .value")];

document.addEventListener("keydown", (event) => {
  const at = inputs.indexOf(event.target);
  if (event.isComposing || at < 0 || !/Enter$/.test(event.code)) return;
  event.preventDefault();
  if (event.ctrlKey) event.target.form.requestSubmit();
  else { const next = inputs[at + (event.shiftKey ? -1 : 1)]; next?.focus(); next?.select(); }
});
inputs[0]?.focus();
