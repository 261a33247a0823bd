// Where a dragged item is put: the gap under the pointer, and the index that the item gets in it.

import assert from "node:assert/strict"
import { test } from "node:test"
import { gapAt, indexInGap } from "../src/form/drag"
import { spliced } from "../src/store/lists"

const items = [
  { top: 0, bottom: 20 },
  { top: 26, bottom: 126 },
  { top: 132, bottom: 152 },
]

test("the gap changes at the middle of an item", () => {
  const places: [number, number][] = [[-50, 0], [9, 0], [11, 1], [75, 1], [77, 2], [141, 2], [143, 3], [900, 3]]
  for (const [y, gap] of places) assert.equal(gapAt(items, y), gap, String(y))
  assert.equal(gapAt([], 5), 0)
})

test("an item in the gaps beside it stays; elsewhere it stands between its new neighbours", () => {
  const list = ["a", "b", "c", "d"]
  for (let from = 0; from < list.length; from++)
    for (let gap = 0; gap <= list.length; gap++) {
      const to = indexInGap(from, gap)
      const moved = spliced(spliced(list, from, 1), to, 0, list[from] as string)
      if (gap === from || gap === from + 1) assert.deepEqual(moved, list)
      else {
        assert.equal(moved[moved.indexOf(list[from] as string) - 1], list[gap - 1])
        assert.equal(moved[moved.indexOf(list[from] as string) + 1], list[gap])
      }
    }
})
