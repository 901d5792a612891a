// What makes the page smooth. Without it, everything works by forms and links.
import "./live.js";
import "./presence.js";
