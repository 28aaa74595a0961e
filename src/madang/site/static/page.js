// Says what a script did just before it went on to this page.
const said = sessionStorage.getItem("said");
if (said) {
  sessionStorage.removeItem("said");
  const notice = document.createElement("p");
  notice.className = "notice said";
  notice.role = "status";
  document.getElementById("main").prepend(notice);
  notice.textContent = said;
}

const words = document.getElementById("keys");

// For every page with a form: counts what is typed, and sends a form only once.
for (const area of document.querySelectorAll("textarea[data-counted]")) {
  const count = document.getElementById(area.dataset.counted);
  const limit = count.textContent;
  const show = () => {
    const length = [...area.value].length;
    count.textContent = length ? `${length.toLocaleString()} / ${count.dataset.of}` : limit;
  };
  area.addEventListener("input", show);
  show();
}

for (const form of document.querySelectorAll("form[data-idempotent]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
// What cannot be undone is asked once more.
for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", (event) => { if (!confirm(form.dataset.confirm)) event.preventDefault(); });
}

// What was typed and not sent is not left behind unasked.
addEventListener("beforeunload", (event) => {
  const typed = (area) => !area.form.dataset.sent && !area.form.dataset.safe && (area.value !== area.defaultValue || area.form.dataset.typed);
  if ([...document.querySelectorAll("form[data-idempotent] textarea")].some(typed)) event.preventDefault();
});

// Whoever signs out leaves nothing half-written behind on this device.
if (location.pathname.endsWith("/accounts/logout")) {
  document.querySelector("main form")?.addEventListener("submit", () => {
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith("draft:")) localStorage.removeItem(key);
    } catch { /* a private window */ }
  });
}

// Ways to the top, and to the comments of a post, for whoever has read on a screen or more.
// They come as one scrolls back, and are in nobody's way who reads on.
const reach = document.querySelector(".reach");
let last = scrollY;
addEventListener("scroll", () => {
  reach.hidden = scrollY < innerHeight || scrollY > last;
  last = scrollY;
}, { passive: true });

// The one menu closes as menus do.
const looks = document.querySelector(".looks");
addEventListener("click", ({ target }) => { if (looks.open && !looks.contains(target)) looks.open = false; });
looks.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !looks.open) return;
  looks.open = false;
  looks.firstElementChild.focus();
});

// What narrows a list or a search counts at once.
for (const select of document.querySelectorAll(".narrow select, .where-to select")) {
  select.addEventListener("change", () => {
    if (select.form.elements.q?.value !== "") select.form.requestSubmit();
  });
}

// A password may be looked at while one types it.
for (const field of document.querySelectorAll("main input[type=password]")) {
  const look = document.createElement("button");
  look.type = "button";
  look.className = "look";
  const { show, hide } = words.dataset;
  look.textContent = show;
  look.addEventListener("click", () => {
    const isShown = field.type === "text";
    field.type = isShown ? "password" : "text";
    look.textContent = isShown ? show : hide;
    field.focus();
  });
  field.form?.addEventListener("submit", () => { field.type = "password"; });
  field.after(look);
}

// Keys are for those who have them. What is pressed before their file came is done when it comes.
if (matchMedia("(hover: hover)").matches) {
  const early = [];
  let press = (event) => early.push(event);
  addEventListener("keydown", (event) => press(event));
  import(words.dataset.module).then((keys) => {
    ({ press } = keys);
    early.forEach(press);
  }).catch(() => { /* the page works without */ });
}

// On a narrow screen the present board or tab may lie beyond the edge.
for (const here of document.querySelectorAll(".boards [aria-current], .tabs [aria-current]")) {
  const row = here.parentElement;
  row.scrollLeft = here.offsetLeft - (row.clientWidth - here.clientWidth) / 2;
}

// Suggestions come for whoever is about to search.
const search = document.querySelector("[data-suggest]");
const help = () => import("./suggest.js").catch(() => { /* the form works without */ });
if (search && search === document.activeElement) help();
else search?.addEventListener("focus", help, { once: true });

// A page that comes back from the browser's history may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
