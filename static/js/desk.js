// Keys and live words for the desk; every form works without them.
(() => {
  const typing = (target) => target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");

  // Review: a, r, x give the verdict on the act that has the focus, else on the one in sight; j and k
  // move between acts.
  const acts = [...document.querySelectorAll(".review-page .act")];
  const inSight = () => {
    const focused = document.activeElement && document.activeElement.closest(".review-page .act");
    if (focused) return focused;
    const seen = acts.filter((act) => act.getBoundingClientRect().bottom > innerHeight / 4);
    return seen[0] || acts[acts.length - 1];
  };
  const mark = () => {
    const now = inSight();
    for (const act of acts) act.classList.toggle("is-current", acts.length > 1 && act === now);
  };
  const show = (step) => {
    const at = acts.indexOf(inSight()) + step;
    const act = acts[Math.max(0, Math.min(acts.length - 1, at))];
    act.tabIndex = -1;
    act.focus({ preventScroll: true });
    act.scrollIntoView({ block: "start" });
    mark();
  };
  const choose = (value) => {
    const act = inSight();
    const input = act && act.querySelector(`input[type=radio][value=${value}]`);
    if (!input || input.disabled) return;
    input.checked = true;
    input.focus({ preventScroll: true });
    if (value !== "approve") act.querySelector("textarea").focus();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  if (acts.length) {
    addEventListener("scroll", mark, { passive: true });
    addEventListener("focusin", mark);
    mark();
  }
  addEventListener("keydown", (event) => {
    const form = event.target.closest("form");
    if (event.key === "Enter" && event.ctrlKey && form) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (event.key === "Escape" && typing(event.target)) {
      const act = event.target.closest(".act");
      event.target.blur();
      if (act) {
        act.tabIndex = -1;
        act.focus({ preventScroll: true });
      }
      return;
    }
    if (typing(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    const verdict = { a: "approve", r: "return", x: "reject" }[event.key];
    if (verdict && acts.length) {
      event.preventDefault();
      choose(verdict);
    }
    if (acts.length && (event.key === "j" || event.key === "k")) show(event.key === "j" ? 1 : -1);
    const decide = document.querySelector("#decide [name=decide]");
    if (event.key === "Enter" && decide && !decide.disabled && !event.target.closest("a, button, summary")) {
      event.preventDefault();
      decide.form.requestSubmit(decide);
      return;
    }
    const link = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (link) {
      event.preventDefault();
      const folded = link.closest("details");
      if (folded) folded.open = true;
      if (link.matches("a, button")) link.click();
      else link.focus();
    }
  });

  // A second click sends nothing twice; what opens beside the page may be opened again.
  addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (event.submitter && event.submitter.formTarget === "_blank") return;
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
    const key = event.target.querySelector("[data-far]");
    if (key && event.submitter) follow(event.submitter, key.dataset.far);
  });

  // What takes longer than a moment says how far it is, beside the button that began it.
  const follow = (button, address) => {
    const said = document.createElement("p");
    said.className = "working";
    said.setAttribute("role", "status");
    const bar = document.createElement("progress");
    bar.max = 100;
    const words = document.createElement("span");
    const show = () => said.isConnected || button.after(said);
    // How many is read by nobody aloud: it changes all the time.
    const count = document.createElement("span");
    count.setAttribute("aria-hidden", "true");
    said.append(bar, words, count);
    words.textContent = button.dataset.working || "";
    if (button.dataset.working) show();
    const ask = async () => {
      const asked = fetch(address, { headers: { Accept: "application/json" } });
      const answer = await asked.then((found) => found.json()).catch(() => ({}));
      if (!button.form.dataset.sent) return;
      if (answer.words) {
        show();
        bar.max = answer.total;
        bar.value = answer.done;
        count.textContent = `${answer.done.toLocaleString("en")} of ${answer.total.toLocaleString("en")}`;
        bar.setAttribute("aria-label", answer.words);
        // Each stage is said once; the bar tells the rest.
        if (words.dataset.stage !== answer.words) words.textContent = `${answer.words}…`;
        words.dataset.stage = answer.words;
      }
      setTimeout(ask, 700);
    };
    setTimeout(ask, 700);
  };
  addEventListener("pageshow", () => {
    for (const sent of document.querySelectorAll("form[data-sent]")) delete sent.dataset.sent;
    for (const said of document.querySelectorAll(".working")) said.remove();
  });

  // The button says what it will do; acts that need others are ticked with them.
  const form = document.getElementById("decide");
  if (form) {
    const button = form.querySelector("[data-words]");
    const rest = form.querySelector("[data-rest]");
    const waiting = form.querySelectorAll(".verdict").length;
    for (const keys of form.querySelectorAll(".keys")) keys.hidden = false;
    const words = () => {
      const chosen = [...form.querySelectorAll("input[type=radio]:checked")].map((i) => i.value);
      const said = ["approve", "return", "reject"]
        .map((verb) => [verb, chosen.filter((value) => value === verb).length])
        .filter(([, count]) => count)
        .map(([verb, count]) => `${verb} ${count}`)
        .join(", ");
      if (button) button.textContent = said ? said[0].toUpperCase() + said.slice(1) : "Decide";
      for (const one of form.querySelectorAll("[data-needs-verdict]")) {
        const wanted = one.dataset.needsVerdict;
        one.disabled = !(wanted ? chosen.includes(wanted) : chosen.some(Boolean));
      }
      const others = ["return", "reject"].map((verb) => [verb, chosen.filter((v) => v === verb).length]);
      if (rest && waiting > 1) {
        const kept = others.filter(([, n]) => n).map(([verb, n]) => `, ${verb} ${n}`);
        const left = waiting - others.reduce((sum, [, n]) => sum + n, 0);
        rest.textContent = `${kept.length ? rest.dataset.rest.replace("all", "the rest") : rest.dataset.rest}: ${left} act${left === 1 ? "" : "s"}${kept.join("")}`;
        rest.disabled = !left;
      }
    };
    form.addEventListener("change", (event) => {
      const box = event.target.closest("[data-needs]");
      if (box && event.target.value === "approve" && event.target.checked) {
        for (const act of box.dataset.needs.trim().split(" ")) {
          const needed = form.querySelector(`input[name="verdict-${act}"][value=approve]`);
          if (needed && !needed.disabled) needed.checked = true;
        }
      }
      words();
    });
    words();
  }

  // Review: say that the page is open, and who else has it open. It locks nothing.
  const notice = document.querySelector("[data-reading]");
  if (notice) {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
    const say = async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(notice.dataset.reading, { method: "POST", headers: { "X-CSRFToken": token } });
        if (!answer.ok) return;
        const { others } = await answer.json();
        if (others.join() === notice.dataset.names) return;
        notice.dataset.names = others.join();
        notice.hidden = !others.length;
        notice.textContent = `Being read by ${others.join(" and ")} just now.`;
      } catch {
        // Nothing depends on it.
      }
    };
    say();
    setInterval(say, 30000);
  }

  // A reason from the list goes into the field, where it can be changed.
  for (const list of document.querySelectorAll("select[name^=canned-]")) {
    list.addEventListener("change", () => {
      const field = document.getElementById(list.name.replace("canned", "reason"));
      if (list.value) field.value = [field.value.trim(), list.value].filter(Boolean).join(" ");
      list.value = "";
    });
  }

  // Resolve: show only the way that is chosen.
  const ways = document.querySelectorAll("[data-way]");
  const chooseWay = () => {
    const chosen = document.querySelector("input[name=way]:checked");
    for (const way of ways) way.hidden = chosen && !way.dataset.way.split(" ").includes(chosen.value);
  };
  for (const input of document.querySelectorAll("input[name=way]")) input.addEventListener("change", chooseWay);
  if (ways.length) chooseWay();

  // What of a form may be put in anew by a script: told by the event “replaced”.
  const bind = () => {
  // A work's form: another type shows other fields; one that is filled stays in sight.
  const type = document.querySelector("select[data-columns]");
  if (type) {
    const columns = JSON.parse(type.dataset.columns);
    const within = type.closest("form");
    const shown = within.querySelector(".columns-shown");
    const folded = within.querySelector(".columns-more");
    const more = folded.querySelector(".columns") || folded.querySelector("details") || folded;
    const row = (name) => within.querySelector(`[data-column="${name}"], .form-row.field-${name}`);
    const names = [...new Set(Object.values(columns).flat())];
    type.addEventListener("change", () => {
      const first = columns[type.value] || [];
      for (const name of first.slice(1)) if (row(name)) shown.append(row(name));
      for (const name of names) {
        const field = row(name);
        if (!field || first.includes(name) || !shown.contains(field)) continue;
        if ([...field.querySelectorAll("input, textarea")].some((input) => input.value)) shown.append(field);
        else more.append(field);
      }
    });
  }

  // Resolve: sources found while typing.
  const finder = document.querySelector("[data-finder]");
  if (finder) {
    const list = document.getElementById("found-sources");
    const chosen = document.getElementById("id_source");
    let timer;
    finder.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const answer = await fetch(`${finder.dataset.finder}?q=${encodeURIComponent(finder.value)}`);
        if (!answer.ok) return;
        const { sources, said } = await answer.json();
        list.replaceChildren(
          ...sources.map((source) => {
            const item = document.createElement("li");
            const button = document.createElement("button");
            button.type = "button";
            button.className = "button";
            button.textContent = "Use";
            button.addEventListener("click", () => {
              chosen.value = source.id;
              for (const other of document.querySelectorAll("input[type=radio][name=source]")) other.checked = false;
              chosen.dispatchEvent(new Event("input", { bubbles: true }));
              finder.value = source.words;
              list.replaceChildren();
              document.getElementById("id_locator").focus();
            });
            item.append(button, ` ${source.words}`);
            return item;
          }),
        );
        if (said) list.append(Object.assign(document.createElement("li"), { textContent: said, className: "quiet" }));
        if (!said && !sources.length && finder.value.trim().length > 1) list.textContent = "Nothing found with these words: enter a new one below.";
      }, 200);
    });
  }
  };
  bind();
  addEventListener("replaced", bind);

  // Every key that works here, on asking.
  const keys = () => {
    const told = [...document.querySelectorAll("[data-key]")].filter((one) => one.offsetParent || one.closest("details"));
    const rows = told.map((one) => [one.dataset.key, one.dataset.says || one.getAttribute("aria-label") || one.labels?.[0]?.textContent || one.textContent]);
    const more = document.querySelector("template[data-keys]");
    if (more) for (const row of more.content.querySelectorAll("li")) rows.push([row.dataset.keys, row.textContent]);
    if (document.querySelector("form[method=post]")) rows.push(["Ctrl Enter", "send the form"]);
    rows.push(["?", "these keys"], ["Esc", "close"]);
    const box = document.createElement("dialog");
    box.className = "all-keys desk";
    box.setAttribute("aria-label", "Keys");
    const list = document.createElement("dl");
    for (const [key, words] of rows) {
      const name = document.createElement("dt");
      for (const part of key.split(" ")) name.append(Object.assign(document.createElement("kbd"), { textContent: part }), " ");
      const said = words.replace(/\s+/g, " ").trim().replace(new RegExp(`\\s${key.replace(/\W/g, "\\$&")}$`), "");
      list.append(name, Object.assign(document.createElement("dd"), { textContent: said }));
    }
    const close = Object.assign(document.createElement("button"), { textContent: "Close", className: "button", type: "button" });
    close.addEventListener("click", () => box.close());
    box.append(Object.assign(document.createElement("h2"), { textContent: "Keys" }), list, close);
    box.addEventListener("close", () => box.remove());
    document.body.append(box);
    box.showModal();
  };
  addEventListener("keydown", (event) => {
    if (event.key !== "?" || typing(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    keys();
  });
})();
