// Files that are dropped anywhere on the page.

/** Take what is dropped, where that `isWanted`; `show` is told whether files are over the page. */
export function takeDrops({ isWanted = () => true, show, take }) {
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files") && isWanted();
  let depth = 0; // How many elements that are entered by the files have not been left.

  document.addEventListener("dragenter", (event) => {
    if (!hasFiles(event)) return;
    depth += 1;
    show(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (!hasFiles(event)) return;
    depth = Math.max(0, depth - 1);
    if (!depth) show(false);
  });
  document.addEventListener("dragover", (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth = 0;
    show(false);
    take(event.dataTransfer);
  });
}

/** Put files into a field, as if they had been chosen there. */
export function putInto(field, files) {
  const chosen = new DataTransfer();
  for (const file of files) chosen.items.add(file);
  field.files = chosen.files;
}
