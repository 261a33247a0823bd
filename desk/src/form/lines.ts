// How many lines a text takes on its pages, read from the boxes of what it prints.

import type { Box } from "../api/types"

export function linesOf(boxes: readonly Box[], at: string): number {
  const own = boxes.filter((box) => box[0] === at && box[8])
  const tallest = Math.max(0, ...own.map((box) => box[6]))
  // ruby, numbers of notes and raised characters stand beside a line of their text
  const rows = own
    .filter((box) => box[6] > tallest * 0.75)
    .map(([, , page, , y, , h]) => ({ page, middle: y + h / 2, half: h / 2 }))
    .sort((one, two) => one.page - two.page || one.middle - two.middle)
  return rows.filter((row, index) => {
    const before = rows[index - 1]
    return !before || before.page !== row.page || row.middle - before.middle > row.half
  }).length
}
