/** Has the nodes moved to where the worker says that they stand (`forces.js`). */

/** Moves the nodes; the number of steps follows from that of nodes, so that the same graph looks the same again. */
export function settle(graph, libraries) {
  if (graph.order < 2) return Promise.resolve();
  const places = new Map(graph.nodes().map((node, place) => [node, place]));
  const nodes = graph.mapNodes((_, { x, y, size }) => [x, y, size]);
  const edges = graph.mapEdges((_, __, from, to) => [places.get(from), places.get(to)]);
  const worker = new Worker(new URL("./forces.js", import.meta.url));
  return new Promise((done, broken) => {
    worker.onerror = (event) => broken(new Error(event.message));
    worker.onmessage = ({ data }) => (data ? moved(graph, places, data) : done());
    worker.postMessage({ libraries, nodes, edges });
  }).finally(() => worker.terminate());
}

/** New places for those nodes; the picture follows in the next frame. */
function moved(graph, places, told) {
  graph.updateEachNodeAttributes(
    (node, attributes) => {
      const place = 2 * places.get(node);
      return Number.isNaN(place) ? attributes : { ...attributes, x: told[place], y: told[place + 1] };
    },
    { attributes: ["x", "y"] },
  );
}
