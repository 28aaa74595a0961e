// Marks the posts of a list that are new since one's last visit; how far one read each board is
// kept in this browser only. A visit goes on until nothing was opened for half an hour.
const KEY = "visits"; // "board:last-visit:this-visit:minute …", the last opened at the end
const MOST = 100;
const BREAK = 30;
const list = document.querySelector("[data-list]");
const minute = Math.floor(Date.now() / 60000);

const read = () => {
  try { return new Map((localStorage.getItem(KEY) ?? "").split(" ").filter(Boolean).map((one) => { const [board, ...rest] = one.split(":").map(Number); return [board, rest]; })); } catch { return new Map(); }
};

function mark(before) {
  for (const row of list.children) {
    const link = row.querySelector("a");
    if (Number(link.pathname.split("/").at(-1)) <= before) continue;
    const label = document.createElement("b");
    label.className = "fresh";
    label.textContent = list.dataset.fresh;
    link.append(" ", label);
  }
}

if (list) {
  const visits = read();
  const board = Number(list.dataset.list);
  const [last, now, when] = visits.get(board) ?? [0, 0, 0];
  const before = minute - when > BREAK ? now : last;
  const newest = Math.max(now, ...[...list.children].map((row) => Number(row.querySelector("a").pathname.split("/").at(-1))));
  // On a first visit everything would be new.
  if (before) mark(before);
  visits.delete(board);
  visits.set(board, [before, newest, minute]);
  try { localStorage.setItem(KEY, [...visits].slice(-MOST).map(([key, rest]) => [key, ...rest].join(":")).join(" ")); } catch { /* a private window */ }
}
