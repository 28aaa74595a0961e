// How far a notice has come, read anew while the page is seen.
const shown = document.querySelector("[data-live]");
const SECONDS = 2;

async function look() {
  if (document.hidden) return;
  const answer = await fetch(shown.dataset.live, { headers: { Accept: "text/html" } });
  if (answer.ok && !answer.redirected) shown.innerHTML = await answer.text();
}

if (shown) setInterval(() => look().catch(() => {}), SECONDS * 1000);
