// Note calls and citations in the text: chips with the names that the form knows.
import type { Node } from "prosemirror-model"
import type { NodeView } from "prosemirror-view"
import type { TextFieldOptions } from "./options"

export class Chip implements NodeView {
  readonly dom = document.createElement("span")

  constructor(
    private node: Node,
    private readonly options: () => TextFieldOptions,
    private readonly all: Set<Chip>,
  ) {
    all.add(this)
    this.dom.addEventListener("click", () => this.open())
    this.show()
  }

  /** Show what the chip names. */
  show(): void {
    const { nameOf, words } = this.options()
    const isNote = this.node.type.name === "call"
    const ids: string[] = isNote ? [this.node.attrs.id] : this.node.attrs.ids
    const names = ids.map((id) => nameOf?.(isNote ? "note" : "source", id))
    const isMissing = names.some((name) => name?.isMissing)
    const label = ids.map((id, index) => names[index]?.label ?? id).join("; ")
    this.dom.className = `cite ${isNote ? "t-note" : "t-source"}${isMissing ? " t-missing" : ""}`
    this.dom.textContent = words(isNote ? "text.chip_note" : "text.chip_source", { name: label }) + (isNote ? "" : wordsOf(this.node))
    this.dom.title = names.map((name, index) => name?.title ?? ids[index]).join("\n")
  }

  open(): void {
    const { onOpenNote, onOpenSource } = this.options()
    if (this.node.type.name === "call") onOpenNote?.(this.node.attrs.id, this.dom)
    else onOpenSource?.(this.node.attrs.ids, this.dom)
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false
    this.node = node
    this.show()
    return true
  }

  ignoreMutation(): boolean {
    return true
  }

  destroy(): void {
    this.all.delete(this)
  }
}

/** The words behind the only id of a citation: より, p. 2. */
function wordsOf(node: Node): string {
  if (node.attrs.ids.length !== 1) return ""
  const inside = String(node.attrs.raw).slice(1, -1)
  const rest = inside.slice(inside.indexOf("@") + 1).replace(/^\{[^}]*\}/, "")
  const words = rest.startsWith(node.attrs.ids[0]) ? rest.slice(node.attrs.ids[0].length) : rest
  return words.replace(/^\s*[,，、]?\s*/, (comma) => (comma ? " " : ""))
}
