// Words are kept while they are typed; what can't be sent stays in this browser.
import { AGAIN, Lost, PAUSE, PREFIX, made, post, setTray, sheet } from "./asking.js";

export const pending = new Map(); // form: the timer of its next sending
export const nameOf = (form) => form.dataset.auto || form.dataset.keep;
export const keyOf = (form) => PREFIX + nameOf(form) + " " + form.querySelector("[name=key]").value;
const typed = (form) => [...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "once", "seen"].includes(name));
export const hold = (form) => {
  try {
    localStorage.setItem(keyOf(form), JSON.stringify(typed(form)));
  } catch {
    // Nothing is held where the browser keeps nothing.
  }
};
export const kept = (form, words, isBad = false) => {
  const place = form.querySelector("[data-kept]");
  if (!place) return;
  place.textContent = words;
  place.classList.toggle("is-bad", isBad);
};
export const later = (form, wait = PAUSE) => {
  clearTimeout(pending.get(form));
  pending.set(form, setTimeout(() => keep(form).catch(() => {}), wait));
};
const isEmpty = (form) => {
  const first = form.querySelector("textarea, input:not([type=hidden])");
  return first && !first.value.trim();
};
const keep = async (form) => {
  if (form.keeping) {
    await form.keeping.catch(() => {});
    if (!pending.has(form)) return;
  }
  clearTimeout(pending.get(form));
  pending.delete(form);
  if (form.dataset.auto && isEmpty(form)) return;
  form.keeping = (form.dataset.auto ? send : begun)(form).finally(() => {
    form.keeping = null;
  });
  await form.keeping;
};
// What of a form is sent while it is filled: words become a draft, what is begun is only kept.
const soFar = (form) => {
  const data = new FormData(form);
  data.delete("once");
  data.set("auto", "1");
  if (form.dataset.keep) {
    data.set("do", "typed");
    data.set("tool", form.dataset.keep);
  }
  return data;
};
const begun = async (form) => {
  const before = JSON.stringify(typed(form));
  kept(form, "Keeping…");
  let answer;
  try {
    answer = await post(soFar(form));
  } catch (error) {
    kept(form, error.message, true);
    if (error instanceof Lost) later(form, AGAIN);
    throw error;
  }
  if (answer.refused) return kept(form, answer.refused, true);
  kept(form, answer.at ? "Kept: you can go on with it on another device." : "");
  if (before === JSON.stringify(typed(form))) localStorage.removeItem(keyOf(form));
};
const send = async (form) => {
  const data = soFar(form);
  if (form.querySelector("[name=statement]")) data.set("written", data.get("statement"));
  data.set("of", data.get("of") || "statement");
  const before = JSON.stringify(typed(form));
  kept(form, "Keeping…");
  let answer;
  try {
    answer = await post(data);
  } catch (error) {
    kept(form, error.message, true);
    if (error instanceof Lost) later(form, AGAIN);
    throw error;
  }
  if (answer.kept) {
    const seen = form.querySelector("[name=seen]");
    if (seen) seen.value = answer.seen;
    const field = form.querySelector("textarea[name=text]");
    if (field && form.querySelector(".marks input:checked")) {
      if (before === JSON.stringify(typed(form))) field.value = answer.text;
      if (form.querySelector(".asks")?.contains(document.activeElement)) field.focus();
      form.querySelector(".asks")?.remove();
    }
    setTray(answer.tray);
    kept(form, "Kept as a draft");
    if (before === JSON.stringify(typed(form)) || !pending.has(form)) localStorage.removeItem(keyOf(form));
    return;
  }
  if (answer.stale) {
    overtaken(form, answer);
    throw new Error(answer.refused);
  }
  if (answer.asks) question(form, answer.asks);
  const why = answer.refused || form.querySelector(".errorlist")?.textContent || made(answer.panel || "<p></p>").querySelector(".errorlist")?.textContent;
  kept(form, why ? `Not kept yet: ${why}` : "Not kept yet", true);
  throw new Error(why || "Not kept yet.");
};
// What is asked of the words stands below them; the field stays in the hands.
const question = (form, html) => {
  const asked = document.createElement("div");
  asked.innerHTML = html;
  const parts = asked.querySelectorAll(".errorlist, .marks");
  form.querySelector(".asks")?.remove();
  if (!parts.length) return;
  const place = document.createElement("div");
  place.className = "asks";
  place.append(...parts);
  form.querySelector("[data-asks]").append(place);
};
export const overtaken = (form, answer) => {
  form.querySelector(".overtaken")?.remove();
  const box = document.createElement("div");
  box.className = "clash overtaken";
  box.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = "This has changed since you opened it, here or on the published page. It reads now:";
  const now = document.createElement("blockquote");
  now.textContent = answer.text;
  const over = document.createElement("button");
  const theirs = document.createElement("button");
  for (const [button, said] of [[over, "Keep mine over it"], [theirs, "Take what it reads now"]]) {
    button.type = "button";
    button.className = "button plain";
    button.textContent = said;
  }
  const settle = () => {
    form.querySelector("[name=seen]").value = answer.seen;
    box.remove();
  };
  over.addEventListener("click", () => {
    settle();
    later(form, 0);
  });
  theirs.addEventListener("click", () => {
    settle();
    const field = form.querySelector("textarea[name=text]");
    if (field) field.value = answer.text;
    localStorage.removeItem(keyOf(form));
    kept(form, "");
    field?.focus();
  });
  box.append(words, ...(answer.text ? [now] : []), over, theirs);
  form.prepend(box);
  kept(form, "Not kept yet: see above", true);
};
export const flush = async () => {
  for (const form of [...pending.keys()]) {
    if (form.isConnected) await keep(form);
    else pending.delete(form);
  }
  for (const form of sheet.querySelectorAll("form[data-auto], form[data-keep]")) if (form.keeping) await form.keeping;
};
addEventListener("online", () => {
  for (const form of pending.keys()) later(form, 0);
});
addEventListener("pagehide", () => {
  for (const form of pending.keys()) {
    if (!form.isConnected || (form.dataset.auto && isEmpty(form))) continue;
    post(soFar(form), { keepalive: true }).catch(() => {});
  }
});

// What was begun and never came through is put back when its panel opens, and sent.
export const refill = (form) => {
  const held = localStorage.getItem(keyOf(form));
  if (!held || form.querySelector(".errorlist")) return;
  fill(form, JSON.parse(held));
  later(form, 0);
};
export const fill = (form, pairs) => {
  for (const [name, value] of pairs) {
    const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    const field = fields.find((one) => !["radio", "checkbox"].includes(one.type));
    if (field && !["do", "at", "once", "open"].includes(name)) field.value = value;
  }
};
