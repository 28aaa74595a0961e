// Joins a form with allauth's script for passkeys, and says what went wrong.
const form = document.querySelector("form[data-passkey]");
const said = form?.querySelector("[role=alert]");

const say = (text) => {
  said.textContent = text;
  said.hidden = false;
};

if (form && !window.PublicKeyCredential) {
  say(form.dataset.unknown);
  document.getElementById("passkey-button").disabled = true;
} else if (form) {
  const kind = form.dataset.passkey;
  const ids = { credential: "passkey-credential", data: "passkey-options", [kind]: "passkey-button" };
  if (form.elements.passwordless) ids.passwordless = "passwordless";
  window.allauth.webauthn.forms[`${kind}Form`]({ ids });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    say(event.detail.exception?.name === "SecurityError" ? form.dataset.unknown : form.dataset.failed);
  });
}
