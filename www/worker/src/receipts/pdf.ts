// A receipt as PDF, A4, made in the worker by pdf-lib with a font that every reader has. That font knows Latin letters; a
// label in others shows question marks here, and is right in the page to print.
import { type PDFFont, type PDFPage, PDFDocument, StandardFonts, rgb } from "pdf-lib";
import type { Worded } from "./words.ts";

/** Whether its font has all of a text: it has Latin-1, and what Windows put beside it. */
export const latin = (text: string): boolean => /^[\s\u0021-\u007e\u00a1-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*$/u.test(text);

const [width, height] = [595, 842];
const margin = 72;
const column = 110;
const size = 11;
const leading = 18;

export async function pdf({ title, lines, test }: Worded, at: number): Promise<Uint8Array<ArrayBuffer>> {
  const document = await PDFDocument.create();
  document.setTitle(title);
  // The same receipt is the same bytes, whenever it is made.
  document.setCreationDate(new Date(at));
  document.setModificationDate(new Date(at));
  const [plain, bold] = [await document.embedFont(StandardFonts.Helvetica), await document.embedFont(StandardFonts.HelveticaBold)];
  const sheet = document.addPage([width, height]);
  sheet.drawText(known(bold, title), { x: margin, y: height - margin, size: 20, font: bold });
  let y = height - margin - 40;
  if (test) {
    sheet.drawText(known(bold, test), { x: margin, y, size, font: bold, color: rgb(0.7, 0, 0) });
    y -= leading * 1.5;
  }
  for (const [label, text] of lines) {
    sheet.drawText(known(plain, label), { x: margin, y, size, font: plain, color: rgb(0.35, 0.35, 0.35) });
    y = block(sheet, plain, known(plain, text), y) - leading;
  }
  return new Uint8Array(await document.save({ useObjectStreams: false }));
}

/** Draws a text that may take several lines; answers where the last one stands. Ids are long words, so any place may break. */
function block(sheet: PDFPage, font: PDFFont, text: string, top: number): number {
  const lines = broken(font, text);
  lines.forEach((line, nth) => sheet.drawText(line, { x: margin + column, y: top - nth * leading, size, font }));
  return top - (lines.length - 1) * leading;
}

function broken(font: PDFFont, text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const letter of text) {
    if (font.widthOfTextAtSize(line + letter, size) > width - 2 * margin - column) {
      lines.push(line);
      line = "";
    }
    line += letter;
  }
  return [...lines, line];
}

/** Spaces of every kind are spaces; a letter that the font has not is a question mark. */
function known(font: PDFFont, text: string): string {
  return [...text.replace(/\s/gu, " ")].map((letter) => (has(font, letter) ? letter : "?")).join("");
}

function has(font: PDFFont, letter: string): boolean {
  try {
    font.encodeText(letter);
    return true;
  } catch {
    return false;
  }
}
