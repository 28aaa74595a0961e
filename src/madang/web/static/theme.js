// Applies the reader's choice of light or dark before the page is drawn; kept in this browser only.
(() => {
  const KEY = "theme";
  const read = () => {
    try { return localStorage.getItem(KEY) || ""; } catch { return ""; }
  };
  const apply = (theme) => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  };
  apply(read());
  addEventListener("DOMContentLoaded", () => {
    const choices = document.querySelector(".theme");
    if (!choices) return;
    choices.hidden = false;
    for (const input of choices.querySelectorAll("input")) {
      input.checked = input.value === read();
      input.addEventListener("change", () => {
        try { localStorage.setItem(KEY, input.value); } catch { /* a private window */ }
        apply(input.value);
      });
    }
  });
})();
