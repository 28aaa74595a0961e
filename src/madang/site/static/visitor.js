// Boards for whoever comes from another place: told by the browser's own time zone and languages,
// compared here. Nothing is sent or kept, but that it was put away, in this browser.
const AWAY = "visitor-away";
const WEEK = 7 * 24 * 3600 * 1000;
const place = document.querySelector("[data-visitor]");

function isAway() {
  try { return Number(localStorage.getItem(AWAY)) > Date.now(); } catch { return false; }
}

function find(places, country, zone) {
  const here = places.find(({ key, zones }) => (country ? key === country : zones.includes(zone)));
  const language = navigator.languages[0]?.split("-")[0];
  return here ?? places.find(({ key }) => key === `lang:${language}`);
}

function show({ key, name, boards }) {
  const said = document.createElement("span");
  const hello = key.startsWith("lang:") ? place.dataset.helloLanguage : place.dataset.hello;
  said.textContent = hello.replace("{}", name);
  const links = boards.map(({ name: board, address }) => {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = board;
    return link;
  });
  const away = document.createElement("button");
  away.className = "button";
  away.type = "button";
  away.textContent = place.dataset.away;
  away.addEventListener("click", () => {
    try { localStorage.setItem(AWAY, Date.now() + WEEK); } catch { /* a private window */ }
    place.hidden = true;
  });
  place.replaceChildren(said, ...links, away);
  place.hidden = false;
}

async function greet() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isHome = zone === place.dataset.zone && (navigator.languages[0] ?? "ko").startsWith("ko");
  if (isHome || isAway()) return;
  const { places, asks } = await (await fetch(place.dataset.places, { credentials: "omit" })).json();
  if (!places.length) return;
  const country = asks ? (await (await fetch(place.dataset.country)).json()).country : "";
  const found = find(places, country, zone);
  if (found) show(found);
}

if (place) greet().catch(() => {});
