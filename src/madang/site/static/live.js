// Brings new comments into an open thread: asks for a small shared fragment while the page is seen.
const EVERY = 800; // with the second for which the fragment is shared: within two seconds
const thread = document.getElementById("thread");
const said = document.getElementById("live-said");

// What the shared fragment cannot know: who reads, and who is answered.
function complete(comment) {
  const answers = comment.querySelector(".answering");
  const parent = answers && document.getElementById(`c${answers.href.split("/c").at(-1)}`);
  if (parent && parent.dataset.seq === comment.dataset.root) answers.remove();
  else if (parent) answers.textContent = thread.dataset.to.replace("{}", parent.querySelector(".voice")?.textContent.trim() ?? "");
  if (!document.getElementById("like") || comment.dataset.voice === thread.dataset.own) return;
  const like = document.createElement("button");
  like.setAttribute("form", "like");
  like.name = "seq";
  like.value = comment.dataset.seq;
  like.ariaPressed = "false";
  like.textContent = thread.dataset.like;
  comment.querySelector(".actions")?.prepend(like);
}

function count() {
  const place = document.querySelector("#comments .answers");
  place.textContent = (Number(place.textContent.replace(/\D/g, "")) + 1).toLocaleString();
}

function add(item) {
  const comment = item.firstElementChild;
  if (document.getElementById(comment.id)) return;
  complete(comment);
  count();
  const root = comment.dataset.root && document.getElementById(`c${comment.dataset.root}`);
  if (!root || !thread.contains(root)) {
    thread.append(item);
    return;
  }
  const strand = root.parentElement;
  let replies = strand.querySelector(".replies");
  if (!replies) {
    replies = document.createElement("ol");
    replies.className = "replies";
    strand.append(replies);
  }
  replies.append(item);
}

async function look() {
  if (document.hidden) return;
  const answer = await fetch(thread.dataset.live + thread.dataset.last, { credentials: thread.dataset.closed ? "same-origin" : "omit" });
  if (answer.status !== 200) return;
  const fragment = document.createElement("template");
  fragment.innerHTML = await answer.text();
  for (const item of [...fragment.content.children]) {
    thread.dataset.last = Math.max(thread.dataset.last, item.firstElementChild.dataset.seq);
    add(item);
    thread.dispatchEvent(new CustomEvent("arrived", { detail: item.firstElementChild }));
  }
  thread.parentElement.querySelector(".empty")?.remove();
  said.textContent = said.dataset.said;
}

async function keepLooking() {
  try { await look(); } catch { /* the network is away; the next look may find it */ }
  setTimeout(keepLooking, EVERY);
}

if (thread?.dataset.live) setTimeout(keepLooking, EVERY);
