// The desk by keyboard alone: one key an action, and the clocks that run beside it.
const typing = (target) =>
  target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
// The key itself, whichever alphabet the keyboard is on: p is p on a Korean one too.
const keyOf = (event) => (/^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : event.key);

function press(target) {
  if (target.matches("input, textarea")) target.focus();
  else if (target.matches("summary")) {
    for (const other of document.querySelectorAll(".moves details[open]")) other.open = false;
    target.parentElement.open = true;
    target.parentElement.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  } else if (!target.disabled) target.click();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest("form");
    if (form?.method === "post" && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button:not(.danger)"));
    }
    return;
  }
  if (event.key === "Escape") {
    if (typing(event.target)) event.target.blur();
    for (const open of document.querySelectorAll(".moves details[open]")) open.open = false;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const target = document.querySelector(`[data-key="${CSS.escape(keyOf(event))}"]`);
  if (!target) return;
  event.preventDefault();
  press(target);
});

// What was half written outlives a note or an opened text; it goes with the answer.
const answer = document.querySelector("[data-answer]");
if (answer) {
  const box = answer.querySelector("textarea");
  const kept = `answer ${answer.action}`;
  box.value ||= sessionStorage.getItem(kept) ?? "";
  box.addEventListener("input", () => sessionStorage.setItem(kept, box.value));
  answer.addEventListener("submit", () => sessionStorage.removeItem(kept));
}

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

// What may be taken again once the pause is over, and how long that is.
const until = document.querySelector("[data-until]")?.dataset.until;
if (until) {
  const left = () => Math.max(0, new Date(until) - Date.now());
  const shown = document.querySelector("[data-left]");
  const show = () => { shown.textContent = clock(Math.ceil(left() / 1000)); };
  show();
  setInterval(show, 1000);
  setTimeout(() => location.reload(), Math.min(left() + 500, 2 ** 31 - 1));
}

const call = document.querySelector("[data-call]");
if (call) {
  const began = Date.now();
  const show = () => {
    const seconds = Math.floor((Date.now() - began) / 1000);
    call.textContent = clock(seconds);
    for (const hint of document.querySelectorAll("[data-hint]")) {
      hint.hidden = seconds < hint.dataset.hint * 60;
    }
  };
  show();
  setInterval(show, 1000);
}
