// Shows how many calls are unread beside the word, and keeps looking while the page is seen.
const EVERY = 20000;
const bells = document.querySelectorAll(".bell");
const { count, said } = bells[0].dataset;
const marks = [...bells].map((bell) => {
  const mark = document.createElement("span");
  mark.className = "answers";
  bell.append(" ", mark);
  return mark;
});

async function look() {
  if (document.hidden) return;
  const answer = await fetch(count);
  if (!answer.ok) return;
  const { unread } = await answer.json();
  for (const mark of marks) {
    mark.textContent = unread || "";
    mark.ariaLabel = unread ? `${said} ${unread}` : null;
    mark.role = unread ? "img" : null;
  }
}

async function keepLooking() {
  try { await look(); } catch { /* the network is away; the next look may find it */ }
  setTimeout(keepLooking, EVERY);
}

keepLooking();
document.addEventListener("visibilitychange", () => look().catch(() => {}));
