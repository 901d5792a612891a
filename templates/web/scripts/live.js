// Forms marked data-live are sent in the background; then the page is changed where the answer differs from it.
import { morph } from "./morph.js";

const parser = new DOMParser();
let latest = 0;
let isLeaving = false; // Another screen comes; this one is not changed any more.
let before = Promise.resolve(); // Forms are sent one after another: each has all that was chosen, so that the last holds.
let go = () => {}; // Sends at once what waits for its turn.
let going = new Promise((resolve) => (go = resolve));
let unanswered = 0; // Forms that wait or are sent.
const SENT = "sent"; // Kept for the next screen: it has been asked for while something was still sent.
const MOST_KEPT = 60_000; // Bytes that a browser goes on sending for a page that is gone: 64 KiB, with the headers.

function inTurn(ask) {
  const answer = Promise.race([before, going]).then(ask);
  const end = () => (unanswered -= 1);
  unanswered += 1;
  before = answer.then(end, end);
  return answer;
}

function post(action, body) {
  const isShort = body instanceof URLSearchParams && body.toString().length < MOST_KEPT;
  return fetch(action, { method: "POST", body, keepalive: isShort });
}

// What was typed is sent before the page is left: what still waits then would never be sent.
window.addEventListener("beforeunload", () => {
  if (isLeaving) return; // The form that leads to the other screen has everything.
  document.dispatchEvent(new CustomEvent("page:leaving"));
  if (unanswered) sessionStorage.setItem(SENT, "yes");
  go();
  going = new Promise((resolve) => (go = resolve)); // A link to a file leaves the page where it is.
});

/** Send a form and show the page that answers; an answer that a later one has overtaken is dropped. */
export async function send(form, submitter = null) {
  const mine = ++latest;
  const data = new FormData(form, submitter);
  const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
  submitter?.setAttribute("aria-busy", "true");
  const action = submitter?.getAttribute("formaction") ?? form.action;
  let answer;
  try {
    answer = await inTurn(() => post(action, body));
  } catch {
    if (!isLeaving) form.submit(); // The browser then says that nothing answers.
    return;
  } finally {
    submitter?.removeAttribute("aria-busy");
  }
  if (mine === latest) await show(answer, mine);
}

/** Show an answer: another screen by going there; the same screen, and a refusal, by changing what differs. */
async function show(answer, mine) {
  if (isLeaving) return;
  const isPage = answer.headers.get("content-type")?.startsWith("text/html");
  if (!isPage || (answer.ok && new URL(answer.url).pathname !== location.pathname)) {
    location.assign(answer.url);
    return;
  }
  const page = parser.parseFromString(await answer.text(), "text/html");
  if (isLeaving || mine !== latest) return;
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
    await before; // What was sent is shown, too. No form waits for this answer.
    answer = await fetch(location.href);
  } catch {
    return; // Nothing answers, or the page is being left.
  }
  if (mine === latest) await show(answer, mine);
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

if (sessionStorage.getItem(SENT)) {
  sessionStorage.removeItem(SENT);
  refresh(); // The browser may have asked for this screen on a quicker connection.
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
