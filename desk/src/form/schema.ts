// The JSON Schema of a file, as a form needs it: what each value is, what it is called, what may be chosen.

import type { Json, Key } from "../api/types"
import { language } from "../api/client"
import { hasWord, t } from "../store/words"
import { isMapping } from "../store/tree"

export interface Schema {
  $ref?: string
  type?: string | string[]
  title?: string
  description?: string
  default?: Json
  const?: Json
  enum?: Json[]
  enumDescriptions?: string[]
  pattern?: string
  properties?: Record<string, Schema>
  patternProperties?: Record<string, Schema>
  additionalProperties?: boolean | Schema
  required?: string[]
  items?: Schema
  minItems?: number
  anyOf?: Schema[]
  oneOf?: Schema[]
  definitions?: Record<string, Schema>
  "x-text"?: "markup" | "without_calls" | "plain"
  "x-order"?: string[]
  "x-multiline"?: boolean
}

export type Kind = "text" | "choice" | "truth" | "list" | "blocks" | "fields" | "map" | "either" | "unknown"

/** The schema of what no schema describes: one object, so that it is read once. */
export const ANYTHING: Schema = {}

/** Reads one schema; answers are kept, so that the same node is always the same object. */
export class SchemaBook {
  private readonly read = new WeakMap<Schema, Schema>()
  private readonly inner = new WeakMap<Schema, Schema>()

  constructor(readonly root: Schema) {}

  /** The node without references and without the choice "or null". */
  node(schema: Schema): Schema {
    const known = this.read.get(schema)
    if (known) return known
    const found = this.follow(schema)
    this.read.set(schema, found)
    this.read.set(found, found)
    return found
  }

  private follow(schema: Schema): Schema {
    if (schema.$ref) {
      const name = schema.$ref.split("/").pop() ?? ""
      const { $ref: _used, ...own } = schema
      return this.follow({ ...this.root.definitions?.[name], ...own })
    }
    const branches = (schema.anyOf ?? schema.oneOf)?.filter((one) => one.type !== "null")
    if (branches?.length === 1 && branches[0]) {
      const { anyOf: _any, oneOf: _one, default: none, ...own } = schema
      return this.follow({ ...branches[0], ...own, ...(none === undefined || none === null ? {} : { default: none }) })
    }
    return branches && schema.anyOf ? { ...schema, anyOf: branches } : schema
  }

  branches(schema: Schema): Schema[] {
    return (schema.oneOf ?? schema.anyOf ?? []).map((one) => this.node(one))
  }

  /** The branch that a value was written for. */
  branchOf(schema: Schema, value: Json | undefined): Schema | undefined {
    const all = this.branches(schema)
    return all.find((one) => this.isFor(one, value)) ?? all.find((one) => hasTypeOf(one, value))
  }

  private isFor(schema: Schema, value: Json | undefined): boolean {
    if (schema.const !== undefined) return schema.const === value
    if (isMapping(value) && schema.required?.length) return Object.hasOwn(value, schema.required[0] as string)
    return hasTypeOf(schema, value)
  }

  kind(schema: Schema): Kind {
    if (schema.const !== undefined || schema.enum) return "choice"
    if (schema.oneOf || schema.anyOf) return "either"
    const types = [schema.type ?? []].flat()
    if (types.includes("boolean")) return "truth"
    if (types.includes("array")) return this.isBlocks(schema) ? "blocks" : "list"
    if (schema.properties) return "fields"
    if (schema.patternProperties || isMapping(schema.additionalProperties)) return "map"
    if (types.some((one) => ["string", "number", "integer"].includes(one))) return "text"
    return "unknown"
  }

  private isBlocks(schema: Schema): boolean {
    const branches = schema.items?.oneOf ?? []
    return branches.length > 1 && branches.every((one) => this.node(one).properties)
  }

  /** The names of a mapping's keys in the order of the form. */
  keys(schema: Schema): string[] {
    const known = Object.keys(schema.properties ?? {})
    const order = (schema["x-order"] ?? []).filter((key) => known.includes(key))
    return [...order, ...known.filter((key) => !order.includes(key))]
  }

  /** The schema of the items of a list; texts have the signs that the list says. */
  item(schema: Schema): Schema {
    return this.inherit(schema, this.node(schema.items ?? ANYTHING))
  }

  private inherit(schema: Schema, inner: Schema): Schema {
    if (!schema["x-text"] || inner["x-text"] || this.kind(inner) !== "text") return inner
    let found = this.inner.get(schema)
    if (!found) this.inner.set(schema, (found = { ...inner, "x-text": schema["x-text"] }))
    return found
  }

  property(schema: Schema, key: string): Schema {
    return this.node(schema.properties?.[key] ?? ANYTHING)
  }

  /** The schema of the values of a mapping whose keys are free. */
  valuesOf(schema: Schema): Schema {
    const [first] = Object.values(schema.patternProperties ?? {})
    const more = schema.additionalProperties
    return this.inherit(schema, this.node(first ?? (isMapping(more) ? (more as Schema) : ANYTHING)))
  }

  /** A value to begin with: what must be there is there, and empty. */
  start(schema: Schema): Json {
    const kind = this.kind(schema)
    if (schema.const !== undefined) return schema.const
    if (kind === "fields")
      return Object.fromEntries((schema.required ?? []).map((key) => [key, this.start(this.property(schema, key))]))
    if (kind === "list" || kind === "blocks")
      return schema.minItems && schema.items ? [this.start(this.node(schema.items))] : []
    if (kind === "map") return {}
    if (kind === "either") return this.start(this.branches(schema)[0] ?? ANYTHING)
    if (kind === "choice" && schema.enum?.length === 1) return schema.enum[0] as Json
    return ""
  }
}

function hasTypeOf(schema: Schema, value: Json | undefined): boolean {
  const types = [schema.type ?? []].flat()
  if (Array.isArray(value)) return types.includes("array")
  if (isMapping(value)) return types.includes("object") || !!schema.properties
  if (value === undefined || value === null) return true
  return schema.enum ? schema.enum.includes(value) : !types.includes("array") && !types.includes("object")
}

// --- what is said about a value ---

function described(schema: Schema): string {
  const [japanese = "", english] = (schema.description ?? "").split("\n\n")
  return language.value === "en" && english ? english : japanese
}

/** The sentence about the signs of a text's own syntax; the field's tools say it already. */
const SYNTAX = /(使える記号：|Markup: ).*$/s

/** A description as its label and the rest: the label is the first sentence without what stands in brackets. */
function split(schema: Schema): [label: string, more: string] {
  const text = schema["x-text"] && schema["x-text"] !== "plain" ? described(schema).replace(SYNTAX, "") : described(schema)
  const found = /^((?:[^。.（]|（[^）]*）|\.(?=\S))*)(?:。|\.|$)(.*)$/s.exec(text)
  const [, head = text, rest = ""] = found ?? []
  const inside = [...head.matchAll(/（([^）]*)）/g)].map(([, more = ""]) => more.replace(/_series\.yaml の \w+[。、]?/, ""))
  return [head.replace(/（[^）]*）/g, "").trim(), [...inside, rest.trim()].filter(Boolean).join("。")]
}

export function labelOf(schema: Schema, key: Key): string {
  const [label] = split(schema)
  const word = `form.key_${String(key)}`
  return label || (hasWord(word) ? t(word) : String(key))
}

export const helpOf = (schema: Schema): string => split(schema)[1]

export interface Choice {
  value: string
  label: string
}

export function choicesOf(schema: Schema, key: Key): Choice[] {
  const values = schema.const !== undefined ? [schema.const] : (schema.enum ?? [])
  return values.map((value, index) => {
    const text = String(value)
    const word = `form.choice_${String(key)}_${text}`
    return { value: text, label: schema.enumDescriptions?.[index] ?? (hasWord(word) ? t(word) : text) }
  })
}

const LINES = /^(text|paragraph|remark|caption|other)$/

export function isMultiline(schema: Schema, key: Key): boolean {
  return schema["x-multiline"] ?? (typeof key === "string" && schema["x-text"] === "markup" && LINES.test(key))
}

/** The property that says what kind of block a mapping is: the first that must be there. */
export function mainKey(schema: Schema): string {
  return schema.required?.[0] ?? Object.keys(schema.properties ?? {})[0] ?? ""
}
