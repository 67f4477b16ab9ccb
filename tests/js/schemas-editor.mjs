// What the JSON language service of VS Code makes of the schemas: it has a validator of its own.
import { readFile } from "node:fs/promises";
import languageService from "vscode-json-languageservice";
import { root } from "./files.mjs";
import { schemas } from "./schemas-ajv.mjs";

const service = languageService.getLanguageService({
  schemaRequestService: (uri) => readFile(new URL(uri), "utf8"),
  workspaceContext: { resolveRelativePath: (path, base) => new URL(path, base).href },
});
service.configure({
  schemas: Object.keys(schemas).map((kind) => ({ uri: new URL(`pkg/schemas/${kind}.schema.json`, root).href, fileMatch: [`*.${kind}.json`] })),
});

let opened = 0;

/** A document of this kind, as an editor that has just opened it knows it. */
const open = (kind, document) => openText(kind, JSON.stringify(document, null, 2));

function openText(kind, written) {
  opened += 1;
  const text = languageService.TextDocument.create(`file:///${opened}.${kind}.json`, "json", 1, written);
  return { text, tree: service.parseJSONDocument(text) };
}

/** What the editor underlines. */
export async function problems(kind, document) {
  const { text, tree } = open(kind, document);
  return (await service.doValidation(text, tree, {})).map(({ message }) => message);
}

/** What the editor offers where `|` stands in an unfinished text, in order. */
export async function completions(kind, unfinished) {
  const { text, tree } = openText(kind, unfinished.replace("|", ""));
  const { items } = await service.doComplete(text, text.positionAt(unfinished.indexOf("|")), tree);
  return items.map(({ label }) => label).toSorted();
}

/** For each key of a document, what the editor shows above it. */
export async function hovers(kind, document) {
  const { text, tree } = open(kind, document);
  const keys = [...text.getText().matchAll(/^ *"(.*?)": /gm)];
  return Promise.all(
    keys.map(async ({ 0: line, 1: key, index }) => {
      const hover = await service.doHover(text, text.positionAt(index + line.indexOf('"')), tree);
      return { key, words: hover?.contents.join("\n") ?? "" };
    }),
  );
}
