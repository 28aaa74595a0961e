// Names that complete as one calls them: @익인3, @글쓴이.
import { complete } from "./completion.js";

const form = document.getElementById("write");
const area = form?.querySelector?.("textarea");

// Whoever spoke on this page: the author, and voices by their numbers or nicknames.
function names() {
  const spoke = [...document.querySelectorAll("#thread .comment > .byline > .voice")].map((voice) => voice.textContent.trim());
  return [...new Set([form.dataset.author, ...spoke])].filter(Boolean);
}

if (area && form.dataset.call) {
  complete(area, {
    label: form.dataset.call,
    called: (before) => /(?:^|[^\w@/.:-])@([^\s@]{0,12})$/.exec(before)?.[1] ?? null,
    find: (typed) => names().filter((name) => name.startsWith(typed) && name !== typed).map((name) => ({ label: name, text: `${name} ` })),
  });
}
