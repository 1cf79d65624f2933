// Small comforts; every page works without them.
(() => {
  const root = document.documentElement;
  const saved = localStorage.getItem("theme");
  if (saved) root.dataset.theme = saved;

  const button = document.querySelector(".theme");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const dark = root.dataset.theme
        ? root.dataset.theme === "dark"
        : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      localStorage.setItem("theme", root.dataset.theme);
    });
  }

  // Copies an entry, or a list of them, with its italics; without the marks that are only of this page.
  for (const copy of document.querySelectorAll(".copy")) {
    copy.hidden = !navigator.clipboard;
    copy.addEventListener("click", async () => {
      const named = document.getElementById(copy.dataset.copies);
      const entries = (named ?? copy.parentElement).querySelectorAll(".work");
      const told = (read) => [...entries].map(read);
      const html = told((entry) => `<p>${entry.innerHTML}</p>`).join("");
      const text = told((entry) => entry.innerText.trim()).join("\n");
      try {
        await navigator.clipboard.write([new ClipboardItem({
          "text/html": new Blob([html], { type: "text/html" }),
          "text/plain": new Blob([text], { type: "text/plain" }),
        })]);
        copy.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(named ?? entries[0]);
        copy.textContent = "Selected: copy it by keyboard";
      }
    });
  }

  // What an address points at may stand in another part of a long article.
  const named = decodeURIComponent(location.hash.slice(1));
  if (/^[a-z0-9]+$/.test(named) && document.querySelector(".part-links") && !document.getElementById(named)) {
    location.replace(`/s/${named}/`);
  }

  // Where there is no margin, the first tap on a mark shows its note, the second leads to the list.
  const narrow = matchMedia("(max-width: 75.99rem)");
  let shown = null;
  addEventListener("pointerdown", (event) => {
    shown = event.target.closest(".ref a") === document.activeElement ? document.activeElement : null;
  });
  addEventListener("click", (event) => {
    const mark = event.target.closest(".ref a");
    if (mark && narrow.matches && event.detail && mark !== shown) {
      event.preventDefault();
      mark.focus();
    }
  });
  // Escape closes a note that the keyboard or a tap opened.
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.activeElement.closest(".request, .ref")) {
      document.activeElement.blur();
    }
  });
})();
