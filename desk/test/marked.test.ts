// The words that a problem is about, and the lines that a text prints.

import assert from "node:assert/strict"
import { test } from "node:test"
import type { Box, Problem } from "../src/api/types"
import { linesOf } from "../src/form/lines"
import { markedIn } from "../src/form/marked"

const about = (start: number, text: string): Problem =>
  ({ code: "S201", severity: "warning", mark: { start, text }, message: "", hint: "" }) as Problem

test("words are marked where they stand now, the nearest to where they were", () => {
  const value = "市は14市、州も14市。"
  assert.deepEqual(markedIn([about(2, "14市")], value), [{ from: 2, to: 5 }])
  assert.deepEqual(markedIn([about(8, "14市")], value), [{ from: 8, to: 11 }])
  assert.deepEqual(markedIn([about(2, "14市")], `また、${value}`), [{ from: 5, to: 8 }])
})

test("words that were taken out, and problems of a whole text, mark nothing", () => {
  assert.deepEqual(markedIn([about(2, "15市")], "市は14市。"), [])
  assert.deepEqual(markedIn([about(0, ""), { ...about(0, ""), mark: null } as Problem], "市は14市。"), [])
})

const box = (at: string, page: number, y: number, h = 3, text = "字"): Box => [at, 0, page, 10, y, 5, h, null, text, 0]

test("lines are counted without ruby and raised numbers, over pages", () => {
  const boxes = [
    box("a", 0, 20), box("a", 0, 20.2, 1.4), box("a", 0, 18.6, 1.5), // a line with a note's number and ruby
    box("a", 0, 25), box("b", 0, 30), box("a", 1, 12), box("a", 1, 17, 3, ""),
  ]
  assert.equal(linesOf(boxes, "a"), 3)
  assert.equal(linesOf(boxes, "b"), 1)
  assert.equal(linesOf(boxes, "c"), 0)
})
