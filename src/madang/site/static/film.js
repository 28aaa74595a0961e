// Shows a film in its place once a reader has pressed the button: nothing is asked of another site
// before.
for (const button of document.querySelectorAll("[data-film]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.src = button.dataset.film;
    frame.title = button.parentElement.querySelector("strong")?.textContent ?? "";
    frame.allow = "fullscreen; picture-in-picture";
    frame.allowFullscreen = true;
    frame.referrerPolicy = "strict-origin";
    frame.className = "film";
    button.replaceWith(frame);
  });
}
