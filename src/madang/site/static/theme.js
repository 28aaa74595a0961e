// Applies what a reader chose before the page is drawn: light or dark, larger letters, notices put
// away, filters.
// All of it is kept in this browser only.
(() => {
  const read = (key) => {
    try { return localStorage.getItem(key) || ""; } catch { return ""; }
  };
  const keep = (key, value) => {
    try { localStorage.setItem(key, value); } catch { /* a private window */ }
  };
  const LOOKS = ["theme", "size", "keys"];
  const apply = (look, value) => {
    if (value) document.documentElement.dataset[look] = value;
    else delete document.documentElement.dataset[look];
  };
  for (const look of LOOKS) apply(look, read(look));

  // A list is not shown before it is filtered; nor is it kept back if that fails.
  if (read("filters")) {
    document.documentElement.dataset.sifting = "";
    setTimeout(() => delete document.documentElement.dataset.sifting, 1500);
  }

  const WEEK = 7 * 24 * 60 * 60 * 1000;
  const away = (read("away") || "").split(" ").map((one) => one.split(":")).filter(([, until]) => Number(until) > Date.now());
  const sheet = new CSSStyleSheet();
  for (const [key] of away) if (/^[0-9a-f]+$/.test(key)) sheet.insertRule(`[data-banner="${key}"] { display: none }`);
  document.adoptedStyleSheets = [sheet];

  addEventListener("DOMContentLoaded", () => {
    for (const banner of document.querySelectorAll("[data-banner]")) {
      const button = banner.querySelector("button");
      button.hidden = false;
      button.addEventListener("click", () => {
        const one = [banner.dataset.banner, Date.now() + WEEK];
        keep("away", [...away, one].map((each) => each.join(":")).join(" "));
        banner.hidden = true;
        document.getElementById("main").focus();
      });
    }
    for (const choices of document.querySelectorAll("[data-look]")) {
      const { look } = choices.dataset;
      choices.hidden = false;
      for (const input of choices.querySelectorAll("input")) {
        input.checked = input.value === read(look);
        input.addEventListener("change", () => {
          keep(look, input.value);
          apply(look, input.value);
        });
      }
    }
  });
})();
