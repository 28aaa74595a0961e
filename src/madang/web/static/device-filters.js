// What a reader without an account filters: kept in this browser, in the form of an exported file.
const KEY = "filters";
const FORMAT = "madang-filters";
const DAY = 24 * 60 * 60 * 1000;

export const RULES_MOST = 200;

export function today(later = 0) {
  return new Date(Date.now() + later * DAY).toISOString().slice(0, 10);
}

export function empty() {
  return { format: FORMAT, rules: [], hidden: {} };
}

export function isOne(filters) {
  return filters?.format === FORMAT && Array.isArray(filters.rules) && filters.hidden
    && filters.rules.every((r) => typeof r?.what === "string" && typeof r.value === "string" && r.value.trim() && ["fold", "remove"].includes(r.how))
    && typeof filters.hidden === "object" && Object.values(filters.hidden).every((day) => typeof day === "string");
}

export function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return isOne(kept) ? kept : empty();
  } catch { return empty(); }
}

export function save(filters) {
  const hidden = Object.entries(filters.hidden).filter(([, day]) => !day || day > today());
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

export function putAway(post, until) {
  const now = read();
  save({ ...now, hidden: { ...now.hidden, [post]: until } });
}

export function bringBack(post) {
  const now = read();
  delete now.hidden[post];
  save(now);
}
