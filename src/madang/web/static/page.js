// For every page with a form: counts what is typed, and sends a form only once.
for (const area of document.querySelectorAll("textarea[data-counted]")) {
  const said = document.getElementById(area.dataset.counted);
  const limit = said.textContent;
  const show = () => {
    const length = [...area.value].length;
    said.textContent = length ? `${length.toLocaleString()} / ${limit}` : limit;
  };
  area.addEventListener("input", show);
  show();
}

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
// A page that comes back from the browser's history may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
