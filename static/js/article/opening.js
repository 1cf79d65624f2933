// Panels are opened and closed, and words that never came through put back into theirs.
import { PREFIX, at, fetched, opener, panel, say, sheet, step, url } from "./asking.js";
import { fill, flush, later } from "./keeping.js";
import { focusOn, setPanel, take } from "./showing.js";

export const open = async (query, tool = "") => {
  try {
    await flush();
    const asked = new URLSearchParams(query);
    if (!asked.get("at") && sheet.dataset.here) asked.set("at", sheet.dataset.here);
    asked.set("panel", "1");
    const answer = await fetched(`${url}?${asked}`);
    if (!answer.panel) return say("It is no longer there: load the page anew.", true);
    say("");
    setPanel(answer, tool);
  } catch (error) {
    say(error.message, true);
  }
};
export const close = async () => {
  const open = panel();
  if (!open) return;
  const key = open.dataset.on || open.querySelector("[name=statement]")?.value || open.querySelector("[name=key]")?.value || "";
  const back = open.dataset.on || open.querySelector("[name=beside]")?.value || "";
  const isKept = await flush().then(() => true, (error) => say(error.message, true));
  if (!isKept) return;
  open.remove();
  at(key)?.classList.remove("is-lit");
  if (open.dataset.touched) await take(() => step({ do: "look", key }));
  focusOn(opener(key) ? key : back);
};

// Words that never came through: they are put back where they belong, and sent.
export const restore = async () => {
  const held = Object.keys(localStorage).find((key) => key.startsWith(PREFIX) && /^(words|add-|event|section|picture|title|cite|date|ask)/.test(key.slice(PREFIX.length)));
  if (!held || panel()?.querySelector("form[data-auto]")?.dataset.restored) return;
  const pairs = JSON.parse(localStorage.getItem(held));
  const known = Object.fromEntries(pairs);
  const [name] = held.slice(PREFIX.length).split(" ");
  const query = known.add ? { add: known.add, event: known.event || "", beside: known.beside || "", section: known.section || "", place: known.place || "", cut: known.cut || "" } : { open: known.key };
  await open(new URLSearchParams(Object.entries(query).filter(([, value]) => value)), name);
  const form = panel()?.querySelector(`form[data-auto="${name}"], form[data-keep="${name}"]`);
  if (!form) return localStorage.removeItem(held);
  fill(form, pairs);
  form.dataset.restored = "yes";
  say("These words were not kept yet when you left: they are back.");
  later(form, 0);
};
