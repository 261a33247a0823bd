// The document of a text field. Ruby, links, foreign words, super- and subscripts, note calls and citations
// are one thing each; they keep the characters of the file (`raw`), so that what nobody edits stays as it is.
import { type DOMOutputSpec, Schema } from "prosemirror-model"

/** How the text of a document is written: with markup, or as its characters ("syntax" and plain fields). */
export type Mode = "markup" | "characters"

const inline = { inline: true, group: "inline", atom: true, selectable: false, draggable: false }

export const schema = new Schema({
  nodes: {
    doc: {
      content: "paragraph+",
      // lead, tail: blanks around the text; blank: the text that is nothing but blanks
      attrs: { mode: { default: "markup" }, lead: { default: "" }, tail: { default: "" }, blank: { default: "" } },
    },
    paragraph: {
      content: "inline*",
      attrs: { before: { default: "\n\n" } }, // the characters between it and the paragraph above
      whitespace: "pre",
      parseDOM: [{ tag: "p" }],
      toDOM: (): DOMOutputSpec => ["p", 0],
    },
    text: { group: "inline" },
    ruby: {
      ...inline,
      attrs: { raw: {}, base: {}, reading: {} },
      toDOM: (node): DOMOutputSpec => ["ruby", {}, node.attrs.base, ["rt", {}, node.attrs.reading]],
    },
    link: {
      ...inline,
      attrs: { raw: {}, text: {}, url: {} },
      toDOM: (node): DOMOutputSpec => ["span", { class: "t-link", title: node.attrs.url }, node.attrs.text],
    },
    foreign: {
      ...inline,
      attrs: { raw: {}, text: {}, lang: {} },
      toDOM: (node): DOMOutputSpec => [
        "span",
        { class: "t-foreign", lang: node.attrs.lang, title: node.attrs.lang },
        node.attrs.text,
      ],
    },
    raised: {
      ...inline,
      attrs: { raw: {}, text: {}, up: {} },
      toDOM: (node): DOMOutputSpec => [node.attrs.up ? "sup" : "sub", {}, node.attrs.text],
    },
    call: {
      ...inline,
      attrs: { raw: {}, id: {} },
      toDOM: (node): DOMOutputSpec => ["span", { class: "cite t-note" }, node.attrs.id],
    },
    cite: {
      ...inline,
      attrs: { raw: {}, ids: {} },
      toDOM: (node): DOMOutputSpec => ["span", { class: "cite t-source" }, node.attrs.raw],
    },
    lineend: {
      ...inline,
      attrs: { raw: {}, shown: {} },
      toDOM: (node): DOMOutputSpec => ["span", { class: "t-line-end" }, node.attrs.shown],
    },
  },
  marks: {
    // two strongs side by side differ in `other`
    strong: {
      attrs: { other: { default: false } },
      parseDOM: [{ tag: "strong" }, { tag: "b" }],
      toDOM: (): DOMOutputSpec => ["strong", 0],
    },
    // a character behind a backslash
    escaped: { inclusive: false, toDOM: (): DOMOutputSpec => ["span", { class: "t-escaped" }, 0] },
    // broken markup of the file, which stays as it is
    asis: { inclusive: false, toDOM: (): DOMOutputSpec => ["span", { class: "t-broken" }, 0] },
  },
})
