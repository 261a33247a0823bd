// Edits of the editing view: what is shown, what is sent, and what is kept back give the same file in the end.
import assert from "node:assert/strict"
import { test } from "node:test"
import type { Edit, Json } from "../src/api/types"
import { type Insert, type Put, apply, asSent, fits, invert, isUnfilled, queued, shift, under } from "../src/store/edits"
import { differences, equal, idsOf, insert, mapPath, move, pairs, pathOf, put, reconcile, remove } from "../src/store/tree"

/** Numbers that are the same at each run. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state * 1103515245 + 12345) % 2147483648
    return Math.floor((state / 2147483648) * sides)
  }
}

/** A random edit that fits the tree: of texts and lists two deep. */
function randomEdit(data: Json, roll: (sides: number) => number, word: string): Edit {
  const lists = Object.entries(data as Record<string, Json>).filter(([, value]) => Array.isArray(value))
  const [name, list] = lists[roll(lists.length)] as [string, Json[]]
  const index = roll(Math.max(1, list.length))
  const kind = list.length ? roll(4) : 0
  if (kind === 0) return { at: [name], insert: roll(list.length + 1), use: word }
  if (kind === 1) return { at: [name, index], remove: true, was: list[index] as Json }
  if (kind === 2) return { at: [name], move: [index, roll(list.length)] }
  return { at: [name, index], was: list[index] as Json, use: word }
}

const START: { [key: string]: Json } = { a: ["1", "2", "3"], b: ["4"], c: "text" }

test("an edit and its inverse leave the tree as it was", () => {
  const roll = dice(1)
  let data: Json = START
  for (let turn = 0; turn < 2000; turn++) {
    const edit = randomEdit(data, roll, `w${turn}`)
    assert.ok(fits(data, edit))
    const after: Json = apply(data, edit)
    assert.deepEqual(apply(after, invert(data, edit)), data)
    data = turn % 40 ? after : START
  }
})

test("edits that wait are joined and still give the same tree", () => {
  const roll = dice(2)
  for (let round = 0; round < 300; round++) {
    let shown: Json = START
    let waiting: Edit[] = []
    for (let turn = 0; turn < 12; turn++) {
      const edit = randomEdit(shown, roll, `w${roll(3)}`)
      shown = apply(shown, edit)
      waiting = queued(waiting, edit, Math.min(waiting.length, round % 3))
    }
    let sent: Json = START
    for (const edit of waiting) {
      assert.ok(fits(sent, edit), JSON.stringify({ edit, sent }))
      sent = apply(sent, edit)
    }
    assert.deepEqual(sent, shown)
  }
})

test("an edit above a draft gives the same tree below it, with the draft on top", () => {
  const roll = dice(3)
  let through = 0
  for (let round = 0; round < 3000; round++) {
    const drafts: (Put | Insert)[] = [
      { at: ["a"], insert: roll(4), use: "draft" },
      { at: ["a", roll(3)], was: "x", use: "draft" },
    ]
    const draft = drafts[round % 2] as Put | Insert
    const shown: Json = apply(START, draft)
    const edit = randomEdit(shown, roll, "new")
    const found = under(edit, draft)
    const wanted: Json = apply(shown, edit)
    const base: Json = "edit" in found ? apply(START, found.edit) : START
    const made: Json = found.draft ? apply(base, found.draft) : base
    // A draft that is taken out whole leaves the value of the file where it stood.
    if (!("edit" in found) || found.draft) assert.deepEqual(made, wanted, JSON.stringify({ draft, edit, found }))
    through += 1
  }
  assert.equal(through, 3000)
})

test("a path follows its value through edits of others", () => {
  const roll = dice(4)
  for (let round = 0; round < 2000; round++) {
    const before: Json = { a: ["p", "q", "r", "s"], b: ["t"] }
    const edit = randomEdit(before, roll, "new")
    const index = roll(4)
    const there = shift(["a", index], edit)
    const value = (before as { a: string[] }).a[index]
    if (!there) continue
    const after = apply(before, edit) as { a: string[] }
    const now = after.a[there[1] as number]
    assert.ok(now === value || (now === "new" && "use" in edit && !("insert" in edit)))
  }
})

test("a moved item keeps its id, and so do items whose text changed", () => {
  const list = ["one", "two", "three"]
  const ids = [...idsOf(list)]
  const data = { list }
  const moved = move(data, ["list"], 0, 2) as { list: Json[] }
  assert.deepEqual(moved.list, ["two", "three", "one"])
  assert.deepEqual([...idsOf(moved.list)], [ids[1], ids[2], ids[0]])
  const typed = put(moved, ["list", 1], "three!") as { list: Json[] }
  assert.deepEqual([...idsOf(typed.list)], [ids[1], ids[2], ids[0]])
  const read = reconcile(typed, { list: ["new", "two", "three!", "one"] }) as { list: Json[] }
  assert.deepEqual([...idsOf(read.list)].slice(1), [ids[1], ids[2], ids[0]])
  assert.deepEqual(remove(insert(data, ["list"], 1, "x"), ["list", 1]), data)
})

test("what did not change keeps its identity", () => {
  const before = { a: { b: ["x"] }, c: ["y", { d: "z" }] }
  const after = reconcile(before, { a: { b: ["x"] }, c: ["y", { d: "Z" }] }) as typeof before
  assert.equal(after.a, before.a)
  assert.notEqual(after.c, before.c)
  assert.ok(equal(after, { a: { b: ["x"] }, c: ["y", { d: "Z" }] }))
})

test("paths are found in another version of the file", () => {
  const before = { list: ["a", "b", "c"] }
  assert.deepEqual(mapPath(before, { list: ["new", "a", "b", "c"] }, ["list", 1]), ["list", 2])
  assert.deepEqual(mapPath(before, { list: ["a", "c"] }, ["list", 2]), ["list", 1])
  assert.equal(mapPath(before, { list: ["a", "c"] }, ["list", 1]), null)
  assert.deepEqual([...pairs(["a", "b"], ["a", "B"])], [[0, 0], [1, 1]])
  assert.deepEqual(differences(before, { list: ["a", "B", "c"] }), [["list", 1]])
  assert.deepEqual(pathOf("notes.a.b.0", { notes: { "a.b": ["x"] } }), ["notes", "a.b", 0])
})

test("what is begun and empty waits, and the desk gets the item before which a moved one shall stand", () => {
  assert.ok(isUnfilled({ at: ["list"], insert: 0, use: { title: "", text: "x" } }))
  assert.ok(!isUnfilled({ at: ["list", 0], was: "x", use: "" }))
  assert.deepEqual(asSent({ at: ["list"], move: [0, 2] }), { at: ["list"], move: [0, 3] })
  assert.deepEqual(asSent({ at: ["list"], move: [2, 0] }), { at: ["list"], move: [2, 0] })
})
