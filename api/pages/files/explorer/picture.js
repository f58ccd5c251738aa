/** What is seen, as a picture to keep: SVG with a link for each node, or that as PNG. */

const SIDES = { document: 4, agency: 4, place: 3, indicator: 6 }; // measures are round
const TURN = { document: Math.PI / 4, agency: 0, place: Math.PI / 2, indicator: 0 };
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/[^\t\n\r\u0020-\uFFFD]/g, "");

/** The nodes and edges within the picture as they stand now. */
export function svg(sigma) {
  const { width, height } = sigma.getDimensions();
  const graph = sigma.getGraph();
  const places = new Map();
  graph.forEachNode((node) => {
    const data = sigma.getNodeDisplayData(node);
    const place = sigma.framedGraphToViewport(data);
    if (!data.hidden) places.set(node, { ...data, ...place, reach: sigma.scaleSize(data.size) });
  });
  const lines = graph.mapEdges((edge, _, source, target) => line(sigma.getEdgeDisplayData(edge), places.get(source), places.get(target)));
  const labels = sigma.getNodeDisplayedLabels();
  const nodes = [...places].map(([node, data]) => drawn(graph.getNodeAttributes(node), data, labels.has(node)));
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13" paint-order="stroke" stroke-linejoin="round">`;
  const text = [head, `<title>${escaped(document.title)}</title>`, '<rect width="100%" height="100%" fill="#fff"/>', ...lines, ...nodes, "</svg>"].join("\n");
  return new Blob([text], { type: "image/svg+xml" });
}

/** The same in pixels, twice as many as on the screen. */
export async function png(sigma) {
  const text = await svg(sigma).text();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 2 * image.width, height: 2 * image.height });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/** Hands a file over to whoever asked for it. */
export function download(file, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function line(data, from, to) {
  if (!from || !to) return "";
  const points = [from.x, from.y, to.x, to.y].map((each) => each.toFixed(1));
  return `<line x1="${points[0]}" y1="${points[1]}" x2="${points[2]}" y2="${points[3]}" stroke="${data.color}" stroke-width="${data.size.toFixed(1)}"/>`;
}

function drawn({ label, nodeType, href }, { x, y, reach, color, label: short }, labelled) {
  const address = new URL(href, location.href).href;
  const text = labelled ? `<text stroke="#fff" stroke-width="3" x="${(x + reach + 3).toFixed(1)}" y="${(y + 4).toFixed(1)}">${escaped(short ?? "")}</text>` : "";
  return `<a href="${escaped(address)}"><title>${escaped(label)}</title>${shape(nodeType, x, y, reach, color)}${text}</a>`;
}

function shape(kind, x, y, reach, colour) {
  if (!SIDES[kind]) return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${reach.toFixed(1)}" fill="${colour}"/>`;
  const corners = Array.from({ length: SIDES[kind] }, (_, each) => TURN[kind] + (2 * Math.PI * each) / SIDES[kind]);
  const points = corners.map((angle) => `${(x + reach * Math.cos(angle)).toFixed(1)},${(y - reach * Math.sin(angle)).toFixed(1)}`);
  return `<polygon points="${points.join(" ")}" fill="${colour}"/>`;
}
