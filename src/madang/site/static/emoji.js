// Emoji complete as one types a colon and a part of their name (:웃, :heart), in titles and
// comments. Their names are asked for once somebody does so.
import { complete } from "./completion.js";

let known = null;

async function names(address) {
  known ??= fetch(address).then((answer) => (answer.ok ? answer.json() : [])).catch(() => []);
  return known;
}

for (const field of document.querySelectorAll("[data-emoji]")) {
  complete(field, {
    label: field.dataset.emojiSaid,
    called: (before) => /(?:^|[^\p{L}\p{N}:/]):([\p{L}\p{N}_]{1,20})$/u.exec(before)?.[0].replace(/^[^:]/u, "") ?? null,
    find: async (typed) => {
      const wanted = typed.slice(1).toLowerCase();
      const all = await names(field.dataset.emoji);
      const begin = all.filter(([, said]) => said.split(" ").some((word) => word.startsWith(wanted)));
      const within = all.filter(([, said]) => !begin.includes(said) && said.includes(wanted));
      return [...new Map([...begin, ...within])].map(([emoji, said]) => ({ label: `${emoji} ${said.split(" ")[0].replaceAll("_", " ")}`, text: emoji }));
    },
  });
}
