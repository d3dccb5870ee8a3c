// F8 and F9 as in the form view.
document.addEventListener("keydown", (event) => {
  const button = { F8: "blank", F9: "unreadable" }[event.code];
  if (!button || event.isComposing) return;
  event.preventDefault();
  document.getElementById(button)?.click();
});
