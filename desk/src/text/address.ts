// Web addresses in running text: the rules are those of src/brochure/document/web_address.py.
// Here it counts only whether a text is an address, and where it ends; the link itself is made in print.
import { BEYOND_ASCII, characterAt, isBlank, matchAt, S, trim, W } from "./characters"

const SCHEME = /https?:\/\/+/iuy
const OTHER_SCHEME = /[a-z][a-z0-9+-]*:(?!\p{Nd})|https?:?\/|https?\/\//iuy
const MAIL_OR_PHONE = new RegExp(`^(?:mailto:[^${S}@]+@[^${S}@]+|tel:\\+?[\\p{Nd}().\\-]+)$`, "iu")
const AUTHORITY = /[^/?#]*/uy
const HOST_SIGN = new RegExp(`[^${W}.。\\-]`, "u")
const INNER_BLANK = new RegExp(`(?<=[${W})\\].,%\\-]) +(?=[${W}(\\[\\-])`, "gu")

const START = new RegExp(`[hHｈＨ][tTｔＴ]{2}[pPｐＰ][sSｓＳ]?[:：][/／]{2}|[wWｗＷ]{3}[.．](?=[${W}])`, "uy")
const ASCII_SIGNS = /[!#-)+-;=?-Z_a-z~%\]\[]+|\*(?!\*)/uy
const UNICODE_HOST = new RegExp(
  `(?:[${W}\\-]+\\.)+(?:[A-Za-z]{2,}(?![A-Za-z])|${BEYOND_ASCII}+)(?=[/?#:]|$|[^${W}.])`,
  "uy",
)
const FULL_WIDTH_SIGNS = /[!-~！-～]+/uy
const FOLLOWING =
  /を|に|は|へ|で|と|が|の|も|や|か|から|まで|より|など|です|及び|又は|または|および|参照|参考|等|内の|上の|より引用/uy
const ASCII_HOST = /[A-Za-z0-9.-]*(?::\p{Nd}+)?/uy
const GOES_ON = new RegExp(`(?:(?![！-～])${BEYOND_ASCII})+[/?=&#%]`, "uy")
const CLOSING: Record<string, string> = {
  "）": "(", "］": "[", "」": "「", "』": "『", "】": "【", "〉": "〈", "》": "《",
}
const PAIRS: Record<string, string> = { ")": "(", "]": "[", "）": "（", "］": "［" }
const ALPHANUMERIC = /[\p{L}\p{N}]/u

function count(text: string, sign: string): number {
  return text.split(sign).length - 1
}

/** Full-width signs as ASCII; the text keeps its length. */
function plainSigns(text: string): string {
  return text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replaceAll("\u3000", " ")
}

/** Whether a typed text is a web, mail or telephone address. */
export function isAddress(typed: string): boolean {
  const plain = plainSigns(typed)
  const text = trim(plain)
  if (!text) return false
  const last = typed.replace(/[ \t\n\u3000]+$/, "").slice(-1)
  if ("。、，．".includes(last) && last) return false
  const opening = CLOSING[last]
  if (opening && count(text, opening) < count(text, plainSigns(last))) return false
  if (MAIL_OR_PHONE.test(text)) return true
  const scheme = matchAt(SCHEME, text, 0, text.length)
  if (!scheme && matchAt(OTHER_SCHEME, text, 0, text.length)) return false
  const index = scheme ? scheme[0].length : 0
  const authority = matchAt(AUTHORITY, text, index, text.length)?.[0] ?? ""
  const start = plain.length - plain.replace(new RegExp(`^[${S}]+`, "u"), "").length
  return isHost(authority, Boolean(scheme)) && isRest(text, index + authority.length, start, typed)
}

function isHost(authority: string, withScheme: boolean): boolean {
  const colon = authority.indexOf(":")
  const name = colon < 0 ? authority : authority.slice(0, colon)
  const port = colon < 0 ? undefined : authority.slice(colon + 1)
  if (authority.includes("@") || HOST_SIGN.test(name)) return false
  if (port !== undefined && !/^\p{Nd}+$/u.test(port)) return false
  const labels = name.replaceAll("。", ".").split(".")
  if (labels.length < 2 || labels.some((label) => !label)) return false
  if (!withScheme && !/^[\p{L}\p{Nl}\p{No}]{2,}$/u.test(labels.at(-1) ?? "")) return false
  return /^[\x00-\x7f]*$/.test(name) || isInternational(name)
}

/** Whether a host with letters beyond ASCII has an ASCII form. */
function isInternational(name: string): boolean {
  try {
    return new URL(`http://${name}/`).hostname.split(".").every((label) => label.length < 64)
  } catch {
    return false
  }
}

function isRest(text: string, index: number, start: number, typed: string): boolean {
  const inner = new Set<number>()
  for (const found of text.matchAll(INNER_BLANK))
    for (let place = found.index; place < found.index + found[0].length; place++) inner.add(place)
  for (let place = index; place < text.length; place++) {
    if (!isBlank(text.charAt(place))) continue
    if (!inner.has(place) || typed[start + place] === "\u3000" || text.slice(place).includes("://")) return false
  }
  return true
}

/** The end of the address that begins at `index`; 0 if there is none. */
export function bareAddressEnd(text: string, index: number, end: number): number {
  const found = matchAt(START, text, index, end)
  if (!found) return 0
  const head = index + found[0].length
  const withoutScheme = !/[/／]/.test(found[0])
  if (withoutScheme && /[A-Za-z0-9.@/_-]/.test(text.slice(Math.max(index - 1, 0), index))) return 0
  let stop: number
  if (/^[\x00-\x7f]*$/.test(found[0])) stop = asciiEnd(text, withoutScheme ? index : head, end)
  else stop = head + (matchAt(FULL_WIDTH_SIGNS, text, head, end)?.[0].length ?? 0)
  stop = head + trimmed(text.slice(head, stop)).length
  return stop > head && isAddress(text.slice(index, stop)) ? stop : 0
}

function asciiEnd(text: string, from: number, end: number): number {
  let index = from
  const host = matchAt(UNICODE_HOST, text, index, end)
  if (host && !/^[\x00-\x7f]*$/.test(host[0])) index += host[0].length
  else index += matchAt(ASCII_HOST, text, index, end)?.[0].length ?? 0
  if (index >= end || !"/?#@_~%[]\\&=".includes(text.charAt(index))) return index
  while (index < end) {
    const signs = matchAt(ASCII_SIGNS, text, index, end)
    if (signs) {
      index += signs[0].length
      continue
    }
    const character = characterAt(text, index)
    if (!ALPHANUMERIC.test(character) && !"ー々〆\u3099\u309a".includes(character)) break
    if (character <= "\x7f" || (character >= "！" && character <= "～")) break
    if (matchAt(FOLLOWING, text, index, end) && !matchAt(GOES_ON, text, index, end)) break
    index += character.length
  }
  return index
}

/** The address without the punctuation of the sentence behind it, and without unpaired brackets. */
function trimmed(address: string): string {
  let found = address
  while (found) {
    const last = found.slice(-1)
    const pair = PAIRS[last]
    if (!".,:;!?'．，、。".includes(last) && !(pair && count(found, pair) < count(found, last))) break
    found = found.slice(0, -1)
  }
  if (count(found, "(") < count(found, ")")) found = found.slice(0, found.lastIndexOf(")"))
  return found
}
