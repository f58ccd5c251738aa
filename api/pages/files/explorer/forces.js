/** A worker: where nodes stand, by forces between them (ForceAtlas2), worked out beside the page, which stays usable. */

const WORK = 90_000; // nodes times steps
const TOLD = 12; // times at most that places are told while they change

/** Takes libraries, nodes as [x, y, size] and edges as [from, to]; tells the places of all nodes, again and again. */
onmessage = ({ data: { libraries, nodes, edges } }) => {
  self.DOMParser = self.Document = class {}; // the library's reader of GEXF wants them to be there, and is not used here
  importScripts(...libraries);
  const graph = new graphology.MultiDirectedGraph();
  nodes.forEach(([x, y, size], node) => graph.addNode(node, { x, y, size }));
  edges.forEach(([from, to]) => graph.addEdge(from, to));
  const layout = graphologyLibrary.layoutForceAtlas2;
  const inferred = layout.inferSettings(graph);
  const crowd = graph.order > 500; // in smaller ones the parts that nothing ties together would fly apart
  const settings = { ...inferred, gravity: (crowd ? 1 : 8) * inferred.gravity, barnesHutOptimize: crowd };
  const steps = Math.max(60, Math.min(400, Math.round(WORK / graph.order)));
  const part = Math.ceil(steps / TOLD);
  for (let left = steps; left > 0; left -= part) {
    layout.assign(graph, { iterations: Math.min(part, left), settings });
    postMessage(Float32Array.from(nodes.flatMap((_, node) => [graph.getNodeAttribute(node, "x"), graph.getNodeAttribute(node, "y")])));
  }
  postMessage(null);
};
