// 주소 복사 and the system's own share sheet, where the browser has them.
const said = document.getElementById("share-said");

const copy = document.querySelector("[data-copy]");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  const label = copy.textContent;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copy.dataset.copy);
    copy.textContent = said.textContent = copy.dataset.done;
    setTimeout(() => { copy.textContent = label; }, 2000);
  });
}

const share = document.querySelector("[data-share]");
if (share && navigator.share) {
  share.hidden = false;
  share.addEventListener("click", () => {
    navigator.share({ url: share.dataset.share, title: share.dataset.title }).catch(() => {});
  });
}
