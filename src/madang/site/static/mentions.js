// Names that complete as one calls them: @익인3, @글쓴이.
import { isComposing } from "./composing.js";

const MOST = 6;
const form = document.getElementById("write");
const area = form?.querySelector?.("textarea");
const list = document.getElementById("mentions");

// Whoever spoke on this page: the author, and voices by their numbers or nicknames.
function names() {
  const spoke = [...document.querySelectorAll("#thread .comment > .byline > .voice")].map((voice) => voice.textContent.trim());
  return [...new Set([form.dataset.author, ...spoke])].filter(Boolean);
}

const called = () => /(?:^|[^\w@/.:-])@([^\s@]{0,12})$/.exec(area.value.slice(0, area.selectionStart));

function hide() {
  list.hidden = true;
  area.removeAttribute("aria-activedescendant");
}

function choose(item) {
  const { length } = called()[1];
  area.setRangeText(`${item.textContent} `, area.selectionStart - length, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input"));
  area.focus();
  hide();
}

function mark(place) {
  const items = [...list.children];
  const at = (place + items.length) % items.length;
  items.forEach((item, number) => { item.ariaSelected = String(number === at); });
  area.setAttribute("aria-activedescendant", items[at].id);
}

function offer() {
  const found = called();
  const fitting = found ? names().filter((name) => name.startsWith(found[1]) && name !== found[1]).slice(0, MOST) : [];
  if (!fitting.length) {
    hide();
    return;
  }
  list.replaceChildren(...fitting.map((name, number) => {
    const item = document.createElement("li");
    item.id = `mention-${number}`;
    item.role = "option";
    item.textContent = name;
    item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(item); });
    return item;
  }));
  list.hidden = false;
  mark(0);
}

function steer(event) {
  // While a syllable is composed, Enter ends it.
  if (list.hidden || isComposing(event)) return;
  const items = [...list.children];
  const at = items.findIndex((item) => item.ariaSelected === "true");
  const acts = {
    ArrowDown: () => mark(at + 1),
    ArrowUp: () => mark(at - 1),
    Enter: () => choose(items[at]),
    Tab: () => choose(items[at]),
    Escape: hide,
  };
  if (!acts[event.key]) return;
  event.preventDefault();
  acts[event.key]();
}

if (area && list) {
  area.setAttribute("aria-controls", "mentions");
  area.setAttribute("aria-autocomplete", "list");
  area.addEventListener("input", offer);
  area.addEventListener("keydown", steer);
  area.addEventListener("blur", hide);
}
