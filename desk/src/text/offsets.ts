// From the characters that a value prints to those of the value as it is typed, and back: the rules are those
// of src/brochure/document/printed_offsets.py. Boxes of the pages count printed characters; a character of two
// units, such as 𠮷, counts once there. Offsets in the value are in units, as all offsets of JavaScript.
import { isBlank } from "./characters"
import { markupPieces, type Piece } from "./pieces"

const NEAR = 3 // blanks of the value that may be missing in print at one place

interface SaidCharacter {
  character: string
  offset: number
}

/** For each printed character its offset in the value; null for a character of other origin. */
export function sourceOffsets(printed: string, value: string): (number | null)[] {
  return alignedOffsets([...printed], saidCharacters(value))
}

function alignedOffsets(characters: string[], said: SaidCharacter[]): (number | null)[] {
  const { found, behind } = walk(characters, said)
  if (behind >= said.length) return found
  // words stand around the value: the longest common parts count
  found.fill(null)
  for (const { a, b, size } of matchingBlocks(characters, said.map((one) => one.character)))
    for (let index = 0; index < size; index++) found[a + index] = said[b + index]!.offset
  return found
}

/** The place in the value for a cursor before a printed character: before its own, or beside the nearest one. */
export function valueOffset(printed: string, value: string, index: number): number {
  return offsetNear(sourceOffsets(printed, value), value, index)
}

/** The same for a value that may be plain: signs of markup that are printed are characters. */
export function caretOffset(printed: string, value: string, index: number): number {
  return offsetNear(bestOffsets(printed, value), value, index)
}

/** The offsets of printed characters, of a value with markup or of a plain one: whichever explains more of them. */
export function bestOffsets(printed: string, value: string): (number | null)[] {
  const marked = sourceOffsets(printed, value)
  const plain = alignedOffsets([...printed], spread(value, 0, value.length))
  const own = (offsets: (number | null)[]): number => offsets.filter((one) => one !== null).length
  return own(plain) > own(marked) ? plain : marked
}

function offsetNear(offsets: (number | null)[], value: string, index: number): number {
  for (let distance = 0; distance <= offsets.length; distance++) {
    const here = offsets[index + distance]
    if (here !== null && here !== undefined) return here
    const before = offsets[index - distance - 1]
    if (before !== null && before !== undefined)
      return before + String.fromCodePoint(value.codePointAt(before) ?? 0).length
  }
  return 0
}

/** The number of the printed character at or behind an offset of the value. */
export function printedIndex(printed: string, value: string, offset: number): number {
  const offsets = sourceOffsets(printed, value)
  const found = offsets.findIndex((one) => one !== null && one >= offset)
  return found < 0 ? offsets.length : found
}

function walk(printed: string[], said: SaidCharacter[]): { found: (number | null)[]; behind: number } {
  let behind = 0
  const found = printed.map((character) => {
    let index = behind
    while (index < said.length && said[index]!.character !== character && isBlank(said[index]!.character)) index++
    const one = said[index]
    if (one?.character !== character || index - behind > NEAR) return null
    behind = index + 1
    return one.offset
  })
  return { found, behind }
}

function saidCharacters(value: string): SaidCharacter[] {
  return markupPieces(value).flatMap((piece) => piece.said.flatMap((one) => charactersOf(one, piece, value)))
}

function charactersOf(said: Piece["said"][number], { start, end }: Piece, value: string): SaidCharacter[] {
  switch (said.is) {
    case "text": {
      const first = end - start === said.text.length ? start : end - said.text.length // behind a backslash
      return spread(said.text, first, end)
    }
    case "ruby": {
      const bar = value.indexOf("|", start)
      return [...spread(said.base, start + 1, bar), ...spread(said.reading, bar + 1, end - 1)]
    }
    case "link":
    case "foreign": {
      const typed = value.slice(0, end).indexOf(said.text, start)
      return spread(said.text, typed < 0 ? start + 1 : typed, end)
    }
    case "raised": {
      const brace = value.slice(0, end).indexOf("{", start)
      return spread(said.text, brace < 0 ? start : brace + 1, end)
    }
    default:
      return []
  }
}

/** Characters from `start` on, none at or behind `end`. */
function spread(text: string, start: number, end: number): SaidCharacter[] {
  const made: SaidCharacter[] = []
  let offset = start
  for (const character of text) {
    made.push({ character, offset: Math.min(offset, end - 1) })
    offset += character.length
  }
  return made
}

interface Block {
  a: number
  b: number
  size: number
}

/** The blocks that two texts have in common, as difflib finds them: the longest first, then left and right of it. */
function matchingBlocks(a: string[], b: string[]): Block[] {
  const places = new Map<string, number[]>()
  b.forEach((character, index) => {
    const known = places.get(character)
    if (known) known.push(index)
    else places.set(character, [index])
  })
  const blocks: Block[] = []
  const waiting: [number, number, number, number][] = [[0, a.length, 0, b.length]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [fromA, toA, fromB, toB] = next
    const block = longestBlock(a, places, fromA, toA, fromB, toB)
    if (!block.size) continue
    blocks.push(block)
    if (fromA < block.a && fromB < block.b) waiting.push([fromA, block.a, fromB, block.b])
    if (block.a + block.size < toA && block.b + block.size < toB)
      waiting.push([block.a + block.size, toA, block.b + block.size, toB])
  }
  return blocks
}

function longestBlock(
  a: string[],
  places: Map<string, number[]>,
  fromA: number,
  toA: number,
  fromB: number,
  toB: number,
): Block {
  let best: Block = { a: fromA, b: fromB, size: 0 }
  let lengths = new Map<number, number>()
  for (let index = fromA; index < toA; index++) {
    const now = new Map<number, number>()
    for (const place of places.get(a[index]!) ?? []) {
      if (place < fromB) continue
      if (place >= toB) break
      const size = (lengths.get(place - 1) ?? 0) + 1
      now.set(place, size)
      if (size > best.size) best = { a: index - size + 1, b: place - size + 1, size }
    }
    lengths = now
  }
  return best
}

/** How many characters a value prints. */
export function printedLength(value: string): number {
  return saidCharacters(value).length
}
