// Returns the pictures among files. Some systems do not know what a HEIC is, and say nothing.
export const picturesAmong = (files) =>
  [...(files ?? [])].filter(({ name, type }) => type.startsWith("image/") || (!type && /\.(hei[cf]|avif)$/i.test(name)));

// Sends pictures, one after another, and shows how far each is.
export async function uploadAll(files, words, add) {
  const place = document.querySelector("[data-uploads]");
  // What was wrong with those before is no matter any more.
  for (const old of place.querySelectorAll(".error")) old.remove();
  for (const file of files) {
    const row = document.createElement("p");
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.ariaLabel = file.name;
    row.append(`${file.name} `, bar);
    place.append(row);
    try {
      if (file.size > words.most * 1024 * 1024) throw new Error(words.large);
      add(await upload(file, words, bar));
      row.remove();
    } catch (error) {
      refuse(row, `${file.name}: ${error.message || words.failed}`, words);
    }
  }
}

// Says why, until it was read.
function refuse(row, said, { close }) {
  const away = document.createElement("button");
  away.type = "button";
  away.className = "button small";
  away.textContent = close;
  away.addEventListener("click", () => row.remove());
  row.className = "error";
  row.role = "alert";
  row.replaceChildren(`${said} `, away);
}

function upload(file, { pictures, token, failed }, bar) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", pictures);
    request.setRequestHeader("X-CSRFToken", token ?? document.querySelector("[name=csrfmiddlewaretoken]").value);
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => { bar.value = loaded / total; });
    request.addEventListener("load", () => {
      const { response, status } = request;
      if (status === 200 && response?.src) done(response);
      else fail(new Error(response?.error ?? failed));
    });
    request.addEventListener("error", () => fail(new Error(failed)));
    const form = new FormData();
    form.append("file", file);
    request.send(form);
  });
}
