// What the JSON Schema of rules knows about a place in a text: what may stand there, and what it means. Asked of the language
// service that editors ask; what is wrong with the text the engine says, not the schema.
import schema from "bursar/schemas/rules.schema.json";
import { type CompletionItem, type JSONDocument, type MarkupContent, TextDocument, getLanguageService } from "vscode-json-languageservice";

/** Beyond this the service would be slower than whoever types. */
const textMax = 300_000;

// Written down now: the service ties references together in what it is given.
const content = JSON.stringify(schema);

const service = getLanguageService({
  // Whatever a text names as its schema: there is one, and nothing is ever fetched.
  schemaRequestService: () => Promise.resolve(content),
});
service.configure({ validate: false, schemas: [{ uri: "bursar:rules", fileMatch: ["*"], schema }] });

export interface Offer {
  from: number;
  to: number;
  /** What it is called, and as what it is looked for: keys and words have quotes. */
  name: string;
  sought: string;
  key: boolean;
  words: string;
  /** What is put in, and what of it is then selected. */
  text: string;
  select: { from: number; to: number };
}

/** What may stand there. */
export async function offers(text: string, offset: number): Promise<Offer[]> {
  const read = reading(text);
  if (!read) return [];
  const list = await service.doComplete(read.document, read.document.positionAt(offset), read.tree);
  return (list?.items ?? []).flatMap((item) => offer(item, read.document));
}

/** What stands there, in words. */
export async function meaning(text: string, offset: number): Promise<string> {
  const read = reading(text);
  const hover = read && (await service.doHover(read.document, read.document.positionAt(offset), read.tree));
  const contents = hover?.contents ?? "";
  return (Array.isArray(contents) ? contents : [contents]).map(plain).join("\n\n");
}

/** The service reads a text by recursion: one that is too deep for it has no meaning. */
function reading(text: string): { document: TextDocument; tree: JSONDocument } | undefined {
  if (text.length > textMax) return undefined;
  const document = TextDocument.create("bursar:rulebook.json", "json", 1, text);
  try {
    return { document, tree: service.parseJSONDocument(document) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function offer(item: CompletionItem, document: TextDocument): Offer[] {
  const edit = item.textEdit;
  if (!edit || !("range" in edit)) return [];
  return [{
    from: document.offsetAt(edit.range.start), to: document.offsetAt(edit.range.end),
    name: item.label, sought: item.filterText ?? item.label, key: item.kind === 10,
    words: plain(item.documentation ?? ""), ...filled(edit.newText),
  }];
}

/** A text with places to fill in, `"label": "$1"`: without their marks, the first of them selected. */
function filled(template: string): { text: string; select: { from: number; to: number } } {
  let text = "";
  let select: { from: number; to: number } | undefined;
  for (const [whole, escaped, bare, number, preset = ""] of template.matchAll(/\\(.)|\$(\d+)|\$\{(\d+):?((?:\\.|[^}\\])*)\}|[^\\$]+|[\\$]/gs)) {
    const from = text.length;
    text += escaped ?? (bare !== undefined ? "" : number !== undefined ? preset.replace(/\\(.)/gs, "$1") : whole);
    if ((bare ?? number) !== undefined) select ??= { from, to: text.length };
  }
  return { text, select: select ?? { from: text.length, to: text.length } };
}

/** The schema's words are plain; the service makes Markdown of them, in which some signs are escaped. */
function plain(words: string | MarkupContent | { language: string; value: string }): string {
  const text = typeof words === "string" ? words : words.value;
  return text.replace(/\\([\\`*_{}[\]()#+\-.!<>|~])/g, "$1").replaceAll("&nbsp;", " ").trim();
}
