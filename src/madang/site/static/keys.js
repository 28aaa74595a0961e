// Keys for those who have a keyboard: / search, j and k along a list or the comments, n to the next
// new comment, ? what there is. Off where a reader chose so, and while something is typed.
const template = document.getElementById("keys");
const rows = () => [...document.querySelectorAll("#thread .comment:not([hidden]), .posts > li, .results > li, .mine > li, .sections .short > li")];
const placeOf = (row) => row.querySelector("a[href]:not(.time), a[href]") ?? row;
let at = -1;

function go(by) {
  const all = rows().filter((row) => row.offsetParent);
  if (!all.length) return;
  const here = all.findIndex((row) => row.contains(document.activeElement));
  at = Math.min(all.length - 1, Math.max(0, (here < 0 ? at : here) + by));
  const row = all[at];
  const place = row.matches(".comment") ? row : placeOf(row);
  if (place === row) row.tabIndex = -1;
  place.focus({ preventScroll: true });
  row.scrollIntoView({ block: "center" });
}

function show() {
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  dialog.append(template.content.cloneNode(true));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

// Where there is no room for the box, its page has it.
function search() {
  const box = [...document.querySelectorAll("[type=search]")].find((field) => field.offsetParent);
  if (box) box.focus();
  else document.querySelector("a[href^='/search']")?.click();
}

const ACTS = {
  "/": search,
  j: () => go(1),
  k: () => go(-1),
  n: () => document.querySelector("#jump:not([hidden])")?.click(),
  "?": show,
};

// A key may have waited for this file to come: what was typed then or would be now is left alone.
export function press(event) {
  const isField = (place) => place?.closest?.("input, textarea, select, [contenteditable], dialog");
  if (isField(event.target) || isField(document.activeElement) || event.ctrlKey || event.metaKey || event.altKey || document.documentElement.dataset.keys === "off") return;
  // On a Korean keyboard the same keys give ㅓ, ㅏ and ㅜ.
  const act = ACTS[{ ㅓ: "j", ㅏ: "k", ㅜ: "n" }[event.key] ?? event.key];
  if (!act) return;
  event.preventDefault();
  act();
}
