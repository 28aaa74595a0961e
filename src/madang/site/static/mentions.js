// Names that complete as one calls them: @익인3, @글쓴이.
import { complete } from "./completion.js";

const form = document.getElementById("write");
const area = form?.querySelector?.("textarea");

// Whoever else spoke on this page: the author, and voices by their numbers or nicknames.
function names() {
  const thread = document.getElementById("thread");
  const isOwn = (comment) => comment.dataset.voice === thread.dataset.own;
  const others = [...thread.querySelectorAll(".comment")].filter((comment) => !isOwn(comment));
  const spoke = others.map((comment) => comment.querySelector(":scope > .byline > .voice")?.textContent.trim());
  const author = thread.dataset.own === "0" ? null : form.dataset.author;
  return [...new Set([author, ...spoke])].filter(Boolean);
}

if (area && form.dataset.call) {
  complete(area, {
    label: form.dataset.call,
    called: (before) => /(?:^|[^\w@/.:-])@([^\s@]{0,12})$/.exec(before)?.[1] ?? null,
    find: (typed) => names().filter((name) => name.startsWith(typed) && name !== typed).map((name) => ({ label: name, text: `${name} ` })),
  });
}
