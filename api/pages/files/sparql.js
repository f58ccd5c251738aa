// The query editor's page: it works without this script as a form; with it there are an editor and no reloading.
import { answerIn } from "./sparql/answer.js";
import { completing } from "./sparql/completion.js";
import { editorOver } from "./sparql/editor.js";

const form = document.getElementById("editor");
const editor = editorOver(form, document.getElementById("query"), document.getElementById("syntax"));
if (editor.code) completing(editor.code, form.dataset);
answerIn(form, editor);
