/** Beside the picture: the nodes as a list that keys reach, and the legend that shows and hides kinds of them. */

import { groupColour } from "./drawing.js";

const SHOWN = 200;

/** The list of the nodes whose label has what is typed, those with most edges first. */
export function listing(graph, state, words, say, element, picked) {
  const list = element("nodes");
  const show = () => {
    const sought = element("find").value.trim().toLowerCase();
    const found = graph.filterNodes((_, { label, nodeType }) => !state.hidden.has(nodeType) && label.toLowerCase().includes(sought));
    found.sort((one, other) => graph.degree(other) - graph.degree(one));
    list.replaceChildren(...found.slice(0, SHOWN).map((node) => entry(graph, state, words, node, picked)));
    element("told").textContent = found.length > SHOWN ? say(words.more, { shown: SHOWN, count: found.length }) : "";
  };
  element("find").addEventListener("input", show);
  element("find").addEventListener("keydown", (event) => {
    if (event.key === "Enter") list.querySelector("button")?.click();
  });
  return { show };
}

function entry(graph, state, words, node, picked) {
  const { label, nodeType } = graph.getNodeAttributes(node);
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: `node ${nodeType}`, title: words.kinds[nodeType], textContent: label });
  button.setAttribute("aria-pressed", String(node === state.picked));
  button.addEventListener("click", () => picked(node));
  const item = document.createElement("li");
  item.append(button);
  return item;
}

/** The kinds of nodes that there are, each with a box that hides them; of groups of agencies the colours. */
export function legend(graph, state, words, list, changed) {
  const kinds = new Map();
  const groups = new Map();
  graph.forEachNode((_, { nodeType, community }) => {
    kinds.set(nodeType, (kinds.get(nodeType) ?? 0) + 1);
    if (community) groups.set(community, (groups.get(community) ?? 0) + 1);
  });
  for (const [kind, count] of kinds) list.append(box(state, kind, `${words.kinds[kind]} ${count}`, changed));
  [...groups].sort(([one], [other]) => one - other).slice(0, 7).forEach(([number, count]) => {
    const item = document.createElement("li");
    const sign = document.createElement("span");
    sign.className = "group";
    sign.style.background = groupColour(number);
    item.append(sign, ` ${words.group} ${number} (${count})`);
    list.append(item);
  });
}

function box(state, kind, label, changed) {
  const item = document.createElement("li");
  const input = Object.assign(document.createElement("input"), { type: "checkbox", id: `kind-${kind}`, checked: !state.hidden.has(kind) });
  const name = Object.assign(document.createElement("label"), { htmlFor: input.id, className: `node ${kind}`, textContent: label });
  input.addEventListener("change", () => {
    state.hidden[input.checked ? "delete" : "add"](kind);
    changed();
  });
  item.append(input, name);
  return item;
}
