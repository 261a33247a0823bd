// Text of a profile ↔ document of a text field. Untouched text comes back byte for byte; typed characters that
// would be markup get a backslash, so that the field says what it shows.
import { Fragment, type Mark, type Node } from "prosemirror-model"
import { type Paragraph, paragraphs, type Piece } from "./pieces"
import { type Mode, schema } from "./schema"

const ESCAPABLE = /^[!-\/:-@\[-`\{-~［＊｛＾＠]$/

/** A run of the value that one character or one thing of the document stands for. */
interface Token {
  kind: "typed" | "asis" | "thing" | "strong"
  text: string
  pos: number // in the paragraph
  size: number
  escaped: boolean
}

/** The characters of a paragraph, and which position of the document each belongs to. */
interface WrittenParagraph {
  text: string
  tokens: Token[]
}

/** A value, with the runs that belong to positions of the document. */
export interface Written {
  value: string
  runs: { pos: number; size: number; start: number; end: number }[]
}

export function parse(value: string, mode: Mode): Node {
  return mode === "markup" ? parseMarkup(value) : parseCharacters(value)
}

function parseCharacters(value: string): Node {
  const lines = value.split("\n").map((line, index) =>
    schema.nodes.paragraph!.create({ before: index ? "\n" : "" }, line ? schema.text(line) : null),
  )
  return schema.nodes.doc!.create({ mode: "characters" }, lines)
}

function parseMarkup(value: string): Node {
  const found = paragraphs(value)
  const first = found[0]
  const last = found.at(-1)
  if (!first || !last) return schema.nodes.doc!.create({ blank: value }, schema.nodes.paragraph!.create())
  const made = found.map((one, index) => {
    const before = index ? value.slice(found[index - 1]!.end, one.start) : "\n\n"
    return schema.nodes.paragraph!.create({ before }, nodesOf(one, value))
  })
  return schema.nodes.doc!.create({ lead: value.slice(0, first.start), tail: value.slice(last.end) }, made)
}

function nodesOf(paragraph: Paragraph, value: string): Fragment {
  const nodes: Node[] = []
  let marks: readonly Mark[] = []
  let other = false
  let lastClose = -1
  for (const piece of paragraph.pieces) {
    const raw = value.slice(piece.start, piece.end)
    const [said] = piece.said
    if (!piece.broken && said?.is === "open") {
      other = lastClose === piece.start && !other
      marks = [schema.marks.strong!.create({ other })]
    } else if (!piece.broken && said?.is === "close") {
      marks = []
      lastClose = piece.end
    } else nodes.push(nodeOf(piece, raw, marks))
  }
  return Fragment.fromArray(joined(nodes))
}

function nodeOf(piece: Piece, raw: string, marks: readonly Mark[]): Node {
  const [said] = piece.said
  const withMark = (name: string) => schema.mark(name).addToSet(marks)
  if (piece.broken) return schema.text(raw, withMark("asis"))
  if (/^[ \t]*\n/.test(raw)) {
    const shown = said?.is === "text" ? said.text : ""
    return schema.nodes.lineend!.create({ raw, shown }, null, marks)
  }
  switch (said?.is) {
    case "ruby":
      return schema.nodes.ruby!.create({ raw, base: said.base, reading: said.reading }, null, marks)
    case "link": // a bare address is plain text here; print makes the link
      if (raw === said.text) return schema.text(raw, marks)
      return schema.nodes.link!.create({ raw, text: said.text, url: said.url }, null, marks)
    case "foreign":
      return schema.nodes.foreign!.create({ raw, text: said.text, lang: said.lang }, null, marks)
    case "raised": // ² of Unicode is a character like others
      if (!/^[\^_]/.test(raw)) return schema.text(raw, marks)
      return schema.nodes.raised!.create({ raw, text: said.text, up: said.up }, null, marks)
    case "call":
      return schema.nodes.call!.create({ raw, id: said.id }, null, marks)
    case "cite": {
      const ids = piece.said.map((one) => ("id" in one ? one.id : ""))
      return schema.nodes.cite!.create({ raw, ids }, null, marks)
    }
    case "text":
      return raw === said.text ? schema.text(raw, marks) : schema.text(said.text, withMark("escaped"))
    default:
      return schema.text(raw, withMark("asis"))
  }
}

function joined(nodes: Node[]): Node[] {
  const made: Node[] = []
  for (const node of nodes) {
    const last = made.at(-1)
    if (last?.isText && node.isText && last.sameMarkup(node))
      made[made.length - 1] = schema.text((last.text ?? "") + node.text, last.marks)
    else made.push(node)
  }
  return made
}

const written = new WeakMap<Node, WrittenParagraph>() // paragraphs never change, so each is written once

export function write(doc: Node): Written {
  const runs: Written["runs"] = []
  const isMarkup = doc.attrs.mode === "markup"
  let value = ""
  let any = false
  doc.forEach((paragraph, offset, index) => {
    if (!isMarkup) {
      if (index) value += "\n"
      const text = paragraph.textContent
      runs.push({ pos: offset + 1, size: text.length, start: value.length, end: value.length + text.length })
      value += text
      return
    }
    const one = written.get(paragraph) ?? writeParagraph(paragraph)
    written.set(paragraph, one)
    if (!one.text) {
      runs.push({ pos: offset + 1, size: 0, start: value.length, end: value.length })
      return // an empty paragraph prints nothing
    }
    const before = String(paragraph.attrs.before)
    value += any ? (/\n[ \t]*\n/.test(before) ? before : "\n\n") : doc.attrs.lead
    any = true
    for (const token of one.tokens) {
      const start = value.length
      value += tokenText(token)
      if (token.kind !== "strong") runs.push({ pos: offset + 1 + token.pos, size: token.size, start, end: value.length })
    }
    if (!one.tokens.length) runs.push({ pos: offset + 1, size: 0, start: value.length, end: value.length })
  })
  if (!isMarkup) return { value, runs }
  return any ? { value: value + doc.attrs.tail, runs } : { value: doc.attrs.blank, runs }
}

function tokenText(token: Token): string {
  return token.escaped ? `\\${token.text}` : token.text
}

function writeParagraph(paragraph: Node): WrittenParagraph {
  let tokens = tokensOf(paragraph)
  for (let turn = 0; turn <= tokens.length * 2; turn++) {
    const text = tokens.map(tokenText).join("")
    const wrong = wrongTokens(tokens, text)
    if (!wrong.length) return { text, tokens }
    for (const token of wrong) token.escaped = token.kind !== "strong"
    tokens = tokens.filter((token) => token.kind !== "strong" || !wrong.includes(token))
  }
  return { text: tokens.map(tokenText).join(""), tokens }
}

function tokensOf(paragraph: Node): Token[] {
  const tokens: Token[] = []
  let strong: Mark | undefined
  const star = (pos: number) => tokens.push({ kind: "strong", text: "**", pos, size: 0, escaped: false })
  let afterLineEnd = false
  paragraph.forEach((node, offset) => {
    const own = node.marks.find((mark) => mark.type === schema.marks.strong)
    if (own ? !strong?.eq(own) : strong) {
      if (strong) star(offset)
      if (own) star(offset)
      strong = own
    }
    if (!node.isText) {
      const isLineEnd = node.type === schema.nodes.lineend
      if (isLineEnd && afterLineEnd) return // two would part the paragraph
      tokens.push({ kind: "thing", text: node.attrs.raw, pos: offset, size: 1, escaped: false })
      afterLineEnd = isLineEnd
      return
    }
    const escaped = node.marks.some((mark) => mark.type === schema.marks.escaped)
    const kind = node.marks.some((mark) => mark.type === schema.marks.asis) ? "asis" : "typed"
    let pos = offset
    for (const character of node.text ?? "") {
      const isEscaped = escaped && ESCAPABLE.test(character)
      tokens.push({ kind, text: character, pos, size: character.length, escaped: isEscaped })
      pos += character.length
      if (!/[ \t]/.test(character)) afterLineEnd = false
    }
  })
  if (strong) star(paragraph.content.size)
  return tokens
}

/** The tokens that would be read as something else than they are: they need a backslash, or have to go. */
function wrongTokens(tokens: Token[], text: string): Token[] {
  const found: Token[] = []
  let index = 0
  let offset = 0
  let open: Token | undefined // the token that opens the strong
  for (const { pieces } of paragraphs(text)) {
    for (const piece of pieces) {
      while (offset < piece.start) offset += tokenText(tokens[index++]!).length // blanks at the ends
      const own: Token[] = []
      while (offset < piece.end) {
        const token = tokens[index++]!
        own.push(token)
        offset += tokenText(token).length
      }
      const wrong = wrongIn(piece, own, open, text)
      if (wrong?.kind === "strong") return found.length ? found : [wrong] // perhaps it is right without the others
      if (wrong) found.push(wrong)
      if (piece.said[0]?.is === "open") open = own[0]
      if (piece.said[0]?.is === "close") open = undefined
    }
  }
  return found
}

function wrongIn(piece: Piece, own: Token[], open: Token | undefined, text: string): Token | undefined {
  const [first] = own
  const is = piece.said[0]?.is
  if (!first) return undefined
  const escapable = (token: Token) =>
    (token.kind === "typed" || token.kind === "asis") && !token.escaped && ESCAPABLE.test(token.text)
  if (first.kind === "strong" || first.kind === "thing") {
    if (own.length > 1) return own.slice(1).find(escapable)
    if (first.kind === "thing") return undefined
    if (is === "close" && open?.kind === "asis") return open // broken stars of the file would end here
    return is === "open" || is === "close" ? undefined : first
  }
  if (first.kind === "asis") {
    const endsStrong = is === "close" && open?.kind === "strong"
    return endsStrong && escapable(first) ? first : undefined
  }
  if (first.escaped && own.length === 1) return undefined
  const source = text.slice(piece.start, piece.end)
  const isItself = piece.said.length === 1 && "text" in piece.said[0]! && piece.said[0].text === source
  const isBlank = piece.said.every((one) => one.is === "text") && /^[ \t]+$/.test(source)
  const isRaised = is === "raised" && !/^[\^_]/.test(source)
  const isPlain = own.every((token) => token.kind === "typed" || token.kind === "asis")
  if (!piece.broken && isPlain && (isItself || isRaised || isBlank)) return undefined
  if (is === "close" && open?.kind === "asis") return undefined // typing completes what the file left open
  return own.find(escapable)
}

/** Whether a value comes back from its document as it is. */
export function isLossless(value: string, mode: Mode): boolean {
  return write(parse(value, mode)).value === value
}

/** The offset in the value of a position of the document. */
export function offsetAt({ runs, value }: Written, pos: number): number {
  let after = value.length
  for (let index = runs.length - 1; index >= 0; index--) {
    const run = runs[index]!
    if (pos >= run.pos + run.size && pos > run.pos) return run.end
    if (pos >= run.pos) return run.size === run.end - run.start ? run.start + (pos - run.pos) : run.start
    after = run.start
  }
  return after
}

/** The position of the document for an offset in the value; inside ruby and the like, the one before it. */
export function positionAt({ runs }: Written, offset: number): { pos: number; inside: boolean } {
  let last = { pos: 1, inside: false }
  for (const run of runs) {
    if (offset < run.start) return last.pos >= run.pos ? last : { pos: run.pos, inside: false }
    if (offset < run.end || (offset === run.start && run.size === 0)) {
      const isEven = run.size === run.end - run.start
      return { pos: run.pos + (isEven ? offset - run.start : 0), inside: !isEven && offset > run.start }
    }
    last = { pos: run.pos + run.size, inside: false }
  }
  return last
}

