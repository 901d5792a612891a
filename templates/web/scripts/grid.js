// The list as a grid: one stop for Tab, arrows, editing in place. Cells are texts until they are edited.
import { send } from "./live.js";

const grid = () => document.getElementById("grid");
let place = { row: "", column: "" }; // Where the keys are: a row's id, and a column's number or "tick".
let wanted = null; // What gets the focus when the page has changed.
let isInside = false; // The focus is in the table, and goes back there if a change of the page takes its cell away.

const rows = () => [...grid().tBodies[0].rows].filter((row) => row.id.startsWith("r"));
const cellOf = (row, column) => (column === "tick" ? row.cells[0] : row.querySelector(`td[data-column="${column}"]`));
const columnOf = (cell) => cell.dataset.column ?? "tick";
const isShown = (cell) => cell !== null && cell.offsetParent !== null;
const inputOf = (cell) => cell.querySelector("input[type=text]");

/** Leave one stop for Tab among the cells; ticks and row numbers are reached by arrows and by the pointer. */
function setStops() {
  if (!grid()) return;
  for (const inner of grid().querySelectorAll("tbody .tick input, tbody .number a")) inner.tabIndex = -1;
  const row = document.getElementById(place.row) ?? rows()[0];
  if (!row) return;
  const cell = cellOf(row, place.column) ?? row.querySelector("td[data-column]");
  for (const stop of grid().querySelectorAll('td[tabindex="0"]')) stop.removeAttribute("tabindex");
  if (cell) stopAt(cell);
}

function stopAt(cell) {
  for (const stop of grid().querySelectorAll('td[tabindex="0"]')) stop.tabIndex = -1;
  cell.tabIndex = inputOf(cell) ? -1 : 0;
  place = { row: cell.parentElement.id, column: columnOf(cell) };
}

function go(cell) {
  if (!cell) return;
  stopAt(cell);
  (inputOf(cell) ?? cell).focus();
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function move(cell, down, right) {
  const all = rows();
  const row = all[all.indexOf(cell.parentElement) + down];
  if (!row) return;
  if (!right) {
    go(isShown(cellOf(row, columnOf(cell))) ? cellOf(row, columnOf(cell)) : [...row.cells].find((next) => next.dataset.column && isShown(next)));
    return;
  }
  const cells = [...row.cells].filter((next) => isShown(next) && !next.matches(".number"));
  go(cells[cells.indexOf(cell) + right]);
}

/** Make a cell a field; a key that was typed begins its text. */
function edit(cell, text = null) {
  if (!cell.dataset.column || inputOf(cell)) return;
  const [, sheet, row] = cell.parentElement.id.match(/^r(\d+)-(\d+)$/);
  const field = document.createElement("input");
  const old = cell.firstChild?.nodeType === Node.TEXT_NODE ? cell.firstChild.data : "";
  Object.assign(field, { type: "text", name: `cell.${sheet}.${row}.${cell.dataset.column}`, value: text ?? old, autocomplete: "off" });
  field.setAttribute("form", "cells");
  field.setAttribute("aria-label", nameOf(cell));
  field.dataset.old = old;
  cell.dataset.kept = ""; // A change of the page leaves it alone until it is saved.
  cell.classList.add("editing");
  cell.replaceChildren(field);
  field.focus();
  if (text === null) field.select();
  else field.setSelectionRange(text.length, text.length);
  if (text !== null) tell(field);
}

function nameOf(cell) {
  const heading = document.querySelector(`#${grid().tHead.rows[0].id} [data-column="${cell.dataset.column}"] .heading`);
  return `${cell.parentElement.dataset.row}, ${heading?.textContent.trim() ?? ""}`;
}

function close(cell, text) {
  if (!("kept" in cell.dataset)) return;
  delete cell.dataset.kept;
  cell.classList.remove("editing");
  cell.textContent = text;
}

/** Send a field's text, if it is another than before; then it is a text again. */
function save(field) {
  const cell = field.closest("td");
  if (!cell) return; // It has been saved as the focus left it.
  const old = field.dataset.old ?? field.defaultValue;
  const { name, value } = field;
  close(cell, value);
  if (value === old) return;
  field.defaultValue = value;
  const form = document.createElement("form");
  Object.assign(form, { action: "/list/cell", method: "post" });
  const sent = Object.assign(document.createElement("input"), { type: "hidden", name, value });
  form.append(sent);
  send(form);
}

/** Tell the preview what is being typed. */
function tell(field) {
  const cell = field.closest("td[data-column]");
  const person = cell?.parentElement.dataset.person;
  const slot = cell && grid().tHead.querySelector(`[data-column="${cell.dataset.column}"]`)?.dataset.slot;
  if (!person || !slot || slot.includes("*") || slot === "-") return;
  document.dispatchEvent(new CustomEvent("draft", { detail: { slot, text: field.value, person } }));
}

/** Go on from a field that was saved: from one at fault to the next fault, otherwise down. */
function goOn(cell, wasFault) {
  if (!wasFault) {
    move(cell, 1, 0);
    return;
  }
  wanted = () => {
    const next = grid()?.querySelector("td.fault input");
    if (next) go(next.closest("td"));
    else document.getElementById("make")?.focus();
  };
}

const MOVES = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

function onKeyInField(event, field) {
  const cell = field.closest("td");
  if (event.key === "Enter") {
    event.preventDefault();
    const wasFault = cell.matches(".fault") && field.value !== field.defaultValue;
    goOn(cell, wasFault);
    save(field);
    if (!wasFault && document.activeElement === document.body) go(cell);
  } else if (event.key === "Escape") {
    field.value = field.dataset.old ?? field.defaultValue;
    tell(field);
    if ("kept" in cell.dataset) {
      close(cell, field.value);
      go(cell);
    }
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const [down, right] = MOVES[event.key];
    move(cell, down, right);
  }
}

function onKeyInCell(event, cell) {
  if (event.key in MOVES) {
    event.preventDefault();
    move(cell, ...MOVES[event.key]);
  } else if (event.key === "Home" || event.key === "End") {
    event.preventDefault();
    const cells = [...cell.parentElement.cells].filter((next) => isShown(next) && !next.matches(".number"));
    go(cells.at(event.key === "Home" ? 0 : -1));
  } else if (event.key === " ") {
    event.preventDefault();
    cell.parentElement.querySelector(".tick input")?.click();
  } else if (event.key === "Enter" || event.key === "F2") {
    event.preventDefault();
    if (cell.matches(".tick")) cell.querySelector("input")?.click();
    else edit(cell);
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    edit(cell, "");
  } else if (event.key.length === 1 && cell.dataset.column) {
    event.preventDefault();
    edit(cell, event.key);
  }
}

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("#grid tbody td");
  if (!cell || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (event.target.matches("input[type=text]")) onKeyInField(event, event.target);
  else if (event.target === cell) onKeyInCell(event, cell);
  else if (event.target.matches(".tick input") && event.key in MOVES) {
    event.preventDefault();
    move(cell, ...MOVES[event.key]);
  }
});

document.addEventListener("click", (event) => {
  const cell = event.target.closest("#grid tbody td");
  if (cell?.dataset.column && !event.target.closest("input, button, a")) {
    stopAt(cell);
    const isSecond = document.activeElement === cell;
    if (isSecond || event.detail > 1) edit(cell);
    else cell.focus();
    return;
  }
  const link = event.target.closest(".faults a");
  const target = link && document.getElementById(link.hash.slice(1));
  if (target) {
    event.preventDefault();
    goTo(target);
  }
});

/** Go to the place that a link of the summary names: a cell, a row, a column's menu. */
function goTo(target) {
  const cell = target.closest("#grid tbody td") ?? target.querySelector?.("td[data-column]");
  const menu = target.matches("th") ? target.querySelector("select") : null;
  const narrow = menu?.offsetParent === null ? document.getElementById(target.id.replace("h", "qm")) : null;
  narrow?.closest("details")?.setAttribute("open", "");
  if (narrow) narrow.focus();
  else if (menu) menu.focus();
  else if (cell) go(cell);
  (cell ?? target).scrollIntoView({ block: "center", inline: "nearest" });
}

document.addEventListener("focusin", (event) => {
  isInside = event.target.closest?.("#grid") !== null;
  const cell = event.target.closest?.("#grid tbody td[data-column], #grid tbody td.tick");
  if (cell) {
    stopAt(cell);
    if (event.target.matches("input[type=text]")) tell(event.target);
    lookAt(cell.parentElement.dataset.person);
  }
});
document.addEventListener("focusout", (event) => {
  if (event.target.matches?.("#grid td input[type=text]") && event.target.isConnected) save(event.target);
});
document.addEventListener("input", (event) => {
  if (event.target.matches("#grid td input[type=text]")) tell(event.target);
});

let pause = 0;
/** Let the preview show the person in whose row the keys have been for a while. */
function lookAt(person) {
  clearTimeout(pause);
  const menu = document.getElementById("preview-person");
  if (!person || !menu || menu.value === person || ![...menu.options].some((option) => option.value === person)) return;
  pause = setTimeout(() => {
    if (document.activeElement?.matches("#grid input[type=text]")) return; // What is being typed is drawn already.
    menu.value = person;
    menu.dispatchEvent(new Event("change", { bubbles: true }));
  }, 400);
}

document.addEventListener("submit", (event) => {
  // What mends a fault: then the next one has the focus, as in the table. A new row's name can be typed at once.
  const address = event.submitter?.getAttribute("formaction") ?? "";
  if (address === "/list/add") wanted = () => go([...grid().querySelectorAll("td.name.open")].at(-1));
  else if (address === "/list/new") wanted = () => go(grid().querySelector("td.name.open"));
  else if (address === "/list/names") wanted = () => document.querySelector("h1").focus();
  else if (event.submitter?.matches(".fault-text")) goOn(event.submitter.closest("td") ?? grid(), true);
}, true);

document.addEventListener("page:changed", () => {
  setStops();
  if (wanted && grid()) {
    const next = wanted;
    wanted = null;
    next();
  } else if (isInside && document.activeElement === document.body && document.getElementById(place.row)) {
    const cell = cellOf(document.getElementById(place.row), place.column);
    if (cell) (inputOf(cell) ?? cell).focus({ preventScroll: true });
  }
});
setStops();
