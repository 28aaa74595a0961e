// Completes what one types in a field, from a list below it: names that are called, emoji.
import { isComposing } from "./composing.js";

const MOST = 6;
let lists = 0;

// `called` returns the word that is being typed, or null; `find` what fits it, as { label, text };
// `label` says what the list is for.
export function complete(field, { label, called, find }) {
  const list = document.createElement("ul");
  lists += 1;
  list.id = `completion-${lists}`;
  list.className = "mentions";
  list.role = "listbox";
  list.ariaLabel = label;
  list.hidden = true;
  field.after(list);
  let fitting = [];

  const word = () => called(field.value.slice(0, field.selectionStart));

  function hide() {
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
  }

  function choose(at) {
    const from = field.selectionStart - word().length;
    field.setRangeText(fitting[at].text, from, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input"));
    field.focus();
    hide();
  }

  function mark(place) {
    const items = [...list.children];
    const at = (place + items.length) % items.length;
    items.forEach((item, number) => { item.ariaSelected = String(number === at); });
    field.setAttribute("aria-activedescendant", items[at].id);
    items[at].scrollIntoView({ block: "nearest" });
  }

  async function offer() {
    const typed = word();
    const found = typed === null ? [] : (await find(typed)).slice(0, MOST);
    if (typed !== word()) return;
    fitting = found;
    if (!fitting.length) {
      hide();
      return;
    }
    list.replaceChildren(...fitting.map((one, number) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${number}`;
      item.role = "option";
      item.textContent = one.label;
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(number); });
      return item;
    }));
    list.hidden = false;
    field.setAttribute("aria-controls", list.id);
    mark(0);
  }

  function steer(event) {
    // While a syllable is composed, Enter ends it.
    if (list.hidden || isComposing(event)) return;
    const at = [...list.children].findIndex((item) => item.ariaSelected === "true");
    const acts = {
      ArrowDown: () => mark(at + 1),
      ArrowUp: () => mark(at - 1),
      Enter: () => choose(at),
      Tab: () => choose(at),
      Escape: hide,
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  }

  field.setAttribute("aria-autocomplete", "list");
  field.addEventListener("input", () => offer().catch(hide));
  field.addEventListener("keydown", steer);
  field.addEventListener("blur", hide);
}
