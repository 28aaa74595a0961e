// What helps while one writes a comment: pictures by button and paste, and names that are called.
import { uploadAll } from "./upload.js";

const MOST = 6;
const form = document.getElementById("write");
const area = form?.querySelector?.("textarea");
const list = document.getElementById("mentions");

function insert(text, from = area.selectionStart) {
  area.setRangeText(text, from, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input"));
  area.focus();
}

// A picture stands alone on its line.
function addPictures(files) {
  return uploadAll(files, form.dataset, ({ src }) => {
    const before = area.value.slice(0, area.selectionStart);
    insert(`${before && !before.endsWith("\n") ? "\n" : ""}![](${src})\n`);
  });
}

// Shows the pictures that stand in the text as no more than their addresses, each to be taken out.
function showPictures() {
  const place = form.querySelector("[data-thumbs]");
  const found = [...area.value.matchAll(/!\[[^\]\n]*\]\((\/media\/[\w/-]+\.webp)\)\n?/g)];
  place.replaceChildren(...found.map(([line, src]) => {
    const out = document.createElement("button");
    const picture = new Image(72, 72);
    picture.src = src;
    picture.alt = "";
    out.type = "button";
    out.append(picture, place.dataset.remove);
    out.addEventListener("click", () => {
      area.value = area.value.replace(line, "");
      area.dispatchEvent(new Event("input"));
    });
    return out;
  }));
}

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
  insert(`${item.textContent} `, area.selectionStart - length);
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
  if (list.hidden || event.isComposing) return;
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

if (area) {
  const add = form.querySelector("[data-add]");
  const chosen = form.querySelector("[data-choose]");
  add.hidden = false;
  add.addEventListener("click", () => chosen.click());
  chosen.addEventListener("change", () => { addPictures([...chosen.files]); chosen.value = ""; });
  area.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files].filter(({ type }) => type.startsWith("image/"));
    if (!files.length) return;
    event.preventDefault();
    addPictures(files);
  });
  area.setAttribute("aria-controls", "mentions");
  area.setAttribute("aria-autocomplete", "list");
  area.addEventListener("input", offer);
  area.addEventListener("input", showPictures);
  area.addEventListener("keydown", steer);
  area.addEventListener("blur", hide);
  // A sticker alone is a comment.
  for (const sticker of form.querySelectorAll("[name=sticker]")) sticker.addEventListener("change", () => { area.required = false; });
}
