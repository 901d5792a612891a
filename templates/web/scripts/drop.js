// A list that is dropped anywhere on the page, or chosen, is sent at once.
import { putInto, takeDrops } from "./dropping.js";
import { send } from "./live.js";

const form = () => document.querySelector("form[data-drop]");

function state(name) {
  const drop = form();
  if (!drop) return;
  const area = drop.querySelector(".drop") ?? drop;
  area.classList.toggle("over", name === "over");
  area.classList.toggle("reading", name === "reading");
  for (const kind of ["resting", "over", "reading"]) {
    const shown = drop.querySelector(`[data-${kind}]`);
    if (shown) shown.hidden = kind !== name;
  }
}

async function read(files) {
  const drop = form();
  const field = drop.querySelector("input[type=file]");
  field.multiple = files.length > 1; // Several are refused with words, and none of them silently.
  putInto(field, files);
  const name = drop.querySelector("[data-file-name]");
  if (name) name.textContent = [...files].map((file) => file.name).join(", ");
  state("reading");
  await send(drop);
  state("resting");
  document.querySelector("h1").focus(); // It is another screen now; a refusal says itself.
  const again = form()?.querySelector("input[type=file]");
  if (again) again.value = ""; // The same file may be chosen again after it was mended.
}

takeDrops({
  isWanted: () => form() !== null,
  show: (isOver) => state(isOver ? "over" : "resting"),
  take: ({ files }) => files.length && read([...files]),
});
document.addEventListener("change", (event) => {
  if (event.target.matches("form[data-drop] input[type=file]") && event.target.files.length) read([...event.target.files]);
});

// A file that was chosen before this script was there.
const early = form()?.querySelector("input[type=file]");
if (early?.files.length) read([...early.files]);
