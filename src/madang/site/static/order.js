// Puts a list in order by dragging, with a finger too. By keyboard its buttons do the same.
const list = document.querySelector("[data-order]");
const form = document.querySelector("#order");
const rows = () => [...list.querySelectorAll("[data-id]")];
const orderOf = () => rows().map((row) => row.dataset.id).join(",");
let held = null;
let before = "";

function rowAt(y) {
  return rows().find((row) => row !== held && y < row.getBoundingClientRect().bottom);
}

function move(event) {
  if (!held) return;
  event.preventDefault();
  const there = rowAt(event.clientY);
  const { top, height } = there ? there.getBoundingClientRect() : { top: 0, height: 0 };
  if (!there) rows().at(-1).after(held);
  else if (event.clientY < top + height / 2) there.before(held);
  else there.after(held);
}

function drop() {
  if (!held) return;
  held.classList.remove("held");
  held = null;
  if (orderOf() === before) return;
  form.elements.order.value = orderOf();
  form.requestSubmit();
}

// A row that is moved would lose a pointer that it had captured.
document.addEventListener("pointermove", move, { passive: false });
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);

for (const row of rows()) {
  const grip = document.createElement("span");
  grip.className = "grip";
  grip.textContent = "⠿";
  grip.title = list.dataset.grip;
  grip.setAttribute("aria-hidden", "true");
  grip.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    held = row;
    before = orderOf();
    row.classList.add("held");
  });
  row.querySelector("form").prepend(grip);
}
