// Folds or leaves out what this reader filters. Lists of members come filtered from the server;
// here it is done for readers without an account, and for comments that arrive while one reads.
import { read, today } from "./device-filters.js";
import { composed, patternOf } from "./words.js";

const ROWS = 30;
const PAGES_MOST = 3; // so many further pages are asked for to fill one up

const ofAccount = document.getElementById("filters");
const filters = ofAccount ? JSON.parse(ofAccount.textContent) : read();
const isDevice = !ofAccount && !document.querySelector(".account-links .bell");

function testOf({ what, value, initials }) {
  const [first, second] = value.split("/");
  switch (what) {
    case "word": {
      const pattern = patternOf(value, initials !== false);
      return (thing) => pattern.test(composed(thing.words));
    }
    case "domain": return (thing) => thing.domains.some((d) => d === value || d.endsWith(`.${value}`));
    case "recommends": return (thing) => thing.recommends < Number(value);
    case "board": return (thing) => thing.board === first;
    case "category": return (thing) => thing.category === second;
    case "voice": return (thing) => thing.thread === first && thing.voice === second;
    default: return () => false;
  }
}

const tests = [...filters.rules]
  .sort((a, b) => (a.how === "fold") - (b.how === "fold"))
  .map((rule) => ({ rule, test: testOf(rule) }));
const hidden = new Set(Object.entries(filters.hidden).filter(([, day]) => !day || day > today()).map(([post]) => post));

// Returns null, or how it is caught and by what.
function caught(thing) {
  if (hidden.has(thing.post)) return { how: "remove" };
  const found = tests.find(({ test }) => test(thing))?.rule;
  return found && { how: found.how, why: ["word", "domain"].includes(found.what) ? `: ${found.value}` : "" };
}

function fold(place, label, why) {
  const folded = document.createElement("details");
  folded.className = "folded";
  const summary = document.createElement("summary");
  summary.textContent = `${label}${why}`;
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
  if (row.matches(".here")) return true;
  const found = caught(thingOfRow(row, undefined, Boolean(list.dataset.category)));
  if (found?.how === "remove") return false;
  if (found) fold(row, list.dataset.folded, found.why);
  return true;
}

// Fills a list up with the posts that follow `last`, the last one of this page.
async function fill(list, pager, last) {
  let { href } = pager ?? {};
  for (let asked = 0; href && list.childElementCount < ROWS && asked < PAGES_MOST; asked += 1) {
    const next = new URL(href);
    next.searchParams.set("below", last);
    const answer = await fetch(next);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const rows = [...page.querySelectorAll(".posts > li")];
    if (!rows.length) return;
    for (const row of rows) {
      if (list.childElementCount >= ROWS) break;
      last = postOf(row);
      const own = document.importNode(row, true);
      if (siftRow(own, list)) list.append(own);
    }
    href = page.querySelector('.pager [rel="next"]')?.href;
  }
}

async function siftList(list) {
  const pager = [...document.querySelectorAll('.pager [rel="next"]')].filter((link) => !link.hash).at(-1);
  const rows = [...list.children];
  for (const row of rows) if (!siftRow(row, list)) row.remove();
  if (list.childElementCount < rows.length) await fill(list, pager, postOf(rows.at(-1)));
  if (pager && list.lastElementChild) {
    const next = new URL(pager.href);
    next.searchParams.set("below", postOf(list.lastElementChild));
    pager.href = next;
  }
}

function siftSection(section) {
  const { board } = section.dataset;
  if (tests.some(({ rule }) => rule.what === "board" && rule.value === board)) {
    section.remove();
    return;
  }
  for (const row of section.querySelectorAll(".short > li")) {
    if (caught(thingOfRow(row, board, false))) row.remove();
  }
}

function siftComment(comment, thread) {
  const text = comment.querySelector(".text");
  if (!text || comment.querySelector(".folded")) return;
  const found = caught({
    thread: thread.dataset.thread,
    voice: comment.dataset.voice,
    words: text.textContent,
    domains: [...text.querySelectorAll("a")].map((link) => link.hostname.replace(/^www\./, "")),
  });
  if (found?.how === "remove") comment.hidden = true;
  else if (found) fold(comment, thread.dataset.folded, found.why);
}

async function sift() {
  const thread = document.getElementById("thread");
  if (!tests.length && !hidden.size) return;
  thread?.addEventListener("arrived", ({ detail }) => siftComment(detail, thread));
  if (!isDevice) return;
  for (const comment of thread?.querySelectorAll(".comment") ?? []) siftComment(comment, thread);
  for (const section of document.querySelectorAll(".section")) siftSection(section);
  const list = document.querySelector(".posts");
  if (list) await siftList(list);
}

sift().finally(() => delete document.documentElement.dataset.sifting);
