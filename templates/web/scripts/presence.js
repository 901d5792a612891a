// Tells the server that the page is open, and shows what it says of the end: deleted soon, deleted, or not there.
const place = document.getElementById("ending");
const gone = document.getElementById("gone");
const words = document.getElementById("gone-words");
const PATIENCE = 4000; // Milliseconds without an answer after which the server is said to have ended.
// One of the browser's tabs listens and tells the others: browsers open six connections to a server, and no more.
const channel = new BroadcastChannel("presence");
let timer = 0;

function listen() {
  const events = new EventSource("/presence");
  for (const name of ["open", "notice", "wiped", "error"]) {
    events.addEventListener(name, ({ data }) => {
      channel.postMessage({ name, data });
      hear({ name, data });
    });
  }
  events.addEventListener("wiped", () => events.close());
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, PATIENCE / 4);
  });
}

function hear({ name, data }) {
  if (name === "error") {
    timer ||= setTimeout(() => gone.replaceChildren(words.content.cloneNode(true)), PATIENCE);
    return;
  }
  clearTimeout(timer);
  timer = 0;
  gone.replaceChildren();
  if (name === "wiped") location.replace(data);
  if (name === "notice" && place.dataset.shown !== data) {
    place.dataset.shown = data;
    place.innerHTML = data;
  }
}

channel.addEventListener("message", (event) => hear(event.data));
if (navigator.locks) {
  navigator.locks.request("presence", () => {
    listen();
    return new Promise(() => {}); // Until the tab is closed; then another one listens.
  });
} else {
  listen();
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
