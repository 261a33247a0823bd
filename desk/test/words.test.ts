// The words of the interface: one file per language, sorted, with the same keys and parameters.
import assert from "node:assert/strict"
import { readFileSync, readdirSync } from "node:fs"
import { join, resolve } from "node:path"
import { test } from "node:test"

const folder = resolve("../src/brochure/desk") // tests run in desk/

function words(lang: string): Record<string, string> {
  return JSON.parse(readFileSync(join(folder, `words.${lang}.json`), "utf8"))
}

function parameters(text: string | undefined): string[] {
  return [...(text ?? "").matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? "").sort()
}

test("both languages have the same keys, sorted, and the same parameters", () => {
  const [ja, en] = [words("ja"), words("en")]
  assert.deepEqual(Object.keys(ja), Object.keys(en))
  assert.deepEqual(Object.keys(ja), Object.keys(ja).sort())
  for (const key of Object.keys(ja)) assert.deepEqual(parameters(ja[key]), parameters(en[key]), key)
})

test("every word that the page asks for is there", () => {
  const known = words("ja")
  const groups = [...new Set(Object.keys(known).map((key) => key.split(".")[0]))].join("|")
  const asks = new RegExp(`"((?:${groups})\\.[a-z_]+)"`, "g")
  const sources = resolve("src")
  const files = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name))
  const asked = files.flatMap((name) => {
    const text = readFileSync(join(sources, name), "utf8")
    return [...text.matchAll(asks)].map((found) => found[1] ?? "")
  })
  assert.ok(asked.length > 150)
  assert.deepEqual([...new Set(asked)].filter((key) => !(key in known)), [])
})
