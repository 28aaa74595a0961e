// Lets this browser be told of calls (Web Push), and keeps the site's note of it up to date.
const KEPT = "push"; // the day on which the site was last told, in this browser alone
const today = new Date().toISOString().slice(0, 10);
const place = document.getElementById("push");

const read = () => { try { return localStorage.getItem(KEPT); } catch { return null; } };
const keep = (value) => {
  try {
    if (value) localStorage.setItem(KEPT, value);
    else localStorage.removeItem(KEPT);
  } catch { /* a private window */ }
};
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

async function send(subscription, address) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify(subscription),
  });
  if (answer.ok) keep(today);
  return answer;
}

async function subscribe() {
  const { worker, key, address, denied } = place.dataset;
  if (await Notification.requestPermission() !== "granted") return denied;
  const registration = await navigator.serviceWorker.register(worker);
  await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const answer = await send(subscription, address);
  return answer.ok ? "" : (await answer.json()).error;
}

async function press(event) {
  const said = place.querySelector("[role=status]");
  event.target.disabled = true;
  try {
    const wrong = await subscribe();
    if (!wrong) location.reload();
    said.textContent = wrong;
  } catch {
    said.textContent = place.dataset.failed;
  }
  event.target.disabled = false;
}

// Signing in anew makes another session: the site is told once a day which browser this is.
async function renew(address) {
  if (!read() || read() === today || Notification.permission !== "granted") return;
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  if (subscription) await send(subscription, address);
  else keep("");
}

if ("serviceWorker" in navigator && "PushManager" in window) {
  if (place) {
    place.querySelector("button").addEventListener("click", press);
    place.hidden = false;
  }
  renew("/calls/devices").catch(() => { /* the next page tries again */ });
} else if (place) {
  document.getElementById("no-push").hidden = false;
}
