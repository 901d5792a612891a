// Changes one tree of elements into another and keeps what is the same, with its focus, its scrolling and its images.

/** Make an element like another one, of the same name. What is open stays open, and what is being typed stays. */
export function morph(element, wanted) {
  if ("kept" in (element.dataset ?? {})) return; // It is being edited.
  copyAttributes(element, wanted);
  const known = new Map([...element.children].filter((child) => child.id).map((child) => [child.id, child]));
  let current = element.firstChild;
  for (const next of [...wanted.childNodes]) {
    const keyed = next.id ? known.get(next.id) : undefined;
    if (keyed && keyed !== current) element.insertBefore(keyed, current);
    const match = keyed ?? (isAlike(current, next) ? current : null);
    if (match === null) {
      element.insertBefore(next, current);
      continue;
    }
    current = match.nextSibling;
    if (match.nodeType === Node.ELEMENT_NODE) morph(match, next);
    else if (match.data !== next.data) match.data = next.data;
  }
  while (current) {
    const rest = current.nextSibling;
    current.remove();
    current = rest;
  }
}

function isAlike(node, next) {
  return node !== null && node.nodeName === next.nodeName && (node.id ?? "") === (next.id ?? "");
}

function copyAttributes(element, wanted) {
  const kept = element.matches("details") ? ["open"] : [];
  for (const { name } of [...element.attributes]) {
    if (!wanted.hasAttribute(name) && !kept.includes(name)) element.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
  if (element.matches("input, textarea, select")) copyValue(element, wanted);
}

function copyValue(element, wanted) {
  if (element.type === "checkbox" || element.type === "radio") element.checked = wanted.checked;
  else if (element.type !== "file" && element !== document.activeElement) element.value = wanted.value;
}
