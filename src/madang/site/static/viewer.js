// Opens the pictures of a post and its comments over the whole screen: from one to the next by a
// swipe or the arrow keys, larger by a press or with two fingers, closed by going back.
const SHOWN = "article .text figure img, #thread .text figure img";
let dialog = null;

function make(tag, values = {}, ...inside) {
  const made = Object.assign(document.createElement(tag), values);
  made.append(...inside);
  return made;
}

// Two fingers make a picture as much larger as they part.
function pinched(figure, image) {
  let begun = 0;
  let width = 0;
  const apart = ({ touches: [one, two] }) => Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY);
  figure.addEventListener("touchstart", (event) => {
    if (event.touches.length !== 2) return;
    begun = apart(event);
    width = image.clientWidth;
  }, { passive: true });
  figure.addEventListener("touchmove", (event) => {
    if (event.touches.length !== 2 || !begun) return;
    event.preventDefault();
    const wanted = Math.min(width * (apart(event) / begun), 4 * innerWidth);
    figure.classList.toggle("large", wanted > figure.clientWidth);
    image.style.width = wanted > figure.clientWidth ? `${wanted}px` : "";
  }, { passive: false });
}

function slide(source) {
  const image = new Image(source.getAttribute("width"), source.getAttribute("height"));
  // The whole picture, not the copy that fits its place.
  image.src = source.getAttribute("src");
  image.alt = source.alt;
  image.loading = "lazy";
  const figure = make("figure", {}, image);
  image.addEventListener("click", () => {
    image.style.width = "";
    figure.tabIndex = figure.classList.toggle("large") ? 0 : -1;
  });
  pinched(figure, image);
  return figure;
}

function open(sources, at) {
  const { back, next, close } = document.querySelector("[data-viewer]").dataset;
  const strip = make("div", { className: "strip", tabIndex: 0 }, ...sources.map(slide));
  const count = make("span", { role: "status" });
  const place = () => Math.round(strip.scrollLeft / strip.clientWidth);
  const go = (by) => strip.children[place() + by]?.scrollIntoView({ behavior: "instant", block: "nearest", inline: "center" });
  const button = (textContent, act) => {
    const made = make("button", { type: "button", textContent });
    made.addEventListener("click", act);
    return made;
  };
  const shut = () => history.back();
  const tell = () => { count.textContent = `${place() + 1} / ${sources.length}`; };
  const bar = make("p", {}, ...(sources.length > 1 ? [button(back, () => go(-1)), count, button(next, () => go(1))] : []), button(close, shut));
  dialog = make("dialog", { className: "viewer", ariaLabel: document.title }, strip, bar);
  document.body.append(dialog);
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); shut(); });
  dialog.addEventListener("keydown", ({ key }) => {
    if (key === "ArrowRight") go(1);
    if (key === "ArrowLeft") go(-1);
  });
  strip.addEventListener("scroll", tell, { passive: true });
  dialog.showModal();
  strip.children[at].scrollIntoView({ behavior: "instant", block: "nearest", inline: "center" });
  tell();
  history.pushState({ viewer: true }, "");
}

addEventListener("popstate", () => {
  dialog?.close();
  dialog?.remove();
  dialog = null;
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-picture]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const pressed = link.querySelector("img");
  // What is folded or filtered away stays so.
  const all = [...document.querySelectorAll(SHOWN)].filter((image) => image === pressed || image.getClientRects().length);
  event.preventDefault();
  open(all, all.indexOf(pressed));
});
