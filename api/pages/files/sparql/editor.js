// The text of the query: YASQE (https://github.com/rdfjs/Yasgui) over the form's text field, or that field as it is.

const PAUSE = 400; // milliseconds after the last key before a fault is told

/** The editor of the form's query; `code` is null where its library is not there. */
export function editorOver(form, field, told) {
  if (!window.Yasqe) {
    told.textContent = form.dataset.editorKept;
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    return { code: null, text: () => field.value, point: () => {} };
  }
  const code = opened(form, field);
  const faults = faultsOf(code, form.dataset.syntaxAt, told);
  code.setValue(field.value);
  code.clearHistory();
  field.hidden = true;
  field.required = false;
  document.querySelector('label[for="query"]').addEventListener("click", () => code.focus());
  return { code, text: () => code.getValue(), point: faults.point };
}

function opened(form, field) {
  const place = document.createElement("div");
  field.before(place);
  const run = () => form.requestSubmit();
  window.Yasqe.defaults.autocompleters = []; // its own ask other servers
  const code = new window.Yasqe(place, {
    value: "",
    consumeShareLink: null,
    createShareableLink: null,
    editorHeight: "auto",
    extraKeys: {
      "Cmd-Enter": run,
      "Ctrl-Enter": run,
      "Ctrl-S": run,
      Esc: () => document.getElementById("cancel").click(),
      "Shift-Tab": false,
      Tab: false, // leads on, as everywhere
    },
    persistenceId: null,
    prefixCcApi: null,
    resizeable: false,
    screenReaderLabel: form.dataset.editorLabel,
    showQueryButton: false,
    viewportMargin: Infinity,
  });
  code.getInputField().setAttribute("aria-label", form.dataset.editorLabel);
  code.getInputField().setAttribute("aria-describedby", "syntax");
  return code;
}

/** Tells the first place that cannot be read, while one types; `point` marks the place that the service tells. */
function faultsOf(code, words, told) {
  let waiting = 0;
  const clear = () => {
    code.clearGutter("gutterErrorBar");
    code.eachLine((line) => code.removeLineClass(line, "wrap", "at-fault"));
  };
  const mark = (line) => {
    const sign = document.createElement("span");
    sign.className = "sign";
    sign.textContent = "✕";
    code.setGutterMarker(line, "gutterErrorBar", sign);
    code.addLineClass(line, "wrap", "at-fault");
  };
  code.checkSyntax = () => {
    clear();
    const place = firstFault(code);
    code.queryValid = !place;
    if (place) mark(place.line);
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const text = place ? filled(words, { line: place.line + 1, column: place.ch + 1 }) : "";
      if (told.textContent !== text) told.textContent = text;
    }, PAUSE);
  };
  return {
    point: (line, column) => {
      if (!(line > 0) || line > code.lineCount()) return;
      clear();
      mark(line - 1);
      code.setCursor({ line: line - 1, ch: column - 1 });
    },
  };
}

function firstFault(code) {
  for (let line = 0; line < code.lineCount(); line++) {
    const end = code.getTokenAt({ line, ch: code.getLine(line).length }, true);
    if (end.state.OK === false) {
      const token = code.getLineTokens(line, true).find((each) => each.state.OK === false) ?? end;
      return { line, ch: token.start };
    }
  }
  return null;
}

/** The words with values in their braces. */
export function filled(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
