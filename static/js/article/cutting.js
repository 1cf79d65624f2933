// Splits at the caret, or around the marked words. Where something hangs on the statement, it is
// asked first with which part that goes.
import { panel, say, step } from "./asking.js";
import { flush } from "./keeping.js";
import { take } from "./showing.js";

export const cut = async (field) => {
  const split = panel().querySelector("[data-tool-of=split]");
  const first = field.value.slice(0, field.selectionStart);
  const marked = field.value.slice(field.selectionStart, field.selectionEnd);
  try {
    await flush();
  } catch (error) {
    return say(error.message, true);
  }
  const key = panel().dataset.on;
  const selects = split.querySelectorAll("select");
  if (!selects.length) return void take(() => step({ do: "split", key, open: key, first, marked }));
  split.open = true;
  split.querySelector("[name=first]").value = first;
  split.querySelector("[name=marked]").value = marked;
  for (const select of selects) if (marked && select.querySelector("[data-with-marked]")) select.value = "marked";
  selects[0].focus();
  say(marked ? `“${marked.trim()}” becomes a statement of its own: choose what goes with it.` : "Choose what goes with the second part.");
};
