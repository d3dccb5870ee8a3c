for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());

// A button with data-copy="id" copies the text of that field, and says so.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.closest("details").open = true;
      field.select();
      document.execCommand("copy");
    }
    button.textContent = "คัดลอกแล้ว";
  });
}
