// The text of a file as it is edited here, and its copy in the browser's own database:
//
//   base (as the desk answered)  +  queue (waits, in order)  +  forks and drafts (kept back)  =  local (what is shown)

import { signal } from "@preact/signals"
import { client } from "../api/client"
import type { Doc, Edit, Json, Path, Problem } from "../api/types"
import { apply, isInsert, isNote, isPut, isUnfilled, queued, shift, under } from "./edits"
import { type Draft, type Fork, type Kept, forget, keep } from "./outbox"
import { isShown, withoutEdit } from "./refusals"
import { ROOT, atOf, get, mapPath, reconcile, samePath } from "./tree"

export class LocalText {
  readonly local = signal<Json>(null)
  readonly comments = signal<Record<string, string>>({})
  readonly drafts = signal<Draft[]>([])
  readonly forks = signal<Fork[]>([])
  readonly waiting = signal(0)
  base: Json = null
  baseRev = ""
  queue: Edit[] = []
  sent = 0 // edits at the start of the queue that are on their way
  /** Resolves when the browser has kept what waits. */
  keeping: Promise<void> = Promise.resolve()

  constructor(private readonly doc: string) {}

  /** Take the text of the desk as the base; what waits stays on it. */
  adopt({ rev, data, comments }: Pick<Doc, "rev" | "data" | "comments">, isFirst: boolean): void {
    const before = this.base
    const after = isFirst ? data : reconcile(before, data)
    const follow = (path: Path): Path | null => mapPath(before, after, path)
    if (!isFirst && after !== before) {
      this.drafts.value = this.drafts.peek().flatMap((one) => {
        const at = follow(one.edit.at)
        return at ? [{ ...one, edit: { ...one.edit, at } }] : [one]
      })
      this.forks.value = this.forks.peek().map((one) => ({
        ...one,
        at: follow(one.at) ?? one.at,
        ...(one.lost ? { lost: { ...one.lost, into: follow(one.lost.into) ?? one.lost.into } } : {}),
      }))
    }
    this.base = after
    this.baseRev = rev
    this.comments.value = comments ?? {}
    this.rebuild()
  }

  rebuild(): void {
    let data = this.base
    for (const edit of this.queue) data = apply(data, edit)
    for (const fork of this.forks.peek())
      if (isShown(fork) && !fork.removes && canHold(data, fork.at)) data = apply(data, putOf(fork))
    for (const draft of this.drafts.peek()) if (canHold(data, draft.edit.at)) data = apply(data, draft.edit)
    this.local.value = reconcile(this.local.peek(), data)
    this.count()
  }

  /** Do an edit: it goes into the conflict or the draft of its value, or waits to be sent. */
  enter(edit: Edit): void {
    this.local.value = apply(this.local.peek(), edit)
    if (isNote(edit)) this.comments.value = withNote(this.comments.peek(), edit)
    const fork = this.forks.peek().find((one) => isShown(one) && samePath(one.at, edit.at))
    if (fork && isPut(edit)) {
      this.forks.value = this.forks.peek().map((one) => (one === fork ? { ...one, mine: edit.use } : one))
      return
    }
    if (!isPut(edit) && !isNote(edit))
      this.forks.value = this.forks.peek().flatMap((one) => {
        if (one.lost) return [{ ...one, lost: { ...one.lost, into: shift(one.lost.into, edit) ?? one.lost.into } }]
        const at = shift(one.at, edit)
        return at ? [{ ...one, at }] : []
      })
    let rest: Edit | null = edit
    const drafts = [...this.drafts.peek()]
    for (let index = drafts.length - 1; index >= 0 && rest; index--) {
      const draft = drafts[index] as Draft
      const found = under(rest, draft.edit)
      if ("edit" in found) {
        if (found.draft) drafts[index] = { ...draft, edit: found.draft }
        else drafts.splice(index, 1)
        rest = found.edit
      } else {
        // The edit went into the draft: it may fit now, so it is tried again.
        drafts.splice(index, 1)
        rest = found.draft
        if (isInsert(draft.edit) || !rest) break
      }
    }
    if (rest && isUnfilled(rest)) drafts.push({ id: crypto.randomUUID(), edit: rest, problems: [] })
    else if (rest) this.queue = queued(this.queue, rest, this.sent)
    this.drafts.value = drafts
    this.count()
  }

  /** Keep an edit as a draft, with the reasons; false if it is none that a draft can hold. */
  keepBack(edit: Edit, problems: Problem[]): boolean {
    const { queue, kept } = withoutEdit(this.queue, edit)
    this.queue = queue
    if (kept) this.drafts.value = [...this.drafts.peek(), { id: crypto.randomUUID(), edit: kept, problems }]
    return isPut(edit) || isInsert(edit)
  }

  drop(given: Fork | Draft): void {
    this.forks.value = this.forks.peek().filter((one) => one.id !== given.id)
    this.drafts.value = this.drafts.peek().filter((one) => one.id !== given.id)
  }

  /** Take over what a tab kept before it was closed. */
  restore(record: Kept): void {
    if (!this.queue.length && record.queue.length) this.baseRev = record.base
    this.queue = [...this.queue, ...record.queue]
    this.drafts.value = [...this.drafts.peek(), ...record.drafts]
    this.forks.value = [...this.forks.peek(), ...record.forks]
    this.rebuild()
  }

  count(): void {
    this.waiting.value = this.queue.length + this.drafts.peek().length + this.forks.peek().length
  }

  record(): Kept {
    return {
      key: `${client} ${this.doc}`,
      doc: this.doc,
      client,
      base: this.baseRev,
      queue: this.queue,
      drafts: this.drafts.peek(),
      forks: this.forks.peek(),
      time: new Date().toISOString(),
    }
  }

  /** Have the browser keep what waits. */
  keepHere(): void {
    const record = this.record()
    const isEmpty = !record.queue.length && !record.drafts.length && !record.forks.length
    // not one after the other: what waits for the change before it would be lost with the page; the database keeps the order
    this.keeping = isEmpty ? forget(record.key) : keep(record)
  }
}

const putOf = (fork: Fork): Edit => ({ at: fork.at, was: fork.theirs, use: fork.mine })

/** Whether the tree has the place where a value would be put. */
function canHold(data: Json, path: Path): boolean {
  return path === ROOT || path.length === 0 || get(data, path.slice(0, -1)) !== undefined
}

function withNote(notes: Record<string, string>, edit: { at: Path; note: string }): Record<string, string> {
  const { [atOf(edit.at)]: _former, ...rest } = notes
  return edit.note ? { ...rest, [atOf(edit.at)]: edit.note } : rest
}
