/** The graph explorer: fetches the graph of the page's address, draws it, lists its nodes, tells of the one picked. */

import { drawing } from "./drawing.js";
import { download, png, svg } from "./picture.js";
import { legend, listing } from "./listing.js";
import { settle } from "./layout.js";

const box = document.getElementById("explorer");
const words = JSON.parse(box.dataset.words);
const element = (id) => document.getElementById(id);
const state = { picked: null, hidden: new Set(), words };

/** The words with values in their braces. */
const say = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** Changes what the address says of the view, so that it can be handed on; null takes a parameter away. */
function remember(changes) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    address.searchParams.delete(name);
    for (const each of [value ?? []].flat()) address.searchParams.append(name, each);
  }
  history.replaceState(null, "", address);
  element("permalink").href = address;
  const file = new URL(element("gexf").href);
  for (const name of ["also", "hide"]) {
    file.searchParams.delete(name);
    for (const each of address.searchParams.getAll(name)) file.searchParams.append(name, each);
  }
  element("gexf").href = file;
}

/** Runs a library, those that were asked for before it first; they break where nothing can be drawn. */
const loaded = (address) =>
  new Promise((done, broken) => {
    const script = Object.assign(document.createElement("script"), { src: address, async: false, onload: done });
    script.onerror = () => broken(new Error(address));
    document.head.append(script);
  });

async function fetched(address) {
  const answer = await fetch(address, { headers: { "Accept-Language": document.documentElement.lang } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

/** Adds what is not there yet, new nodes near the one that they were expanded from. */
function merge(graph, told, from) {
  const before = graph.order;
  const near = from ? graph.getNodeAttributes(from) : { x: 0, y: 0 };
  told.nodes.forEach(({ key, attributes }, place) => {
    if (graph.hasNode(key)) return;
    const angle = place * 2.4; // the golden angle: no two in one place
    const reach = (from ? 1 : 10) * Math.sqrt(place + 1);
    graph.addNode(key, { ...attributes, x: near.x + reach * Math.cos(angle), y: near.y + reach * Math.sin(angle) });
  });
  for (const { key, source, target, attributes } of told.edges)
    if (!graph.hasEdge(key)) graph.addEdgeWithKey(key, source, target, attributes);
  return graph.order - before;
}

/** Whether the browser can draw; old ones and some remote desktops cannot. */
const draws = () => Boolean(document.createElement("canvas").getContext("webgl2"));

async function start() {
  if (!draws()) {
    element("undrawn").hidden = false;
    document.querySelector(".as-table").open = true;
    return;
  }
  const [graphs, layouts, pictures] = box.dataset.libraries.split(" ");
  const forces = [graphs, layouts];
  const [answer] = await Promise.all([fetched(box.dataset.source), loaded(graphs), loaded(pictures)]);
  const told = await answer.json();
  const graph = new graphology.MultiDirectedGraph();
  merge(graph, told);
  box.hidden = false;
  const parameters = new URL(location.href).searchParams;
  parameters.getAll("hide").forEach((kind) => state.hidden.add(kind));
  const drawn = drawing(graph, element("canvas"), state, words);
  const changed = () => {
    drawn.refresh();
    nodes.show();
    count(graph);
  };
  const nodes = listing(graph, state, words, say, element, (node) => pick(node, true));
  legend(graph, state, words, element("legend"), () => {
    remember({ hide: [...state.hidden] });
    changed();
  });

  async function pick(node, towards) {
    if (!graph.hasNode(node)) return;
    state.picked = node;
    remember({ picked: node });
    changed();
    if (towards) drawn.towards(node);
    await tell(node, () => expand(node));
  }

  async function expand(node) {
    const address = new URL("/pages/explorer/graph", location.href);
    address.search = new URLSearchParams({ node, most: 200 });
    const more = await (await fetched(address)).json();
    const added = merge(graph, more, node);
    remember({ also: [...new Set([...new URL(location.href).searchParams.getAll("also"), node])] });
    const left = more.attributes.left_out ? " " + say(words.left, { count: more.attributes.left_out }) : "";
    element("told").textContent = say(words.added, { count: added }) + left;
    drawn.sized();
    await settle(graph, forces);
    changed();
  }

  drawn.on({ pick: (node) => pick(node, false), expand, moved: (at) => remember({ at }) });
  tools(drawn);
  changed();
  await settle(graph, forces);
  drawn.look(parameters.get("at"));
  box.dataset.settled = "true";
  if (parameters.get("picked")) await pick(parameters.get("picked"), false);
}

/** How many nodes and edges there are, for people who do not see them, and for tests. */
function count(graph) {
  Object.assign(box.dataset, { nodes: graph.order, edges: graph.size });
  element("canvas").setAttribute("aria-label", say(words.canvas, { nodes: graph.order, edges: graph.size }));
}

/** What is known of the node, from the service, with a button that expands it. */
async function tell(node, expand) {
  const address = new URL("/pages/explorer/node", location.href);
  address.search = new URLSearchParams({ node, most: 60, lang: box.dataset.language });
  const part = await (await fetched(address)).text();
  const button = document.createElement("button");
  Object.assign(button, { type: "button", id: "expand", textContent: words.expand });
  button.addEventListener("click", () => expand().catch(failed));
  element("picked").innerHTML = part; // from the templates of the service, which escape
  element("picked").prepend(button);
}

function tools(drawn) {
  for (const name of ["closer", "farther", "whole"]) element(name).addEventListener("click", drawn[name]);
  element("svg").addEventListener("click", () => download(svg(drawn.sigma), "dutygraph.svg"));
  element("png").addEventListener("click", async () => download(await png(drawn.sigma), "dutygraph.png"));
}

function failed(error) {
  box.hidden = false;
  element("told").textContent = `${words.fault} (${error.message})`;
}

start().catch(failed);
