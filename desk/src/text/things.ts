// Ruby, links, foreign words, super- and subscripts as people fill them in: from the words to the markup.
import type { Node } from "prosemirror-model"
import { parse } from "./markup"

export type ThingName = "ruby" | "link" | "foreign" | "raised"

/** The values of a thing by the names of its attributes. */
export type Values = Record<string, string>

/** The fields of each thing, in their order. `up` is a choice. */
export const FIELDS: Record<ThingName, string[]> = {
  ruby: ["base", "reading"],
  link: ["text", "url"],
  foreign: ["text", "lang"],
  raised: ["text", "up"],
}

const guarded = (text: string) => text.replace(/[\\{}|[\]<*]/g, "\\$&")

/** The thing with these values; null if they cannot be one, such as a link without an address. */
export function thingOf(name: ThingName, values: Values): Node | null {
  const made = parse(rawOf(name, values), "markup")
  const node = made.childCount === 1 ? made.child(0) : null
  const only = node?.childCount === 1 ? node.child(0) : null
  return only?.type.name === name ? only : null
}

function rawOf(name: ThingName, values: Values): string {
  const text = guarded((values.text ?? "").trim())
  switch (name) {
    case "ruby":
      return `{${guarded((values.base ?? "").trim())}|${guarded((values.reading ?? "").trim())}}`
    case "link":
      return `[${text}](${(values.url ?? "").trim()})`
    case "foreign":
      return `[${text}]{lang=${(values.lang ?? "").trim()}}`
    case "raised":
      return `${values.up === "false" ? "_" : "^"}{${text}}`
  }
}

/** The values of a thing of a document. */
export function valuesOf(node: Node): Values {
  return Object.fromEntries(Object.entries(node.attrs).map(([name, value]) => [name, String(value)]))
}

export function isThing(node: Node | null | undefined): node is Node {
  return Boolean(node && node.type.name in FIELDS)
}
