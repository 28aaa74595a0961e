// A slider beside each number: what comes of it is shown as soon as it is let go.
const form = document.querySelector("[data-plan]");
const USUAL = { rate: 600, minutes: 30, people: 150, within: 240, wanted: 99, patience: 30, taken_away: 95 };

for (const input of form.querySelectorAll("input[type=number]")) {
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = input.min;
  slider.max = Math.min(input.max, Math.max(USUAL[input.name], input.value * 2));
  slider.step = input.name === "minutes" || input.name === "patience" ? 0.5 : 1;
  slider.value = input.value;
  slider.setAttribute("aria-label", input.labels[0].textContent);
  input.after(slider);
  slider.addEventListener("input", () => {
    input.value = slider.value;
  });
  slider.addEventListener("change", () => form.requestSubmit());
}
