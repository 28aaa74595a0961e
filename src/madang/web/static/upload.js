// Sends pictures, one after another, and shows how far each is.
export async function uploadAll(files, words, add) {
  const place = document.querySelector("[data-uploads]");
  for (const file of files) {
    const row = document.createElement("p");
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.ariaLabel = file.name;
    row.append(`${file.name} `, bar);
    place.append(row);
    try {
      add(await upload(file, words, bar));
      row.remove();
    } catch (error) {
      row.className = "error";
      row.role = "alert";
      row.textContent = `${file.name}: ${error.message || words.failed}`;
    }
  }
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
