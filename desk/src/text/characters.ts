// Classes of characters, as Python's regular expressions have them.
// JavaScript's \s and \w differ: \s has U+FEFF and lacks U+001C–U+001F and U+0085; \w is ASCII only.

/** Blanks, for a class: Python's `\s`. */
export const S = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
/** Letters, digits and the underscore, for a class: Python's `\w`. */
export const W = "\\p{L}\\p{N}_"
/** A letter or digit beyond ASCII: Python's `[^\W\x00-\x7f]`. */
export const BEYOND_ASCII = "(?:(?![\\x00-\\x7f])[\\p{L}\\p{N}])"

const BLANK = new RegExp(`[${S}]`, "u")
const AROUND = new RegExp(`^[${S}]+|[${S}]+$`, "gu")

export function isBlank(character: string): boolean {
  return BLANK.test(character)
}

export function trim(text: string): string {
  return text.replace(AROUND, "")
}

/** The match of a sticky pattern at `index` of `text`, which ends at `end`; what stands before is seen. */
export function matchAt(pattern: RegExp, text: string, index: number, end: number): RegExpExecArray | null {
  pattern.lastIndex = index
  return pattern.exec(end < text.length ? text.slice(0, end) : text)
}

/** The character at `index`, of one or two units. */
export function characterAt(text: string, index: number): string {
  const code = text.codePointAt(index)
  return code === undefined ? "" : String.fromCodePoint(code)
}

/** The character that ends at `index`. */
export function characterBefore(text: string, index: number): string {
  if (index <= 0) return ""
  const isPair = index > 1 && (text.codePointAt(index - 2) ?? 0) > 0xffff
  return text.slice(index - (isPair ? 2 : 1), index)
}
