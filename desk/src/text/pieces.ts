// The inline markup of texts, cut into pieces: the rules are those of src/brochure/document/markup.py.
// tests/desk/test_text_markup.py compares the pieces with those of Python.
import { bareAddressEnd, isAddress } from "./address"
import { BEYOND_ASCII, characterAt, characterBefore, matchAt, S, trim, W } from "./characters"

/** What a piece prints. A strong's children stand between `open` and `close`. */
export type Said =
  | { is: "text"; text: string }
  | { is: "ruby"; base: string; reading: string }
  | { is: "link"; text: string; url: string }
  | { is: "foreign"; text: string; lang: string }
  | { is: "raised"; text: string; up: boolean }
  | { is: "call"; id: string }
  | { is: "cite"; id: string }
  | { is: "open" | "close" | "break" }

/** A piece of the source: each character of plain text is one. Broken markup prints what it says. */
export interface Piece {
  start: number
  end: number
  said: Said[]
  broken: boolean
}

export interface Paragraph {
  start: number
  end: number
  pieces: Piece[]
}

const SUPER =
  "\u00b2\u00b3\u00b9\u02b0-\u02b8\u02e0-\u02e4\u1d2c-\u1d2e\u1d30-\u1d3a\u1d3c-\u1d4d\u1d4f-\u1d61\u1d9b-\u1dbf\u2070\u2071\u2074-\u207f"
const SUB = "\u1d62-\u1d6a\u2080-\u208e\u2090-\u209c\u2c7c"
const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2026\u2014\u2015\u{20000}-\u{3ffff}]/u

const PARAGRAPH = new RegExp(`[^${S}]+(?:(?![${S}]*\\n[ \\t]*\\n)[${S}]+[^${S}]+)*`, "gu")
const STARS = /\*{3,}/y
const ESCAPABLE = "[!-\\/:-@\\[-`\\{-~［＊｛＾＠]"
const ESCAPED = new RegExp(`\\\\(${ESCAPABLE})`, "uy")
const ESCAPES = new RegExp(`\\\\(${ESCAPABLE})`, "gu")
const LINE_END = /[ \t]*\n[ \t]*/y
const LINE_ENDS = /[ \t]*\n[ \t]*/g
const FULL_WIDTH = new RegExp(
  `[\\[［][${S}]*[＾＠][${W}.\\-]*|［[${S}]*[\\^@][${W}.\\-]+[${S}]*[\\]］]|＊＊|｛[^｛｝\\n][^｛｝｜\\n]*｜[^｛｝\\n]+｝`,
  "uy",
)
const RAISED = new RegExp(`[\\^_]\\{((?:\\\\[^\\n]|[^{}\\\\\\n])*)\\}|[${SUPER}]+|[${SUB}]+`, "uy")
const IS_SUPER = new RegExp(`^[${SUPER}]`, "u")
const SUBSCRIPT = /_\{(?:\\[^\n]|[^{}\\\n])*\}/gu
const RUBY = /\{((?:\\[^\n]|[^{}|\\])*)\|((?:\\[^\n]|[^{}|\\])*)\}/uy
const CALL = /\[\^([^\]\n]*)\]/uy
const NOTE_ID = /^[a-z0-9][a-z0-9_-]*$/
const LINK = new RegExp(
  `\\[((?:\\\\[^\\n]|[^\\[\\]\\\\])*)\\]\\((?=([${S}]*))\\2((?:[^()${S}]|\\([^()${S}]*\\))*` +
    `|(?:https?:|www\\.)(?:[^()\\n]|\\([^()\\n]*\\))*?)[${S}]*\\)`,
  "iuy",
)
const FOREIGN = new RegExp(`\\[((?:\\\\[^\\n]|[^\\[\\]\\\\])+)\\]\\{lang=([^{}${S}]*)\\}`, "uy")
const LANG = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/
const MARK_WITHIN = new RegExp(
  `\\\\.|(\\*\\*|<(?:https?:|mailto:|[^<>${S}]*@)[^<>${S}]*>|\\{[^{}|]*\\|[^{}|]*\\})`,
  "gsu",
)
const INSIDE = /[^\[\]\n]*\]/uy
const BRACED = "\\{[^{}\\[\\]\\n]+\\}"
const CITATIONS = new RegExp(
  `\\[((?:(?:\\\\[^@\\[\\]\\n]|[^\\[\\]\\\\\\n])*[^\\[\\]\\\\${W}.\\n])?@(?:[A-Za-z0-9_]|${BEYOND_ASCII}|${BRACED})[^\\[\\]\\n]*)\\]`,
  "uy",
)
const ID_SIGNS = ":.#$%&\\-+?<>~\\/"
const CITE_ID =
  `(?:[A-Za-z0-9_](?:[A-Za-z0-9_${ID_SIGNS}]*[A-Za-z0-9_\\/])?` +
  `|${BEYOND_ASCII}(?:[${W}${ID_SIGNS}]*[${W}])?)`
const CITE = new RegExp(`^[^@]*?@(?:\\{([^{}\\n]+)\\}|(${CITE_ID}))([^]*)$`, "u")
const WHOLE_CITE_ID = new RegExp(`^${CITE_ID}$`, "u")
const ALMOST = new RegExp(
  `\\[[${S}]*[\\^@](?![^\\[\\]]*\\]\\()[^\\[\\]\\n]{0,12}\\]?|\\[[^\\[\\]\\n]*\\[[\\^@][^\\[\\]\\n]*\\][^\\[\\]\\n]*\\]\\(`,
  "uy",
)
const BRACKETED = new RegExp(
  `<((?:www\\.|[A-Za-z][A-Za-z0-9+.\\-]*:|[^<>${S}]*@)[^<>${S}]*` +
    `|[${S}]*(?:https?[:：]|www\\.|[hｈ][tｔ]{2}[pｐ][sｓ]?[:：])[^<>\\n]+)>`,
  "iuy",
)
const MAIL = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/
const ADDRESS_START = /[hHwWｈＨｗＷ]/
const MINUS = /-(?=\p{Nd}|$)/gu

/** A text without the backslashes of escaped characters. */
export function unescape(text: string): string {
  return text.replace(ESCAPES, "$1")
}

/** An id as it is typed behind the `@`. */
export function typedId(id: string): string {
  return WHOLE_CITE_ID.test(id) ? id : `{${id}}`
}

/** What a line end from `start` to `end` prints: a space, or nothing beside a Japanese character. */
function lineEndText(text: string, start: number, end: number): string {
  return WIDE.test(characterBefore(text, start)) || WIDE.test(characterAt(text, end)) ? "" : " "
}

function labelText(text: string): string {
  const joined = text.replace(LINE_ENDS, (found: string, index: number) =>
    lineEndText(text, index, index + found.length),
  )
  return unescape(joined)
}

/** The paragraphs of a text. What prints nothing at all is there, too. */
export function paragraphs(text: string): Paragraph[] {
  return [...text.matchAll(PARAGRAPH)].map((found) => {
    const [start, end] = [found.index, found.index + found[0].length]
    return { start, end, pieces: new Reader(text, end).run(start) }
  })
}

/** The pieces of all paragraphs as Python has them: paragraphs that print something, and the breaks between. */
export function markupPieces(text: string): Piece[] {
  const found: Piece[] = []
  for (const { start, pieces } of paragraphs(text)) {
    if (!pieces.some((piece) => piece.said.some((one) => "text" in one || "id" in one || one.is === "ruby"))) continue
    const last = found.at(-1)
    if (last) found.push({ start: last.end, end: start, said: [{ is: "break" }], broken: false })
    found.push(...pieces)
  }
  return found
}

/** Reads one paragraph, which ends at `end`. */
class Reader {
  private said: Said[] = []
  private broken = false

  constructor(
    private readonly text: string,
    private readonly end: number,
  ) {}

  run(start: number): Piece[] {
    const pieces: Piece[] = []
    let opened = -1 // the piece that opens the strong
    let inside = 0 // how much was said in the strong
    for (let index = start; index < this.end; ) {
      this.said = []
      this.broken = false
      const stars = matchAt(STARS, this.text, index, this.end)
      let after: number
      if (stars && stars[0].length !== 4) {
        this.fault()
        this.say(stars[0])
        after = index + stars[0].length
      } else if (this.text.startsWith("**", index) && index + 2 <= this.end) {
        after = index + 2
        if (opened < 0) {
          this.said = [{ is: "open" }]
          opened = pieces.length
          inside = 0
        } else {
          if (inside) this.said = [{ is: "close" }]
          else this.amend(pieces[opened], [])
          this.broken ||= !inside
          opened = -1
        }
      } else {
        after = this.one(index)
        inside += this.said.length
      }
      if (stars && stars[0].length !== 4) inside += 1
      pieces.push({ start: index, end: after, said: this.said, broken: this.broken })
      index = after
    }
    if (opened >= 0) this.amend(pieces[opened], [{ is: "text", text: "**" }])
    return pieces
  }

  private amend(piece: Piece | undefined, said: Said[]): void {
    if (piece) Object.assign(piece, { said, broken: true })
  }

  private fault(): void {
    this.broken = true
  }

  private say(text: string): void {
    this.said.push({ is: "text", text })
  }

  private match(pattern: RegExp, index: number): RegExpExecArray | null {
    return matchAt(pattern, this.text, index, this.end)
  }

  /** Read one construct or one character; return the index behind it. */
  private one(index: number): number {
    const character = characterAt(this.text, index)
    let found: RegExpExecArray | null
    if (character === "\\" && (found = this.match(ESCAPED, index))) {
      this.say(found[1] ?? "")
      return index + found[0].length
    }
    if (" \t\n".includes(character) && (found = this.match(LINE_END, index))) {
      const after = index + found[0].length
      const words = lineEndText(this.text, index, after)
      if (words) this.say(words)
      return after
    }
    if ("[［＊｛".includes(character) && this.match(FULL_WIDTH, index)) this.fault()
    if ((found = this.match(RAISED, index))) return this.raised(found, index)
    if (character === "{") return this.ruby(index)
    if (character === "[") return this.bracket(index)
    if (character === "<" && (found = this.match(BRACKETED, index))) return this.autolink(found, index)
    if (ADDRESS_START.test(character)) {
      const after = this.bareAddress(index)
      if (after) return after
    }
    this.say(character)
    return index + character.length
  }

  private raised(found: RegExpExecArray, index: number): number {
    const [typed, inside] = found
    if (inside === undefined)
      this.said.push({ is: "raised", text: raisedPlain(typed), up: IS_SUPER.test(typed) })
    else {
      const text = trim(unescape(inside))
      if (!text) this.fault()
      else if (!this.hasMark(inside))
        this.said.push({ is: "raised", text: text.replace(MINUS, "−"), up: typed.startsWith("^") })
    }
    return index + typed.length
  }

  private ruby(index: number): number {
    const found = this.match(RUBY, index)
    if (!found) {
      this.fault()
      this.say("{")
      return index + 1
    }
    const [whole, first = "", second = ""] = found
    const [base, reading] = [trim(labelText(first)), trim(labelText(second))]
    if (!base || !reading) this.fault()
    else if (!this.hasMark(first, second)) this.said.push({ is: "ruby", base, reading })
    return index + whole.length
  }

  private bracket(index: number): number {
    let found: RegExpExecArray | null
    if ((found = this.match(CALL, index))) {
      const id = found[1] ?? ""
      if (NOTE_ID.test(id)) this.said.push({ is: "call", id })
      else this.fault()
      return index + found[0].length
    }
    if ((found = this.match(LINK, index))) {
      const [whole, label = "", , url = ""] = found
      const text = trim(labelText(label))
      if (!text) this.fault()
      else if (!this.hasMark(label)) this.link(text, url)
      return index + whole.length
    }
    if ((found = this.match(FOREIGN, index))) {
      const [whole, label = "", lang = ""] = found
      if (!LANG.test(lang)) this.fault()
      else if (!this.hasMark(label)) this.said.push({ is: "foreign", text: labelText(label), lang })
      return index + whole.length
    }
    if (this.match(INSIDE, index + 1) && (found = this.match(CITATIONS, index))) {
      for (const part of (found[1] ?? "").split(";")) {
        const cite = CITE.exec(part)
        if (cite) this.said.push({ is: "cite", id: cite[1] ?? cite[2] ?? "" })
        else this.fault()
      }
      return index + found[0].length
    }
    if (this.match(ALMOST, index)) this.fault()
    this.say("[")
    return index + 1
  }

  /** Whether a link, ruby or foreign words have a mark inside, which is a fault. */
  private hasMark(...parts: string[]): boolean {
    const has = parts.some((part) => [...part.matchAll(MARK_WITHIN)].some((mark) => mark[1]))
    if (has) this.fault()
    return has
  }

  private autolink(found: RegExpExecArray, index: number): number {
    const target = found[1] ?? ""
    if (MAIL.test(target)) this.said.push({ is: "link", text: target, url: `mailto:${target}` })
    else this.link(trim(target), target)
    return index + found[0].length
  }

  private link(text: string, url: string): void {
    if (isAddress(url)) this.said.push({ is: "link", text, url })
    else this.fault()
  }

  private bareAddress(index: number): number {
    let end = this.end
    for (let bracket = this.text.indexOf("[", index); bracket >= 0 && bracket < end; ) {
      if ([CALL, CITATIONS, LINK, FOREIGN].some((one) => this.match(one, bracket))) {
        end = bracket // a citation or a call that follows the address
        break
      }
      bracket = this.text.indexOf("[", bracket + 1)
    }
    SUBSCRIPT.lastIndex = index
    const subscript = SUBSCRIPT.exec(this.text.slice(0, end))
    if (subscript) end = subscript.index // an underscore may belong to an address, but not with a brace
    const after = bareAddressEnd(this.text, index, end)
    if (after) {
      const typed = this.text.slice(index, after)
      this.said.push({ is: "link", text: typed, url: typed })
    }
    return after
  }
}

function raisedPlain(typed: string): string {
  return [...typed].map((character) => character.normalize("NFKC")).join("")
}
