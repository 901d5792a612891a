// Once a paper's picture is there, or cannot be drawn, the screen is asked for again: it says why.
import { refresh } from "./live.js";

const PAUSE = 300; // Milliseconds, so that several pictures that come at once cost one question.
let timer = 0;
const watched = new WeakSet();

function ask() {
  clearTimeout(timer);
  timer = setTimeout(refresh, PAUSE);
}

function watch() {
  for (const picture of document.querySelectorAll("img[data-waits]")) {
    if (picture.complete && picture.src) ask();
    if (watched.has(picture)) continue;
    watched.add(picture);
    picture.addEventListener("load", ask);
    picture.addEventListener("error", ask);
  }
}

document.addEventListener("page:changed", watch);
watch();
