// Polls and tests are filled in by rows. What is sent is what one would type without scripts: the
// rows write it into the text areas that they cover, and read it from there.
const place = document.querySelector(".extra");

function make(tag, values = {}, ...inside) {
  const made = Object.assign(document.createElement(tag), values);
  made.append(...inside);
  return made;
}

function input(label, value, more = {}) {
  return make("input", { type: "text", ariaLabel: label, placeholder: label, value, ...more });
}

function press(words, act, name = "button") {
  const made = make("button", { type: "button", className: name, textContent: words });
  made.addEventListener("click", act);
  return made;
}

// Lets rows stand for a text area: `read` makes them of its text, `write` its text of them.
function cover(area, { read, write }) {
  const rows = make("div", { className: "rows-of" });
  let own = null;
  const show = () => { if (area.value !== own) rows.replaceChildren(...read(area.value, keep)); };
  function keep() {
    own = write(rows);
    if (area.value === own) return;
    area.value = own;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.classList.add("unseen");
  area.tabIndex = -1;
  area.ariaHidden = "true";
  area.after(rows);
  area.addEventListener("input", show);
  rows.addEventListener("input", keep);
  area.labels[0]?.addEventListener("click", () => rows.querySelector("input")?.focus());
  show();
  own = area.value;
}

const linesOf = (rows, selector) => [...rows.querySelectorAll(selector)];
const oneLine = (text) => text.replace(/\s+/g, " ").trim();

function choices({ dataset: words }) {
  const row = (value, keep) => {
    const line = make("p", { className: "row-of" }, input(words.choice, value, { className: "choice-words" }));
    line.append(press(words.remove, () => { line.remove(); keep(); }));
    return line;
  };
  return {
    read(text, keep) {
      const typed = text.split("\n").filter((line) => line.trim());
      while (typed.length < 2) typed.push("");
      const add = press(words.addChoice, () => { const made = row("", keep); add.before(made); made.firstChild.focus(); });
      return [...typed.map((value) => row(value, keep)), add];
    },
    write: (rows) => linesOf(rows, ".choice-words").map(({ value }) => oneLine(value)).filter(Boolean).join("\n"),
  };
}

function quiz({ dataset: words }) {
  const answer = ({ text = "", points = 0 }, keep) => {
    const line = make("p", { className: "row-of answer-row" }, input(words.answer, text, { className: "words" }), input(words.points, points, { className: "points", inputMode: "numeric" }));
    line.append(press(words.remove, () => { line.remove(); keep(); }));
    return line;
  };
  const question = ({ text = "", answers = [{}, {}] }, keep) => {
    const box = make("fieldset", { className: "question-rows" }, input(words.question, text, { className: "asked" }));
    const add = press(words.addAnswer, () => { const made = answer({}, keep); add.before(made); made.firstChild.focus(); });
    box.append(...answers.map((one) => answer(one, keep)), add, " ", press(words.removeQuestion, () => { box.remove(); keep(); }));
    return box;
  };
  const result = ({ low = 0, high = 0, title = "", about = "" }, keep) => {
    const line = make("p", { className: "row-of result-row" }, input(words.low, low, { className: "points", inputMode: "numeric" }), "~", input(words.high, high, { className: "points", inputMode: "numeric" }), input(words.result, title, { className: "words" }), input(words.about, about, { className: "about-it" }));
    line.append(press(words.remove, () => { line.remove(); keep(); }));
    return line;
  };
  const parsed = (text) => {
    const found = { questions: [], results: [] };
    for (const line of text.split("\n").map((each) => each.trim())) {
      const said = /^-\s*(.*?)\s*=\s*(-?\d+)$/.exec(line);
      const end = /^=\s*(-?\d+)\s*~\s*(-?\d+)\s*:\s*([^|]*?)\s*(?:\|\s*(.*))?$/.exec(line);
      if (line.startsWith("?")) found.questions.push({ text: line.slice(1).trim(), answers: [] });
      else if (said && found.questions.length) found.questions.at(-1).answers.push({ text: said[1], points: said[2] });
      else if (end) found.results.push({ low: end[1], high: end[2], title: end[3], about: end[4] ?? "" });
      else if (line) return null;
    }
    return found;
  };
  return {
    // What cannot be read as rows is left as it was typed.
    reads: (text) => parsed(text) !== null,
    read(text, keep) {
      const { questions, results } = parsed(text);
      const addQuestion = press(words.addQuestion, () => { const made = question({}, keep); addQuestion.before(made); made.firstChild.focus(); });
      const addResult = press(words.addResult, () => { const made = result({}, keep); addResult.before(made); made.firstChild.focus(); });
      return [
        ...(questions.length ? questions : [{}]).map((one) => question(one, keep)), addQuestion,
        make("p", { className: "quiet", textContent: words.results }),
        ...(results.length ? results : [{}]).map((one) => result(one, keep)), addResult,
      ];
    },
    write(rows) {
      const values = (row, name) => oneLine(row.querySelector(`.${name}`).value);
      const lines = [];
      for (const box of linesOf(rows, ".question-rows")) {
        const answers = linesOf(box, ".answer-row").filter((row) => values(row, "words"));
        const asked = values(box, "asked");
        if (!asked && !answers.length) continue;
        lines.push(`? ${asked}`, ...answers.map((row) => `- ${values(row, "words")} = ${values(row, "points") || 0}`));
      }
      for (const row of linesOf(rows, ".result-row")) {
        const [low, high] = [...row.querySelectorAll(".points")].map(({ value }) => oneLine(value) || 0);
        const [title, about] = [values(row, "words").replaceAll("|", "/"), values(row, "about-it")];
        if (title) lines.push(`= ${low}~${high}: ${title}${about ? ` | ${about}` : ""}`);
      }
      return lines.join("\n");
    },
  };
}

if (place) {
  const [forPoll, forQuiz] = [place.querySelector("[name=choices]"), place.querySelector("[name=quiz]")];
  // Each stands on a line of its own now.
  forPoll.labels[0].textContent = place.dataset.choice;
  cover(forPoll, choices(place));
  const rows = quiz(place);
  if (rows.reads(forQuiz.value)) cover(forQuiz, rows);
}
