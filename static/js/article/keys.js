// The keys of the page.
import { at, panel, sheet, step, typing } from "./asking.js";
import { cut } from "./cutting.js";
import { close, open } from "./opening.js";
import { focusOn, take } from "./showing.js";

const stops = () => [...sheet.querySelectorAll("#sheet-head h1 .opens, #sheet-blocks .heading .opens, #sheet-blocks .words.opens")];
sheet.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest("#panel")) {
    event.preventDefault();
    event.stopPropagation();
    return void close();
  }
  if (event.key === "Enter" && event.altKey && event.target.matches("#panel textarea[name=text]") && panel().dataset.of === "statement") {
    event.preventDefault();
    return void cut(event.target);
  }
  if (typing(event.target) || event.ctrlKey || event.metaKey) return;
  const on = event.target.closest("[data-of]");
  if (!on || on.id === "panel") return;
  const { key, of } = on.dataset;
  const paragraph = on.closest(".paragraph");
  if (event.altKey) {
    const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (!way || of === "title" || of === "picture") return;
    event.preventDefault();
    const what = event.shiftKey && paragraph ? { of: "event", key: paragraph.dataset.key } : { of, key };
    return void take(() => step({ do: "move", step: way, ...what })).then((answer) => {
      if (answer.done) focusOn(key);
    });
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const all = stops();
    const here = all.indexOf(event.target.closest(".opens"));
    const next = here < 0 ? all.findIndex((one) => on.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) : here + (event.key === "ArrowDown" ? 1 : -1);
    if (all[next]) {
      event.preventDefault();
      all[next].focus();
    }
    return;
  }
  const tool = { c: "cite", d: "date", t: "ask" }[event.key];
  if (tool && of === "statement") {
    event.preventDefault();
    event.stopPropagation();
    return void open(`open=${key}`, tool);
  }
  const within = paragraph?.dataset.section;
  const heading = within ? `add=section&beside=${within}` : `add=section&place=before&at=${paragraph?.dataset.key}`;
  const added = {
    n: of === "statement" && paragraph && `add=statement&event=${paragraph.dataset.key}&beside=${key}`,
    p: paragraph ? `add=event&beside=${paragraph.dataset.key}` : of === "section" ? `add=event&section=${key}` : "add=event",
    h: of === "section" ? `add=section&beside=${key}` : paragraph ? heading : "add=section",
  }[event.key];
  if (added) {
    event.preventDefault();
    event.stopPropagation();
    open(added);
  }
});
