/** Where nodes stand: forces between them (ForceAtlas2), a few steps in each frame, so that the page stays usable. */

const FRAME = 16; // milliseconds of a frame that steps may take
const WORK = 90_000; // nodes times steps

/** Moves the nodes; the number of steps follows from that of nodes, so that the same graph looks the same again. */
export async function settle(graph, shown) {
  if (graph.order < 2) return;
  const layout = graphologyLibrary.layoutForceAtlas2;
  const inferred = layout.inferSettings(graph);
  const crowd = graph.order > 500; // in smaller ones the parts that nothing ties together would fly apart
  const settings = { ...inferred, gravity: (crowd ? 1 : 8) * inferred.gravity, barnesHutOptimize: crowd };
  let left = Math.max(40, Math.min(400, Math.round(WORK / graph.order)));
  while (left > 0) {
    const until = performance.now() + FRAME;
    do {
      layout.assign(graph, { iterations: Math.min(5, left), settings });
      left -= 5;
    } while (left > 0 && performance.now() < until);
    shown();
    await new Promise(requestAnimationFrame);
  }
}
