// Puts a post or a voice away in this browser, for a reader without an account.
import * as device from "./device-filters.js";

const WEEK = 7;

function act({ post, voice, how, until, undo }, { title, path }) {
  const rule = { what: "voice", value: `${post}/${voice}`, how: how ?? "fold", initials: true };
  if (voice !== undefined) (undo ? device.remove : device.add)(rule);
  else if (undo) device.bringBack(post);
  else device.putAway(post, until === "always" ? "" : device.today(WEEK), title, path);
}

function isAway({ post, voice }) {
  const { rules, hidden } = device.read();
  return voice === undefined ? post in hidden : rules.some((r) => r.what === "voice" && r.value === `${post}/${voice}`);
}

for (const place of document.querySelectorAll("[data-put-away]")) {
  const away = isAway(place.querySelector("button").dataset);
  for (const button of place.querySelectorAll("button")) {
    button.hidden = (button.dataset.undo !== undefined) !== away;
    button.addEventListener("click", () => {
      act(button.dataset, place.dataset);
      sessionStorage.setItem("said", button.dataset.said);
      location.assign(place.dataset.next);
    });
  }
  place.hidden = false;
}
