// Folds or leaves out what this reader filters. What an account filters is done by the server, but
// for comments that arrive while one reads; what this device keeps is done here, with an account
// or without.
import { read, today } from "./device-filters.js";
import { compared, patternOf } from "./words.js";

const ROWS = 30;
const PAGES_MOST = 3; // so many further pages are asked for to fill one up
const LEFT_AT = "left-at"; // where the pages before this one began, by list

const ofAccount = document.getElementById("filters");
const account = ofAccount ? JSON.parse(ofAccount.textContent) : { rules: [], hidden: {} };
const device = read();

function testOf({ what, value, initials, within }) {
  const [first, second] = value.split("/");
  switch (what) {
    case "word": {
      const pattern = patternOf(value, initials !== false, within === true);
      return (thing) => pattern.test(compared(thing.words));
    }
    case "domain": return (thing) => thing.domains.some((d) => d === value || d.endsWith(`.${value}`));
    case "recommends": return (thing) => thing.recommends < Number(value);
    case "board": return (thing) => thing.board === first;
    case "category": return (thing) => thing.category === second;
    case "voice": return (thing) => thing.thread === first && thing.voice === second;
    default: return () => false;
  }
}

const testsOf = (rules) => [...rules]
  .sort((a, b) => (a.how === "fold") - (b.how === "fold"))
  .map((rule) => ({ rule, test: testOf(rule) }));
const tests = testsOf(device.rules);
const testsOfComing = testsOf([...account.rules, ...device.rules]);
const hidden = new Set(Object.entries(device.hidden).filter(([, day]) => !day || day > today()).map(([post]) => post));
const isDevice = tests.length > 0 || hidden.size > 0;

// Returns null, or how it is caught and by what.
function caught(thing, by = tests) {
  if (hidden.has(thing.post)) return { how: "remove" };
  const found = by.find(({ test }) => test(thing))?.rule;
  return found && { how: found.how, why: found };
}

// Says by what something is folded, in the words that the page brings.
function reason({ what, value }, { few, person }) {
  switch (what) {
    case "word": case "domain": return `: ${value}`;
    case "recommends": return few ? `: ${few.replace("{}", value)}` : "";
    case "voice": return person ? `: ${person}` : "";
    default: return "";
  }
}

function fold(place, words, why) {
  const folded = document.createElement("details");
  folded.className = "folded";
  const summary = document.createElement("summary");
  summary.textContent = `${words.folded}${reason(why, words)}`;
  folded.append(summary);
  place.prepend(folded);
}

function thingOfRow(row, board, categorySeen) {
  const recommends = row.dataset.recommends ?? row.querySelector(".number:last-of-type")?.textContent.replace(/\D/g, "");
  return {
    post: postOf(row),
    board,
    category: categorySeen ? undefined : row.dataset.category,
    words: row.querySelector(".title").textContent,
    domains: (row.dataset.domains ?? "").split(" "),
    recommends: Number(recommends),
  };
}

const postOf = (row) => row.querySelector("a").pathname.split("/").at(-1);

function siftRow(row, list) {
  if (row.matches(".here") || row.querySelector(".folded")) return true;
  const found = caught(thingOfRow(row, row.dataset.board, Boolean(list.dataset.category)));
  if (found?.how === "remove") return false;
  if (found) fold(row, list.dataset, found.why);
  return true;
}

const nextOf = (page) => [...page.querySelectorAll('.pager [rel="next"]')].filter((link) => !link.hash).at(-1);

// Returns the rows that follow a post, and where those after them are.
async function following(href, last) {
  const next = new URL(href, location.href);
  next.searchParams.set("below", last);
  const answer = await fetch(next);
  if (!answer.ok) return [[], null];
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const rows = [...page.querySelectorAll(".posts > li")].map((row) => document.importNode(row, true));
  return [rows, rows.length ? nextOf(page)?.getAttribute("href") : null];
}

// Fills a list with what is not left out; returns the last post looked at, and whether any follows.
async function refill(list, rows, href) {
  let last = null;
  list.replaceChildren();
  for (let asked = 0; ; asked += 1) {
    for (const row of rows) {
      const isShown = siftRow(row, list);
      if (isShown && list.childElementCount === ROWS) return { last, more: true };
      if (isShown) list.append(row);
      last = postOf(row);
    }
    const isWhole = asked === 0 && list.childElementCount === rows.length;
    if (!href || isWhole || asked === PAGES_MOST) return { last, more: Boolean(href) };
    [rows, href] = await following(href, last);
  }
}

// Lets the pager go on from where this page ended, and back to where the one before began.
function guide(pager, { last, more }) {
  const here = pager.querySelector("[aria-current]");
  const number = Number(here.textContent);
  const list = location.pathname + (new URLSearchParams(location.search).get("category") ?? "");
  const known = JSON.parse(sessionStorage.getItem(LEFT_AT) ?? "{}");
  const begun = known.list === list ? known.begun : {};
  begun[number] = new URLSearchParams(location.search).get("below") ?? "";
  sessionStorage.setItem(LEFT_AT, JSON.stringify({ list, begun }));
  const lead = (to, below) => {
    for (const link of document.querySelectorAll(".pager a")) {
      if (link.hash) continue;
      const address = new URL(link.href);
      if (address.searchParams.get("page") !== String(to)) continue;
      if (below) address.searchParams.set("below", below);
      link.href = address;
    }
  };
  lead(number - 1, begun[number - 1]);
  lead(number + 1, last);
  if (more) return;
  while (here.nextElementSibling) here.nextElementSibling.remove();
  document.querySelector(".short-pages .quiet + a")?.remove();
}

async function siftList(list) {
  const next = nextOf(document);
  const found = await refill(list, [...list.children], next?.getAttribute("href"));
  const pager = [...document.querySelectorAll(".pager:not(.short-pages)")].find((each) => [...each.querySelectorAll("a")].every((link) => !link.hash));
  if (pager) guide(pager, found);
  if (list.childElementCount) return;
  const none = document.createElement("p");
  none.className = "empty";
  none.textContent = list.dataset.none;
  list.replaceWith(none);
}

function siftSection(section) {
  const { board } = section.dataset;
  if (tests.some(({ rule }) => rule.what === "board" && rule.value === board)) {
    section.remove();
    return;
  }
  for (const row of section.querySelectorAll(":is(.short, .posts) > li")) {
    if (caught(thingOfRow(row, row.dataset.board ?? board, false))) row.remove();
  }
}

// Folds what is found, and says how many are left out.
function siftResults(list) {
  const rows = [...list.children];
  const out = rows.filter((row) => !siftRow(row, list));
  for (const row of out) row.remove();
  if (!out.length) return;
  const said = document.createElement("p");
  said.className = "quiet";
  said.textContent = list.dataset.out.replace("{}", out.length);
  list.after(said);
}

function siftComment(comment, thread, by = tests) {
  const text = comment.querySelector(".text");
  if (!text || comment.querySelector(".folded")) return;
  const found = caught({
    thread: thread.dataset.thread,
    voice: comment.dataset.voice,
    words: text.textContent,
    domains: [...text.querySelectorAll("a")].map((link) => link.hostname.replace(/^www\./, "")),
  }, by);
  if (found?.how === "remove") comment.hidden = true;
  else if (found) fold(comment, thread.dataset, found.why);
}

function siftPinned() {
  for (const pin of document.querySelectorAll("[data-pinned]")) if (hidden.has(pin.dataset.pinned)) pin.remove();
}

async function sift() {
  const thread = document.getElementById("thread");
  if (testsOfComing.length) thread?.addEventListener("arrived", ({ detail }) => siftComment(detail, thread, testsOfComing));
  if (!isDevice) return;
  siftPinned();
  for (const results of document.querySelectorAll(".results")) siftResults(results);
  for (const comment of thread?.querySelectorAll(".comment") ?? []) siftComment(comment, thread);
  for (const section of document.querySelectorAll(".section")) siftSection(section);
  const list = document.querySelector(".posts:not(.section .posts)");
  if (list) await siftList(list);
}

// What comes into the page later, such as the lists beside it.
addEventListener("arrived", ({ target }) => {
  if (!isDevice || !(target instanceof Element)) return;
  const own = target.closest(".section");
  for (const section of own ? [own] : target.querySelectorAll(".section")) siftSection(section);
}, true);

sift().finally(() => delete document.documentElement.dataset.sifting);
