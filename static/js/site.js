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

  // On a phone the contents would stand between the title and the text.
  const contents = document.querySelector(".contents details");
  if (contents && matchMedia("(max-width: 60rem)").matches) contents.open = false;

  // Escape closes a note that the keyboard opened.
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.activeElement.closest(".request, .ref")) {
      document.activeElement.blur();
    }
  });
})();
