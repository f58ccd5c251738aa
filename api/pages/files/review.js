// Comfort alone: words that are selected in the text go into the form for what was overlooked, with their offsets in
// characters (code points) from the beginning of the text; offsets that are typed show their words.
const blocks = [...document.querySelectorAll(".sheet .text")];
const length = (words) => [...words].length;
const starts = new Map();
let whole = 0;
for (const block of blocks) {
  starts.set(block, whole);
  whole += length(block.textContent);
}

const offset = (node, within) => {
  const block = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(".sheet .text");
  if (!block) return null;
  const range = document.createRange();
  range.setStart(block, 0);
  range.setEnd(node, within);
  return starts.get(block) + length(range.toString());
};

/** What is selected in the text: its offsets and its words; null where nothing of it is. */
const picked = () => {
  const selection = document.getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const start = offset(range.startContainer, range.startOffset);
  const end = offset(range.endContainer, range.endOffset);
  return start === null || end === null || start >= end ? null : { start, end };
};
const characters = () => [...blocks.map((block) => block.textContent).join("")];

const form = document.getElementById("adding");
const field = (name) => form?.elements.namedItem(name);
const fill = ({ start, end }) => {
  field("start").value = start;
  field("end").value = end;
  field("exact").value = characters().slice(start, end).join("").trim();
};

if (form && !field("exact").value) field("exact").focus({ preventScroll: true });
let last = null;
document.addEventListener("selectionchange", () => {
  const now = picked();
  if (!now) return;
  last = now;
  if (form) fill(now);
});
for (const name of ["start", "end"]) {
  field(name)?.addEventListener("input", () => {
    const [start, end] = [Number(field("start").value), Number(field("end").value)];
    field("exact").value = start < end && end <= whole ? characters().slice(start, end).join("").trim() : "";
  });
}
field("exact")?.addEventListener("input", () => {
  field("start").value = field("end").value = "";
});
// The page that a link for what was overlooked leads to knows what was selected here.
for (const link of document.querySelectorAll(".add a")) {
  link.addEventListener("pointerdown", () => { last = picked() ?? last; });
  link.addEventListener("click", () => {
    if (!last) return;
    const address = new URL(link.href);
    address.searchParams.set("start", last.start);
    address.searchParams.set("end", last.end);
    link.href = address.href;
  });
}
// In links browsers select nothing: here the text is for selecting, beside it are the facts.
for (const link of document.querySelectorAll(".sheet .text a")) link.removeAttribute("href");
