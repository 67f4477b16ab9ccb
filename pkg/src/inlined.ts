// How the wasm is written as text: pkg/build.mjs packs, the browser's entry unpacks.
//
// Base64 spreads three bytes over four letters, so that a repetition no longer looks like one, and
// compresses a third worse than the bytes themselves. Here a byte is a letter: the first `PAGE`
// values as one of "#" to "}", higher ones with "!" or " " before it, for one or two pages more.
// All of it is ASCII that needs no escapes in a string; for "\" stands "~". CONTRIBUTING.md has the
// figures.

const FIRST = "#".charCodeAt(0);
const PAGE = "~".charCodeAt(0) - FIRST;
const BACKSLASH = "\\".charCodeAt(0);
const INSTEAD = "~".charCodeAt(0);

export function pack(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    const letter = FIRST + (byte % PAGE);
    text += ["", "!", " "][Math.floor(byte / PAGE)];
    text += String.fromCharCode(letter === BACKSLASH ? INSTEAD : letter);
  }
  return text;
}

export function unpack(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  let page = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    if (letter < FIRST) {
      page = (FIRST - 1 - letter) * PAGE;
    } else {
      bytes[length++] = page + (letter === INSTEAD ? BACKSLASH : letter) - FIRST;
      page = 0;
    }
  }
  return bytes.subarray(0, length);
}
