// What every page does. Without scripts all of it can be done by buttons and links.
document.documentElement.classList.add("js");

document.addEventListener("keydown", (event) => {
  if (event.isComposing || !event.altKey || event.ctrlKey) return;
  const target = { KeyZ: "undo", KeyN: "skip" }[event.code];
  const element = target && document.getElementById(target);
  if (!element) return;
  event.preventDefault();
  element.click();
});

// Nothing that somebody typed stays in the browser once the person has logged out.
if (location.pathname === "/login" && !document.querySelector("input[name^=carried-]")) sessionStorage.clear();
