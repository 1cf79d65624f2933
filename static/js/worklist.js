// The worklist: rows by keyboard, and what is said of one without a new page.
(() => {
  const rows = [...document.querySelectorAll(".item")];
  const links = rows.map((row) => row.querySelector(".item-link"));
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, textarea, select")) return;
    const at = links.indexOf(document.activeElement.closest(".item")?.querySelector(".item-link"));
    if (event.key === "j" || event.key === "k") {
      const next = at < 0 ? 0 : at + (event.key === "j" ? 1 : -1);
      links[Math.max(0, Math.min(links.length - 1, next))]?.focus();
      event.preventDefault();
    }
    if (event.key === "p" && at >= 0) {
      rows[at].querySelector(".item-doing button")?.click();
      event.preventDefault();
    }
  });
  // On a phone the filters would stand before what they filter.
  const fold = document.querySelector(".facets-fold");
  if (fold && matchMedia("(max-width: 60rem)").matches) fold.open = false;
})();
