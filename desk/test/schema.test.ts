// What the form says about a value is what the schema says.
import assert from "node:assert/strict"
import { test } from "node:test"
import { SchemaBook, helpOf, isMultiline, labelOf } from "../src/form/schema"

test("a label is the first sentence without what stands in brackets; the rest is help", () => {
  const read = (description: string) => [labelOf({ description }, "key"), helpOf({ description })]
  assert.deepEqual(read("この版の年月。例：2026-11\n\nEdition."), ["この版の年月", "例：2026-11"])
  assert.deepEqual(read("国名のよみ（並べ替え用。印刷されません）\n\nReading."), ["国名のよみ", "並べ替え用。印刷されません"])
  assert.deepEqual(read("質問の名前（英字）と文言。番号は付きます。"), ["質問の名前と文言", "英字。番号は付きます。"])
  assert.deepEqual(read("地域（_series.yaml の regions）。国の代わり"), ["地域", "国の代わり"])
  assert.deepEqual(labelOf({}, "fresh"), "fresh")
})

test("a key that is new in the schema has a kind, a start and a place", () => {
  const book = new SchemaBook({
    definitions: { Item: { type: "object", properties: { name: { type: "string" } }, required: ["name"] } },
    properties: {
      motto: { anyOf: [{ type: "string" }, { type: "null" }], default: null },
      people: { type: "array", items: { $ref: "#/definitions/Item" }, minItems: 1 },
      open: { type: ["boolean", "string"] },
    },
    "x-order": ["open"],
  })
  const root = book.node(book.root)
  assert.deepEqual(book.keys(root), ["open", "motto", "people"])
  assert.deepEqual(book.keys(root).map((key) => book.kind(book.property(root, key))), ["truth", "text", "list"])
  assert.deepEqual(book.start(book.property(root, "people")), [{ name: "" }])
  assert.equal(isMultiline({ "x-text": "markup" }, "text"), true)
  assert.equal(isMultiline({ "x-text": "markup" }, "title"), false)
})

test("what no schema describes is one object however often it is asked for, as all that is read", () => {
  const book = new SchemaBook({ properties: { rows: { type: "array" }, free: { type: "object", additionalProperties: true } } })
  const root = book.node(book.root)
  const asked = () => [
    book.property(root, "unknown"),
    book.item(book.property(root, "rows")),
    book.valuesOf(book.property(root, "free")),
    book.property(root, "rows"),
  ]
  const [first, again] = [asked(), asked()]
  first.forEach((schema, index) => assert.equal(schema, again[index]))
})
