// The view of rulebooks: which part of it is looked at, the text that is written, and what is compared.
import type { Seat } from "../../worker/src/dev/seeds.ts";
import type { App } from "../app.ts";
import * as api from "../api.ts";
import { open } from "../books.ts";
import { download } from "../download.ts";
import { RequestForm } from "../form.ts";
import { renewed } from "../renewed.ts";
import { rulebooks } from "../views/rulebooks.ts";
import type { RulebookWords } from "../words/rulebooks.ts";
import { Comparison } from "./comparison.ts";
import { Draft, type Fault, texts } from "./draft.ts";
import type { RulesEditor } from "./editor.ts";
import { type Part, partHere } from "./parts.ts";
import { written } from "./written.ts";

const fileBytesMax = 4_000_000;

export class Rulebooks {
  readonly app: App;
  readonly words: RulebookWords;
  readonly draft: Draft;
  readonly comparison: Comparison;
  /** The request that the written rulebook prices. */
  readonly form: RequestForm;
  plan = "";
  /** Who is there to sign in as: in development alone. */
  people: Seat[] = [];
  editor: RulesEditor | undefined;
  lines: number[] = [];
  /** What has just been begun with, or why it was not. */
  begun: { name: string; before: string } | { unread: true } | undefined;
  #fetched: Partial<Record<"people" | "editor", "asked" | "missed">> = {};

  constructor(app: App, words: RulebookWords) {
    this.app = app;
    this.words = words;
    this.draft = new Draft(() => this.#looked());
    this.comparison = new Comparison(this.draft);
    this.form = new RequestForm(app.words);
  }

  get part(): Part {
    return partHere();
  }

  /** What the part that is looked at is called, beside the view: the first of them is the view. */
  get named(): string | undefined {
    return this.part === "shelf" ? undefined : this.words.parts[this.part];
  }

  draw() {
    if (this.part === "shelf") void this.#peopled();
    if (this.part === "editor") void this.#edited();
    return rulebooks(this);
  }

  go(part: Part): void {
    // Whoever comes back asks again.
    this.#forget();
    void this.app.go("rulebooks", "push", part === "shelf" ? undefined : part);
  }

  // ── The shelf ──

  prices(book: string): void {
    this.app.list = { book, plan: "" };
    void this.app.enter("").then(() => this.app.go("generate"));
  }

  compare(book: string): void {
    Object.assign(this.comparison, { account: book, other: "order" });
    if (!this.comparison.others(open(book).rules).includes("order")) this.comparison.other = "draft";
    this.go("compare");
  }

  /** Asked of development's worker, which is the one that has such people. */
  async #peopled(): Promise<void> {
    if (!this.app.standIn || this.#fetched.people) return;
    this.#fetched.people = "asked";
    const told = await api.people();
    if (told.kind === "told") this.people = told.answer;
    else this.#fetched.people = "missed";
    this.app.draw();
  }

  // ── The editor ──

  /** Fetched when it is opened, and not with the rest: it is larger than all else here. */
  async #edited(): Promise<void> {
    if (this.#fetched.editor) return;
    this.#fetched.editor = "asked";
    const fetched = await import("./editor.ts").catch(() => undefined);
    if (!fetched) {
      this.#fetched.editor = "missed";
      return this.app.draw();
    }
    const editor = document.createElement("rules-editor") as RulesEditor;
    editor.words = this.words.editor;
    editor.open(this.draft.text);
    editor.addEventListener("rules-typed", () => { this.draft.typed(() => editor.text); this.app.draw(); });
    this.editor = editor;
    this.#looked();
  }

  /** The editor was asked for, and did not come. */
  get missed(): boolean {
    return this.#fetched.editor === "missed";
  }

  /** Asks once more for the editor that did not come. */
  async again(): Promise<void> {
    this.#forget();
    await this.#edited();
    if (this.missed) await renewed();
  }

  #forget(): void {
    for (const what of ["people", "editor"] as const) if (this.#fetched[what] === "missed") delete this.#fetched[what];
  }

  begin(name: string, text: string): void {
    this.begun = { name, before: this.#text };
    this.#put(text);
    if (this.part !== "editor") this.go("editor");
    this.app.draw();
  }

  beginWith(id: string): void {
    const { seen } = this.app;
    if (id === "seen" && seen) this.begin(this.words.editor.inForce(seen.account), `${written(seen.book.rules)}\n`);
    else if (Object.hasOwn(texts, id)) this.begin(open(id).rules.name, texts[id] ?? "");
  }

  async beginWithFile(file: File): Promise<void> {
    if (file.size > fileBytesMax) this.begun = { unread: true };
    else this.begin(file.name, await file.text());
    this.app.draw();
  }

  /** What stood there before comes back, whatever was typed since. */
  undo(): void {
    const { begun } = this;
    this.begun = undefined;
    if (begun && "before" in begun) this.#put(begun.before);
    this.editor?.focus();
    this.app.draw();
  }

  get #text(): string {
    return this.editor?.text ?? this.draft.text;
  }

  #put(text: string): void {
    if (this.editor) this.editor.open(text);
    else this.draft.put(text);
  }

  save(): void {
    download("rulebook.json", new Blob([this.#text], { type: "application/json" }));
  }

  goTo(fault: Fault): void {
    this.editor?.goTo(fault);
  }

  #looked(): void {
    this.lines = this.editor?.show(this.draft.faults) ?? [];
    this.app.draw();
  }
}
