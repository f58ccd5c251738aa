/** The picture: sigma with a shape for each kind of node, so that colours are not all that tells them apart. */

// Distance of a point from the middle, as the shape measures it: 1 is its edge. In GLSL.
const SHAPES = {
  document: "max(abs(v_diffVector.x), abs(v_diffVector.y)) * 1.25",
  measure: "length(v_diffVector)",
  agency: "(abs(v_diffVector.x) + abs(v_diffVector.y)) * 0.95",
  place: "max(abs(v_diffVector.x) * 1.73 + v_diffVector.y, -2.0 * v_diffVector.y) * 0.9",
  indicator: "max(abs(v_diffVector.x) * 0.87 + abs(v_diffVector.y) * 0.5, abs(v_diffVector.y)) * 1.1",
};
const GROUPS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a6d00", "#3b83b5", "#7a3ea1", "#5f6b76"];
const QUIET = "#d5dae0";
const LETTERS = 14; // of a label in the picture; the list and the title have all of it
const CROWD = 1_000; // nodes that are drawn smaller
const MANY = 3_000; // edges that are not drawn while the picture moves

/** The colour of a group of agencies; the smallest ones share the last. */
export const groupColour = (number) => GROUPS[Math.min(number, GROUPS.length) - 1];

function program(distance) {
  return class extends Sigma.rendering.NodeCircleProgram {
    getDefinition() {
      const known = super.getDefinition();
      const shaded = known.FRAGMENT_SHADER_SOURCE.replace("length(v_diffVector)", distance);
      return { ...known, FRAGMENT_SHADER_SOURCE: shaded };
    }
  };
}

/** Does not look for a node under the pointer while the picture is moved: reading pixels back waits for all drawing. */
const picture = () =>
  class extends Sigma {
    getNodeAtPosition(at) {
      const { isMouseDown, draggedEvents } = this.getMouseCaptor();
      return isMouseDown && draggedEvents ? null : super.getNodeAtPosition(at);
    }
  };

/** Draws the graph in the element; what is picked or hidden is read from the state whenever it is refreshed. */
export function drawing(graph, canvas, state) {
  const sized = () =>
    graph.forEachNode((node, { community, measures }) => {
      const most = graph.order > CROWD ? 8 : 16;
      const size = Math.min(most, (most / 16) * (4 + Math.sqrt(measures ?? graph.degree(node)) * 1.1));
      graph.mergeNodeAttributes(node, community ? { size, color: groupColour(community) } : { size });
    });
  sized();
  const sigma = new (picture())(graph, canvas, {
    nodeProgramClasses: Object.fromEntries(Object.entries(SHAPES).map(([kind, distance]) => [kind, program(distance)])),
    nodeReducer: (node, data) => nodeShown(graph, state, node, data),
    edgeReducer: (edge, data) => edgeShown(graph, state, edge, data),
    hideEdgesOnMove: graph.size > MANY,
    hideLabelsOnMove: graph.size > MANY,
    labelFont: "sans-serif",
    labelRenderedSizeThreshold: graph.order < 60 ? 0 : graph.order > CROWD ? 5 : 7,
    defaultEdgeColor: "#b9c1ca",
    zIndex: true,
    minCameraRatio: 0.02,
    maxCameraRatio: 4,
    allowInvalidContainer: true, // on paper the table stands in its place
  });
  new ResizeObserver(() => canvas.offsetWidth && sigma.scheduleRefresh()).observe(canvas);
  const camera = sigma.getCamera();
  const move = (x, y) => camera.animate({ x: camera.x + x * camera.ratio, y: camera.y + y * camera.ratio }, { duration: 120 });
  const drawn = {
    sigma,
    sized,
    refresh: () => sigma.refresh(),
    closer: () => camera.animatedZoom(1.5),
    farther: () => camera.animatedUnzoom(1.5),
    whole: () => camera.animatedReset(),
    towards: (node) => {
      const { x, y } = sigma.getNodeDisplayData(node);
      camera.animate({ x, y, ratio: Math.min(camera.ratio, 0.5) }, { duration: 250 });
    },
    look: (at) => {
      const [x, y, ratio] = (at ?? "").split(",").map(Number);
      if (ratio > 0) camera.setState({ x, y, ratio });
    },
    on: ({ pick, expand, moved }) => {
      sigma.on("clickNode", ({ node }) => pick(node));
      sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
        preventSigmaDefault();
        expand(node);
      });
      let waiting;
      camera.on("updated", ({ x, y, ratio }) => {
        clearTimeout(waiting);
        waiting = setTimeout(() => moved([x, y, ratio].map((each) => each.toFixed(3)).join(",")), 300);
      });
    },
  };
  keys(canvas, { ...drawn, move });
  return drawn;
}

const short = (label) => (label.length > LETTERS ? `${label.slice(0, LETTERS)}…` : label);

function nodeShown(graph, state, node, data) {
  const beside = !state.picked || node === state.picked || graph.areNeighbors(node, state.picked);
  return {
    ...data,
    type: data.nodeType,
    hidden: state.hidden.has(data.nodeType),
    highlighted: node === state.picked,
    color: beside ? data.color : QUIET,
    label: node === state.picked ? data.label : beside ? short(data.label) : "",
    zIndex: beside ? 1 : 0,
  };
}

function edgeShown(graph, state, edge, data) {
  const of = !state.picked || graph.extremities(edge).includes(state.picked);
  const size = Math.min(6, 0.6 + Math.log2(data.shared ?? 1));
  return { ...data, size, color: of && state.picked ? "#5b6b7b" : of ? "#b9c1ca" : "#eef0f2", type: "line" };
}

function keys(canvas, drawn) {
  const step = 0.12;
  const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (moves[event.key]) drawn.move(...moves[event.key]);
    else if (event.key === "+" || event.key === "=") drawn.closer();
    else if (event.key === "-") drawn.farther();
    else if (event.key === "0") drawn.whole();
    else return;
    event.preventDefault();
  });
}
