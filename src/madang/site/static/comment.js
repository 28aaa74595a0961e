// What helps while one writes a comment: pictures by button and paste, shown below the text.
import { picturesAmong, uploadAll } from "./upload.js";

const form = document.getElementById("write");
const area = form?.querySelector?.("textarea");
const pictureLines = form?.elements?.picture_lines;
// As many as are taken at once.
const MOST = 10;
const LINE = /^!\[([^\[\]\n]*)\]\((\/media\/[\w/-]+\.webp)\)$/;

const all = () => pictureLines.value.split("\n").filter((line) => LINE.test(line));

function put(now) {
  pictureLines.value = now.join("\n");
  pictureLines.dispatchEvent(new Event("input"));
}

// Sent with the form, or as the text of a comment that is changed.
function addPictures(files) {
  return uploadAll(files, form.dataset, ({ src }) => put([...all(), `![](${src})`]));
}

// Each can be taken out.
function show() {
  const place = form.querySelector("[data-thumbs]");
  place.replaceChildren(...all().map((line) => {
    const out = document.createElement("button");
    const picture = new Image(72, 72);
    const [, words, src] = LINE.exec(line);
    picture.src = src;
    picture.alt = words;
    out.type = "button";
    out.append(picture, place.dataset.remove);
    out.addEventListener("click", () => put(all().filter((other) => other !== line)));
    return out;
  }));
  needWords();
}

// A sticker or pictures alone are a comment.
function needWords() {
  area.required = !pictureLines.value && !form.querySelector("[name=sticker]:checked")?.value;
}

// The pictures at the end of a text that is changed are shown, not their addresses.
function takeOut() {
  const typed = area.value.split("\n");
  const found = [];
  while (typed.length && (!typed.at(-1).trim() || LINE.test(typed.at(-1)))) {
    const line = typed.pop();
    if (line.trim()) found.unshift(line);
  }
  if (!found.length || found.length > MOST) return;
  area.value = area.defaultValue = typed.join("\n");
  area.dispatchEvent(new Event("input"));
  pictureLines.value = [...found, ...all()].join("\n");
}

if (area && pictureLines) {
  const add = form.querySelector("[data-add]");
  const chosen = form.querySelector("[data-choose]");
  add.hidden = false;
  add.addEventListener("click", () => chosen.click());
  chosen.addEventListener("change", () => { addPictures([...chosen.files]); chosen.value = ""; });
  area.addEventListener("paste", (event) => {
    const files = picturesAmong(event.clipboardData.files);
    // Office programs put a picture of what is copied beside its words: words are meant then.
    if (!files.length || event.clipboardData.getData("text/plain").trim()) return;
    event.preventDefault();
    addPictures(files);
  });
  pictureLines.addEventListener("input", show);
  for (const sticker of form.querySelectorAll("[name=sticker]")) sticker.addEventListener("change", needWords);
  if (form.dataset.changes) takeOut();
  show();
}
