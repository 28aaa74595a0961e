// Where a word stands in a Korean text: the same as words.py, whose test holds both together.
const FIRST = 0xac00;
const INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const SPACED_FROM = 4;
const TITLES = "들 님 씨 측";
const AFTER_CONSONANT = "은 이 을 과 으로 으로는 으로도 으로서 으로부터 이랑 이나 이라 이라고 이라는 이라서 이라도 이라면 이라니 이란 이야 아 이여 이고 이며 이면 이든 이다 이네 이에요 이예요 이었 이었다 이었어 이요";
const AFTER_VOWEL = "는 가 를 와 로 로는 로도 로서 로부터 랑 라고 라는 라서 라도 라면 라니 란 야 여 네 예요 였다 였어 요";
const AFTER_EITHER = "에 에서 에게 에게서 에선 에는 에도 의 도 만 부터 까지 처럼 보다 마다 조차 밖에 한테 한테서 께 께서 하고 뿐 뿐만 대로 만큼 쯤 입니다 인데 인가 인지 이던 하면";
const THEN = "는 은 도 만 의 를 을 가 이 로 요 나 까지 부터 라도 조차 서 야";

// What shows nothing, what looks like a blank, and marks laid over letters.
const NOT_COUNTED = /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}\u2800\u{1d159}\u{16fe4}\u{13441}\u{13442}\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/gu;
const VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
const FINALS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";
const JOINED = { ㅗㅏ: "ㅘ", ㅗㅐ: "ㅙ", ㅗㅣ: "ㅚ", ㅜㅓ: "ㅝ", ㅜㅔ: "ㅞ", ㅜㅣ: "ㅟ", ㅡㅣ: "ㅢ", ㄱㅅ: "ㄳ", ㄴㅈ: "ㄵ", ㄴㅎ: "ㄶ", ㄹㄱ: "ㄺ", ㄹㅁ: "ㄻ", ㄹㅂ: "ㄼ", ㄹㅅ: "ㄽ", ㄹㅌ: "ㄾ", ㄹㅍ: "ㄿ", ㄹㅎ: "ㅀ", ㅂㅅ: "ㅄ" };
const NOT_KEYS = /[^\u3131-\u318e]+/gu;
const SPELLED_OUT = /[\u3131-\u318e]{2,}/gu;

// Letters that are written with a stroke, which Unicode takes for letters of their own.
const STROKES = { ø: "o", Ø: "O", ł: "l", Ł: "L", đ: "d", Đ: "D", ħ: "h", Ħ: "H", ŧ: "t", Ŧ: "T", ı: "i", ƀ: "b", ɍ: "r" };

// A letter plainly: a part of a syllable, as a keyboard has it.
function plainly(part) {
  const code = part.codePointAt(0);
  const narrow = code - 0xffc2;
  if (code >= 0xffa1 && code < 0xffbf) return String.fromCodePoint(code - 0xffa1 + 0x3131);
  if (narrow >= 0 && narrow % 8 < 6) return String.fromCodePoint(0x314f + Math.floor(narrow / 8) * 6 + (narrow % 8));
  return STROKES[part] ?? INITIALS[code - 0x1100] ?? VOWELS[code - 0x1161] ?? FINALS[code - 0x11a8] ?? part;
}
const allPlainly = (text) => text.replace(/[\u1100-\u11ff\uffa1-\uffdcøØłŁđĐħĦŧŦıƀɍ]/g, plainly);

// Joins letters into syllables, as an input method does.
function compose(letters) {
  const isVowel = (at) => VOWELS.includes(letters[at] ?? " ");
  const both = (at, among) => { const found = JOINED[letters.slice(at, at + 2)]; return found && among.includes(found) ? found : ""; };
  let made = "";
  for (let at = 0; at < letters.length;) {
    const first = INITIALS.indexOf(letters[at]);
    if (first < 0 || !isVowel(at + 1)) { made += letters[at]; at += 1; continue; }
    const vowel = both(at + 1, VOWELS) || letters[at + 1];
    at += both(at + 1, VOWELS) ? 3 : 2;
    let last = "";
    if (FINALS.includes(letters[at] ?? " ") && !isVowel(at + 1)) last = both(at, FINALS) && !isVowel(at + 2) ? both(at, FINALS) : letters[at];
    made += String.fromCodePoint(FIRST + (first * 21 + VOWELS.indexOf(vowel)) * 28 + FINALS.indexOf(last) + (last ? 1 : 0));
    if (last) at += last === letters[at] ? 1 : 2;
  }
  return made;
}

// Letters in circles, squares and brackets that NFKC leaves as they are, or gives brackets.
const SMALL = Object.fromEntries([..."ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ"].map((letter, place) => [letter, "abcdefghijklmnoprstuvwyz"[place]]));
const JOINED_LATIN = { æ: "ae", œ: "oe", Æ: "AE", Œ: "OE" };
const DRESSED = /[\u{1f150}-\u{1f169}\u{1f170}-\u{1f189}\u249c-\u24b5\u3200-\u321c\u2776-\u2793\u24f5-\u24fe\u2474-\u2487ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢæœÆŒ]/gu;
function undressed(letter) {
  const code = letter.codePointAt(0);
  const from = (begin, count) => (code >= begin && code < begin + count ? code - begin : -1);
  for (const [begin, first] of [[0x1f150, 0x41], [0x1f170, 0x41], [0x249c, 0x61]]) {
    if (from(begin, 26) >= 0) return String.fromCodePoint(first + from(begin, 26));
  }
  for (const [begin, count] of [[0x2776, 10], [0x2780, 10], [0x278a, 10], [0x24f5, 10], [0x2474, 20]]) {
    if (from(begin, count) >= 0) return String(from(begin, count) + 1);
  }
  return SMALL[letter] ?? JOINED_LATIN[letter] ?? letter.normalize("NFKC").slice(1, -1);
}

// Letters without the marks of other alphabets that are hung on them: compared.py says why.
function withoutMarks(letters) {
  let isBare = true;
  let made = "";
  for (const letter of letters) {
    if (!/\p{M}/u.test(letter)) isBare = letter < "\u0530" || (letter >= "\u1100" && letter <= "\u11ff") || (letter >= "가" && letter <= "힣");
    else if (isBare) continue;
    made += letter;
  }
  return made.replace(NOT_COUNTED, "");
}

// A text as it is compared: compared.py says why.
export function compared(text) {
  const whole = allPlainly(text.replace(NOT_COUNTED, "").normalize("NFC"));
  const folded = (words) => allPlainly(withoutMarks(words.replace(DRESSED, undressed).normalize("NFKD")).normalize("NFKC")).replace(DRESSED, undressed);
  return whole.replace(NOT_KEYS, folded).replace(SPELLED_OUT, compose);
}

const isSyllable = (place) => place >= 0 && place < 11172;
const initialOf = (char) => {
  const place = char.codePointAt(0) - FIRST;
  return isSyllable(place) ? INITIALS[Math.floor(place / 588)] : "";
};
const quote = (char) => char.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
const oneOf = (words) => `(?:${words.split(" ").join("|")})`;

function particlesAfter(char) {
  const place = char.codePointAt(0) - FIRST;
  const groups = [AFTER_EITHER];
  if (!isSyllable(place) || place % 28) groups.push(AFTER_CONSONANT);
  if (!isSyllable(place) || place % 28 === 0) groups.push(AFTER_VOWEL);
  else if (place % 28 === 8) groups.push("로 로는 로도 로서 로부터");
  const then = `${oneOf(THEN)}?`;
  const titled = `${oneOf(TITLES)}{1,2}(?:${oneOf(`${AFTER_EITHER} ${AFTER_CONSONANT} ${AFTER_VOWEL}`)}${then})?`;
  return `(?:${oneOf(groups.join(" "))}${then}|${titled})?`;
}

// Returns the regular expression of a word with its particles; inside other words (`within`), of
// the word alone.
export function patternOf(word, initials, within = false) {
  const parts = compared(word).trim().split(/\s+/).map((part) => [...part]);
  const letters = parts.flat();
  if (!letters.length) return /(?!)/;
  const spelled = initials && new Set(letters.map(initialOf).filter(Boolean)).size > 1;
  const gap = letters.length >= SPACED_FROM ? "\\s?" : "";
  const letter = (char) => (spelled && initialOf(char) ? `[${char}${initialOf(char)}]` : quote(char));
  const body = parts.map((part) => part.map(letter).join(gap)).join("\\s*");
  if (within) return new RegExp(body, "iu");
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${body})${particlesAfter(letters.at(-1))}(?![\\p{L}\\p{N}])`, "iu");
}
