// Running a query and showing its answer: asked in the background, stopped when it is cancelled, sorted, switched.
import { filled } from "./editor.js";

const LONGEST = 8000; // characters of an address

/** Has the form answer on the page. */
export function answerIn(form, editor) {
  const cancel = document.getElementById("cancel");
  const told = document.createElement("p");
  told.className = "note";
  told.setAttribute("role", "status");
  document.getElementById("answer").before(told);
  let asking = null;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    asking?.abort();
    const mine = (asking = new AbortController());
    const asked = values(form, event.submitter, editor.text());
    const clock = ticking(told, form.dataset.running, cancel);
    document.getElementById("answer").setAttribute("aria-busy", "true");
    try {
      show(await page(form.action, asked, mine.signal), asked, form, editor);
      told.textContent = "";
    } catch (fault) {
      if (asking !== mine) return; // another query has begun
      told.textContent = fault.name === "AbortError" ? form.dataset.cancelled : form.dataset.unreachable;
    } finally {
      clearInterval(clock);
      if (asking === mine) {
        cancel.hidden = true;
        document.getElementById("answer").removeAttribute("aria-busy");
      }
    }
  });
  cancel.addEventListener("click", () => asking?.abort());
  addEventListener("popstate", () => location.reload());
  prepare(form, editor);
}

function values(form, button, text) {
  const asked = new URLSearchParams(new FormData(form, button));
  asked.set("query", text);
  if (button?.name) asked.set(button.name, button.value);
  return asked;
}

function ticking(told, words, cancel) {
  const began = performance.now();
  const tell = () => {
    told.textContent = filled(words, { seconds: Math.round((performance.now() - began) / 1000) });
    cancel.hidden = false;
  };
  tell();
  return setInterval(tell, 1000);
}

/** The page that answers: whoever aborts closes the connection, and the service stops the query. */
async function page(address, asked, signal) {
  const answer = await fetch(address, { method: "POST", body: asked, headers: { Accept: "text/html" }, signal });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function show(answer, asked, form, editor) {
  for (const part of ["#answer", "header.top", "pre.printed"]) {
    document.querySelector(part).replaceWith(answer.querySelector(part));
  }
  document.querySelector("details.saved").open = false;
  const address = `${form.action}?${asked}`;
  if (address.length < LONGEST) history.pushState(null, "", address);
  prepare(form, editor);
}

function prepare(form, editor) {
  const fault = document.querySelector("#answer .fault");
  if (fault) editor.point(Number(fault.dataset.line), Number(fault.dataset.column));
  document.querySelectorAll("#answer table.sortable th").forEach(sortable);
  document.querySelectorAll("#answer [data-view]").forEach((link) => link.addEventListener("click", switching(form)));
  for (const choice of document.querySelectorAll("#answer select")) {
    choice.addEventListener("change", () => form.requestSubmit());
  }
}

function switching(form) {
  return (event) => {
    event.preventDefault();
    const chosen = event.currentTarget;
    for (const link of document.querySelectorAll("#answer [data-view]")) {
      link.toggleAttribute("aria-current", link === chosen);
      document.getElementById(`view-${link.dataset.view}`).hidden = link !== chosen;
    }
    chosen.setAttribute("aria-current", "true");
    document.getElementById("permalink").href = chosen.href;
    history.replaceState(null, "", chosen.href);
    kept(form, "view").value = chosen.dataset.view;
  };
}

function kept(form, name) {
  const there = form.querySelector(`input[name="${name}"]`);
  if (there) return there;
  const made = Object.assign(document.createElement("input"), { type: "hidden", name });
  form.append(made);
  return made;
}

function sortable(heading, place) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sort";
  button.append(...heading.childNodes);
  heading.append(button);
  button.addEventListener("click", () => {
    const down = heading.getAttribute("aria-sort") === "ascending";
    heading.closest("tr").querySelectorAll("th").forEach((each) => each.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    sort(heading.closest("table").tBodies[0], place, down ? -1 : 1);
  });
}

function sort(body, place, way) {
  const told = (row) => row.cells[place].textContent;
  const compared = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  const figures = [...body.rows].every((row) => told(row) === "" || !Number.isNaN(Number(told(row))));
  const order = figures ? (one, other) => Number(told(one)) - Number(told(other)) : (one, other) => compared(told(one), told(other));
  body.append(...[...body.rows].sort((one, other) => way * order(one, other)));
}
