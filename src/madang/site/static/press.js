// Presses buttons (추천, 스크랩, 호출 예약, 좋아요) without leaving the place where one reads: the part
// that changed is taken from the page that answers.
function partOf(button) {
  const seq = button.form.id === "like" && button.value;
  return seq ? `#c${seq} > .byline > .actions` : "#buttons";
}

async function press(button) {
  const part = partOf(button);
  const sent = new FormData(button.form, button);
  const answer = await fetch(button.form.action, { method: "POST", body: sent });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(part);
  if (!answer.ok || !fresh) throw new Error("the page itself says why");
  const again = [...document.querySelector(part).querySelectorAll("button")].indexOf(button);
  // What this page's scripts show stays: copying and sharing.
  for (const name of ["[data-copy]", "[data-share]", "[data-kakao]"]) {
    const old = document.querySelector(part).querySelector(name);
    if (old) fresh.querySelector(name)?.replaceWith(old);
  }
  document.querySelector(part).replaceWith(fresh);
  fresh.querySelectorAll("button")[again]?.focus({ preventScroll: true });
}

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || event.target.dataset.plain || !event.target.matches("#like, #buttons form")) return;
  event.preventDefault();
  if (button.dataset.waits) return;
  button.dataset.waits = "yes";
  press(button).catch(() => {
    event.target.dataset.plain = "yes";
    event.target.requestSubmit(button);
  });
});
