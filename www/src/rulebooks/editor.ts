// The editor: CodeMirror in a shadow tree of its own, where its styles are sheets that it adopts, so that the page's policy
// need allow none that are written into the page.
import { autocompletion, acceptCompletion, closeBrackets, closeBracketsKeymap, completionKeymap, startCompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, codeFolding, ensureSyntaxTree, foldGutter, foldKeymap, HighlightStyle, indentOnInput, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { type Diagnostic, forEachDiagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, hoverTooltip, keymap, lineNumbers, tooltips, type Rect, type Tooltip, type ViewUpdate } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { EditorWords } from "../words/rulebooks.ts";
import type { Fault } from "./draft.ts";
import { place, pointer } from "./places.ts";
import { look } from "./look.ts";

/** Faults are shown after so long at the latest, by as much of the text's tree as is made by then. */
const parseMs = 200;
/** Words need so much beside a list. */
const roomPx = 220;
/** The place is told when the cursor rests there. */
const restsMs = 150;

const schema = () => import("./schema.ts");

const colours = syntaxHighlighting(HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--accent)" },
  { tag: tags.string, color: "var(--ink)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--figure)", fontWeight: "550" },
  { tag: [tags.separator, tags.squareBracket, tags.brace], color: "var(--quiet)" },
]));

export class RulesEditor extends HTMLElement {
  /** What it says: set before it is put into the page. */
  words!: EditorWords;
  #view: EditorView | undefined;
  #place: HTMLElement | undefined;
  #shown: { fault: Fault; diagnostic: Diagnostic }[] = [];
  #resting: ReturnType<typeof setTimeout> | undefined;

  /** Begins with a text. What is put into it later can be undone. */
  open(text: string): void {
    if (this.#view) return this.#replace(this.#view, text);
    const root = this.attachShadow({ mode: "open" });
    const help = Object.assign(document.createElement("p"), { id: "help", textContent: this.words.help });
    this.#place = Object.assign(document.createElement("p"), { id: "place" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(own);
    root.adoptedStyleSheets.push(sheet);
    this.#view = new EditorView({ root, parent: root, state: EditorState.create({ doc: text, extensions: this.#extensions() }) });
    root.append(this.#place, help);
  }

  get text(): string {
    return this.#view?.state.doc.toString() ?? "";
  }

  override focus(): void {
    this.#view?.focus();
  }

  /** Underlines what is wrong; answers on which line each fault is. */
  show(faults: readonly Fault[]): number[] {
    const view = this.#view;
    if (!view) return [];
    const { state } = view;
    const top = (ensureSyntaxTree(state, state.doc.length, parseMs) ?? syntaxTree(state)).topNode;
    this.#shown = faults.map((fault) => ({ fault, diagnostic: { ...place(top, state.doc, fault), severity: "error", message: fault.message } }));
    view.dispatch(setDiagnostics(state, this.#shown.map(({ diagnostic }) => diagnostic)));
    return this.#shown.map(({ diagnostic }) => state.doc.lineAt(diagnostic.from).number);
  }

  /** Moves the cursor to a fault, wherever typing has moved that meanwhile. */
  goTo(fault: Fault): void {
    const view = this.#view;
    const diagnostic = this.#shown.find((one) => one.fault === fault)?.diagnostic;
    if (!view || !diagnostic) return;
    let at = diagnostic.from;
    forEachDiagnostic(view.state, (found, from) => { if (found === diagnostic) at = from; });
    view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    view.focus();
  }

  #replace(view: EditorView, text: string): void {
    // Of one piece: what is typed right before or after is undone by itself.
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 }, scrollIntoView: true, userEvent: "input.replace", annotations: isolateHistory.of("full") });
  }

  #extensions() {
    const { words } = this;
    return [
      lineNumbers(), highlightActiveLine(), highlightActiveLineGutter(), drawSelection(), history(), codeFolding(), foldGutter(), indentOnInput(), bracketMatching(), closeBrackets(),
      json(), colours, look, lintGutter(), EditorView.lineWrapping,
      // Not at the edge of the text, which scrolls, but where there is room in the window.
      tooltips({ position: "fixed" }),
      autocompletion({ override: [offered], icons: false, maxRenderedOptions: 60, positionInfo: beside }),
      hoverTooltip((view, at) => explained(view, at)),
      // Tab goes on to what comes next on the page, as everywhere; only where something is offered it takes that.
      keymap.of([{ key: "Tab", run: acceptCompletion }, ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap]),
      EditorView.contentAttributes.of({ "aria-label": words.label, "aria-describedby": "help", tabindex: "0", spellcheck: "false", autocorrect: "off", autocapitalize: "off" }),
      EditorState.phrases.of(words.phrases),
      EditorView.domEventHandlers({ beforeinput: typedOver }),
      EditorView.updateListener.of((update) => this.#updated(update)),
    ];
  }

  #updated({ docChanged, selectionSet, state }: ViewUpdate): void {
    if (docChanged) this.dispatchEvent(new CustomEvent("rules-typed"));
    if (!docChanged && !selectionSet) return;
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => void this.#tell(state), restsMs);
  }

  /** Where the cursor is, and what belongs there: what hovering tells, for those who do not hover. */
  async #tell(state: EditorState): Promise<void> {
    const at = state.selection.main.head;
    const words = await (await schema()).meaning(state.doc.toString(), at);
    if (this.#view?.state.selection.main.head !== at || !this.#place) return;
    const path = document.createElement("code");
    // Between two things it is in the one that lies deeper.
    const [left, right] = [pointer(syntaxTree(state).resolveInner(at, -1), state.doc), pointer(syntaxTree(state).resolveInner(at, 1), state.doc)];
    path.textContent = (right.length > left.length ? right : left) || "/";
    this.#place.replaceChildren(path, words === "" ? "" : ` ${words}`);
  }
}

/**
 * Typing over what is selected, which browsers do by writing styles into the text: the page's policy forbids them that, and
 * says so each time. Done here instead, as the editor does with all else that is typed.
 */
function typedOver(event: InputEvent, view: EditorView): boolean {
  const { from, to, empty } = view.state.selection.main;
  const { data } = event;
  if (event.inputType !== "insertText" || data === null || empty || view.composing || view.state.selection.ranges.length > 1) return false;
  event.preventDefault();
  const insert = () => view.state.update(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
  if (!view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, data, insert))) view.dispatch(insert());
  return true;
}

async function offered({ state, pos, explicit }: CompletionContext): Promise<CompletionResult | null> {
  const before = state.sliceDoc(Math.max(0, pos - 1), pos);
  // Nobody wants to be offered something after each comma and bracket.
  if (!explicit && !/[\w":$]/.test(before)) return null;
  const offers = await (await schema()).offers(state.doc.toString(), pos);
  const [first] = offers;
  if (!first) return null;
  const options = offers.filter(({ from, to }) => from === first.from && to === first.to).map((offer): Completion => ({
    label: offer.sought, displayLabel: offer.name, type: offer.key ? "property" : "constant",
    ...(offer.words === "" ? {} : { info: () => said(offer.words) }),
    apply: (view, _, from, to) => {
      view.dispatch({ changes: { from, to, insert: offer.text }, selection: { anchor: from + offer.select.from, head: from + offer.select.to }, userEvent: "input.complete" });
      // A key is there: what may be its value comes next.
      if (offer.key) startCompletion(view);
    },
  }));
  return { from: first.from, to: Math.max(first.to, pos), options };
}

/** What an offer means stands beside the list; where the window is too narrow, below it. */
function beside(_: EditorView, list: Rect, __: Rect, ___: Rect, space: Rect): { style: string } {
  const room = space.right - list.right;
  return { style: room >= roomPx ? `left: 100%; top: 0; max-width: ${Math.min(room, 2 * roomPx)}px` : `left: 0; top: 100%; max-width: ${space.right - list.left - 8}px` };
}

async function explained(view: EditorView, at: number): Promise<Tooltip | null> {
  const words = await (await schema()).meaning(view.state.doc.toString(), at);
  if (words === "") return null;
  return { pos: at, create: () => ({ dom: said(words) }) };
}

/** Words in a box: text, and never anything else. */
const said = (words: string): HTMLElement => Object.assign(document.createElement("div"), { className: "words", textContent: words });

const own = `
  :host { display: grid; gap: 0.5rem; min-width: 0; }
  p { margin: 0; font-size: 0.8125rem; line-height: 1.5; color: var(--quiet); overflow-wrap: anywhere; }
  #place { min-height: 2.4375rem; }
  #place:empty::before { content: "\\00a0"; }
  code { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; color: var(--accent); }
  .words { max-width: 24rem; padding: 0.375rem 0.625rem; font-size: 0.8125rem; line-height: 1.45; white-space: pre-line; }
`;

customElements.define("rules-editor", RulesEditor);
