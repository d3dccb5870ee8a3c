// Doubtful letters of an input: known by their places in the text, which move as one types.

const marksOf = new WeakMap();
const textOf = new WeakMap();

export const watch = (input) => {
  const pairs = (input.dataset.marks || "").trim().split(" ").filter(Boolean);
  marksOf.set(input, pairs.map((pair) => pair.split("-").map(Number)));
  textOf.set(input, input.value);
  input.addEventListener("input", () => follow(input));
};

export const forget = (input) => { marksOf.set(input, []); textOf.set(input, input.value); };

// The next doubtful letter behind the cursor (or the one before it) is selected; false where there is none.
export const select = (input, back = false) => {
  const marks = marksOf.get(input) || [];
  const found = back ? marks.filter(([, end]) => end <= input.selectionStart).pop() : marks.find(([start]) => start >= input.selectionEnd);
  if (found) input.setSelectionRange(...found);
  return Boolean(found);
};

// On coming to an input: its first doubtful letter, or all of it.
export const begin = (input) => {
  const first = (marksOf.get(input) || [])[0];
  if (first) input.setSelectionRange(...first); else input.select();
};

export const any = (input) => (marksOf.get(input) || []).length > 0;

const follow = (input) => {
  const before = textOf.get(input), after = input.value;
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const changedTo = before.length - end, moved = after.length - before.length;
  const kept = marksOf.get(input).filter(([from, to]) => to <= start || from >= changedTo);
  marksOf.set(input, kept.map(([from, to]) => (from >= changedTo ? [from + moved, to + moved] : [from, to])));
  textOf.set(input, after);
};
