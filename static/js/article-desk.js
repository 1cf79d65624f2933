// The article on the desk. Every link and form of the page works without this: here they are answered
// in place, words are kept while they are typed, and what can't be sent stays in this browser.
import "./article/dragging.js";
import "./article/keys.js";
import { AGAIN, Lost, at, panel, post, say, sheet, status } from "./article/asking.js";
import { cut } from "./article/cutting.js";
import { find } from "./article/finding.js";
import { flush, hold, kept, keyOf, later, nameOf, overtaken, pending } from "./article/keeping.js";
import { close, open, restore } from "./article/opening.js";
import { begin, focusOn, grow, take } from "./article/showing.js";

sheet.addEventListener("input", (event) => {
  const form = event.target.closest("form");
  if (!form) return;
  if (nameOf(form)) {
    hold(form);
    later(form);
  }
  if (form.dataset.auto) {
    panel().dataset.touched = "yes";
    const key = panel().dataset.on;
    const words = form.dataset.auto === "words" && at(key)?.querySelector(".words");
    if (words && event.target.matches("textarea[name=text]")) words.textContent = event.target.value;
  }
  if (event.target.matches("textarea[name=text]")) grow(event.target);
  if (event.target.matches("[data-find]")) find(event.target);
});
sheet.addEventListener("change", (event) => {
  const type = event.target.closest("select[data-columns]");
  if (!type) return;
  const data = new FormData(type.form);
  data.set("again", "1");
  take(() => post(data)).then(() => panel()?.querySelector("select[data-columns]")?.focus());
});
sheet.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.id === "send") return sending(event);
  if (!("step" in form.dataset)) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  const data = new FormData(form, event.submitter);
  try {
    clearTimeout(pending.get(form));
    pending.delete(form);
    if (form.keeping) await form.keeping.catch(() => {});
    const seen = form.dataset.auto && form.querySelector("[name=seen]");
    if (seen) data.set("seen", seen.value);
    if (!form.dataset.auto) await flush();
    const answer = await post(data);
    // What was begun comes back in the fields of the answer.
    if (nameOf(form) && (answer.done || (answer.again && form.dataset.keep))) localStorage.removeItem(keyOf(form));
    if (answer.stale && form.dataset.auto) overtaken(form, answer);
    else if (answer.refused && data.get("act")) tell(answer.refused, data);
    else await take(() => answer);
    const again = answer.again && panel()?.querySelector(`form[data-keep="${form.dataset.keep}"]`);
    if (again) later(again);
  } catch (error) {
    say(error.message, true);
    if (nameOf(form)) {
      kept(form, error.message, true);
      hold(form);
      if (error instanceof Lost) later(form, AGAIN);
    }
  } finally {
    delete form.dataset.busy;
  }
});
// What one would take back has something built on it: both go, if that is wanted.
const tell = (words, data) => {
  say(words, true);
  if (!/builds on/.test(words)) return;
  const both = document.createElement("button");
  both.type = "button";
  both.className = "button plain";
  both.textContent = "Take back all of it";
  both.addEventListener("click", () => {
    data.set("along", "1");
    take(() => post(data));
  });
  status.append(" ", both);
  both.focus();
};
const sending = (event) => {
  if (event.target.dataset.flushed || !pending.size) return;
  event.preventDefault();
  event.stopPropagation();
  flush().then(
    () => {
      event.target.dataset.flushed = "yes";
      event.target.requestSubmit();
    },
    (error) => say(error.message, true),
  );
};
sheet.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const link = event.target.closest("a, [data-split]");
  if (!link) return;
  const goes = link.dataset.goes && at(link.dataset.goes);
  if (goes) {
    event.preventDefault();
    goes.scrollIntoView({ block: "center" });
    focusOn(link.dataset.goes);
  } else if (link.matches(".panel-close")) {
    event.preventDefault();
    close();
  } else if (link.matches(".opens, [data-add], [data-open]")) {
    event.preventDefault();
    open(new URL(link.href).search);
  } else if ("split" in link.dataset) {
    cut(link.closest("form").querySelector("textarea"));
  }
});

if (panel()) begin(panel(), panel().dataset.tool);
restore();
