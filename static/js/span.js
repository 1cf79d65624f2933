// A request on some words: the statement in a field that keeps its words, in which they are marked by
// mouse or by Shift and the arrows (browsers give a read-only field no caret). Without scripts they are copied into the field "Only these words".
(() => {
  const field = document.querySelector(".span-field");
  if (!field) return;
  const only = field.querySelector("textarea");
  const near = field.querySelector("[name=near]");
  const words = document.createElement("textarea");
  const label = document.createElement("label");
  const said = document.createElement("p");
  words.id = "span-words";
  words.setAttribute("aria-readonly", "true");
  words.inputMode = "none";
  words.rows = 4;
  words.dir = "auto";
  words.value = field.dataset.words;
  label.htmlFor = words.id;
  label.textContent = "Mark the words that you ask about, or leave them unmarked to ask of all";
  said.className = "help";
  said.setAttribute("aria-live", "polite");
  const tell = () => {
    said.textContent = only.value ? `Asked of these words alone: “${only.value}”` : "";
  };
  let isMarked = false;
  const take = () => {
    const isEmpty = words.selectionStart === words.selectionEnd;
    if (isEmpty && !isMarked) return; // What was typed below stands.
    isMarked = !isEmpty;
    const chosen = words.value.slice(words.selectionStart, words.selectionEnd);
    const inner = chosen.trim();
    only.value = inner === words.value.trim() ? "" : inner;
    near.value = only.value ? words.selectionStart + chosen.indexOf(inner) : "";
    tell();
  };
  for (const event of ["select", "keyup", "pointerup"]) words.addEventListener(event, take);
  words.addEventListener("beforeinput", (event) => event.preventDefault());
  only.addEventListener("input", () => {
    near.value = "";
    tell();
  });
  field.prepend(label, words, said);
  tell();
})();
