// Resolving a request: kept while it is typed, shown as readers will see it, read where it is pasted.
// Without this the same form works by its buttons.
(() => {
  const form = document.querySelector(".resolve-form");
  if (!form) return;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const said = form.querySelector("[data-said]");
  const post = (address, body) =>
    fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" } });
  const clock = (at) => `${new Date(at).toISOString().slice(11, 16)} UTC`;
  const later = (wait, work) => {
    let timer;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(work, wait);
    };
  };

  // What is typed is kept on the server; without a connection, here.
  const place = `typed:${form.dataset.typed}`;
  const words = () => {
    const data = new FormData(form);
    for (const name of ["csrfmiddlewaretoken", "once"]) data.delete(name);
    return data;
  };
  let kept = new URLSearchParams(words()).toString();
  const keep = async () => {
    const now = new URLSearchParams(words()).toString();
    if (now === kept && !localStorage.getItem(place)) return;
    try {
      const answer = await post(form.dataset.typed, words());
      const told = await answer.json();
      if (told.refused) said.textContent = told.refused;
      else {
        kept = now;
        localStorage.removeItem(place);
        said.textContent = told.at ? `Kept at ${clock(told.at)}: you can go on with it on another device.` : "";
      }
    } catch {
      localStorage.setItem(place, now);
      said.textContent = "There is no connection. What you typed is kept in this browser, and will be kept on the server as soon as there is one.";
      setTimeout(keep, 5000);
    }
  };
  const keepSoon = later(1200, keep);
  addEventListener("online", keep);
  const local = localStorage.getItem(place);
  if (local) {
    for (const [name, value] of new URLSearchParams(local)) {
      const field = form.elements[name];
      if (field && "value" in field && field.type !== "hidden") field.value = value;
    }
    keep();
  }
  addEventListener("pagehide", () => {
    const now = new URLSearchParams(words());
    if (now.toString() === kept || form.dataset.sent) return;
    now.set("csrfmiddlewaretoken", token);
    navigator.sendBeacon(form.dataset.typed, now);
  });

  // The lease on the request: taken with the first word, renewed while the page is looked at.
  const claim = document.querySelector("[data-claim]");
  const own = () => claim.querySelector("[name=release]");
  const take = async () => {
    if (!claim || claim.dataset.claim !== "take") return;
    try {
      const told = await (await post(claim.action, new FormData())).json();
      const note = document.createElement("p");
      note.className = "note";
      note.setAttribute("role", "status");
      if (told.refused) {
        claim.dataset.claim = "other";
        note.textContent = `${told.refused} Nothing is locked: skip to the next, or go on.`;
      } else {
        note.textContent = `You are on it until ${clock(told.until)}. `;
        note.append(Object.assign(document.createElement("button"), { className: "button", name: "release", textContent: "Let go" }));
      }
      for (const old of claim.querySelectorAll("p")) old.remove();
      claim.append(note);
    } catch {
      // Nothing depends on it.
    }
  };
  let isTaken = false;
  form.addEventListener("input", () => {
    if (!isTaken && claim && !own()) take();
    isTaken = true;
  });
  setInterval(() => {
    if (!document.hidden && claim && own()) take();
  }, 600000);

  // The sentence and its note, as readers will see them.
  const box = document.getElementById("footnote");
  const live = box.querySelector("[data-live]");
  const button = form.querySelector("[name=preview]");
  if (button) button.hidden = true;
  let turn = 0;
  const show = async () => {
    const way = form.querySelector("[name=way]:checked")?.value;
    const begun = ["source", "title", "text"].some((name) => words().getAll(name).some(Boolean));
    if (!["cite", "reword"].includes(way) || !begun) return;
    const own = ++turn;
    live.setAttribute("aria-busy", "true");
    try {
      const answer = await post(form.dataset.preview, words());
      if (own !== turn || !answer.ok) return;
      live.innerHTML = (await answer.json()).html;
      box.hidden = false;
    } catch {
      // The words are kept; the preview waits for the connection.
    } finally {
      if (own === turn) live.removeAttribute("aria-busy");
    }
  };
  const showSoon = later(700, show);
  form.addEventListener("input", () => {
    keepSoon();
    showSoon();
  });
  form.addEventListener("change", showSoon);
  if (["source", "title"].some((name) => words().getAll(name).some(Boolean))) show();

  // What is pasted is read into the fields, and nothing else of the page moves.
  const read = async (submitter) => {
    const body = new FormData(form);
    body.set("read", submitter.value);
    const answer = await fetch(location.href, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = (within) => within.querySelector("[data-part=source]");
    if (!part(page)) return form.submit();
    part(form).replaceWith(part(page));
    for (const name of ["locator", "label"]) {
      const field = page.getElementById(`id_${name}`);
      if (field?.value) document.getElementById(`id_${name}`).value = field.value;
    }
    const sentence = page.querySelector(".messagelist")?.textContent.trim();
    said.textContent = sentence || "";
    dispatchEvent(new Event("replaced"));
    form.querySelector("[data-part=source] .note, #id_title")?.scrollIntoView({ block: "nearest" });
    keepSoon();
    showSoon();
  };
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name !== "read") return;
    event.preventDefault();
    read(event.submitter);
  });
  form.addEventListener("paste", (event) => {
    if (event.target.id !== "id_paste" || event.target.value) return;
    setTimeout(() => read(form.querySelector("[name=read]")));
  });
})();
