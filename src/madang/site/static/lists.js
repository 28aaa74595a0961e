// The live lists beside the page, and what is like the post: small shared fragments, asked for when
// they come near to being seen; the lists again and again while they are.
const EVERY = 15000;

async function fill(place, address, credentials) {
  const answer = await fetch(address, { credentials });
  if (!answer.ok || answer.redirected) return;
  const text = await answer.text();
  if (text === place.dataset.had) return;
  // Whoever reads the list with the keyboard is not thrown out of it.
  if (place.contains(document.activeElement)) return;
  place.dataset.had = text;
  place.innerHTML = text;
  // What the page itself shows is not repeated beside it.
  const { board, hot } = place.dataset;
  for (const section of place.querySelectorAll(".section")) {
    if (board ? section.dataset.board === board : hot && "hot" in section.dataset) section.remove();
  }
  place.dispatchEvent(new CustomEvent("arrived", { bubbles: true }));
}

function whenNear(place, act) {
  new IntersectionObserver(([seen]) => act(seen.isIntersecting), { rootMargin: "300px" }).observe(place);
}

const beside = document.querySelector("[data-lists]");
if (beside) {
  let near = false;
  const look = async () => {
    if (near && !document.hidden) await fill(beside, beside.dataset.lists, "omit").catch(() => {});
  };
  whenNear(beside, (is) => { if (is && !near) { near = true; look(); } near = is; });
  setInterval(look, EVERY);
}

const related = document.querySelector("[data-related]");
if (related) {
  const part = related.querySelector("[data-part]");
  const show = (tab) => fill(part, `${related.dataset.related}?part=1${tab ? `&tab=${tab}` : ""}`, "same-origin").catch(() => {});
  let asked = false;
  whenNear(related, (is) => { if (is && !asked) { asked = true; show(""); } });
  part.addEventListener("click", async (event) => {
    const link = event.target.closest(".tabs a");
    if (!link || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    link.blur();
    await show(new URL(link.href).searchParams.get("tab"));
    part.querySelector('[aria-current="true"]')?.focus();
  });
}
