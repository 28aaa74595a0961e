// Brings the form to the comment that one answers, with what was typed in it; and back.
const form = document.getElementById("write");
const parent = form?.elements?.parent;
const thread = document.getElementById("thread");

function commentOf(link) {
  const seq = new URL(link.href).searchParams.get("reply");
  return document.getElementById(`c${seq}`);
}

function nameOf(comment) {
  return comment.querySelector(".byline .voice").textContent.trim();
}

// A mark where the form stands when nobody is answered.
const home = document.createComment("");

function answer(comment) {
  if (!home.isConnected) form.before(home);
  parent.value = comment.dataset.seq;
  tell(form.dataset.answer.replace("{}", nameOf(comment)));
  comment.after(form);
  // What is only put back where it was moves nobody.
  if (form.dataset.taking) return;
  form.querySelector("textarea").focus({ preventScroll: true });
  form.scrollIntoView({ block: "nearest" });
}

// Says whom the form answers now.
function tell(words) {
  const now = form.querySelector(".answering-now");
  (now.querySelector("span") ?? now.firstChild).textContent = `${words} `;
  now.hidden = false;
  news(false);
}

// News are no answers.
function news(may) {
  const choice = form.elements.news?.closest("label");
  if (!choice) return;
  choice.hidden = !may;
  if (!may) form.elements.news.checked = false;
}

function stop() {
  const comment = document.getElementById(`c${parent.value}`);
  parent.value = "";
  form.querySelector(".answering-now").hidden = true;
  news(true);
  if (home.isConnected) home.after(form);
  comment?.querySelector(".actions a[href*='reply=']")?.focus();
}

function quote() {
  const area = form.querySelector("textarea");
  const said = document.querySelector(`#c${parent.value} .text`).innerText.trim();
  area.value = `${said.split(/\n+/).map((line) => `> ${line}`).join("\n")}\n\n${area.value}`;
  area.dispatchEvent(new Event("input"));
  area.focus();
}

if (parent && thread) {
  thread.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='reply=']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const comment = commentOf(link);
    if (!comment) return;
    event.preventDefault();
    answer(comment);
  });
  form.addEventListener("click", (event) => {
    const act = event.target.closest("[data-quote], [data-stop]");
    if (!act) return;
    const isHere = document.getElementById(`c${parent.value}`);
    if ("stop" in act.dataset) stop();
    else if (isHere) quote();
    else return;
    event.preventDefault();
  });
  // A draft that comes back answers whom it answered.
  parent.addEventListener("input", () => {
    const comment = document.getElementById(`c${parent.value}`);
    if (comment) answer(comment);
    else if (parent.value) tell(form.dataset.answerEarlier);
    else stop();
  });
}
