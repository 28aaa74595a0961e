// The editor of a post: the one that django-prose-editor ships (Tiptap), with blocks of our own for
// pictures and for what is folded. Without it the plain text area is there and does the same.
import { isComposing } from "./composing.js";
import { prepared } from "./pasted.js";
import { picturesAmong, uploadAll } from "./upload.js";

const place = document.querySelector("[data-editor]");
const words = place.dataset;
const form = place.closest("form");
const kept = form.elements.html;
const area = form.elements.text;

const kit = await import(words.editor);

const Figure = kit.Node.create({
  name: "figure",
  group: "block",
  content: "text*",
  marks: "",
  draggable: true,
  isolating: true,
  addAttributes: () => ({ src: {}, alt: { default: "" }, width: {}, height: {} }),
  parseHTML: () => ["figure", "img"].map((tag) => ({
    tag,
    getAttrs: (found) => attributesOf(found.matches("img") ? found : found.querySelector("img")),
    contentElement: (found) => found.querySelector("figcaption") ?? document.createElement("figcaption"),
  })),
  renderHTML: ({ HTMLAttributes: { src, alt, width, height } }) => ["figure", ["img", { src, alt, width, height }], ["figcaption", 0]],
  addNodeView: () => viewOfFigure,
  addKeyboardShortcuts: () => ({ Enter: onward }),
});

const Summary = kit.Node.create({
  name: "summary",
  content: "text*",
  marks: "",
  isolating: true,
  // A press on an empty title puts the cursor into it; it would take hold of the whole line.
  selectable: false,
  parseHTML: () => [{ tag: "summary" }, { tag: "p.fold-title" }],
  renderHTML: () => ["summary", 0],
  addNodeView: () => viewOfTitle,
  addKeyboardShortcuts: () => ({ Enter: onward }),
});

const Fold = kit.Node.create({
  name: "fold",
  group: "block",
  content: "summary block+",
  defining: true,
  parseHTML: () => [{ tag: "details" }],
  renderHTML: () => ["details", 0],
  addNodeView: () => () => shell("div", "fold"),
  addKeyboardShortcuts: () => ({ Backspace: dropEmptyFold }),
});

// Returns what a picture of this site is, as it is kept; what is copied from a page has the page's origin.
function attributesOf(image) {
  const { origin, pathname } = new URL(image?.getAttribute("src") ?? "", location);
  if (origin !== location.origin || !pathname.startsWith("/media/")) return false;
  return { ...Object.fromEntries(["alt", "width", "height"].map((name) => [name, image.getAttribute(name)])), src: pathname };
}

// What is bold where it comes from. The site's policy empties styles, so their words are read.
const Bold = kit.Bold.extend({
  parseHTML: () => [
    { tag: "strong" },
    { tag: "b", getAttrs: (found) => !/font-weight:\s*(normal|[1-5]00)/.test(found.getAttribute("style")) && null },
    { tag: "span[style]", getAttrs: (found) => /font-weight:\s*(bold|[6-9]00)/.test(found.getAttribute("style")) && null },
  ],
});

// Enter leads out of a line that cannot be parted: a caption, or the title of a fold.
function onward({ editor }) {
  const { $from } = editor.state.selection;
  if (!["figure", "summary"].includes($from.parent.type.name)) return false;
  const after = $from.after();
  const chain = editor.chain();
  if ($from.parent.type.name === "figure") chain.insertContentAt(after, { type: "paragraph" });
  return chain.setTextSelection(after + 1).focus().run();
}

// Backspace in a fold that says nothing and shows nothing takes it away; any other stays.
function dropEmptyFold({ editor }) {
  const { $from, empty } = editor.state.selection;
  if (!empty || $from.depth < 2 || $from.node(-1).type.name !== "fold") return false;
  const isEmpty = ({ type, content }) => ["summary", "paragraph"].includes(type.name) && content.size === 0;
  if (!$from.node(-1).children.every(isEmpty)) return $from.parent.type.name === "summary" && $from.parentOffset === 0;
  return editor.commands.deleteRange({ from: $from.before(-1), to: $from.after(-1) });
}

// While one writes, a fold stays open: it is no `details` then.
function shell(tag, name) {
  const dom = document.createElement(tag);
  dom.className = name;
  return { dom, contentDOM: dom };
}

// The title of a fold says what it is called where nobody calls it anything.
function viewOfTitle({ node }) {
  const view = shell("p", "fold-title");
  view.dom.dataset.empty = words.fold;
  const show = ({ content }) => view.dom.classList.toggle("is-empty", content.size === 0);
  show(node);
  return { ...view, update: (next) => { const isSame = next.type === node.type; if (isSame) show(next); return isSame; } };
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button small";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function viewOfFigure({ node, editor, getPos }) {
  const dom = document.createElement("figure");
  const image = new Image(node.attrs.width, node.attrs.height);
  image.src = node.attrs.src;
  image.alt = node.attrs.alt;
  const caption = document.createElement("figcaption");
  caption.dataset.empty = words.caption;
  const alt = document.createElement("input");
  alt.type = "text";
  alt.className = "alt";
  alt.value = node.attrs.alt;
  alt.placeholder = words.alt;
  alt.ariaLabel = words.alt;
  alt.addEventListener("input", () => {
    const { tr } = editor.state;
    editor.view.dispatch(tr.setNodeMarkup(getPos(), undefined, { ...node.attrs, alt: alt.value }));
  });
  const acts = document.createElement("p");
  acts.className = "figure-acts";
  acts.contentEditable = "false";
  acts.append(
    alt,
    button(words.up, () => move(editor, getPos(), -1)),
    button(words.down, () => move(editor, getPos(), 1)),
    button(words.remove, () => {
      editor.commands.deleteRange({ from: getPos(), to: getPos() + node.nodeSize });
      editor.view.focus();
    }),
  );
  image.contentEditable = "false";
  dom.append(image, caption, acts);
  const show = ({ content }) => caption.classList.toggle("is-empty", content.size === 0);
  show(node);
  return {
    dom,
    contentDOM: caption,
    stopEvent: ({ target }) => acts.contains(target),
    ignoreMutation: ({ target }) => !caption.contains(target),
    update: (next) => {
      if (next.type !== node.type || next.attrs.src !== node.attrs.src) return false;
      node = next;
      show(node);
      return true;
    },
  };
}

// Lets a picture and the block before or after it change places; the picture stays under the thumb.
function move(editor, at, by) {
  const { doc, tr } = editor.state;
  const found = doc.resolve(at);
  const index = found.index();
  const other = index + by;
  if (other < 0 || other >= found.parent.childCount) return;
  const first = Math.min(index, other);
  const from = found.posAtIndex(first);
  const [one, two] = [found.parent.child(first), found.parent.child(first + 1)];
  const before = editor.view.nodeDOM(at).getBoundingClientRect().top;
  editor.view.dispatch(tr.replaceWith(from, from + one.nodeSize + two.nodeSize, [two, one]));
  const moved = editor.view.nodeDOM(by < 0 ? from : from + two.nodeSize);
  scrollBy(0, moved.getBoundingClientRect().top - before);
  moved.querySelectorAll(".figure-acts button")[by < 0 ? 0 : 1].focus({ preventScroll: true });
}

// A link, as one is typed or pasted too: an address alone stays an address.
function linkMark() {
  return kit.Mark.create({
    name: "link",
    inclusive: false,
    addAttributes: () => ({ href: {} }),
    parseHTML: () => [{ tag: "a[href]", getAttrs: ({ protocol }) => (["http:", "https:"].includes(protocol) ? {} : false) }],
    renderHTML: ({ HTMLAttributes: { href } }) => ["a", { href }, 0],
  });
}

// To the editor a picture without a caption is nothing.
function isBlank() {
  let found = false;
  editor.state.doc.descendants((node) => { found ||= node.isText || node.type.name === "figure"; });
  return !found;
}

// A fold that was put in and not touched says nothing; one without a title has the usual one.
function written() {
  const page = new DOMParser().parseFromString(editor.getHTML(), "text/html");
  for (const each of page.querySelectorAll("details")) {
    const title = each.querySelector("summary");
    if (!each.textContent.trim() && !each.querySelector("img")) each.remove();
    else if (!title.textContent.trim()) title.textContent = words.fold;
  }
  return page.body.innerHTML;
}

function keep() {
  kept.value = isBlank() ? "" : written();
  form.dataset.typed = "yes";
  delete form.dataset.safe;
  tell();
}

function tell() {
  const length = [...editor.getText({ blockSeparator: " " })].length;
  count.textContent = length ? `${length.toLocaleString()} / ${count.dataset.of}` : limit;
}

// Office programs put a picture of what is copied beside its words: words are meant then.
function hasWords(data) {
  const html = data?.getData("text/html");
  if (!html) return Boolean(data?.getData("text/plain").trim());
  return Boolean(new DOMParser().parseFromString(html, "text/html").body.textContent.trim());
}

function takesFiles(data) {
  if (hasWords(data)) return false;
  const files = picturesAmong(data?.files);
  if (files.length) add(files);
  return files.length > 0;
}

async function add(files) {
  await uploadAll(files, words, (picture) => {
    editor.chain().focus().insertContent([{ type: "figure", attrs: picture }, { type: "paragraph" }]).run();
  });
}

// A small form asks for the address, and for the words that are to be pressed.
function link() {
  const now = editor.getAttributes("link").href ?? "";
  if (now) editor.chain().extendMarkRange("link").run();
  const { from, to } = editor.state.selection;
  linkForm.address.value = now;
  linkForm.words.value = editor.state.doc.textBetween(from, to, " ");
  linkForm.querySelector("[data-unlink]").hidden = !now;
  linkForm.querySelector(".error").hidden = true;
  linkDialog.showModal();
}

function linked(event) {
  event.preventDefault();
  const typed = linkForm.address.value.trim();
  const href = /^[a-z]+:/i.test(typed) ? typed : `https://${typed}`;
  if (!/^https?:\/\/[^\s/]+\.\S+$/i.test(href)) {
    linkForm.querySelector(".error").hidden = false;
    linkForm.address.focus();
    return;
  }
  linkDialog.close();
  insertLink(href, linkForm.words.value.trim() || href);
}

// A link does not stick to the words beside it.
function insertLink(href, label) {
  const { from, to } = editor.state.selection;
  const { doc } = editor.state;
  if (from !== to && label === doc.textBetween(from, to, " ")) {
    editor.chain().focus().setMark("link", { href }).setTextSelection(to).run();
    return;
  }
  const [before, after] = [doc.textBetween(Math.max(0, from - 1), from, " ", " "), doc.textBetween(to, Math.min(doc.content.size, to + 1), " ", " ")];
  const text = (words) => ({ type: "text", text: words });
  const parts = [{ ...text(label), marks: [{ type: "link", attrs: { href } }] }];
  if (before.trim()) parts.unshift(text(" "));
  if (!/^[\s.,!?)]/.test(after) || !after) parts.push(text(" "));
  editor.chain().focus().insertContent(parts).run();
}

// Inserts a fold around what is selected; what is typed goes into it. Its title can be changed above.
function fold() {
  const { selection, doc } = editor.state;
  const { from, to } = selection;
  const summary = { type: "summary" };
  const chosen = doc.slice(from, to).content.toJSON() ?? [];
  const isWhole = chosen.length > 0 && chosen.every(({ type }) => !["text", "fold", "listItem", "summary"].includes(type));
  const blocks = isWhole ? chosen : [{ type: "paragraph", content: chosen.filter(({ type }) => type === "text") }];
  editor.chain().focus().insertContent({ type: "fold", content: [summary, ...blocks] }).run();
  let inside = null;
  editor.state.doc.descendants((node, at) => {
    if (node.type.name === "summary" && at >= from - 1) inside ??= at + node.nodeSize + 1;
  });
  if (inside) editor.chain().setTextSelection(inside).scrollIntoView().run();
}

const linkDialog = document.getElementById("link-form");
const linkForm = linkDialog.firstElementChild;
linkForm.addEventListener("submit", linked);
linkForm.querySelector("[data-stop]").addEventListener("click", () => linkDialog.close());
linkForm.querySelector("[data-unlink]").addEventListener("click", () => {
  linkDialog.close();
  editor.chain().focus().unsetMark("link").run();
});

const chosen = place.querySelector("[data-choose]");
const ACTS = {
  bold: [() => editor.chain().focus().toggleBold().run(), "bold"],
  heading: [() => editor.chain().focus().toggleHeading({ level: 2 }).run(), "heading"],
  bullets: [() => editor.chain().focus().toggleBulletList().run(), "bulletList"],
  numbers: [() => editor.chain().focus().toggleOrderedList().run(), "orderedList"],
  quote: [() => editor.chain().focus().toggleBlockquote().run(), "blockquote"],
  link: [link, "link"],
  fold: [fold, "fold"],
  picture: [() => chosen.click()],
};

function mark() {
  for (const each of place.querySelectorAll("[data-act]")) {
    const [, name] = ACTS[each.dataset.act];
    if (name) each.ariaPressed = String(editor.isActive(name));
  }
}

const count = document.getElementById("text-count");
const limit = count.textContent;

// What was typed before the editor was there is gone on with.
function begun() {
  if (area.value === area.defaultValue) return kept.value;
  const paragraph = (line) => ({ type: "paragraph", content: line ? [{ type: "text", text: line }] : [] });
  return { type: "doc", content: area.value.split("\n").map(paragraph) };
}

const [label] = area.labels;
label.id = "text-label";
label.removeAttribute("for");
label.addEventListener("click", () => editor.commands.focus());
const wasHere = document.activeElement === area;
const wasTyped = area.value !== area.defaultValue;
const surface = document.createElement("div");
const editor = new kit.Editor({
  element: surface,
  injectCSS: false,
  content: begun(),
  extensions: [
    kit.Document, kit.Paragraph, kit.Text, kit.HardBreak, Bold, kit.Blockquote, kit.BulletList, kit.OrderedList, kit.ListItem,
    kit.History, kit.Dropcursor, kit.Gapcursor, kit.TrailingNode, Figure, Fold, Summary, linkMark(),
    kit.Heading.configure({ levels: [2, 3] }),
    kit.Placeholder.configure({ placeholder: words.placeholder }),
  ],
  editorProps: {
    // A phone has a bar below and the editor's own above.
    scrollThreshold: { top: 80, bottom: 96, left: 0, right: 0 },
    scrollMargin: { top: 80, bottom: 96, left: 0, right: 0 },
    attributes: { class: "text body", role: "textbox", "aria-multiline": "true", "aria-labelledby": "text-label", "aria-describedby": "text-count" },
    transformPastedHTML: prepared,
    handlePaste: (_view, { clipboardData }) => takesFiles(clipboardData),
    handleDrop: (_view, { dataTransfer }, _slice, isMoved) => !isMoved && takesFiles(dataTransfer),
  },
  onUpdate: keep,
  onTransaction: mark,
});

// A picture that is dropped beside the editor would take the place of the page, and of what was typed.
for (const kind of ["dragover", "drop"]) {
  addEventListener(kind, (event) => {
    if (event.dataTransfer?.types.includes("Files") && !surface.contains(event.target)) event.preventDefault();
  });
}

// A syllable that is still composed would lose what is pressed, or be written twice.
function endComposition() {
  if (!editor.view.composing) return;
  editor.view.dom.blur();
  editor.view.focus();
}

for (const each of place.querySelectorAll("[data-act]")) {
  // The selection stays where it is, and the keyboard of a phone open.
  each.addEventListener("mousedown", (event) => event.preventDefault());
  each.addEventListener("click", () => {
    endComposition();
    ACTS[each.dataset.act][0]();
  });
}
chosen.addEventListener("change", () => { add([...chosen.files]); chosen.value = ""; });
kept.addEventListener("input", () => editor.commands.setContent(kept.value, { emitUpdate: true }));

// Enter in the title goes on to the text: it would send the form.
form.elements.title?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.defaultPrevented || isComposing(event)) return;
  event.preventDefault();
  editor.commands.focus("start");
});

area.hidden = true;
area.required = false;
kept.disabled = false;
if (isBlank()) kept.value = "";
tell();
if (wasTyped) keep();
form.dispatchEvent(new Event("editor"));
place.hidden = false;
place.append(surface, count);
mark();
if (wasHere || area.getAttribute("aria-invalid")) editor.commands.focus("end");
