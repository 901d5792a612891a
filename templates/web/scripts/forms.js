// Returned forms: dropped anywhere on the page, somebody's pages beside, names copied.
import "./copying.js";
import { putInto, takeDrops } from "./dropping.js";
import { refresh } from "./live.js";

const form = () => document.querySelector("form[data-drop]");

/** Bring files, as if they had been chosen. */
function bring(files) {
  const field = form().querySelector("input[type=file]");
  putInto(field, files);
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Give the files of what was dropped, folders opened. */
async function filesOf(entries) {
  const files = [];
  const waiting = [...entries];
  while (waiting.length > 0) {
    const entry = waiting.shift();
    if (entry.isFile) files.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
    else waiting.push(...(await inFolder(entry.createReader())));
  }
  return files;
}

/** Give all entries of a folder; browsers give a hundred at a time. */
async function inFolder(reader) {
  const all = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

// Before the form is sent: when the files were saved, since browsers do not send that.
document.addEventListener("change", (event) => {
  const dates = event.target.type === "file" ? event.target.form.querySelector("[name=modified]") : null;
  if (dates) dates.value = [...event.target.files].map((file) => file.lastModified).join(",");
}, { capture: true });

takeDrops({
  show: (isOver) => document.documentElement.classList.toggle("over", isOver),
  take: async ({ items, files }) => {
    const entries = [...items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    bring(entries.length > 0 ? await filesOf(entries) : [...files]);
  },
});
document.addEventListener("submit", (event) => {
  const status = event.target.querySelector("[data-status]");
  if (status) status.textContent = event.target.dataset.reading;
});

/** Show somebody's pages, or nobody's, without leaving the page. */
async function see(link, place) {
  history.replaceState(null, "", link);
  await refresh();
  document.querySelector(place)?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.see, a[data-close]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    if (link.matches(".see")) see(link.href, "#seen-heading");
    else close();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.querySelector("#seen")) close();
});

function close() {
  const seen = new URLSearchParams(location.search).get("see");
  see("/forms", `#see-${seen}`);
}
