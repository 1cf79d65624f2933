// What the server is asked, and the places of the page that are spoken of.

export const sheet = document.getElementById("sheet");
export const { url, works } = sheet.dataset;
const token = sheet.querySelector("#take-back [name=csrfmiddlewaretoken]").value;
export const status = document.getElementById("sheet-status");
export const blocks = document.getElementById("sheet-blocks");
export const tray = document.getElementById("tray");
export const PAUSE = 700;
export const AGAIN = 3000;
export const PREFIX = `attested-desk ${url} `;
const LOST = "No connection. Your words are kept in this browser, and go on when it is back.";
const OUT = "You are signed out. Your words are kept in this browser: sign in in another tab, and go on here.";

export const say = (words, isBad = false) => {
  status.textContent = words;
  status.classList.toggle("is-bad", isBad);
};
export const panel = () => document.getElementById("panel");
export const at = (key) => document.getElementById(`k-${key}`);
export const opener = (key) => at(key)?.querySelector(":scope > .opens, .words.opens, .opens");
export const typing = (target) => target.closest("input:not([type=radio]):not([type=checkbox]):not([type=hidden]), textarea, select");

export class Lost extends Error {}
export const fetched = async (address, options) => {
  let answer;
  try {
    answer = await fetch(address, { ...options, headers: { Accept: "application/json", "X-CSRFToken": token } });
  } catch {
    throw new Lost(LOST);
  }
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  if (!isJson && answer.redirected) throw new Lost(OUT);
  if (!isJson) throw new Error("That was not taken. What you typed is still here.");
  return answer.json();
};
const have = () => [...blocks.children].filter((b) => b.dataset.digest).map((b) => `${b.dataset.block}:${b.dataset.digest}`).join(",");
export const post = (data, options = {}) => {
  if (!data.get("at")) data.set("at", sheet.dataset.here);
  if (!data.has("auto")) data.set("have", have());
  return fetched(url, { method: "POST", body: data, ...options });
};
export const step = (fields) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return post(data);
};

export const made = (html) => {
  const held = document.createElement("template");
  held.innerHTML = html.trim();
  return held.content.firstElementChild;
};
export const setTray = (html) => {
  const left = new Set([...tray.querySelectorAll("[name=act][type=checkbox]:not(:checked)")].map((box) => box.value));
  tray.innerHTML = html;
  const boxes = tray.querySelectorAll("[name=act][type=checkbox]");
  for (const box of boxes) if (left.has(box.value)) box.checked = false;
  sheet.querySelector(".tray-send").hidden = !boxes.length;
};
