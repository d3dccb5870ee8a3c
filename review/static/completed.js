// What is offered while one types an agency: a click or Alt+1…4 takes it.
const take = (choice) => {
  const input = document.getElementById(choice.closest("[data-for]").dataset.for);
  input.value = choice.dataset.value;
  choice.closest("[data-for]").replaceChildren();
  input.focus();
};

document.addEventListener("click", (event) => { const choice = event.target.closest("[data-for] button.candidate"); if (choice) take(choice); });
document.body.addEventListener("htmx:afterSwap", (event) => event.target.querySelectorAll("kbd").forEach((key, n) => { key.textContent = n + 1; }));
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.isComposing || !/^Digit[1-9]$/.test(event.code)) return;
  const choice = event.target.closest("form")?.querySelectorAll("[data-for] button.candidate")[event.code.slice(-1) - 1];
  if (choice) { event.preventDefault(); take(choice); }
});
