// Marks the comments that are new since one's last visit; which threads one read, and up to
// where, is kept in this browser only.
const KEY = "seen"; // "post:number post:number …", the last read at the end
const MOST = 300;
const thread = document.getElementById("thread");
const jump = document.getElementById("jump");

const read = () => {
  try { return new Map((localStorage.getItem(KEY) ?? "").split(" ").filter(Boolean).map((one) => one.split(":"))); } catch { return new Map(); }
};

function remember(post, seq) {
  const seen = read();
  seen.delete(post);
  const kept = [...seen, [post, seq]].slice(-MOST);
  try { localStorage.setItem(KEY, kept.map((one) => one.join(":")).join(" ")); } catch { /* a private window */ }
}

function numbers() {
  return [...thread.querySelectorAll(".comment")].map((comment) => Number(comment.dataset.seq));
}

function mark(before) {
  const fresh = [...thread.querySelectorAll(".comment:not([hidden])")].filter(({ dataset }) => Number(dataset.seq) > before && dataset.voice !== thread.dataset.own);
  if (!fresh.length) return;
  for (const comment of fresh) comment.classList.add("new");
  // As they stand on the page: each press leads to the next one.
  lead(fresh, 0);
  jump.addEventListener("click", () => setTimeout(() => lead(fresh, (fresh.findIndex(({ id }) => `#${id}` === location.hash) + 1) % fresh.length)));
}

function lead(fresh, place) {
  jump.href = `#${fresh[place].id}`;
  jump.textContent = place ? jump.dataset.next.replace("{}", fresh.length - place) : jump.dataset.said.replace("{}", fresh.length);
  jump.hidden = false;
}

if (thread) {
  const { thread: post } = thread.dataset;
  const before = Number(read().get(post) ?? 0);
  // On a first visit everything would be new.
  if (read().has(post)) mark(before);
  const save = () => remember(post, Math.max(before, ...numbers()));
  addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
}
