// Renews a part of the page that something in the background changes, until it is done.
const EVERY = 1000;

async function renew(part) {
  const answer = await fetch(part.dataset.refresh);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(part.id);
  if (!fresh?.dataset.refresh) {
    location.reload();
    return;
  }
  part.replaceWith(fresh);
  setTimeout(() => keepRenewing(fresh), EVERY);
}

function keepRenewing(part) {
  renew(part).catch(() => setTimeout(() => keepRenewing(part), EVERY));
}

const part = document.querySelector("[data-refresh]");
if (part) setTimeout(() => keepRenewing(part), EVERY);
