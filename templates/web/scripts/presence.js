// Tells the server that the page is open, and shows what it says of the end: deleted soon, deleted, or not there.
const place = document.getElementById("ending");
const gone = document.getElementById("gone");
const PATIENCE = 4000; // Milliseconds without an answer after which the server is said to have ended.
let events = null;
let timer = 0;

function listen() {
  events = new EventSource("/presence");
  events.addEventListener("open", isThere);
  events.addEventListener("notice", (event) => {
    isThere();
    if (place.dataset.shown === event.data) return;
    place.dataset.shown = event.data;
    place.innerHTML = event.data;
  });
  events.addEventListener("wiped", (event) => {
    events.close();
    location.replace(event.data);
  });
  events.addEventListener("error", () => {
    timer ||= setTimeout(isGone, PATIENCE);
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, PATIENCE / 4);
  });
}

function isThere() {
  clearTimeout(timer);
  timer = 0;
  if (gone.firstChild) gone.replaceChildren();
}

function isGone() {
  if (!gone.firstChild) gone.append(document.getElementById("gone-words").content.cloneNode(true));
}

// Whoever ends the page by keys is led to the button that undoes it, at the other end of the screen.
let isEnding = false;
document.addEventListener("submit", (event) => {
  isEnding = event.target.getAttribute("action") === "/end";
});
document.addEventListener("page:changed", () => {
  if (isEnding) place.querySelector("button")?.focus();
  isEnding = false;
});

// A page that is kept for the button Back must not look open; when it is shown again, it asks anew.
window.addEventListener("pagehide", () => events?.close());
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
listen();
