// How the editor looks: by the page's own colours, which know light and dark by themselves.
import { EditorView } from "@codemirror/view";

const mono = 'ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace';
const box = { border: "1px solid var(--line)", borderRadius: "var(--inner)", background: "var(--card)", color: "var(--ink)", boxShadow: "0 0.5rem 1.5rem rgb(10 20 18 / 16%)", overflow: "hidden" };

export const look = EditorView.theme({
  "&": { height: "clamp(22rem, 68vh, 46rem)", border: "1px solid var(--edge)", borderRadius: "var(--inner)", background: "var(--card)", color: "var(--ink)", fontSize: "0.8125rem", overflow: "hidden" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: mono, lineHeight: "1.6", overflow: "auto" },
  ".cm-content": { padding: "0.625rem 0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 0.625rem 0 0.375rem" },
  ".cm-cursor": { borderLeft: "2px solid var(--accent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "color-mix(in oklab, var(--accent) 24%, var(--card))" },
  ".cm-activeLine": { background: "color-mix(in oklab, var(--tint) 45%, transparent)" },
  ".cm-gutters": { background: "var(--sunk)", color: "var(--quiet)", border: "0", borderRight: "1px solid var(--line)" },
  ".cm-activeLineGutter": { background: "var(--tint)", color: "var(--accent)" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 0.375rem 0 0.625rem", minWidth: "2rem" },
  ".cm-foldGutter .cm-gutterElement": { padding: "0 0.125rem" },
  ".cm-gutter-lint": { width: "1rem" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0.2em 0.1em" },
  ".cm-lint-marker-error": { content: "none", width: "0.75rem", height: "0.75rem", borderRadius: "50%", background: "var(--warn)" },
  ".cm-lint-marker-error::after": { content: '"!"', display: "block", color: "var(--card)", font: `700 0.625rem/0.75rem ${mono}`, textAlign: "center" },
  ".cm-lintRange-error, .cm-lintRange-error.cm-lintRange-active": { backgroundImage: "none", backgroundColor: "var(--warn-tint)", textDecoration: "underline wavy var(--warn) 1px", textUnderlineOffset: "0.2em" },
  ".cm-lintPoint-error::after": { borderBottomColor: "var(--warn)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { background: "var(--tint)", outline: "1px solid var(--accent)" },
  ".cm-foldPlaceholder": { background: "var(--sunk)", border: "1px solid var(--line)", color: "var(--quiet)" },
  ".cm-tooltip": { ...box, zIndex: "30", maxWidth: "min(26rem, calc(100vw - 1.5rem))" },
  ".cm-tooltip-section:not(:first-child)": { borderTop: "1px solid var(--line)" },
  ".cm-tooltip .cm-diagnostic": { padding: "0.375rem 0.625rem", marginLeft: "0", borderLeft: "3px solid var(--warn)", overflowWrap: "anywhere", fontSize: "0.8125rem" },
  ".cm-tooltip.cm-tooltip-autocomplete": { overflow: "visible" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: mono, minWidth: "11rem", maxWidth: "min(20rem, calc(100vw - 2rem))", maxHeight: "14rem", borderRadius: "var(--inner)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.3125rem 0.625rem", lineHeight: "1.4" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--tint)", color: "var(--accent)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-tooltip.cm-completionInfo": { ...box, padding: "0", width: "20rem" },
});
