// Forms marked data-live are sent in the background; then the page is changed where the answer differs from it.
import { morph } from "./morph.js";

const parser = new DOMParser();
let latest = 0;
let isLeaving = false; // Another screen comes; this one is not changed any more.
let before = Promise.resolve(); // Forms are sent one after another: each has all that was chosen, so that the last holds.

function inTurn(ask) {
  const answer = before.then(ask);
  before = answer.then(() => {}, () => {});
  return answer;
}

/** Send a form and show the page that answers; an answer that a later one has overtaken is dropped. */
export async function send(form, submitter = null) {
  const mine = ++latest;
  const data = new FormData(form, submitter);
  const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
  submitter?.setAttribute("aria-busy", "true");
  const action = submitter?.getAttribute("formaction") ?? form.action;
  let answer;
  try {
    answer = await inTurn(() => fetch(action, { method: "POST", body }));
  } catch {
    if (!isLeaving) form.submit(); // The browser then says that nothing answers.
    return;
  } finally {
    submitter?.removeAttribute("aria-busy");
  }
  if (mine === latest) await show(answer);
}

/** Show an answer: another screen by going there; the same screen, and a refusal, by changing what differs. */
export async function show(answer) {
  if (isLeaving) return;
  const isPage = answer.headers.get("content-type")?.startsWith("text/html");
  if (!isPage || (answer.ok && new URL(answer.url).pathname !== location.pathname)) {
    location.assign(answer.url);
    return;
  }
  const page = parser.parseFromString(await answer.text(), "text/html");
  if (isLeaving) return;
  const place = new URL(answer.url);
  if (answer.ok && place.search !== location.search) history.replaceState(null, "", place.pathname + place.search);
  morph(document.body, page.body);
  document.title = page.title;
  document.dispatchEvent(new CustomEvent("page:changed"));
}

/** Ask for the present screen again, and change what differs. */
export async function refresh() {
  const mine = ++latest;
  let answer;
  try {
    answer = await inTurn(() => fetch(location.href)); // After what was sent, so that it shows that, too.
  } catch {
    return; // Nothing answers, or the page is being left.
  }
  if (mine === latest) await show(answer);
}

/** A button that leads to another screen says that it works, and works once. */
function start(event) {
  const button = event.submitter;
  const words = document.getElementById("starting-words");
  if (!words || button.getAttribute("aria-disabled") === "true") return;
  if (button.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  isLeaving = true;
  button.style.minWidth = `${button.offsetWidth}px`; // It keeps its place.
  button.setAttribute("aria-busy", "true");
  button.replaceChildren(words.content.cloneNode(true));
}

// The browser may show the screen again as it was left.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());

document.addEventListener("submit", (event) => {
  const form = event.target;
  const method = event.submitter?.getAttribute("formmethod") ?? form.method;
  if (event.submitter?.matches("[data-leave]")) {
    start(event);
    return;
  }
  if (!form.matches("[data-live]") || method !== "post" || event.submitter?.formTarget === "_blank") return;
  event.preventDefault();
  send(form, event.submitter);
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-auto]")) form.requestSubmit(form.querySelector("[data-default]"));
});
