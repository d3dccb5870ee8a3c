// Files dragged onto the page or pasted are added to those that were chosen.
const input = document.getElementById("files"), list = document.getElementById("chosen"), drop = document.getElementById("drop");

const show = () => list.replaceChildren(...[...input.files].map((file) => {
  const item = document.createElement("li");
  item.textContent = `${file.name} (${Math.ceil(file.size / 1024).toLocaleString("th-TH-u-nu-thai")} กิโลไบต์)`;
  return item;
}));

const add = (files) => {
  const all = new DataTransfer();
  for (const file of [...input.files, ...files]) all.items.add(file);
  input.files = all.files;
  show();
};

input.addEventListener("change", show);
document.getElementById("photo").addEventListener("change", (event) => { add(event.target.files); event.target.value = ""; });
document.addEventListener("paste", (event) => { if (event.clipboardData.files.length) { event.preventDefault(); add(event.clipboardData.files); } });
for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", name === "dragover");
    if (name === "drop") add(event.dataTransfer.files);
  });
}
