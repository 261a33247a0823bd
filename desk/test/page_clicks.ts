// Reads pages with points as JSON lines from the standard input and writes where a click at each point leads:
// tests/laws/test_page_clicks.py compares that with the finished file.
import { createInterface } from "node:readline"
import type { Box } from "../src/api/types"
import { type Texts, targetAt } from "../src/pages/boxes"

interface Order {
  boxes: Box[]
  texts: Texts
  points: [page: number, x: number, y: number][]
}

for await (const line of createInterface({ input: process.stdin })) {
  const { boxes, texts, points } = JSON.parse(line) as Order
  const found = points.map(([page, x, y]) => targetAt(boxes, page, x, y, texts))
  process.stdout.write(`${JSON.stringify(found)}\n`)
}
