// Putting an answer on the page, and a panel.
import { at, blocks, made, opener, panel, say, setTray, sheet, tray } from "./asking.js";
import { refill } from "./keeping.js";

const put = (answer) => {
  document.getElementById("sheet-empty")?.remove();
  const open = panel();
  if (open) open.remove();
  const held = new Map([...blocks.children].map((block) => [block.dataset.block, block]));
  let last = null;
  for (const key of answer.order) {
    let block = held.get(key);
    held.delete(key);
    if (answer.blocks[key]) {
      const fresh = made(answer.blocks[key]);
      if (block) block.replaceWith(fresh);
      block = fresh;
    }
    if (!block) continue;
    const place = last ? last.nextElementSibling : blocks.firstElementChild;
    if (place !== block) blocks.insertBefore(block, place);
    last = block;
  }
  for (const gone of held.values()) gone.remove();
  const details = sheet.querySelector(".sheet-contents");
  const wasOpen = details && details.open;
  document.getElementById("sheet-head").innerHTML = answer.head;
  if (wasOpen && sheet.querySelector(".sheet-contents")) sheet.querySelector(".sheet-contents").open = true;
  document.getElementById("sheet-rest").innerHTML = answer.rest;
  setTray(answer.tray);
  say(answer.said || "");
  if (answer.panel) setPanel(answer);
  else if (answer.focus) focusOn(answer.focus);
  else if (document.activeElement === document.body) {
    // What had the focus is gone.
    (tray.querySelector("button") || sheet.querySelector(".opens"))?.focus({ preventScroll: true });
  }
};
export const focusOn = (key) => {
  const link = opener(key) || blocks.querySelector(".opens") || sheet.querySelector(".opens");
  if (link) link.focus();
};
export const setPanel = (answer, tool = "") => {
  panel()?.remove();
  for (const lit of sheet.querySelectorAll(".is-lit")) lit.classList.remove("is-lit");
  const fresh = made(answer.panel);
  const block = blocks.querySelector(`[data-block="${answer.on}"]`);
  if (answer.on === "top") document.getElementById("sheet-panel-top").append(fresh);
  else if (!block) document.getElementById("sheet-panel-end").append(fresh);
  else if (answer.before) block.before(fresh);
  else block.after(fresh);
  begin(fresh, tool || fresh.dataset.tool);
};
export const grow = (field) => {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
};
export const begin = (fresh, tool) => {
  for (const field of fresh.querySelectorAll("textarea[name=text]")) grow(field);
  at(fresh.dataset.on)?.classList.add("is-lit");
  const split = fresh.querySelector("[data-split]");
  if (split) split.hidden = false;
  for (const form of fresh.querySelectorAll("form[data-keep]")) refill(form);
  const opened = tool && fresh.querySelector(`[data-tool-of="${tool}"]`);
  if (opened) opened.open = true;
  const into = opened || fresh;
  const bad = into.querySelector(".errorlist ~ :is(input, textarea, select):not([type=hidden]), .errorlist ~ .marked :is(textarea), .marks input");
  const first = bad || into.querySelector(":is(input, textarea, select):not([type=hidden]):not([disabled])");
  if (!first) return;
  first.focus({ preventScroll: true });
  if (first.matches("textarea")) first.setSelectionRange(first.value.length, first.value.length);
  fresh.scrollIntoView({ block: "nearest" });
};

export const take = async (asking) => {
  try {
    const answer = await asking();
    if (answer.done) put(answer);
    else if (answer.refused) say(answer.refused, true);
    else if (answer.again) {
      if (answer.panel) {
        const old = panel();
        const fresh = made(answer.panel);
        if (old) old.replaceWith(fresh);
        begin(fresh, fresh.dataset.tool);
      }
      say(answer.said || "", true);
    }
    return answer;
  } catch (error) {
    say(error.message, true);
    return {};
  }
};
