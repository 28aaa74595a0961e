// A notice is read aloud by the browser, for whoever cannot read it on a screen.
const button = document.querySelector("[data-aloud]");
const text = document.querySelector("[data-read]");

if (button && text && "speechSynthesis" in window) {
  button.hidden = false;
  button.addEventListener("click", () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      return;
    }
    const said = new SpeechSynthesisUtterance(text.innerText);
    said.lang = document.documentElement.lang;
    speechSynthesis.speak(said);
  });
}
