// The page of filters, for a reader without an account: adds, tries and removes in this browser.
// For a member: offers to bring what this browser still keeps into the account.
import * as device from "./device-filters.js";

const words = document.getElementById("words").dataset;
const page = document.getElementById("filters-page");

function nameOfPlace(value) {
  const [...options] = document.querySelectorAll("select option");
  return options.find((option) => option.value === value)?.textContent ?? "?";
}

function named({ what, value, initials, within }) {
  const [first, second] = value.split("/");
  switch (what) {
    case "board": return nameOfPlace(`${value}/`);
    case "category": return nameOfPlace(value);
    case "domain": return `${words.domain}: ${value}`;
    case "recommends": return words.recommends.replace("{}", value);
    case "voice": return words.voice.replace("{}", first).replace("{}", second === "0" ? words.author : words.noun + second);
    default: {
      const ways = [within && words.within, initials !== false && words.initials].filter(Boolean).join(", ");
      return `“${value}”${ways ? ` (${ways})` : ""}`;
    }
  }
}

function titleOf(post) {
  const known = device.titles()[post];
  if (!known?.path?.startsWith("/")) return post;
  const link = document.createElement("a");
  link.href = known.path;
  link.textContent = known.title;
  return link;
}

function item(what, label, act) {
  const row = document.createElement("li");
  const said = document.createElement("span");
  said.append(...what);
  const button = document.createElement("button");
  button.className = "button";
  button.type = "button";
  button.textContent = label;
  button.ariaLabel = `${label}: ${said.textContent}`;
  button.addEventListener("click", () => {
    const { parentElement: list } = row;
    act();
    show();
    (list.querySelector("button") ?? page).focus();
  });
  row.append(said, button);
  return row;
}

function show() {
  const { rules, hidden } = device.read();
  document.getElementById("rules").replaceChildren(...rules.map((rule) => item(
    [`${named(rule)} · ${rule.how === "fold" ? words.fold : words.remove}`], words.delete, () => device.remove(rule),
  )));
  document.getElementById("hidden").replaceChildren(...Object.entries(hidden).map(([post, day]) => item(
    [titleOf(post), ` · ${day ? words.until.replace("{}", day.replaceAll("-", ".")) : words.always}`], words.show, () => device.bringBack(post),
  )));
  const none = document.getElementById("no-rules");
  if (none) none.hidden = rules.length > 0;
  document.getElementById("no-hidden").hidden = Object.keys(hidden).length > 0;
  const file = new Blob([JSON.stringify(device.read(), null, 1)], { type: "application/json" });
  const link = document.getElementById("export");
  URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(file);
}

// Asks the server what a filter catches, which also says what is wrong with it.
async function tried(form) {
  const answer = await fetch(`${form.action}?${new URLSearchParams(new FormData(form))}&fragment=1`);
  const said = form.querySelector(".trial");
  said.innerHTML = await answer.text();
  said.scrollIntoView({ block: "nearest" });
  return answer.ok;
}

function rulesOf(form) {
  const data = Object.fromEntries(new FormData(form));
  const tidy = form.querySelector(".trial [data-rules]");
  return JSON.parse(tidy.dataset.rules).map((rule) => ({ ...rule, how: data.how }));
}

async function sent(event) {
  event.preventDefault();
  const form = event.target;
  const ok = await tried(form);
  if (!ok || event.submitter?.name !== "save") return;
  const said = form.querySelector(".trial");
  if (rulesOf(form).every((rule) => device.add(rule))) {
    form.reset();
    for (const each of page.querySelectorAll(".trial")) each.replaceChildren();
    const done = document.createElement("p");
    done.role = "status";
    said.append(done);
    done.textContent = words.saved;
  } else {
    said.textContent = words.full;
  }
  show();
}

async function brought(event) {
  const error = document.getElementById("import-error");
  const [file] = event.target.files;
  let more = null;
  try { more = JSON.parse(await file.text()); } catch { /* said below */ }
  error.hidden = device.isOne(more);
  if (!error.hidden) return;
  const fits = more.rules.map(device.add).every(Boolean);
  for (const [post, day] of Object.entries(more.hidden)) device.putAway(post, day);
  document.getElementById("imported").textContent = fits ? words.imported : words.full;
  show();
}

if (page.dataset.device !== undefined) {
  for (const form of page.querySelectorAll("form.rule")) {
    form.querySelector("[name=save]").hidden = false;
    form.addEventListener("submit", sent);
  }
  document.getElementById("import").hidden = false;
  document.getElementById("export").hidden = false;
  document.getElementById("file").addEventListener("change", brought);
  show();
} else {
  // Let go of here only once the account has them.
  if (location.search === "?brought=device" && sessionStorage.getItem("bringing")) device.save(device.empty());
  sessionStorage.removeItem("bringing");
  const kept = device.read();
  const form = document.getElementById("from-device");
  if (kept.rules.length || Object.keys(kept.hidden).length) {
    form.hidden = false;
    form.elements.text.value = JSON.stringify(kept);
    form.addEventListener("submit", () => sessionStorage.setItem("bringing", "yes"));
  }
}
