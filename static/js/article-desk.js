// The article on the desk. Every link and form of the page works without this: here they are answered
// in place, words are kept while they are typed, and what can't be sent stays in this browser.
(() => {
  const sheet = document.getElementById("sheet");
  if (!sheet) return;
  const { url, works } = sheet.dataset;
  const token = sheet.querySelector("#take-back [name=csrfmiddlewaretoken]").value;
  const status = document.getElementById("sheet-status");
  const blocks = document.getElementById("sheet-blocks");
  const tray = document.getElementById("tray");
  const PAUSE = 700;
  const AGAIN = 3000;
  const PREFIX = `attested-desk ${url} `;
  const LOST = "No connection. Your words are kept in this browser, and go on when it is back.";
  const OUT = "You are signed out. Your words are kept in this browser: sign in in another tab, and go on here.";

  const say = (words, isBad = false) => {
    status.textContent = words;
    status.classList.toggle("is-bad", isBad);
  };
  const panel = () => document.getElementById("panel");
  const at = (key) => document.getElementById(`k-${key}`);
  const opener = (key) => at(key)?.querySelector(":scope > .opens, .words.opens, .opens");
  const typing = (target) => target.closest("input:not([type=radio]):not([type=checkbox]):not([type=hidden]), textarea, select");

  // Asking the server.

  class Lost extends Error {}
  const fetched = async (address, options) => {
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
  const post = (data, options = {}) => {
    if (!data.get("at")) data.set("at", sheet.dataset.here);
    if (!data.has("auto")) data.set("have", have());
    return fetched(url, { method: "POST", body: data, ...options });
  };
  const step = (fields) => {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    return post(data);
  };

  // Putting an answer on the page.

  const made = (html) => {
    const held = document.createElement("template");
    held.innerHTML = html.trim();
    return held.content.firstElementChild;
  };
  const setTray = (html) => {
    const left = new Set([...tray.querySelectorAll("[name=act][type=checkbox]:not(:checked)")].map((box) => box.value));
    tray.innerHTML = html;
    const boxes = tray.querySelectorAll("[name=act][type=checkbox]");
    for (const box of boxes) if (left.has(box.value)) box.checked = false;
    sheet.querySelector(".tray-send").hidden = !boxes.length;
  };
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
  const focusOn = (key) => {
    const link = opener(key) || blocks.querySelector(".opens") || sheet.querySelector(".opens");
    if (link) link.focus();
  };
  const setPanel = (answer, tool = "") => {
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
  const grow = (field) => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  };
  const begin = (fresh, tool) => {
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

  // Opening and closing.

  const open = async (query, tool = "") => {
    try {
      await flush();
      const asked = new URLSearchParams(query);
      if (!asked.get("at") && sheet.dataset.here) asked.set("at", sheet.dataset.here);
      asked.set("panel", "1");
      const answer = await fetched(`${url}?${asked}`);
      if (!answer.panel) return say("It is no longer there: load the page anew.", true);
      say("");
      setPanel(answer, tool);
    } catch (error) {
      say(error.message, true);
    }
  };
  const close = async () => {
    const open = panel();
    if (!open) return;
    const key = open.dataset.on || open.querySelector("[name=statement]")?.value || open.querySelector("[name=key]")?.value || "";
    const back = open.dataset.on || open.querySelector("[name=beside]")?.value || "";
    const isKept = await flush().then(() => true, (error) => say(error.message, true));
    if (!isKept) return;
    open.remove();
    at(key)?.classList.remove("is-lit");
    if (open.dataset.touched) await take(() => step({ do: "look", key }));
    focusOn(opener(key) ? key : back);
  };
  const take = async (asking) => {
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

  // Keeping words while they are typed.

  const pending = new Map(); // form: the timer of its next sending
  const keyOf = (form) => PREFIX + form.dataset.auto + " " + form.querySelector("[name=key]").value;
  const typed = (form) => [...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "once", "seen"].includes(name));
  const hold = (form) => {
    try {
      localStorage.setItem(keyOf(form), JSON.stringify(typed(form)));
    } catch {
      // Nothing is held where the browser keeps nothing.
    }
  };
  const kept = (form, words, isBad = false) => {
    const place = form.querySelector("[data-kept]");
    if (!place) return;
    place.textContent = words;
    place.classList.toggle("is-bad", isBad);
  };
  const later = (form, wait = PAUSE) => {
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
    if (isEmpty(form)) return;
    form.keeping = send(form).finally(() => {
      form.keeping = null;
    });
    await form.keeping;
  };
  const send = async (form) => {
    const data = new FormData(form);
    data.set("auto", "1");
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
  const overtaken = (form, answer) => {
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
  const flush = async () => {
    for (const form of [...pending.keys()]) {
      if (form.isConnected) await keep(form);
      else pending.delete(form);
    }
    for (const form of sheet.querySelectorAll("form[data-auto]")) if (form.keeping) await form.keeping;
  };
  addEventListener("online", () => {
    for (const form of pending.keys()) later(form, 0);
  });
  addEventListener("pagehide", () => {
    for (const form of pending.keys()) {
      if (!form.isConnected || isEmpty(form)) continue;
      const data = new FormData(form);
      data.set("auto", "1");
      post(data, { keepalive: true }).catch(() => {});
    }
  });

  // Other forms of a panel: what is typed stays in this browser until it is sent.
  const refill = (form) => {
    const held = localStorage.getItem(PREFIX + form.dataset.keep + " " + form.querySelector("[name=key]").value);
    if (!held || form.querySelector(".errorlist, .matches, .note")) return;
    fill(form, JSON.parse(held));
  };
  const fill = (form, pairs) => {
    for (const [name, value] of pairs) {
      const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
      const field = fields.find((one) => !["radio", "checkbox"].includes(one.type));
      if (field && !["do", "at", "once", "open"].includes(name)) field.value = value;
    }
  };
  // Words that never came through: they are put back where they belong, and sent.
  const restore = async () => {
    const held = Object.keys(localStorage).find((key) => key.startsWith(PREFIX) && /^(words|add-|event|section|picture|title)/.test(key.slice(PREFIX.length)));
    if (!held || panel()?.querySelector("form[data-auto]")?.dataset.restored) return;
    const pairs = JSON.parse(localStorage.getItem(held));
    const known = Object.fromEntries(pairs);
    const query = known.add ? { add: known.add, event: known.event || "", beside: known.beside || "", section: known.section || "", place: known.place || "", cut: known.cut || "" } : { open: known.key };
    await open(new URLSearchParams(Object.entries(query).filter(([, value]) => value)));
    const form = panel()?.querySelector("form[data-auto]");
    if (!form) return localStorage.removeItem(held);
    fill(form, pairs);
    form.dataset.restored = "yes";
    say("These words were not kept yet when you left: they are back.");
    later(form, 0);
  };

  // What is done.

  sheet.addEventListener("input", (event) => {
    const form = event.target.closest("form");
    if (!form) return;
    if (form.dataset.auto) {
      panel().dataset.touched = "yes";
      hold(form);
      later(form);
      const key = panel().dataset.on;
      const words = form.dataset.auto === "words" && at(key)?.querySelector(".words");
      if (words && event.target.matches("textarea[name=text]")) words.textContent = event.target.value;
    } else if (form.dataset.keep) {
      localStorage.setItem(PREFIX + form.dataset.keep + " " + form.querySelector("[name=key]").value, JSON.stringify(typed(form)));
    }
    if (event.target.matches("textarea[name=text]")) grow(event.target);
    if (event.target.matches("[data-find]")) find(event.target);
  });
  sheet.addEventListener("change", (event) => {
    const type = event.target.closest("select[data-columns]");
    if (!type) return;
    const data = new FormData(type.form);
    data.set("again", "1");
    take(() => post(data)).then(() => panel()?.querySelector("select[data-columns]")?.focus());
  });
  sheet.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.id === "send") return sending(event);
    if (!("step" in form.dataset)) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    const data = new FormData(form, event.submitter);
    try {
      if (form.dataset.auto) {
        clearTimeout(pending.get(form));
        pending.delete(form);
        if (form.keeping) await form.keeping.catch(() => {});
        const seen = form.querySelector("[name=seen]");
        if (seen) data.set("seen", seen.value);
      } else {
        await flush();
      }
      const answer = await post(data);
      if (answer.done) {
        for (const name of [form.dataset.auto, form.dataset.keep]) {
          if (name) localStorage.removeItem(PREFIX + name + " " + data.get("key"));
        }
      }
      if (answer.stale && form.dataset.auto) overtaken(form, answer);
      else if (answer.refused && data.get("act")) tell(answer.refused, data);
      else await take(() => answer);
    } catch (error) {
      say(error.message, true);
      if (form.dataset.auto) {
        kept(form, error.message, true);
        hold(form);
        if (error instanceof Lost) later(form, AGAIN);
      }
    } finally {
      delete form.dataset.busy;
    }
  });
  // What one would take back has something built on it: both go, if that is wanted.
  const tell = (words, data) => {
    say(words, true);
    if (!/builds on/.test(words)) return;
    const both = document.createElement("button");
    both.type = "button";
    both.className = "button plain";
    both.textContent = "Take back all of it";
    both.addEventListener("click", () => {
      data.set("along", "1");
      take(() => post(data));
    });
    status.append(" ", both);
    both.focus();
  };
  const sending = (event) => {
    if (event.target.dataset.flushed || !pending.size) return;
    event.preventDefault();
    event.stopPropagation();
    flush().then(
      () => {
        event.target.dataset.flushed = "yes";
        event.target.requestSubmit();
      },
      (error) => say(error.message, true),
    );
  };
  sheet.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest("a, [data-split]");
    if (!link) return;
    const goes = link.dataset.goes && at(link.dataset.goes);
    if (goes) {
      event.preventDefault();
      goes.scrollIntoView({ block: "center" });
      focusOn(link.dataset.goes);
    } else if (link.matches(".panel-close")) {
      event.preventDefault();
      close();
    } else if (link.matches(".opens, [data-add], [data-open]")) {
      event.preventDefault();
      open(new URL(link.href).search);
    } else if ("split" in link.dataset) {
      cut(link.closest("form").querySelector("textarea"));
    }
  });

  // Splits at the caret, or around the marked words. Where something hangs on the statement, it is
  // asked first with which part that goes.
  const cut = async (field) => {
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

  // Works that are found while one types.
  let looking;
  const find = (field) => {
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

  // Keys.

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

  // Dragging.

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

  if (panel()) begin(panel(), panel().dataset.tool);
  restore();
})();
