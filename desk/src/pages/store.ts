// The pages of a partner: pictures that change only when their page changed, and the boxes of the values on them.

import { batch, signal } from "@preact/signals"
import { ApiError, api } from "../api/client"
import { listen, onReturn } from "../api/events"
import type { Box, DeskEvent, Pages } from "../api/types"
import { get, pathOf } from "../store/tree"
import type { Json } from "../api/types"

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

  choose(layout: string): void {
    this.layout.value = layout
    void this.load()
  }

  private hear(event: DeskEvent): void {
    if (event.doc !== this.doc || (event.layout && event.layout !== this.layout.peek())) return
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
      const layout = encodeURIComponent(this.layout.peek())
      const found = await api.get<Pages>(`/api/${this.doc}/pages?layout=${layout}`, asking.signal)
      await this.take(found, asking.signal)
    } catch (fault) {
      if ((fault as Error).name === "AbortError") return
      if (!(fault instanceof ApiError)) throw fault
      if (!fault.isOffline) this.failed.value = true
    }
    this.isBuilding.value = false
  }

  private async take(found: Pages, ending: AbortSignal): Promise<void> {
    const urls = await Promise.all(found.pages.map((page) => this.picture(page.digest, page.url, ending)))
    batch(() => {
      this.pages.value = found.pages.map((page, index) => ({ ...page, url: urls[index] ?? "" }))
      this.boxes.value = found.boxes
      this.time.value = found.time
      this.failed.value = found.failed
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

// --- boxes ---

/** The boxes of a value and of what is in it; of the nearest value above, if it prints nothing itself. */
export function boxesOf(boxes: readonly Box[], at: string): Box[] {
  for (let place = at; place; place = place.slice(0, Math.max(0, place.lastIndexOf(".")))) {
    const found = boxes.filter((box) => box[0] === place || box[0].startsWith(`${place}.`))
    if (found.length) return found
    if (place.split(".").length <= 3) return []
  }
  return []
}

export interface Frame {
  page: number
  x: number
  y: number
  w: number
  h: number
}

/** One rectangle a page around boxes. */
export function framesOf(boxes: readonly Box[]): Frame[] {
  const frames = new Map<number, Frame>()
  for (const [, , page, x, y, w, h] of boxes) {
    const one = frames.get(page)
    if (!one) {
      frames.set(page, { page, x, y, w, h })
      continue
    }
    const right = Math.max(one.x + one.w, x + w)
    const bottom = Math.max(one.y + one.h, y + h)
    one.x = Math.min(one.x, x)
    one.y = Math.min(one.y, y)
    one.w = right - one.x
    one.h = bottom - one.y
  }
  return [...frames.values()]
}

/** The box and the character at a point: nearest sideways first, then the lowest box, then the nearest line. */
export function boxAt(boxes: readonly Box[], page: number, x: number, y: number): { box: Box; index: number } | null {
  const aside = ([, , , left, , width]: Box): number => Math.max(left - x, 0, x - left - width)
  const away = ([, , , , top, , height]: Box): number => Math.max(top - y, 0, y - top - height)
  const near = boxes.filter((box) => box[2] === page && away(box) < 1.5 && aside(box) < 8)
  const first = near.toSorted(
    (one, two) =>
      Number(away(one) > 0) - Number(away(two) > 0) ||
      aside(one) - aside(two) ||
      one[6] - two[6] ||
      Math.abs(one[4] + one[6] / 2 - y) - Math.abs(two[4] + two[6] / 2 - y),
  )[0]
  return first ? { box: first, index: characterAt(first, x) } : null
}

/** The number of the character under x; behind the middle of a character stands the next. */
function characterAt(box: Box, x: number): number {
  const [, , , left, , width, , edges, text] = box
  const ends = edges ?? Array.from({ length: text.length + 1 }, (_, n) => left + (width * n) / Math.max(1, text.length))
  let index = 0
  while (index < ends.length - 1 && x > ((ends[index] as number) + (ends[index + 1] as number)) / 2) index += 1
  return index
}

/** The place in a value, as it is written, of a character that is printed. */
export function offsetOf(boxes: readonly Box[], box: Box, index: number, data: Json): number {
  const [at, start, , , , , , , text] = box
  const value = get(data, pathOf(at, data))
  if (typeof value !== "string") return 0
  if (value.slice(start, start + text.length) === text) return start + index
  const before = boxes
    .filter((one) => one[0] === at && one[1] < start)
    .toSorted((one, two) => one[1] - two[1])
    .map((one) => one[8])
    .join("")
  let place = 0
  for (const character of before + text.slice(0, index)) {
    const next = value.indexOf(character, place)
    if (next >= 0 && next - place < 200) place = next + character.length
  }
  return place
}

/** What a value prints, such as a date written out. */
export function printedText(boxes: readonly Box[], at: string): string {
  return boxes
    .filter((box) => box[0] === at)
    .toSorted((one, two) => one[1] - two[1])
    .map((box) => box[8])
    .join("")
}

/** How many characters a value prints before one of its boxes. */
export function printedBefore(boxes: readonly Box[], box: Box): number {
  return boxes
    .filter((one) => one[0] === box[0] && one[1] < box[1])
    .reduce((sum, one) => sum + one[8].length, 0)
}
