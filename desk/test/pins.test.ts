// Pins on the page: they stand around the words that a problem is about.

import assert from "node:assert/strict"
import { test } from "node:test"
import type { Box, Problem } from "../src/api/types"
import { pinsOf } from "../src/pages/pins"

const WIDTH = 4 // mm of a character

/** A line of a value at a height: each character as wide as the others. */
const line = (at: string, before: number, text: string, y: number, more: { page?: number; x?: number; h?: number; turn?: number } = {}): Box => {
  const { page = 0, x = 20, h = 4, turn = 0 } = more
  const count = [...text].length
  return [at, before, page, x, y, count * WIDTH, h, Array.from({ length: count + 1 }, (_, n) => x + n * WIDTH), text, turn]
}

const about = (value: string, text: string | null): Problem =>
  ({ code: "S201", severity: "warning", mark: text === null ? null : { start: value.indexOf(text), text } }) as Problem

/** Left, right and top of each pin, and its number. */
const pins = (boxes: Box[], value: string, text: string | null, at = "a") =>
  pinsOf(about(value, text), 7, boxes, at, value).map(({ frame, number }) => [frame.page, frame.x, frame.x + frame.w, frame.y, number])

test("a pin stands around the words, whatever stands before them", () => {
  const boxes = [line("a", 0, "市は14市から成る", 10), line("b", 0, "14市", 30)]
  assert.deepEqual(pins(boxes, "市は14市から成る", "14市"), [[0, 28, 40, 10, 7]])
  assert.deepEqual(pins(boxes, "市は14市から成る", "成る"), [[0, 48, 56, 10, 7]])
  const rare = [line("a", 0, "𠮷野の花", 10)] // a character of two units
  assert.deepEqual(pins(rare, "𠮷野の花", "花"), [[0, 32, 36, 10, 7]])
})

test("words that go over a line or a page have a pin on each, numbered once", () => {
  const boxes = [line("a", 4, "の都市です", 15), line("a", 0, "架空の国", 10), line("a", 9, "。港も", 8, { page: 1 })]
  assert.deepEqual(pins(boxes, "架空の国の都市です。港も", "国の都市です。港"), [
    [0, 32, 36, 10, 7],
    [0, 20, 40, 15, undefined],
    [1, 20, 28, 8, undefined],
  ])
})

test("markup counts as it is printed, and ruby makes no line of its own", () => {
  const value = "省都の{瀋陽|しんよう}市、**14市**です"
  const boxes = [
    line("a", 0, "省都の瀋陽", 10), line("a", 5, "しんよう", 8, { x: 32, h: 2 }),
    line("a", 9, "市、", 10, { x: 40 }), line("a", 11, "14市", 10, { x: 48 }), line("a", 14, "です", 10, { x: 60 }),
  ]
  assert.deepEqual(pins(boxes, value, "瀋陽|しんよう}市"), [[0, 32, 44, 10, 7]])
  assert.deepEqual(pins(boxes, value, "14市"), [[0, 48, 60, 10, 7]])
})

test("a value that is printed twice has its pin where it stands first", () => {
  const boxes = [line("a", 0, "架空国", 40, { turn: 1, page: 1 }), line("a", 0, "架空国", 10)]
  assert.deepEqual(pins(boxes, "架空国", "空"), [[0, 24, 28, 10, 7]])
})

test("without known or printed words the pin is around the value; one that is printed nowhere has none", () => {
  const boxes = [line("a", 0, "架空国", 10), line("a", 3, "の港", 15)]
  for (const text of [null, "[@jetro]"]) assert.deepEqual(pins(boxes, "架空国の港[@jetro]", text), [[0, 20, 32, 10, 7]])
  assert.deepEqual(pins(boxes, `架空国の港${"あ".repeat(5000)}`, "空")[0], [0, 20, 32, 10, 7])
  assert.deepEqual(pins(boxes, "架空国", "空", "c"), [])
})
