// Works that are found while one types.
import { fetched, say, works } from "./asking.js";
import { hold, later } from "./keeping.js";

let looking;
export const find = (field) => {
  clearTimeout(looking);
  looking = setTimeout(async () => {
    const list = field.form.querySelector("[data-found]");
    const chosen = field.form.querySelector("[name=source][type=hidden]");
    let answer;
    try {
      answer = await fetched(`${works}?q=${encodeURIComponent(field.value)}`);
    } catch (error) {
      return say(error.message, true);
    }
    chosen.value = "";
    chosen.disabled = false;
    field.form.querySelector(".matches")?.remove();
    list.replaceChildren(
      ...answer.sources.map((source) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button plain";
        button.textContent = "Use";
        button.setAttribute("aria-label", `Use ${source.words}`);
        button.addEventListener("click", () => {
          chosen.value = source.id;
          field.value = source.words;
          list.replaceChildren();
          hold(field.form);
          later(field.form);
          field.form.querySelector("[name=locator]").focus();
        });
        item.append(button, ` ${source.words}`);
        return item;
      }),
    );
    if (answer.said) list.append(Object.assign(document.createElement("li"), { textContent: answer.said, className: "quiet" }));
    if (!answer.said && !answer.sources.length && field.value.trim().length > 1) list.textContent = "Nothing found with these words: enter a new one below.";
  }, 200);
};
