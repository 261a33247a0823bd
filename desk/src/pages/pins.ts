// Problems as pins on the page: around the words that a problem is about, or around the whole value.

import type { Box, Problem } from "../api/types"
import { markedIn } from "../form/marked"
import { bestOffsets } from "../text/offsets"
import { type Frame, boxesOf, framesOf, printedBoxes } from "./boxes"

/** Units of the longest value whose words are looked for: it is done at each change. */
const LONGEST = 4000
const RUBY = 0.7 // of the height of its line, at most

export interface Pin {
  frame: Frame
  /** The number of the problem in the list; undefined on the further lines of its words. */
  number: number | undefined
  severity: Problem["severity"]
}

/** The pins of a problem, one a line; without known words one around its value. */
export function pinsOf(problem: Problem, number: number, boxes: readonly Box[], at: string, value: unknown): Pin[] {
  const { severity } = problem
  const words = typeof value === "string" ? wordFrames(problem, boxes, at, value) : []
  const frames = words.length ? words : framesOf(boxesOf(boxes, at)).slice(0, 1)
  return frames.map((frame, index) => ({ frame, number: index ? undefined : number, severity }))
}

/** A frame in each line around the words, where the value is printed first; none if they are not printed. */
function wordFrames(problem: Problem, boxes: readonly Box[], at: string, value: string): Frame[] {
  const [part] = value.length > LONGEST ? [] : markedIn([problem], value)
  if (!part) return []
  const own = printedBoxes(boxes, at)
  const offsets = bestOffsets(own.map((box) => box[8]).join(""), value)
  const parts: Box[] = []
  let before = 0
  for (const box of own) {
    const count = [...box[8]].length
    const inside = offsets.slice(before, before + count).map((one) => one !== null && one >= part.from && one < part.to)
    const [first, last] = [inside.indexOf(true), inside.lastIndexOf(true)]
    if (first >= 0) parts.push(partOf(box, first, last + 1, count))
    before += count
  }
  const tallest = Math.max(...parts.map((box) => box[6]))
  return linesOf(parts.filter((box) => box[6] > RUBY * tallest))
}

/** The part of a box from a character to another. */
function partOf(box: Box, first: number, end: number, count: number): Box {
  const edge = (index: number): number => box[7]?.[index] ?? box[3] + (box[5] * index) / Math.max(1, count)
  const made = [...box] as Box
  made[3] = edge(first)
  made[5] = edge(end) - edge(first)
  return made
}

/** One frame for the boxes of each line. */
function linesOf(boxes: readonly Box[]): Frame[] {
  const lines: Box[][] = []
  for (const box of boxes) {
    const last = lines.at(-1)
    const [one] = last ?? []
    const isSame = one && one[2] === box[2] && box[4] < one[4] + one[6] && one[4] < box[4] + box[6]
    if (isSame) last?.push(box)
    else lines.push([box])
  }
  return lines.flatMap((line) => framesOf(line))
}
