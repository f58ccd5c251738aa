// Comfort alone: words that are selected in the text are put into the form that was opened for what was overlooked.
const text = () => document.getSelection()?.toString().trim() ?? "";
let selected = "";
document.addEventListener("selectionchange", () => {
  const here = document.getSelection()?.anchorNode?.parentElement?.closest(".sheet .text");
  if (here && text()) selected = text();
});
for (const details of document.querySelectorAll("details.adding")) {
  details.addEventListener("toggle", () => {
    const words = details.querySelector("[name=exact]");
    if (details.open && words && !words.value) words.value = selected;
    if (details.open) words?.focus();
  });
}
