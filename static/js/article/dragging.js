// Paragraphs, statements and headings are dragged to their place.
import { blocks, say, sheet, step } from "./asking.js";
import { flush } from "./keeping.js";
import { take } from "./showing.js";

let dragged = null;
const clear = () => {
  for (const one of sheet.querySelectorAll(".drop-before, .drop-after")) one.classList.remove("drop-before", "drop-after");
};
const target = (event) => {
  const on = event.target.closest(`[data-of="${dragged.of}"]`) || (dragged.of === "event" ? event.target.closest("[data-of=section], .paragraph") : null);
  return on && on.dataset.key !== dragged.key && blocks.contains(on) ? on : null;
};
const isBefore = (on, event) => {
  if (on.dataset.of === "section" && dragged.of === "event") return false;
  const box = on.getBoundingClientRect();
  if (dragged.of === "statement" && on.getClientRects().length === 1) return event.clientX < box.left + box.width / 2;
  return event.clientY < box.top + box.height / 2;
};
sheet.addEventListener("dragstart", (event) => {
  const on = event.target.closest?.(".opens")?.closest("[data-of]");
  if (!on || !blocks.contains(on)) return;
  dragged = { key: on.dataset.key, of: on.dataset.of };
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", on.textContent.trim());
  on.classList.add("is-dragged");
});
sheet.addEventListener("dragover", (event) => {
  const on = dragged && target(event);
  clear();
  if (!on) return;
  event.preventDefault();
  on.classList.add(isBefore(on, event) ? "drop-before" : "drop-after");
});
sheet.addEventListener("drop", (event) => {
  const on = dragged && target(event);
  if (!on) return;
  event.preventDefault();
  const { key, of } = dragged;
  const place = isBefore(on, event) ? "before" : "after";
  flush().then(
    () => take(() => step({ do: "move", of, key, beside: on.dataset.key, place })),
    (error) => say(error.message, true),
  );
});
sheet.addEventListener("dragend", () => {
  clear();
  for (const one of sheet.querySelectorAll(".is-dragged")) one.classList.remove("is-dragged");
  dragged = null;
});
