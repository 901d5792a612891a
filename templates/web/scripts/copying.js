// Buttons with data-copy put its text into the clipboard. Without scripts they do nothing, so only a script shows them.

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const status = document.querySelector("[data-copied]");
  status.textContent = status.dataset.copied;
  status.classList.remove("unseen");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});

function showButtons() {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
}
document.addEventListener("page:changed", showButtons);
showButtons();
