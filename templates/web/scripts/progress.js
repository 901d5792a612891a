// Shows how far the run is: the count at once, the list of people a little later.
import { refresh } from "./live.js";

let events = null;
let timer = 0;

function follow() {
  const screen = document.getElementById("progress");
  const runs = screen?.matches("[data-phase=running], [data-phase=stopping]");
  if (!runs) {
    events?.close();
    events = null;
    return;
  }
  if (events !== null) return;
  events = new EventSource("/making/events"); // It comes back by itself after an interruption.
  events.addEventListener("progress", (event) => show(JSON.parse(event.data)));
  events.addEventListener("over", () => {
    events?.close();
    events = null;
    clearTimeout(timer);
    refresh(); // Where everything is ready, the answer is the next screen.
  });
}

function show(now) {
  const { done, failed, total } = now;
  write("count", done);
  write("total", total);
  write("spoken", now.spoken);
  if (now.left) write("left", now.left);
  const share = (count) => `${((100 * count) / Math.max(1, total)).toFixed(2)}%`;
  document.getElementById("bar-done")?.setAttribute("width", share(done));
  document.getElementById("bar-failed")?.setAttribute("x", share(done));
  document.getElementById("bar-failed")?.setAttribute("width", share(failed));
  timer ||= setTimeout(refreshList, Number(document.getElementById("progress")?.dataset.pause ?? 700));
}

async function refreshList() {
  try {
    if (events !== null) await refresh();
  } finally {
    timer = 0;
  }
}

function write(id, text) {
  const place = document.getElementById(id);
  if (place && place.textContent !== String(text)) place.textContent = text;
}

follow();
document.addEventListener("page:changed", follow);
