// The whole page beside the fields: the field's box lit and in sight, zoom and turn.

const sheet = document.querySelector(".sheet");

export const light = (name) => {
  for (const rect of sheet.querySelectorAll("rect")) rect.classList.toggle("lit", rect.dataset.field === name);
  const lit = sheet.querySelector("rect.lit");
  if (!lit) return;
  const box = lit.getBoundingClientRect(), pane = sheet.getBoundingClientRect();
  sheet.scrollTop += (box.top + box.bottom) / 2 - (pane.top + pane.bottom) / 2;
  const left = box.left - pane.left - 12, right = box.right - pane.right + 12;
  sheet.scrollLeft += box.width < pane.width ? Math.min(0, left) || Math.max(0, right) : left;
};

export const cycle = (name) => {
  const choices = [...document.querySelectorAll(`input[name=${name}]`)];
  choices[(choices.findIndex((choice) => choice.checked) + 1) % choices.length].checked = true;
};
