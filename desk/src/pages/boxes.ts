// The boxes of the values on the pages: where a value stands, and which value and character stand at a point.

import type { Box, Json } from "../api/types"
import { caretOffset } from "../text/offsets"
import { get, pathOf } from "../store/tree"

/** Before the addresses of what all partners share. */
const SHARED = { "_series:": "series", "_sources:": "sources" } as const
/** Before the id of a note: the mark of a call in a text, and the words of a citation that were typed with it. */
const CALL = "call "
const AFFIX = "affix "

export type Owner = "own" | "series" | "sources"

/** Boxes that belong to a note, not to an address. */
export const isOfNote = (at: string): boolean => at.startsWith(CALL) || at.startsWith(AFFIX)

/** The file of an address, and the address in it. */
export function ownerOf(at: string): { doc: Owner; at: string } {
  for (const [start, doc] of Object.entries(SHARED)) if (at.startsWith(start)) return { doc, at: at.slice(start.length) }
  return { doc: "own", at }
}

/** The address on the pages of a value of a file. */
export const onPages = (doc: Owner, at: string): string => (doc === "own" || !at ? at : `_${doc}:${at}`)

/** How short an address above a value may be, that is framed in its place. */
const shortest = (at: string): number => {
  const [first = ""] = at.split(".")
  return first === "answers" ? 3 : ["sources", "milestones", "notes"].includes(first) ? 2 : 1
}

/** The boxes of a value and of what is in it; of the nearest value above, if it prints nothing itself. */
export function boxesOf(boxes: readonly Box[], at: string): Box[] {
  if (!at) return []
  for (let place = at, length = at.split(".").length; place; place = place.slice(0, Math.max(0, place.lastIndexOf("."))), length--) {
    if (place !== at && length < shortest(at)) return []
    const found = boxes.filter((box) => box[0] === place || box[0].startsWith(`${place}.`))
    if (found.length) return found
  }
  return []
}

export interface Frame {
  page: number
  x: number
  y: number
  w: number
  h: number
}

/** One rectangle a page around boxes; a value that is printed at several places has one for each. */
export function framesOf(boxes: readonly Box[]): Frame[] {
  const frames = new Map<string, Frame>()
  for (const [, , page, x, y, w, h, , , turn] of boxes) {
    const key = `${page} ${turn}`
    const one = frames.get(key)
    if (!one) {
      frames.set(key, { page, x, y, w, h })
      continue
    }
    const right = Math.max(one.x + one.w, x + w)
    const bottom = Math.max(one.y + one.h, y + h)
    one.x = Math.min(one.x, x)
    one.y = Math.min(one.y, y)
    one.w = right - one.x
    one.h = bottom - one.y
  }
  return [...frames.values()]
}

// --- from a point to a character ---

/** A place between two characters of a box: their number counts characters, not units. */
interface Spot {
  box: Box
  index: number
}

export interface Target {
  doc: Owner
  at: string
  /** The place in the value as it is written; undefined where the value is no text. */
  offset: number | undefined
}

/** What is printed on the pages, by file. */
export interface Texts {
  own: Json
  series: Json
  sources: Json
}

/** The value at a point of a page, and the place in it where the cursor goes. */
export function targetAt(boxes: readonly Box[], page: number, x: number, y: number, texts: Texts): Target | null {
  const hit = spotAt(boxes, page, x, y)
  const spot = hit && textSpot(boxes, hit, x, texts)
  if (!spot) return null
  const { doc, at } = ownerOf(spot.box[0])
  const value = valueOf(spot.box[0], texts)
  if (typeof value !== "string") return included(doc, at, texts) ?? { doc, at, offset: undefined }
  const { printed, before } = printedAround(boxes, spot.box)
  return { doc, at, offset: caretOffset(printed, value, before + spot.index) }
}

function valueOf(at: string, texts: Texts): Json | undefined {
  const owner = ownerOf(at)
  return get(texts[owner.doc], pathOf(owner.at, texts[owner.doc]))
}

/** Sources of a file that the profile includes are not edited here: the line that includes it is. */
function included(doc: Owner, at: string, texts: Texts): Target | null {
  const [, file] = /^(.+):\d+/.exec(at) ?? []
  const list = doc === "own" && file ? get(texts.own, ["sources"]) : undefined
  const index = Array.isArray(list) ? list.findIndex((one) => typeof one === "string" && (one === file || file?.endsWith(`/${one}`))) : -1
  return index < 0 ? null : { doc, at: `sources.${index}`, offset: 0 }
}

const below = (box: Box, y: number): number => Math.max(box[4] - y, 0, y - box[4] - box[6])
const aside = (box: Box, x: number): number => Math.max(box[3] - x, 0, x - box[3] - box[5])

/** The box and the character at a point: nearest sideways first, then the lowest box, then the nearest line. */
function spotAt(boxes: readonly Box[], page: number, x: number, y: number): Spot | null {
  const near = boxes.filter((box) => box[2] === page && below(box, y) < 1.5 && aside(box, x) < 8)
  const first = [...near].sort(
    (one, two) =>
      Number(below(one, y) > 0) - Number(below(two, y) > 0) ||
      aside(one, x) - aside(two, x) ||
      one[6] - two[6] ||
      Math.abs(one[4] + one[6] / 2 - y) - Math.abs(two[4] + two[6] / 2 - y),
  )[0]
  return first ? { box: first, index: characterAt(first, x) } : null
}

/** From what is no text of a value to the text it belongs to: a call stands behind words, a sign beside some. */
function textSpot(boxes: readonly Box[], spot: Spot, x: number, texts: Texts): Spot | null {
  const at = spot.box[0]
  if (at.startsWith(CALL)) return wordsBefore(boxes, spot.box)
  if (at.startsWith(AFFIX)) {
    const call = CALL + at.slice(AFFIX.length)
    for (const box of boxes) {
      const found = box[0] === call ? wordsBefore(boxes, box) : null
      if (found) return found
    }
    return null
  }
  if (typeof valueOf(at, texts) === "string") return spot
  const line = boxes.filter((box) => box[0].startsWith(`${at}.`) && overlaps(box, spot.box) && aside(box, x) < 8)
  const [nearest] = [...line].sort((one, two) => aside(one, x) - aside(two, x))
  return nearest ? { box: nearest, index: characterAt(nearest, x) } : spot
}

const overlaps = (one: Box, two: Box): boolean =>
  one[2] === two[2] && one[4] < two[4] + two[6] && two[4] < one[4] + one[6]

/** The words that the mark of a call stands behind. */
function wordsBefore(boxes: readonly Box[], call: Box): Spot | null {
  const words = boxes.filter((box) => !isOfNote(box[0]) && box[8].trim() && overlaps(box, call) && box[3] + box[5] <= call[3] + 0.5)
  const [nearest] = [...words].sort((one, two) => two[3] + two[5] - one[3] - one[5])
  return nearest ? { box: nearest, index: [...nearest[8]].length } : null
}

/** The number of the character under x; behind the middle of a character stands the next. */
function characterAt(box: Box, x: number): number {
  const [, , , left, , width, , edges, text] = box
  const count = [...text].length
  const ends = edges ?? Array.from({ length: count + 1 }, (_, n) => left + (width * n) / Math.max(1, count))
  let index = 0
  while (index < ends.length - 1 && x > ((ends[index] as number) + (ends[index + 1] as number)) / 2) index += 1
  return index
}

/** What a value prints at the place of a box, and how many characters of it stand before the box. */
function printedAround(boxes: readonly Box[], box: Box): { printed: string; before: number } {
  const own = inOrder(boxes.filter((one) => one[0] === box[0] && one[9] === box[9]))
  let before = 0
  for (const one of own) if (one[1] < box[1]) before += [...one[8]].length
  return { printed: own.map((one) => one[8]).join(""), before }
}

const inOrder = (boxes: Box[]): Box[] => [...boxes].sort((one, two) => one[1] - two[1])

/** The boxes of a value where it is printed first, in the order of its text. */
export function printedBoxes(boxes: readonly Box[], at: string): Box[] {
  const own = boxes.filter((box) => box[0] === at)
  const turn = Math.min(...own.map((box) => box[9]))
  return inOrder(own.filter((box) => box[9] === turn))
}

/** What a value prints where it is printed first, such as a date written out. */
export function printedText(boxes: readonly Box[], at: string): string {
  return printedBoxes(boxes, at).map((box) => box[8]).join("")
}
