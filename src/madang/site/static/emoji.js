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
      // Where a word of the name begins so first, and short names before long ones.
      const place = (said) => (said.split(/[ _]/).some((word) => word.startsWith(wanted)) ? 0 : 1000) + said.split(" ")[0].length;
      const found = all.filter(([, said]) => said.includes(wanted)).sort(([, one], [, other]) => place(one) - place(other));
      return found.map(([emoji, said]) => ({ label: `${emoji} ${said.split(" ")[0].replaceAll("_", " ")}`, text: emoji }));
    },
  });
}
