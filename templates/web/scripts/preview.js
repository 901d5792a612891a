// The preview follows what is being typed, and is turned by keys. At most one picture is asked for at a time.
import { refresh } from "./live.js";

const PAUSE = 700; // Milliseconds without a key after which what was typed is kept.
let waiting = null; // The newest text that has not been drawn.
let isDrawing = false;
let isTurned = false; // Another page is shown, since the field is there.
let address = ""; // Of the picture that was drawn last.
let pause = 0;
let typed = null; // The form of the text that is typed, until it is kept.
const isMac = navigator.userAgent.includes("Mac OS");

/** Draw the page with a text that is being typed: the field's name, the text (if it changes), and whose it is. */
export function draft(field, text = null, person = "") {
  waiting = text === null ? { field, person } : { field, text, person };
  if (!isDrawing) drawWaiting();
}

async function drawWaiting() {
  isDrawing = true;
  while (waiting) {
    const screen = document.querySelector("#choices [name=screen]")?.value ?? "";
    const body = new URLSearchParams({ ...waiting, screen });
    waiting = null;
    try {
      await showDraft(await fetch("/preview/draft", { method: "POST", body }));
    } catch {
      // The page shows that nothing answers as soon as it is sent.
    }
  }
  isDrawing = false;
  if (isTurned) refresh(); // The text, the pages and the buttons are those of the other page now.
  isTurned = false;
}

async function showDraft(answer) {
  const picture = document.getElementById("preview-picture");
  if (answer.status === 422) showProblem(await answer.text());
  if (!answer.ok || !picture) return;
  const drawn = URL.createObjectURL(await answer.blob());
  const image = new Image();
  image.src = drawn;
  await image.decode(); // Before it takes the other's place, so that nothing flickers.
  picture.src = drawn;
  showProblem("");
  const words = answer.headers.get("x-page");
  const number = document.querySelector("span#preview-number");
  if (words && number && number.textContent !== decodeURIComponent(words)) {
    number.textContent = decodeURIComponent(words);
    isTurned = true;
  }
  if (address) URL.revokeObjectURL(address);
  address = drawn;
}

function showProblem(text) {
  const problem = document.getElementById("preview-problem");
  if (!problem || !document.getElementById("preview-picture")) return;
  problem.hidden = !text;
  problem.textContent = text;
}

function keepLater(form) {
  clearTimeout(pause);
  typed = form;
  pause = setTimeout(keep, PAUSE);
}

function keep() {
  const form = typed;
  forgetPause();
  form?.requestSubmit(form.querySelector("[data-default]"));
}

function forgetPause() {
  clearTimeout(pause);
  typed = null;
}

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches("[data-draft]")) return;
  draft(field.name, field.value);
  if (field.form?.matches("[data-auto]")) keepLater(field.form);
});
document.addEventListener("change", forgetPause);
document.addEventListener("page:leaving", keep);
document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-draft]")) draft(event.target.name, event.target.value);
  else if (event.target.dataset.page) draft(event.target.dataset.page);
});
document.addEventListener("draft", ({ detail }) => draft(detail.slot, detail.text, detail.person));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.getElementById("back")?.click(); // From the large page.
});

const KEYS = { ArrowLeft: "page-", ArrowRight: "page+", ArrowUp: "person-", ArrowDown: "person+" };
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !(event.key in KEYS)) return;
  const isTyping = event.target.matches("input[type=text], textarea, select");
  if (isTyping && (isMac || event.target.matches("select"))) return; // There the keys move in the text, or open the menu.
  const button = document.querySelector(`button[name=turn][value="${KEYS[event.key]}"]`);
  if (!button) return;
  event.preventDefault();
  if (button.getAttribute("aria-disabled") !== "true") button.form.requestSubmit(button);
});

// A picture that takes long says so; what has become of the pages is then asked for.
const watched = new WeakSet();
function watchPicture() {
  const picture = document.getElementById("preview-picture");
  const frame = document.getElementById("preview-frame");
  if (!picture || watched.has(picture)) return;
  watched.add(picture);
  picture.addEventListener("load", () => frame.matches(".preparing") && refresh());
  picture.addEventListener("error", () => refresh());
  if (picture.complete && frame.matches(".preparing")) refresh();
}

// The picture may have come before the page's number was known: ask until it is.
let asking = 0;
function askWhilePreparing() {
  clearTimeout(asking);
  if (document.querySelector("#preview-frame.preparing")) asking = setTimeout(() => refresh(), 1000);
}
document.addEventListener("page:changed", watchPicture);
document.addEventListener("page:changed", askWhilePreparing);
askWhilePreparing();
watchPicture();
