// Works for the site behind its pages: tells of calls, and keeps opened posts to be read offline
// where somebody switched that on (offline.js). All that is kept is in this browser alone.
const POSTS = "opened-posts";
const PARTS = "opened-parts";
const MOST = { [POSTS]: 50, [PARTS]: 200 };
const LIST = "/about/offline";
const POST = /^\/[^/]+\/\d+$/;
const PART = /^\/(static|media|icons)\//;
let isOn = null; // not known yet

async function look() {
  isOn = await caches.has(POSTS);
  return isOn;
}
look();
self.addEventListener("message", look);

// Read whole before it takes the place of what was kept: a network may break off.
async function put(name, key, answer) {
  const headers = new Headers(answer.headers);
  // A page differs by cookies and languages; what is kept is one.
  headers.delete("Vary");
  const whole = new Response(await answer.blob(), { status: answer.status, headers });
  const cache = await caches.open(name);
  await cache.put(key, whole);
  const keys = await cache.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST[name]))) await cache.delete(old);
}

// As everybody sees it: nothing of whoever reads is kept, and nothing of boards for members.
async function keepPost(path) {
  const shown = await fetch(path, { credentials: "omit" });
  if (shown.ok && !shown.redirected) await put(POSTS, path, shown);
  else await (await caches.open(POSTS)).delete(path);
}

async function visit(event, path) {
  try {
    const answer = await fetch(event.request);
    if (POST.test(path)) event.waitUntil(keepPost(path).catch(() => {}));
    return answer;
  } catch (error) {
    const kept = (await caches.match(path, { cacheName: POSTS })) ?? (await caches.match(LIST, { cacheName: PARTS }));
    if (kept) return kept;
    throw error;
  }
}

async function part(event) {
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(put(PARTS, event.request.url, answer.clone()).catch(() => {}));
    return answer;
  } catch (error) {
    const kept = await caches.match(event.request.url, { cacheName: PARTS });
    if (kept) return kept;
    throw error;
  }
}

async function answer(event, path) {
  if (isOn === null) await look();
  if (!isOn) return fetch(event.request);
  return event.request.mode === "navigate" ? visit(event, path) : part(event);
}

self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (isOn === false || event.request.method !== "GET" || origin !== location.origin) return;
  if (event.request.mode !== "navigate" && !PART.test(pathname)) return;
  event.respondWith(answer(event, pathname));
});

// Shows what the site tells this browser, and opens the page it is about, mostly the calls.
self.addEventListener("push", (event) => {
  const { title, body, to = "/calls" } = event.data.json();
  // One tag a page: what comes later takes the place of what was not looked at yet.
  event.waitUntil(self.registration.showNotification(title, { body, tag: to.slice(1), data: to }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
