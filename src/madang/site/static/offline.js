// Lets opened posts be read offline, lists those that are kept, and deletes them: in this browser alone.
const POSTS = "opened-posts";
const PARTS = "opened-parts";
const place = document.getElementById("offline");
const list = place.querySelector("ul");
const { worker } = place.dataset;

async function titleOf(cache, request) {
  const page = new DOMParser().parseFromString(await (await cache.match(request)).text(), "text/html");
  return page.querySelector("h1")?.textContent.trim() || new URL(request.url).pathname;
}

async function show() {
  const isOn = await caches.has(POSTS);
  for (const part of place.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "on") !== isOn;
  list.replaceChildren();
  if (!isOn) return;
  const cache = await caches.open(POSTS);
  for (const request of (await cache.keys()).reverse()) {
    const link = document.createElement("a");
    link.href = new URL(request.url).pathname;
    link.textContent = await titleOf(cache, request);
    const row = document.createElement("li");
    row.append(link);
    list.append(row);
  }
  place.querySelector(".empty").hidden = list.children.length > 0;
}

async function switchOn() {
  await navigator.serviceWorker.register(worker);
  await caches.open(POSTS);
  const parts = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((part) => part.href || part.src);
  // As everybody sees it, like the posts.
  const page = await fetch(location.pathname, { credentials: "omit" });
  const headers = new Headers({ "Content-Type": page.headers.get("Content-Type") });
  const cache = await caches.open(PARTS);
  await cache.put(location.pathname, new Response(await page.blob(), { headers }));
  await cache.addAll(parts);
}

async function switchOff() {
  await caches.delete(POSTS);
  await caches.delete(PARTS);
}

async function press(event) {
  const button = event.target.closest("button");
  if (!button) return;
  button.disabled = true;
  await (button.dataset.when === "on" ? switchOff() : switchOn());
  (await navigator.serviceWorker.ready).active?.postMessage("look");
  await show();
  button.disabled = false;
}

if ("serviceWorker" in navigator && "caches" in window) {
  place.hidden = false;
  document.getElementById("no-offline").hidden = true;
  place.addEventListener("click", press);
  show();
}
