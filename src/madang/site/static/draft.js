// Keeps what is typed: a post in the account as one goes, and everything on this device, so that
// nothing is lost by a crash, a dead battery or a sign-out.
const EVERY = 3000;
const PREFIX = "draft:";
const SENDING = "draft-sending";

const read = (store, key) => { try { return store.getItem(key); } catch { return null; } };
const write = (store, key, value) => {
  try {
    if (value) store.setItem(key, value);
    else store.removeItem(key);
  } catch { /* a private window, or no room */ }
};

// What was kept of a form goes when the server said that this very form did what it was for.
const arrived = document.cookie.match(/(?:^|; )arrived=([^;]+)/)?.[1];
const parsed = (text) => {
  try { return JSON.parse(text ?? "null"); } catch { return null; }
};
const sent = parsed(read(sessionStorage, SENDING));
if (arrived && sent?.idempotencyKey === arrived) {
  write(localStorage, sent.key, null);
  write(sessionStorage, SENDING, null);
  document.cookie = "arrived=; Max-Age=0; Path=/; SameSite=Lax";
}

function watch(form) {
  const key = PREFIX + location.pathname;
  // What an editor sends counts for the text area that it covers.
  const fields = () => [...form.querySelectorAll("input[type=text][name], textarea:not([hidden]), [name=html]:enabled, [name=lines]")];
  const chosen = () => [...form.querySelectorAll("select, [type=checkbox][name], [name=draft], [name=idempotency_key], [name=parent]")];
  const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.value);
  const typed = () => JSON.stringify(Object.fromEntries([...fields(), ...chosen()].map((field) => [field.name, valueOf(field)])));
  const valuesNow = () => Object.fromEntries(fields().map(({ name, value }) => [name, value]));
  // Nothing was typed yet, besides what the form began with.
  const isEmpty = () => fields().every(({ name, value }) => !value.trim() || value === begun[name]);
  // An editor writes the same words with other marks.
  const wordsOf = (value) => {
    const { body } = new DOMParser().parseFromString(value ?? "", "text/html");
    return [body.textContent.replace(/\s+/g, " ").trim(), ...[...body.querySelectorAll("img")].map(({ src }) => src)].join("\n");
  };
  const isThere = (old) => fields().every(({ name, value }) => !old[name]?.trim() || (name === "html" ? wordsOf(old[name]) === wordsOf(value) : old[name] === value));
  const said = form.querySelector(".draft-said");
  const account = form.dataset.draft;
  let begun = valuesNow();
  let kept = typed();
  let waits = false;

  offer();
  // The editor comes after this: what it begins with is nobody's typing either.
  form.addEventListener("editor", () => {
    if (form.dataset.typed) return;
    begun = valuesNow();
    kept = typed();
    offer();
  }, { once: true });
  setInterval(keep, EVERY);
  form.addEventListener("input", () => delete form.dataset.safe);
  addEventListener("pagehide", () => keep());
  form.addEventListener("submit", () => {
    write(localStorage, key, typed());
    write(sessionStorage, SENDING, JSON.stringify({ key, idempotencyKey: form.elements.idempotency_key?.value }));
  });

  function offer() {
    const old = parsed(read(localStorage, key));
    const place = form.querySelector(".draft-offer");
    if (!old || Array.isArray(old) || !isEmpty()) return;
    if (isThere(old)) return;
    // A comment is simply there again, and asks nothing.
    if ("restore" in form.dataset) {
      take(old);
      return;
    }
    place.hidden = false;
    place.querySelector("[data-take]").onclick = () => {
      take(old);
      place.hidden = true;
      form.querySelector(".editor .body, textarea:not([hidden])")?.focus();
    };
    place.querySelector("[data-drop]").onclick = () => {
      write(localStorage, key, null);
      place.hidden = true;
    };
  }

  function take(old) {
    form.dataset.taking = "yes";
    for (const [name, value] of Object.entries(old)) {
      const field = form.elements[name];
      if (!field) continue;
      if (field.type === "checkbox") field.checked = value;
      else field.value = value;
      field.dispatchEvent(new Event("input"));
      field.closest("details")?.toggleAttribute("open", Boolean(form.elements.what?.value));
    }
    delete form.dataset.taking;
  }

  async function keep() {
    if (form.dataset.sent || (typed() === kept && !waits)) return;
    kept = typed();
    const now = kept;
    // What is offered is not lost by a form that is still empty.
    if (!isEmpty()) write(localStorage, key, kept);
    else if (form.querySelector(".draft-offer")?.hidden ?? true) write(localStorage, key, null);
    if (!account || isEmpty()) return;
    try {
      const answer = await fetch(account, { method: "POST", body: new FormData(form), keepalive: true });
      const { draft, said: words, error } = await answer.json();
      waits = false;
      if (draft && form.elements.draft.value !== draft) {
        form.elements.draft.value = draft;
        if (kept === now) {
          kept = typed();
          write(localStorage, key, kept);
        }
      }
      said.textContent = words ?? error ?? "";
      if (draft && typed() === kept) form.dataset.safe = "yes";
    } catch {
      // The network is away: this device keeps it, and the account is asked again.
      waits = true;
      said.textContent = form.dataset.here;
    }
  }
}

for (const form of document.querySelectorAll("form[data-draft]")) watch(form);
