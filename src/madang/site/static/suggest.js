// Suggests while one types: what others look for, and titles. The form works without.
import { isComposing } from "./composing.js";

const WAIT = 120;
const input = document.querySelector("[data-suggest]");
const box = document.createElement("ul");
let asked = 0;
let timer;
let composing = false;

box.className = "suggestions";
box.id = "suggestions";
box.role = "listbox";
box.hidden = true;
input.after(box);
Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": box.id, "aria-autocomplete": "list" })
  .forEach(([name, value]) => input.setAttribute(name, value));

const options = () => [...box.querySelectorAll('[role="option"]')];
const chosen = () => box.querySelector('[aria-selected="true"]');

function close() {
  clearTimeout(timer);
  asked += 1; // an answer under way comes too late
  box.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function option(words, act, number) {
  const item = document.createElement("li");
  item.role = "option";
  item.id = `suggestion-${number}`;
  item.textContent = words;
  // The input keeps the focus: the box would close before it is pressed.
  item.addEventListener("mousedown", (event) => event.preventDefault());
  item.addEventListener("click", act);
  item.take = act;
  return item;
}

function show({ searches, titles }) {
  const search = (words) => () => { input.value = words; close(); input.form.requestSubmit(); };
  const go = (address) => () => location.assign(address);
  const found = [
    ...searches.map((words) => [words, search(words)]),
    ...titles.map(({ title, address }) => [title, go(address)]),
  ].map(([words, act], number) => option(words, act, number));
  found.slice(searches.length).forEach((item) => item.classList.add("of-title"));
  box.replaceChildren(...found);
  input.removeAttribute("aria-activedescendant");
  box.ariaLabel = input.dataset.searches;
  box.hidden = !found.length;
  input.setAttribute("aria-expanded", String(found.length > 0));
}

async function look() {
  const mine = (asked += 1);
  const typed = input.value.trim();
  if (!typed) { close(); return; }
  const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`, { credentials: "omit" });
  if (!answer.ok || mine !== asked || document.activeElement !== input) return;
  const found = await answer.json();
  // While a syllable is half-made nothing may fit: what fitted before stays until something does.
  if (composing && !box.hidden && !found.searches.length && !found.titles.length) return;
  show(found);
}

function move(step) {
  const all = options();
  const next = all[(all.indexOf(chosen()) + step + all.length) % all.length];
  for (const item of all) item.ariaSelected = item === next;
  input.setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
}

input.addEventListener("compositionstart", () => { composing = true; });
input.addEventListener("compositionend", () => { composing = false; });
// Also while a syllable is being composed.
input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => look().catch(() => {}), WAIT); });
input.addEventListener("blur", close);
input.addEventListener("keydown", (event) => {
  if (isComposing(event) || box.hidden) return;
  if (event.key === "ArrowDown") move(1);
  else if (event.key === "ArrowUp") move(chosen() ? -1 : 0);
  else if (event.key === "Escape") close();
  else if (event.key === "Enter" && chosen()) chosen().take();
  else return;
  event.preventDefault();
});
// What was typed before this script was there.
if (input.value !== input.defaultValue) look().catch(() => {});
