// The guide as it is now: found while one types, and marked within a second when a fact changes.
const form = document.querySelector("[data-guide]");
const input = form.querySelector("[name=q]");
const found = document.querySelector("[data-found]");
const missing = document.querySelector("[data-missing]");
const changed = document.querySelector("[data-changed]");
const EVERY = 400;
let state = form.dataset.state;
let asked = 0;

async function show() {
  const mine = ++asked;
  const answer = await fetch(`${form.dataset.guide}?${new URLSearchParams({ q: input.value })}`);
  if (!answer.ok || answer.redirected || mine !== asked) return;
  found.innerHTML = await answer.text();
  missing.hidden = !input.value.trim();
  missing.querySelector("[name=q]").value = input.value;
}

function mark(stale) {
  for (const entry of found.querySelectorAll("[data-entry]")) {
    const is = stale.includes(Number(entry.dataset.entry));
    entry.classList.toggle("late", is);
    entry.querySelector("[data-stale]").hidden = !is;
  }
}

async function look() {
  if (document.hidden) return;
  const answer = await fetch(form.dataset.news);
  if (!answer.ok) return;
  const now = await answer.json();
  if (now.state === state) return;
  state = now.state;
  mark(now.stale);
  changed.hidden = false;
  await show();
}

let waiting;
input.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => show().catch(() => {}), 150);
});
setInterval(() => look().catch(() => {}), EVERY);
