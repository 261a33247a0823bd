// The sections of a form, made of the schema: what stands before the answers, the questions, what stands behind.

import type { Json, Path } from "../api/types"
import { ROOT, atOf, get, isMapping, sub } from "../store/tree"
import { t } from "../store/words"
import { blockCount, blockName } from "./blocks"
import type { Form } from "./context"
import { type Schema, labelOf } from "./schema"
import { isSources } from "./sources"
import { isLeafKind } from "./props"

export interface Entry {
  at: string
  name: string
  tail: string
}

export interface Section {
  key: string
  at: string
  number: string
  title: string
  kind: "basics" | "blocks" | "sources" | "value"
  /** The values of the section: one, or the keys of the basics. */
  path: Path
  schema: Schema
  keys: readonly string[]
  isCommon: boolean // its title belongs to all partners
  tail: string
}

export function sectionsOf(form: Form, data: Json): Section[] {
  const { book } = form
  const root = book.node(book.root)
  const whole = { number: "", keys: [], isCommon: false, tail: "" }
  if (book.kind(root) === "list")
    return [{ ...whole, key: "all", at: "", title: t("edit.shared_sources"), kind: "sources", path: ROOT, schema: root }]
  const keys = book.keys(root)
  const answers = keys.find((key) => isAnswers(form, book.property(root, key)))
  const before = answers ? keys.slice(0, keys.indexOf(answers)) : keys.filter((key) => isSimple(form, root, key))
  const sections: Section[] = [
    { ...whole, key: "basics", at: before[0] ?? "", title: t("edit.basics"), kind: "basics", path: ROOT, schema: root, keys: before },
  ]
  for (const key of keys) {
    if (before.includes(key)) continue
    const schema = book.property(root, key)
    if (key === answers) sections.push(...questions(form, schema, key, data))
    else {
      const path = sub(ROOT, key)
      sections.push({
        ...whole,
        key,
        at: key,
        title: labelOf(schema, key),
        kind: isSources(form, schema) ? "sources" : "value",
        path,
        schema,
        tail: tailOf(get(data, path)),
      })
    }
  }
  return sections
}

function isAnswers(form: Form, schema: Schema): boolean {
  const values = Object.values(schema.properties ?? {})
  return values.length > 0
    ? values.every((one) => form.book.kind(form.book.node(one)) === "blocks")
    : form.book.kind(form.book.valuesOf(schema)) === "blocks"
}

const isSimple = (form: Form, root: Schema, key: string): boolean =>
  isLeafKind(form.book.kind(form.book.property(root, key)))

/** The questions of the series, then answers to others: the series may be missing, or have changed. */
function questions(form: Form, schema: Schema, key: string, data: Json): Section[] {
  const known = form.book.keys(schema)
  const answers = get(data, [key])
  const others = isMapping(answers) ? Object.keys(answers).filter((one) => !known.includes(one)) : []
  const other = known[0] === undefined ? form.book.valuesOf(schema) : form.book.property(schema, known[0])
  return [...known, ...others].map((question, index) => {
    const isKnown = index < known.length
    const node = isKnown ? form.book.property(schema, question) : other
    return {
      key: question,
      at: `${key}.${question}`,
      number: isKnown ? String(index + 1) : "",
      title: (isKnown && node.description) || question,
      kind: "blocks",
      path: sub(sub(ROOT, key), question),
      schema: node,
      keys: [],
      isCommon: isKnown,
      tail: "",
    }
  })
}

function tailOf(value: Json | undefined): string {
  if (Array.isArray(value)) return String(value.length)
  if (isMapping(value)) return String(Object.keys(value).length)
  return value === undefined ? t("common.none") : ""
}

/** What the outline lists below a section. */
export function entriesOf(form: Form, section: Section, data: Json): Entry[] {
  if (section.kind === "blocks") {
    const blocks = get(data, section.path)
    const item = form.book.item(section.schema)
    return (Array.isArray(blocks) ? blocks : []).map((block, index) => ({
      at: atOf(sub(section.path, index)),
      name: blockName(form.book, form.book.branchOf(item, block), block),
      tail: blockCount(block),
    }))
  }
  if (section.kind !== "basics") return []
  return section.keys.flatMap((key) => {
    const schema = form.book.property(section.schema, key)
    if (isLeafKind(form.book.kind(schema)) || form.book.kind(schema) === "either") return []
    const value = get(data, [key])
    return [{ at: key, name: labelOf(schema, key), tail: Array.isArray(value) ? String(value.length) : value ? "" : t("common.none") }]
  })
}
