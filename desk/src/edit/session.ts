// What an editing view holds while it is open: the file, its form, its pages, who else is there.

import { type Signal, computed, signal } from "@preact/signals"
import { api } from "../api/client"
import { listen } from "../api/events"
import type { Doc, Json, Path } from "../api/types"
import type { Form } from "../form/context"
import { Places } from "../form/places"
import { type Schema, SchemaBook, labelOf } from "../form/schema"
import { sectionsOf } from "../form/sections"
import { ValueView } from "../form/value"
import { blockName } from "../form/blocks"
import { type Owner, ownerOf } from "../pages/boxes"
import { PagesStore } from "../pages/store"
import { DeskDocument } from "../store/document"
import { lastPartner } from "../store/router"
import { ROOT, get, isMapping, pathOf, sub } from "../store/tree"
import { t } from "../store/words"
import { Presence } from "./presence"

export class Session {
  readonly document: DeskDocument
  readonly places: Places
  /** The partner whose pages stand beside the fields; empty if none was opened yet. */
  readonly besideId: string
  readonly pages: PagesStore | null
  readonly schema = signal<Schema | null>(null)
  readonly series: Signal<Json> = signal(null)
  readonly shared: Signal<Json> = signal(null)
  readonly fault = signal("")
  readonly form = computed<Form | null>(() => {
    const schema = this.schema.value
    return schema
      ? {
          doc: this.document,
          book: new SchemaBook(schema),
          places: this.places,
          pages: this.pages,
          series: this.series,
          shared: this.shared,
          isFixed: this.document.isFixed,
          Value: ValueView,
        }
      : null
  })
  private ends: (() => void)[] = []

  constructor(readonly doc: string) {
    this.document = new DeskDocument(doc, doc === "series")
    this.places = new Places(this.document)
    this.besideId = doc.startsWith("profiles/") ? doc.slice("profiles/".length) : lastPartner()
    this.pages = this.besideId ? new PagesStore(`profiles/${this.besideId}`) : null
  }

  /** Which addresses of the pages belong to the file. */
  get owner(): Owner {
    return this.kind === "profile" ? "own" : this.kind
  }

  get kind(): "profile" | "series" | "sources" {
    return this.doc === "series" || this.doc === "sources" ? this.doc : "profile"
  }

  async open(): Promise<void> {
    this.ends.push(
      listen((event) => {
        if ((event.kind === "saved" || event.kind === "changed") && event.doc === "series") void this.loadShared()
      }),
    )
    this.ends.push(new Presence(this.document, this.places).open())
    void this.loadShared()
    void this.loadSchema()
    await this.document.open()
    this.pages?.open()
  }

  close(): void {
    for (const end of this.ends) end()
    this.places.close()
    this.pages?.close()
    this.document.close()
  }

  async loadSchema(): Promise<void> {
    try {
      this.schema.value = await api.get<Schema>(`/api/schema/${this.kind}`)
    } catch {
      setTimeout(() => void this.loadSchema(), 3000)
    }
  }

  private async loadShared(): Promise<void> {
    const load = async (doc: string, into: Signal<Json>) => {
      try {
        into.value = (await api.get<Doc>(`/api/${doc}`)).data
      } catch {
        // A workspace may have none; the form then shows what the schema says.
      }
    }
    await Promise.all([
      this.doc === "series" ? null : load("series", this.series),
      this.doc === "sources" ? null : load("sources", this.shared),
    ])
  }

  // --- names ---

  /** What a value on the pages is called: the question's number, the block, the item. */
  nameOf(address: string): string {
    const form = this.form.peek()
    const { doc, at } = ownerOf(address)
    if (!form || !at) return ""
    if (doc !== this.owner && doc !== "own") return this.nameOfShared(doc, at)
    const data = this.document.local.peek()
    const section = sectionsOf(form, data).find(
      (one) => at === one.at || at.startsWith(`${one.at}.`) || one.keys.some((key) => at === key || at.startsWith(`${key}.`)),
    )
    if (!section) return at
    const path = pathOf(at, data)
    if (section.kind !== "blocks") {
      const rest = labels(form, path, section.kind === "basics" ? 0 : section.path.length)
      return [section.kind === "basics" && rest ? "" : section.title, rest].filter(Boolean).join(" ")
    }
    const block = path[section.path.length]
    const value = typeof block === "number" ? get(data, path.slice(0, section.path.length + 1)) : undefined
    if (value === undefined) return `${section.number} ${section.title}`
    const branch = form.book.branchOf(form.book.item(section.schema), value)
    const numbers = path.slice(section.path.length + 1).filter((key) => typeof key === "number")
    return [section.number, blockName(form.book, branch, value), numbers.map((one) => Number(one) + 1).join("-")]
      .filter(Boolean)
      .join(" ")
  }

  /** What a value that all share is called: the view that has it, and its text. */
  private nameOfShared(doc: "series" | "sources", at: string): string {
    const data = (doc === "series" ? this.series : this.shared).peek()
    const text = titleOf(get(data, pathOf(at, data)))
    return `${t(`edit.view_${doc}`)} ${text.length > 20 ? `${text.slice(0, 19)}…` : text}`.trim()
  }
}

function titleOf(value: Json | undefined): string {
  const text = isMapping(value) ? (value.title ?? value["container-title"] ?? value.id) : value
  return typeof text === "string" ? text : ""
}

/** The labels of the keys of a path, as far as the schema has them. */
function labels(form: Form, path: Path, from: number): string {
  let schema: Schema | undefined = form.book.node(form.book.root)
  const said: string[] = []
  let here: Path = ROOT
  for (const [index, key] of path.entries()) {
    here = sub(here, key)
    if (!schema) break
    if (typeof key === "number") {
      schema = form.book.item(schema)
      said.push(String(key + 1))
    } else {
      const value: Json | undefined = get(form.doc.local.peek(), here.slice(0, -1))
      if (form.book.kind(schema) === "either") schema = form.book.branchOf(schema, value)
      const child: Schema | undefined = schema?.properties?.[key]
        ? form.book.property(schema, key)
        : schema && isMapping(value)
          ? form.book.valuesOf(schema)
          : undefined
      if (index >= from) said.push(schema?.properties?.[key] && child ? labelOf(child, key) : key)
      schema = child
    }
  }
  return said.join(" ")
}
