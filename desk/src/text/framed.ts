// The thing in a text at which the cursor was put is framed: ruby, a note or a source is one character there.
import type { Node } from "prosemirror-model"
import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state"
import { Decoration, DecorationSet } from "prosemirror-view"
import { positionAt, write } from "./markup"

const framed = new PluginKey<number | null>("framed")

/** Frame the thing at a position, if the cursor was put into it; else take the frame away. */
export function frameThing(tr: Transaction, pos: number | undefined): Transaction {
  return tr.setMeta(framed, pos ?? -1)
}

/** Whether a transaction puts the cursor, and its frame, at a place that was asked for. */
export const isFraming = (tr: Transaction): boolean => tr.getMeta(framed) !== undefined

/** Shows the frame, and marks the parts of the value that a problem is about. */
export function framePlugin(marked: () => readonly { from: number; to: number }[]): Plugin {
  return new Plugin<number | null>({
    key: framed,
    state: {
      init: () => null,
      apply: (tr, old) => {
        const set = tr.getMeta(framed)
        if (set !== undefined) return set >= 0 ? set : null
        return tr.docChanged || tr.selectionSet ? null : old
      },
    },
    props: { decorations: (state) => decorations(state, marked()) },
  })
}

function decorations(state: EditorState, parts: readonly { from: number; to: number }[]): DecorationSet | null {
  const pos = framed.getState(state) ?? -1
  if (pos < 0 && !parts.length) return null
  const found = write(state.doc)
  const made = parts.map(({ from, to }) =>
    Decoration.inline(positionAt(found, from).pos, positionAt(found, to).pos, { nodeName: "mark" }),
  )
  if (pos >= 0) made.push(Decoration.node(pos, pos + 1, { class: "t-at" }))
  return DecorationSet.create(state.doc, made)
}

/** The thing that is framed or selected, or beside the cursor, of one of these kinds. */
export function besideCursor(state: EditorState, ...names: string[]): { node: Node; pos: number } | undefined {
  const { $from, from, to, empty } = state.selection
  if (!empty && to > from + 1) return undefined
  const pos = framed.getState(state)
  if (pos !== null && pos !== undefined) {
    const node = state.doc.nodeAt(pos)
    if (node && names.includes(node.type.name)) return { node, pos }
  }
  const { nodeBefore, nodeAfter } = $from
  if (empty && nodeBefore && names.includes(nodeBefore.type.name)) return { node: nodeBefore, pos: from - 1 }
  if (nodeAfter && names.includes(nodeAfter.type.name)) return { node: nodeAfter, pos: from }
  return undefined
}
