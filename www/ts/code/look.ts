// How the editor looks: every value is one of `styles/tokens.css`.

import { EditorView } from "@codemirror/view";

const box = {
  backgroundColor: "var(--paper)",
  color: "var(--ink)",
  border: "var(--hair) solid var(--edge)",
  borderRadius: "var(--round)",
};

export const look = EditorView.theme({
  "&": {
    border: "var(--hair) solid var(--edge)",
    borderRadius: "var(--round)",
    backgroundColor: "var(--inset)",
    color: "var(--ink)",
    fontSize: "var(--code)",
  },
  "&.cm-focused": { outline: "2px solid var(--client)", outlineOffset: "1px" },
  ".cm-scroller": {
    fontFamily: "var(--mono)",
    lineHeight: "var(--leading)",
    minHeight: "14rem",
    maxHeight: "60vh",
    overflow: "auto",
  },
  ".cm-content": { padding: "var(--gap-2) 0", caretColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--soft)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 var(--gap-1)", minWidth: "2ch", textAlign: "end" },
  // The browser's own selection and cursor, which every system knows how to show.
  ".cm-content ::selection": { background: "color-mix(in srgb, var(--client) 25%, transparent)" },
  ".cm-foldPlaceholder": { ...box, color: "var(--soft)", padding: "0 var(--gap-1)" },
  ".cm-remark": { color: "var(--soft)", fontStyle: "italic" },
  ".cm-name": { color: "var(--client)" },
  ".cm-other": { color: "var(--ink)", textDecoration: "underline dotted var(--soft)" },
  ".cm-reference": { color: "var(--server)" },
  ".cm-table": { color: "var(--server)" },
  ".cm-plain": { fontWeight: "600" },
  ".cm-pointed": {
    backgroundColor: "var(--cause-wash)",
    boxShadow: "inset var(--bar) 0 var(--cause)",
  },
  ".cm-tooltip": { ...box, fontFamily: "var(--text)", maxWidth: "26rem" },
  ".cm-foldGutter span": { padding: "0 1px", cursor: "pointer" },
  ".cm-tooltip-autocomplete": { minWidth: "min(16rem, 95vw)" },
  ".cm-tooltip-autocomplete > ul": {
    position: "relative",
    margin: "0",
    padding: "0",
    maxHeight: "14rem",
    overflow: "hidden auto",
    listStyle: "none",
    fontFamily: "var(--mono)",
    whiteSpace: "nowrap",
  },
  ".cm-tooltip-autocomplete > ul > li": {
    padding: "2px var(--gap-2)",
    overflowX: "hidden",
    textOverflow: "ellipsis",
    cursor: "pointer",
  },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--ink)",
    color: "var(--paper)",
  },
  ".cm-completionDetail": { marginLeft: "0.5em", fontFamily: "var(--text)" },
  ".cm-completionInfo:not(:empty)": { borderTop: "var(--hair) solid var(--edge)" },
  ".cm-tooltip-lint": { margin: "0", padding: "0", listStyle: "none" },
  ".cm-known, .cm-diagnostic": { padding: "var(--gap-1) var(--gap-2)" },
  ".cm-known p": { margin: "0", overflowWrap: "anywhere" },
  ".cm-known p:first-child:not(:last-child)": { fontWeight: "600" },
  ".cm-diagnostic": { borderLeft: "var(--bar) solid var(--cause)", whiteSpace: "normal" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--danger)" },
  ".cm-diagnosticAction": {
    ...box,
    minHeight: "var(--target)",
    padding: "0 var(--gap-2)",
    font: "inherit",
  },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--cause) 1px",
  },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--danger) 1px",
  },
});
