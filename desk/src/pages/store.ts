// The pages of a partner: pictures that change only when their page changed, and the boxes of the values on them.

import { batch, signal } from "@preact/signals"
import { ApiError, api } from "../api/client"
import { listen, onReturn } from "../api/events"
import type { Box, DeskEvent, Pages, Problem } from "../api/types"

export interface Shown {
  digest: string
  url: string // of the picture here; empty while it is loaded
  width: number
  height: number
}

export class PagesStore {
  readonly pages = signal<Shown[]>([])
  readonly boxes = signal<Box[]>([])
  readonly time = signal("")
  readonly isBuilding = signal(false)
  readonly isOld = signal(false)
  readonly failed = signal(false)
  readonly seconds = signal<number | null>(null)
  readonly layout = signal("standard")
  /** Which file is shown: empty for the screen, else shop:NAME or booklet:NAME. */
  readonly form = signal("")
  /** What the file is not fit for, or why there is none. */
  readonly problems = signal<Problem[]>([])
  private readonly pictures = new Map<string, string>()
  private asking: AbortController | null = null
  private begun = 0
  private ends: (() => void)[] = []

  constructor(private readonly doc: string) {}

  open(): void {
    this.ends = [listen((event) => this.hear(event)), onReturn(() => void this.load())]
    void this.load()
  }

  close(): void {
    this.asking?.abort()
    for (const end of this.ends) end()
    for (const url of this.pictures.values()) URL.revokeObjectURL(url)
  }

  /** Show another file of the partner; pages of one file never stand under the name of another. */
  choose(layout: string, form: string): void {
    batch(() => {
      this.layout.value = layout
      this.form.value = form
      this.pages.value = []
      this.boxes.value = []
      this.problems.value = []
      this.failed.value = this.isOld.value = false
      this.seconds.value = null
      this.begun = 0
      this.isBuilding.value = true
    })
    void this.load()
  }

  private hear(event: DeskEvent): void {
    if (event.doc !== this.doc || (event.layout && event.layout !== this.layout.peek())) return
    if (event.layout && (event.form ?? "") !== this.form.peek()) return
    if (event.kind === "building") {
      this.begun = performance.now()
      this.isBuilding.value = true
    } else if (event.kind === "built" || event.kind === "failed") {
      this.isBuilding.value = false
      if (this.begun) this.seconds.value = (performance.now() - this.begun) / 1000
      this.begun = 0
      void this.load()
    }
  }

  async load(): Promise<void> {
    this.asking?.abort()
    const asking = (this.asking = new AbortController())
    if (!this.pages.peek().length) this.isBuilding.value = true
    try {
      const found = await api.get<Pages>(`/api/${this.doc}/pages?${this.query()}`, asking.signal)
      await this.take(found, asking.signal)
      if (!found.current && !found.failed) return // they are being built; an event tells when they are there
    } catch (fault) {
      if ((fault as Error).name === "AbortError") return
      if (!(fault instanceof ApiError)) throw fault
      if (!fault.isOffline)
        batch(() => {
          this.failed.value = true
          this.problems.value = fault.problems
        })
    }
    this.isBuilding.value = false
  }

  private query(): string {
    const asked = new URLSearchParams({ layout: this.layout.peek() })
    const [kind, name = ""] = this.form.peek().split(":")
    if (kind === "shop") asked.set("shop", name)
    if (kind === "booklet") asked.set("as_in", name)
    return asked.toString()
  }

  private async take(found: Pages, ending: AbortSignal): Promise<void> {
    const urls = await Promise.all(found.pages.map((page) => this.picture(page.digest, page.url, ending)))
    batch(() => {
      this.pages.value = found.pages.map((page, index) => ({ ...page, url: urls[index] ?? "" }))
      this.boxes.value = found.boxes
      this.time.value = found.time
      this.failed.value = found.failed
      this.problems.value = found.problems
      this.isOld.value = found.failed && found.pages.length > 0
    })
    const used = new Set(found.pages.map((page) => page.digest))
    for (const [digest, url] of this.pictures) {
      if (used.has(digest)) continue
      URL.revokeObjectURL(url)
      this.pictures.delete(digest)
    }
  }

  /** The picture of a page; a page that did not change is not loaded again. */
  private async picture(digest: string, url: string, ending: AbortSignal): Promise<string> {
    const known = this.pictures.get(digest)
    if (known) return known
    const blob = await api.blob(url, ending)
    const made = this.pictures.get(digest) ?? URL.createObjectURL(blob)
    this.pictures.set(digest, made)
    return made
  }
}
