// What a reader without an account filters: kept in this browser, in the form of an exported file.
const KEY = "filters";
const FORMAT = "madang-filters";
const TITLES = "hidden-titles"; // what is put away is called so, and where it is
const DAY = 24 * 60 * 60 * 1000;

export const RULES_MOST = 200;
const HIDDEN_MOST = 1000;
// What rules.py lets pass; what it tidies comes tidy from there.
const SHAPES = {
  word: /^.{2,30}$/u,
  board: /^\d{1,18}$/,
  category: /^\d{1,18}\/\d{1,18}$/,
  voice: /^\d{1,18}\/\d{1,9}$/,
  domain: /^[a-z0-9가-힣-]+(\.[a-z0-9가-힣-]+)+$/,
  recommends: /^\d{1,4}$/,
};

export function today(later = 0) {
  return new Date(Date.now() + later * DAY).toISOString().slice(0, 10);
}

export function empty() {
  return { format: FORMAT, rules: [], hidden: {} };
}

const isRule = (rule) => Boolean(SHAPES[rule?.what]?.test(rule.value)) && ["fold", "remove"].includes(rule.how);
const isHidden = ([post, day]) => /^\d{1,18}$/.test(post) && /^(\d{4}-\d\d-\d\d)?$/.test(day);

export function isOne(filters) {
  return filters?.format === FORMAT && Array.isArray(filters.rules) && filters.rules.every(isRule)
    && typeof filters.hidden === "object" && Object.entries(filters.hidden ?? [[]]).every(isHidden);
}

export function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return isOne(kept) ? kept : empty();
  } catch { return empty(); }
}

export function save(filters) {
  const hidden = Object.entries(filters.hidden).filter(([, day]) => !day || day > today()).slice(-HIDDEN_MOST);
  const kept = { ...filters, hidden: Object.fromEntries(hidden) };
  try {
    if (kept.rules.length || hidden.length) localStorage.setItem(KEY, JSON.stringify(kept));
    else localStorage.removeItem(KEY);
  } catch { /* a private window keeps nothing */ }
}

export function add(rule) {
  const now = read();
  const others = now.rules.filter((r) => r.what !== rule.what || r.value !== rule.value);
  if (others.length >= RULES_MOST) return false;
  save({ ...now, rules: [...others, rule] });
  return true;
}

export function remove(rule) {
  const now = read();
  save({ ...now, rules: now.rules.filter((r) => r.what !== rule.what || r.value !== rule.value) });
}

export function putAway(post, until, title, path) {
  const now = read();
  save({ ...now, hidden: { ...now.hidden, [post]: until } });
  if (title) saveTitles({ ...titles(), [post]: { title, path } });
}

export function titles() {
  try { return JSON.parse(localStorage.getItem(TITLES)) ?? {}; } catch { return {}; }
}

function saveTitles(all) {
  const { hidden } = read();
  const kept = Object.entries(all).filter(([post]) => post in hidden);
  try { localStorage.setItem(TITLES, JSON.stringify(Object.fromEntries(kept))); } catch { /* full */ }
}

export function bringBack(post) {
  const now = read();
  delete now.hidden[post];
  save(now);
  saveTitles(titles());
}
