// Reads orders as JSON lines from the standard input and writes what the desk makes of each:
// tests/desk/test_text_markup.py compares that with Python.
import type { Node } from "prosemirror-model"
import { createInterface } from "node:readline"
import { parse, positionAt, write } from "../src/text/markup"
import { sourceOffsets } from "../src/text/offsets"
import { markupPieces } from "../src/text/pieces"
import { schema } from "../src/text/schema"

/** What a document shows: its characters, its things, and what is strong. */
function shown(doc: Node): string[][] {
  const paragraphs: string[][] = []
  doc.forEach((paragraph) => {
    const own: string[] = []
    paragraph.forEach((node) => {
      const strong = schema.marks.strong!.isInSet(node.marks) ? "!" : ""
      if (node.isText) for (const character of node.text ?? "") own.push(strong + character)
      else own.push(strong + node.attrs.raw)
    })
    while (/^!?\s*$/.test(own[0] ?? "x")) own.shift()
    while (/^!?\s*$/.test(own.at(-1) ?? "x")) own.pop()
    if (own.length) paragraphs.push(own)
  })
  return paragraphs
}

function isBroken(doc: Node): boolean {
  let found = false
  doc.descendants((node) => {
    found ||= Boolean(schema.marks.asis!.isInSet(node.marks))
  })
  return found
}

const orders = {
  pieces: ({ text }: { text: string }) => markupPieces(text),
  again: ({ text }: { text: string }) => {
    const doc = parse(text, "markup")
    doc.check()
    return write(doc).value
  },
  /** Text typed into that of a file, at a place. */
  typed: ({ text, typed, share }: { text: string; typed: string; share: number }) => {
    const doc = parse(text, "markup")
    const places: number[] = []
    doc.descendants((node, pos) => {
      if (node.isTextblock) for (let index = 0; index <= node.content.size; index++) places.push(pos + 1 + index)
    })
    let pos = places[Math.floor(share * places.length)] ?? 1
    const before = doc.resolve(pos).nodeBefore?.text ?? ""
    if (/[\ud800-\udbff]$/.test(before)) pos -= 1 // not within a character
    const own = schema.node("paragraph", null, [schema.text(typed, doc.resolve(pos).marks())])
    const made = doc.replace(pos, pos, schema.node("doc", null, [own]).slice(1, 1 + typed.length))
    const { value } = write(made)
    const read = parse(value, "markup")
    return { value, want: shown(made), got: shown(read), file: isBroken(doc), broken: isBroken(read), stable: write(read).value === value }
  },
  /** What the document says at each place that a printed character comes from. */
  printed: ({ text, printed }: { text: string; printed: string }) => {
    const doc = parse(text, "markup")
    const found = write(doc)
    const offsets = sourceOffsets(printed, text)
    const places = offsets.map((offset) => {
      if (offset === null) return null
      const { pos } = positionAt(found, offset)
      const node = doc.resolve(pos).nodeAfter
      return node?.isText ? String.fromCodePoint(node.text?.codePointAt(0) ?? 0) : (node?.attrs.raw ?? "")
    })
    return { offsets, places }
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line)
  const answer = orders[order.do as keyof typeof orders](order)
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
