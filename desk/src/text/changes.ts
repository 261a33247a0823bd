// What changed from one document of a text field to another, in as few and as small steps as can be had:
// a cursor, a selection and one's own edits beside them stay where they are.
import { Fragment, type Node, Slice } from "prosemirror-model"
import { Transform } from "prosemirror-transform"

const MOST = 1_000_000 // comparisons; more differences than that are replaced as one

/** The steps from one document to another, the last place first. */
export function changes(from: Node, to: Node): Transform {
  const made = new Transform(from)
  if (from.childCount === to.childCount)
    for (let index = from.childCount - 1; index >= 0; index--) changeParagraph(made, from, index, to.child(index))
  else {
    const start = from.content.findDiffStart(to.content)
    const end = from.content.findDiffEnd(to.content)
    if (start !== null && end) {
      const overlap = start - Math.min(end.a, end.b)
      const more = overlap > 0 ? overlap : 0
      made.replace(start, end.a + more, to.slice(start, end.b + more))
    }
  }
  for (const [name, value] of Object.entries(to.attrs))
    if (from.attrs[name] !== value) made.setDocAttribute(name, value)
  return made
}

function placeOf(doc: Node, index: number): number {
  let pos = 0
  for (let before = 0; before < index; before++) pos += doc.child(before).nodeSize
  return pos
}

function changeParagraph(made: Transform, from: Node, index: number, to: Node): void {
  const old = from.child(index)
  if (old.eq(to)) return
  const start = placeOf(from, index)
  if (old.attrs.before !== to.attrs.before) made.setNodeAttribute(start, "before", to.attrs.before)
  for (const { from: left, to: right, use } of differences(units(old), units(to)).reverse())
    made.replace(start + 1 + left, start + 1 + right, new Slice(Fragment.fromArray(use), 0, 0))
}

/** The things and characters of a paragraph, each one position long. */
function units(paragraph: Node): Node[] {
  const made: Node[] = []
  paragraph.forEach((node) => {
    if (!node.isText) made.push(node)
    else for (let index = 0; index < node.nodeSize; index++) made.push(node.cut(index, index + 1))
  })
  return made
}

interface Difference {
  from: number
  to: number
  use: Node[]
}

function differences(old: Node[], now: Node[]): Difference[] {
  const same = (a: number, b: number) => old[a]!.eq(now[b]!)
  let first = 0
  while (first < old.length && first < now.length && same(first, first)) first++
  let last = 0
  while (last < old.length - first && last < now.length - first && same(old.length - 1 - last, now.length - 1 - last))
    last++
  const [rows, columns] = [old.length - first - last, now.length - first - last]
  if (!rows && !columns) return []
  if (!rows || !columns || rows * columns > MOST)
    return [{ from: first, to: first + rows, use: now.slice(first, first + columns) }]
  return common(old, now, first, rows, columns)
}

/** Differences by the longest common subsequence of the parts in the middle. */
function common(old: Node[], now: Node[], first: number, rows: number, columns: number): Difference[] {
  const width = columns + 1
  const best = new Uint32Array((rows + 1) * width)
  for (let row = rows - 1; row >= 0; row--)
    for (let column = columns - 1; column >= 0; column--)
      best[row * width + column] = old[first + row]!.eq(now[first + column]!)
        ? best[(row + 1) * width + column + 1]! + 1
        : Math.max(best[(row + 1) * width + column]!, best[row * width + column + 1]!)
  const found: Difference[] = []
  let open: Difference | undefined
  let row = 0
  let column = 0
  while (row < rows || column < columns) {
    if (row < rows && column < columns && old[first + row]!.eq(now[first + column]!)) {
      open = undefined
      row++
      column++
      continue
    }
    if (!open) found.push((open = { from: first + row, to: first + row, use: [] }))
    const goesDown = best[(row + 1) * width + column] ?? 0
    if (column >= columns || (row < rows && goesDown >= best[row * width + column + 1]!)) open.to = first + ++row
    else open.use.push(now[first + column++]!)
  }
  return found
}
