// A course of one's own: shown anew when something is saved; neither the focus nor the scrolling moves.
import "./copying.js";
import { refresh } from "./live.js";

const events = new EventSource(`/own/events?version=${version()}`);
events.addEventListener("message", (event) => {
  if (event.data !== version()) refresh();
});

function version() {
  return document.querySelector("[data-version]")?.dataset.version ?? "0";
}

// Links to files and pages are followed without leaving the page, so that the focus stays where it is.
document.addEventListener("click", async (event) => {
  const link = event.target.closest(".own-files a, .thumbnails a, .own-summary a");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    history.replaceState(null, "", link.href);
    await refresh();
    if (link.hash) document.getElementById(link.hash.slice(1))?.scrollIntoView({ block: "center" });
  }
});

// Arrows go through the files, and through the thumbnails.
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const list = event.target.closest?.(".own-files ul, .thumbnails");
  if (!step || !list || event.altKey || event.ctrlKey || event.metaKey) return;
  const links = [...list.querySelectorAll("a")];
  const next = links[links.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
