// Passes a post on: by KakaoTalk where the operator set a key, by the system's own sheet, or by
// its address, copied.
const said = document.getElementById("share-said");
const copy = document.querySelector("[data-copy]");
const share = document.querySelector("[data-share]");
const kakao = document.querySelector("[data-kakao]");
// Loaded when somebody presses, and only if it is what it was when this was written.
const SDK = { src: "https://t1.kakaocdn.net/kakao_js_sdk/2.7.2/kakao.min.js", integrity: "sha384-TiCUE00h649CAMonG018J2ujOgDKW/kVWlChEuu4jK2vxfAAD0eZxzCKakxg55G4", crossOrigin: "anonymous" };

async function copied() {
  const { copy: address, byHand } = copy.dataset;
  try {
    await navigator.clipboard.writeText(address);
    return true;
  } catch {
    // No permission, or no secure connection: it is there to be taken by hand.
    prompt(byHand, address);
    return false;
  }
}

// Says for a moment what was done.
function tell(button, words) {
  const label = button.textContent;
  button.textContent = said.textContent = words;
  setTimeout(() => { button.textContent = label; }, 2000);
}

function loaded() {
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), SDK, { onload: resolve, onerror: reject });
    document.head.append(script);
  });
}

const meta = (name) => document.querySelector(`meta[property="${name}"]`)?.content;

async function shareByKakao() {
  if (!window.Kakao) await loaded();
  const { Kakao } = window;
  if (!Kakao.isInitialized()) Kakao.init(kakao.dataset.kakao);
  const { copy: address, title } = copy.dataset;
  const link = { mobileWebUrl: address, webUrl: address };
  const [picture, description] = [meta("og:image"), meta("og:description")];
  const card = picture
    ? { objectType: "feed", content: { title, description, imageUrl: picture, link } }
    : { objectType: "text", text: [title, description].filter(Boolean).join("\n").slice(0, 200), link };
  Kakao.Share.sendDefault({ ...card, buttons: [{ title: kakao.dataset.open, link }] });
}

if (copy) {
  copy.hidden = false;
  copy.addEventListener("click", async () => { if (await copied()) tell(copy, copy.dataset.done); });
}

if (share && navigator.share) {
  share.hidden = false;
  share.addEventListener("click", () => {
    navigator.share({ url: copy.dataset.copy, title: copy.dataset.title }).catch(() => {});
  });
}

if (kakao) {
  kakao.hidden = false;
  kakao.addEventListener("click", async () => {
    try {
      await shareByKakao();
    } catch {
      if (await copied()) tell(kakao, kakao.dataset.failed);
    }
  });
}
