// What is pasted, made ready for the editor: it knows few kinds of blocks, and would glue the rest.
const CELLS = "td, th, [role=cell], [role=gridcell], [role=columnheader], [role=rowheader]";
// What stands on lines of its own, and the editor does not know for that.
const LINES = "main, nav, center, legend, option, button, caption, dir, menu, search, hgroup";
const HEADINGS = { H1: "h2", H4: "h3", H5: "h3", H6: "h3" };
const BLOCKS = "p, div, li, br, h1, h2, h3, h4, h5, h6, ul, ol, blockquote, pre, section, article, header, footer, dl, dt, dd";

function renamed(page, found, name) {
  const made = page.createElement(name);
  made.append(...found.childNodes);
  found.replaceWith(made);
}

// Returns what is in a cell on one line: its marks, links and pictures, but none of its blocks.
function onOneLine(cell) {
  for (const block of cell.querySelectorAll(BLOCKS)) block.replaceWith(" ", ...block.childNodes, " ");
  return [...cell.childNodes];
}

// A row becomes a line, its cells apart.
function lineOf(page, row) {
  const line = page.createElement("p");
  const cells = [...row.querySelectorAll(CELLS)];
  cells.forEach((cell, place) => line.append(place ? " | " : "", ...onOneLine(cell)));
  return line;
}

// Word writes lists as paragraphs, each with its mark in front.
function listsOfWord(page) {
  for (const item of page.querySelectorAll("p[class*=MsoList]")) {
    const mark = item.querySelector("[style*=mso-list]");
    if (!mark) continue;
    const tag = /^[\s(]*[0-9a-z가-힣]{1,3}[.)]/i.test(mark.textContent) ? "ol" : "ul";
    mark.remove();
    const line = page.createElement("li");
    line.append(...item.childNodes);
    const before = item.previousElementSibling;
    if (before?.matches(`${tag}[data-word]`)) before.append(line);
    else {
      const list = page.createElement(tag);
      list.dataset.word = "yes";
      list.append(line);
      item.before(list);
    }
    item.remove();
  }
}

export function prepared(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  listsOfWord(page);
  const innermost = () => [...page.querySelectorAll("table, [role=table], [role=grid]")].find((table) => !table.querySelector("table, [role=table], [role=grid]"));
  for (let table = innermost(); table; table = innermost()) {
    const lines = [...table.querySelectorAll("caption, tr, [role=row]")].map((row) => {
      if (!row.matches("caption")) return lineOf(page, row);
      const said = page.createElement("p");
      said.append(...row.childNodes);
      return said;
    });
    table.replaceWith(...lines);
  }
  for (const row of page.querySelectorAll("[role=row]")) row.replaceWith(lineOf(page, row));
  for (const found of page.querySelectorAll(LINES)) renamed(page, found, "div");
  for (const [tag, name] of Object.entries(HEADINGS)) for (const found of page.querySelectorAll(tag)) renamed(page, found, name);
  for (const title of page.querySelectorAll("summary")) title.textContent = title.textContent.trim();
  return page.body.innerHTML;
}
