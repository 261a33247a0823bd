// Two texts, and what changed from the one to the other.

import type { JSX } from "preact"
import type { Json } from "../api/types"

export interface Piece {
  kind: "same" | "ins" | "del"
  text: string
}

const MOST = 400_000 // steps; longer texts are shown as one change

export function pieces(before: string, after: string): Piece[] {
  const one = [...before]
  const two = [...after]
  let start = 0
  while (start < one.length && start < two.length && one[start] === two[start]) start += 1
  let end = 0
  while (end < one.length - start && end < two.length - start && one[one.length - 1 - end] === two[two.length - 1 - end])
    end += 1
  const middle = compare(one.slice(start, one.length - end), two.slice(start, two.length - end))
  return joined([
    { kind: "same", text: one.slice(0, start).join("") },
    ...middle,
    { kind: "same", text: one.slice(one.length - end).join("") },
  ])
}

function compare(one: string[], two: string[]): Piece[] {
  if (!one.length || !two.length || one.length * two.length > MOST)
    return [
      { kind: "del", text: one.join("") },
      { kind: "ins", text: two.join("") },
    ]
  const width = two.length + 1
  const longest = new Uint16Array((one.length + 1) * width)
  for (let i = one.length - 1; i >= 0; i--)
    for (let j = two.length - 1; j >= 0; j--)
      longest[i * width + j] =
        one[i] === two[j]
          ? (longest[(i + 1) * width + j + 1] as number) + 1
          : Math.max(longest[(i + 1) * width + j] as number, longest[i * width + j + 1] as number)
  const found: Piece[] = []
  let [i, j] = [0, 0]
  while (i < one.length || j < two.length) {
    if (i < one.length && j < two.length && one[i] === two[j]) {
      found.push({ kind: "same", text: one[i] as string })
      i += 1
      j += 1
    } else if (
      i < one.length &&
      (j >= two.length || (longest[(i + 1) * width + j] as number) >= (longest[i * width + j + 1] as number))
    ) {
      found.push({ kind: "del", text: one[i] as string })
      i += 1
    } else {
      found.push({ kind: "ins", text: two[j] as string })
      j += 1
    }
  }
  return found
}

/** Neighbours of one kind as one piece. */
function joined(all: Piece[]): Piece[] {
  const found: Piece[] = []
  for (const piece of all) {
    const last = found[found.length - 1]
    if (!piece.text) continue
    if (last?.kind === piece.kind) last.text += piece.text
    else found.push({ ...piece })
  }
  return found
}

const AROUND = 8 // characters shown on both sides of a change

export function Difference({ before, after }: { before: Json; after: Json }): JSX.Element {
  const all = pieces(textOf(before), textOf(after))
  return (
    <>
      {all.map((piece, index) => {
        if (piece.kind === "ins") return <ins key={index}>{piece.text}</ins>
        if (piece.kind === "del") return <del key={index}>{piece.text}</del>
        return <span key={index}>{shortened(piece.text, index > 0, index < all.length - 1)}</span>
      })}
    </>
  )
}

function shortened(text: string, hasBefore: boolean, hasBehind: boolean): string {
  if (text.length <= 2 * AROUND + 1) return text
  const start = hasBefore ? text.slice(0, AROUND) : ""
  const end = hasBehind ? text.slice(-AROUND) : ""
  return hasBefore || hasBehind ? `${start}…${end}` : `${text.slice(0, 60)}${text.length > 60 ? "…" : ""}`
}

/** A value as a text to compare. */
export function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return ""
  return typeof value === "string" ? value : JSON.stringify(value, null, 1)
}

/** The text with the changes of both sides; where they touch, theirs come first and mine behind them. */
export function bothIn(base: string, mine: string, theirs: string): string {
  const all = [
    ...changes(pieces(base, theirs)).map((one) => ({ ...one, isMine: false })),
    ...changes(pieces(base, mine)).map((one) => ({ ...one, isMine: true })),
  ].sort((one, two) => one.start - two.start || Number(one.isMine) - Number(two.isMine))
  let text = ""
  let place = 0
  while (all.length) {
    const first = all.shift() as (typeof all)[number]
    const group = [first]
    let end = first.end
    while (all[0] && all[0].start <= end) {
      const next = all.shift() as (typeof all)[number]
      group.push(next)
      end = Math.max(end, next.end)
    }
    const said = [...new Set(group.sort((one, two) => Number(one.isMine) - Number(two.isMine)).map((one) => one.text))]
    text += base.slice(place, first.start) + said.join("")
    place = end
  }
  return text + base.slice(place)
}

function changes(all: Piece[]): { start: number; end: number; text: string }[] {
  const found: { start: number; end: number; text: string }[] = []
  let place = 0
  for (const piece of all) {
    if (piece.kind === "same") {
      place += piece.text.length
      continue
    }
    const last = found[found.length - 1]
    const end = piece.kind === "del" ? place + piece.text.length : place
    const text = piece.kind === "ins" ? piece.text : ""
    if (last && last.end === place) {
      last.end = end
      last.text += text
    } else found.push({ start: place, end, text })
    place = end
  }
  return found
}
