// What can stand at the cursor: terms of the ontology by name or label, things of the graph by name, variables.

const MOST = 40;
const PATIENCE = 1000; // milliseconds
const TYPED = /[\p{L}\p{N}_:.-]+$/u;
const HAN = /\p{Script=Han}/u;
const CLASSES = /(?:^|[\s;])(?:a|rdf:type)\s+$/u;

/** Has the editor complete what is typed, on Ctrl+Space and by itself. */
export function completing(code, words) {
  const prefixes = JSON.parse(words.prefixes);
  const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const terms = fetched(`/pages/sparql/terms?lang=${language}`);
  const names = rememberer((text) => fetched(`/pages/sparql/names?q=${encodeURIComponent(text)}`));
  names("省"); // which has the service read the names before they are wanted
  const hint = async () => found(code, words, prefixes, await terms, names);
  const show = () =>
    code.showHint({ hint, completeSingle: false, closeCharacters: /[\s()[\]{};>,]/, alignWithWord: false });
  code.setOption("extraKeys", { ...code.getOption("extraKeys"), "Ctrl-Space": show });
  code.on("inputRead", (_, change) => {
    const before = textBefore(code);
    if (change.text.join("").endsWith(":")) declare(code, prefixes, before);
    if (!code.state.completionActive && begins(before)) show();
  });
}

function textBefore(code) {
  const { line, ch } = code.getCursor();
  return code.getLine(line).slice(0, ch);
}

/** Whether what is typed is long enough to be completed: two letters, one Han character, a prefix or a variable. */
function begins(before) {
  const typed = before.match(TYPED)?.[0] ?? "";
  return !before.trimStart().startsWith("#") && (/[?$]\w*$/.test(before) || typed.length > 1 || HAN.test(typed));
}

async function found(code, words, prefixes, terms, names) {
  const before = textBefore(code);
  const { line, ch } = code.getCursor();
  const at = place(before);
  const known = at.kind === "variable" ? variables(code, words, at.text) : termsFor(at, terms, before);
  const called = at.kind !== "variable" && wantsNames(at) ? await soon(names(at.text)) : [];
  const list = [...known, ...called.map((each) => named(each, at, words))].slice(0, MOST);
  const from = { line, ch: ch - at.length };
  const pick = (editor, data, chosen) => {
    editor.replaceRange(chosen.text, data.from, data.to, "complete");
    declare(editor, prefixes, chosen.text.replace(/:.*/u, ":"));
  };
  const shown = (element, _, item) => render(element, item, words.completions);
  return { list: list.map((each) => ({ ...each, render: shown, hint: pick })), from, to: { line, ch } };
}

/** What is being typed: inside an IRI, a text, a variable, or a word; how many characters of it stand there. */
function place(before) {
  const iri = before.match(/<[^<>\s]*$/u);
  if (iri) return { kind: "iri", text: iri[0].replace(/^.*[</#]/u, ""), length: iri[0].length };
  const quotes = before.match(/"(?:[^"\\]|\\.)*$/u);
  if (quotes && (before.match(/"/g).length % 2)) {
    return { kind: "text", text: quotes[0].slice(1), length: quotes[0].length - 1 };
  }
  const variable = before.match(/[?$]\w*$/u);
  if (variable) return { kind: "variable", text: variable[0], length: variable[0].length };
  const word = before.match(TYPED)?.[0] ?? "";
  return { kind: "word", text: word, length: word.length };
}

/** Whether it may be a name: keywords, prefixed names and variables are not. */
function wantsNames({ kind, text }) {
  return HAN.test(text) || (kind !== "word" && text.length > 1) || /^\p{L}+\d/u.test(text);
}

function variables(code, words, typed) {
  const all = new Set(code.getValue().match(/[?$]\w+/g));
  const others = [...all].filter((each) => each !== typed && each.startsWith(typed));
  return others.map((text) => ({ text, title: text, labels: words.kindVariable, meaning: "" }));
}

function termsFor(at, terms, before) {
  if (at.kind === "text") return [];
  const wanted = at.text.toLowerCase();
  const hits = terms.filter((each) => holds(each, wanted));
  const first = CLASSES.test(before.slice(0, before.length - at.length)) ? "class" : "";
  hits.sort((one, other) => rank(one, wanted, first) - rank(other, wanted, first));
  return hits.map((each) => ({
    text: each.written, title: each.written, labels: each.labels.join(" · "), meaning: each.meaning,
  }));
}

function holds(term, wanted) {
  const local = term.written.toLowerCase();
  return local.includes(wanted) || term.labels.some((label) => label.toLowerCase().includes(wanted));
}

/** Small for what should stand first: the kind that is due here, then what begins with what was typed. */
function rank(term, wanted, first) {
  const starts = [term.written.replace(/^\w*:/u, ""), term.written, ...term.labels];
  const begun = starts.some((each) => each.toLowerCase().startsWith(wanted));
  return (first && term.kind === first ? 0 : 4) + (begun ? 0 : 2) + (term.written.startsWith("<") ? 1 : 0);
}

function named(name, at, words) {
  const kind = words[`kind${name.kind[0].toUpperCase()}${name.kind.slice(1)}`];
  const text = at.kind === "text" ? name.name : `<${name.iri}>`;
  return { text, title: name.name, labels: [kind, name.note].filter(Boolean).join(" · "), meaning: "" };
}

/** Declares the prefix that ends the text, where it is known and not declared yet. */
function declare(code, prefixes, text) {
  const prefix = text.match(/(?:^|[\s({;,.^|/!])([a-z]\w*):$/u)?.[1];
  if (!prefix || !(prefix in prefixes) || /prefix\s+\w*:$/iu.test(text)) return;
  if (!(prefix in code.getPrefixesFromQuery())) code.addPrefixes({ [prefix]: prefixes[prefix] });
}

function render(element, item, label) {
  element.parentNode.setAttribute("aria-label", label);
  element.parentNode.tabIndex = 0; // a list that is scrolled can be reached by keys
  for (const part of ["title", "labels", "meaning"]) {
    if (!item[part]) continue;
    const shown = document.createElement("span");
    shown.className = `hint-${part}`;
    shown.textContent = item[part];
    element.append(shown, " ");
  }
}

/** What was asked for, nothing where it takes long: the next key finds it. */
function soon(asked) {
  return Promise.race([asked, new Promise((resolve) => setTimeout(resolve, PATIENCE, []))]);
}

async function fetched(address) {
  try {
    const answer = await fetch(address);
    return answer.ok ? await answer.json() : [];
  } catch {
    return []; // without completions one can still write
  }
}

function rememberer(ask) {
  const known = new Map();
  return (text) => {
    if (!known.has(text)) known.set(text, ask(text));
    return known.get(text);
  };
}
