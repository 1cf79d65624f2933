// Suggestions below a search field, as ARIA's combobox has them; the form works without.
(() => {
  const WAIT = 150;

  const suggest = (field) => {
    const list = document.createElement("ul");
    list.id = `${field.id}-suggestions`;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    field.parentElement.append(list);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    })) field.setAttribute(name, value);

    let chosen = -1, timer, asking, shown = "";

    const close = () => {
      clearTimeout(timer);
      asking?.abort();
      list.hidden = true;
      chosen = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };

    const choose = (number) => {
      const options = [...list.children];
      chosen = (number + options.length + 1) % (options.length + 1);
      options.forEach((option, n) => option.setAttribute("aria-selected", String(n === chosen)));
      const option = options[chosen];
      if (option) {
        field.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      } else field.removeAttribute("aria-activedescendant");
    };

    const show = ([, texts, whats, addresses]) => {
      list.replaceChildren(...texts.map((text, n) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${n}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const words = document.createElement("bdi");
        words.textContent = text;
        const what = document.createElement("span");
        what.textContent = whats[n];
        option.append(words, " ", what);
        // Before the field loses its focus.
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => location.assign(addresses[n]));
        return option;
      }));
      chosen = -1;
      list.hidden = !texts.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
    };

    const ask = async () => {
      const words = field.value.trim();
      asking?.abort();
      if (words.length < 3) return close();
      asking = new AbortController();
      try {
        const answer = await fetch(`${field.dataset.suggests}?q=${encodeURIComponent(words)}`, { signal: asking.signal });
        if (answer.ok) show(await answer.json());
        shown = words;
      } catch {
        // Another letter came, or the connection went: the form is there.
      }
    };

    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    field.addEventListener("blur", close);
    field.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" && list.hidden && field.value.trim() === shown && list.children.length) {
        list.hidden = false;
        field.setAttribute("aria-expanded", "true");
      }
      if (list.hidden) return;
      if (event.key === "ArrowDown") choose(chosen + 1);
      else if (event.key === "ArrowUp") choose(chosen === -1 ? list.children.length - 1 : chosen - 1);
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" && list.children[chosen]) list.children[chosen].click();
      else return;
      event.preventDefault();
    });
  };

  document.querySelectorAll("[data-suggests]").forEach(suggest);
})();
