// The sources of the page: no file needs itself by way of others, and none is too long to read.

import assert from "node:assert/strict"
import { existsSync, readFileSync, readdirSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { test } from "node:test"

const SOURCES = resolve("src")
const MOST = 450 // lines, as in Python

const files = readdirSync(SOURCES, { recursive: true, encoding: "utf-8" })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => join(SOURCES, name))

/** The files that a file imports, also for their types alone. */
function imported(file: string): string[] {
  const text = readFileSync(file, "utf-8")
  return [...text.matchAll(/\bfrom\s+"(\.[^"]+)"/g)].map(([, name = ""]) => {
    const path = resolve(dirname(file), name)
    const found = [`${path}.ts`, `${path}.tsx`].find(existsSync)
    assert.ok(found, `${file} imports ${name}, which is no file`)
    return found
  })
}

test("imports form no circle", () => {
  const done = new Set<string>()
  const visit = (file: string, way: string[]): void => {
    const index = way.indexOf(file)
    assert.equal(index, -1, `a circle of imports: ${[...way.slice(index), file].join(" > ")}`)
    if (done.has(file)) return
    for (const next of imported(file)) visit(next, [...way, file])
    done.add(file)
  }
  assert.ok(files.length > 50)
  for (const file of files) visit(file, [])
})

test("no file is too long to read", () => {
  for (const file of files) assert.ok(readFileSync(file, "utf-8").split("\n").length - 1 <= MOST, file)
})
