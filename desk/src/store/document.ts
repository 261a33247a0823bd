// One file of the workspace as it is edited here: what the desk has, what waits to be sent, what the desk refused.
//
//   base (as the desk answered)  +  queue (waits, in order)  +  forks and drafts (kept back)  =  local (what is shown)

import { batch, computed, signal } from "@preact/signals"
import { ApiError, api, client, namesHeld } from "../api/client"
import { listen, onReturn } from "../api/events"
import type { Conflict, Conflicts, Doc, DeskEvent, Edit, Json, Path, Problem, Saved } from "../api/types"
import { type Insert, type Put, type Under, apply, asSent, fits, invert, isInsert, isNote, isPut, isRemove, isUnfilled, queued, shift, under } from "./edits"
import { type Draft, type Fork, type Kept, allKept, forget, keep, takeOver } from "./outbox"
import { ROOT, atOf, differences, equal, get, intern, mapPath, reconcile, samePath, startsWith } from "./tree"

const PAUSE = 150 // ms without a key before an edit is sent
const LONGEST = 2000 // ms: somebody who types without a pause is saved, too
const WAITS = [1000, 2000, 4000, 8000, 15000]
const GROUP = 1000 // ms: edits of one value within it are taken back together

export type State = "saved" | "waiting" | "sending" | "offline" | "blocked" | "gone" | "held" | "fault"

interface Undo {
  edits: Edit[] // what takes it back, in order
  time: number
}

/** Values that were read again from disk. */
export interface News {
  time: Date
  paths: Path[]
  before: Json
}

export class DeskDocument {
  readonly local = signal<Json>(null)
  readonly rev = signal("")
  readonly loaded = signal(false)
  readonly missing = signal(false)
  readonly comments = signal<Record<string, string>>({})
  readonly problems = signal<Problem[]>([])
  readonly broken = signal<Problem | null>(null)
  readonly raw = signal("")
  readonly readonly = signal<string | null>(null)
  readonly drafts = signal<Draft[]>([])
  readonly forks = signal<Fork[]>([])
  readonly waiting = signal(0)
  readonly state = signal<State>("saved")
  readonly reasons = signal<Problem[]>([])
  readonly savedAt = signal<Date | null>(null)
  readonly news = signal<News | null>(null)
  /** Values that somebody else changed just now: the outline shows them once. */
  readonly changed = signal<readonly string[]>([])
  readonly undoable = signal(0)
  readonly redoable = signal(0)
  /** A message that an action could not be done. */
  readonly told = signal("")
  readonly isFixed = computed(() => this.readonly.value !== null || this.broken.value !== null || this.missing.value)

  private base: Json = null
  private baseRev = ""
  private queue: Edit[] = []
  private sent = 0 // edits at the start of the queue that are on their way
  private timer = 0
  private firstWait = 0
  private tries = 0
  private undos: Undo[] = []
  private redos: Undo[] = []
  private keeping: Promise<void> = Promise.resolve()
  private ends: (() => void)[] = []
  private ended = false
  private composing = false

  constructor(
    readonly doc: string,
    /** Edits of what all partners share wait until somebody says so. */
    readonly isHeld = false,
  ) {}

  // --- opening ---

  async open(): Promise<void> {
    this.ends.push(
      listen((event) => this.hear(event)),
      onReturn(() => void this.refresh()),
    )
    const leave = () => void this.flush()
    addEventListener("pagehide", leave)
    this.ends.push(() => removeEventListener("pagehide", leave))
    await this.load()
    await this.adopt()
  }

  close(): void {
    this.ended = true
    clearTimeout(this.timer)
    void this.flush()
    for (const end of this.ends) end()
  }

  private async load(): Promise<void> {
    try {
      this.take(await api.get<Doc>(`/api/${this.doc}`))
      this.missing.value = false
    } catch (fault) {
      if (!(fault instanceof ApiError)) throw fault
      if (fault.status === 404) this.missing.value = true
      else if (!fault.isOffline) this.reasons.value = fault.problems
      if (fault.isOffline) this.wait("offline")
    }
  }

  /** Edits of this tab before it was loaded again, and of tabs that are closed. */
  private async adopt(): Promise<void> {
    const records = (await allKept()).filter((one) => one.doc === this.doc)
    const own = records.find((one) => one.client === client)
    if (own) await this.restore(own, null)
    const held = await namesHeld()
    for (const one of records.filter((other) => other.client !== client && !held.has(other.client))) {
      await this.settled()
      await this.restore(one, one.key)
    }
  }

  private async restore(record: Kept, from: string | null): Promise<void> {
    const before = this.queue
    if (!before.length && record.queue.length) this.baseRev = record.base
    this.queue = [...before, ...record.queue]
    batch(() => {
      this.drafts.value = [...this.drafts.value, ...record.drafts]
      this.forks.value = [...this.forks.value, ...record.forks]
      this.rebuild()
    })
    if (from) await takeOver(this.record(), from)
    if (this.queue.length) this.plan(0)
  }

  /** Resolves when nothing is on its way or waits. */
  private async settled(): Promise<void> {
    for (let turn = 0; turn < 50 && this.queue.length; turn++)
      await new Promise((done) => setTimeout(done, 100))
  }

  // --- what the desk says ---

  private take(doc: Doc): void {
    batch(() => {
      this.adoptBase(doc)
      this.broken.value = doc.broken
      this.readonly.value = doc.readonly
      this.raw.value = doc.raw ?? ""
      this.loaded.value = true
    })
  }

  private adoptBase({ rev, data, comments, problems }: Doc): void {
    const before = this.base
    const after = this.loaded.peek() ? reconcile(before, data) : data
    const follow = (path: Path): Path | null => mapPath(before, after, path)
    if (this.loaded.peek() && after !== before) {
      this.drafts.value = this.drafts.peek().flatMap((one) => {
        const at = follow(one.edit.at)
        return at ? [{ ...one, edit: { ...one.edit, at } }] : [one]
      })
      this.forks.value = this.forks.peek().map((one) => ({ ...one, at: follow(one.at) ?? one.at }))
    }
    this.base = after
    this.baseRev = rev
    this.rev.value = rev
    this.comments.value = comments ?? {}
    this.problems.value = problems
    this.rebuild()
  }

  private rebuild(): void {
    let data = this.base
    for (const edit of this.queue) data = apply(data, edit)
    for (const fork of this.forks.peek()) if (!fork.removes && canHold(data, fork.at)) data = apply(data, putOf(fork))
    for (const draft of this.drafts.peek()) if (canHold(data, draft.edit.at)) data = apply(data, draft.edit)
    this.local.value = reconcile(this.local.peek(), data)
    this.count()
  }

  private hear(event: DeskEvent): void {
    if (event.doc !== this.doc || event.client === client) return
    if (event.kind === "saved" || event.kind === "changed") void this.refresh(event)
    if (event.kind === "checked") void this.refresh(event)
  }

  /** Read the file again. With edits on the way the desk merges them instead, and answers with all. */
  async refresh(event?: DeskEvent): Promise<void> {
    if (this.ended) return
    if (this.queue.length) return this.plan(0)
    const before = this.base
    const was = this.loaded.peek() ? this.rev.peek() : ""
    let doc: Doc
    try {
      doc = await api.get<Doc>(`/api/${this.doc}`)
    } catch (fault) {
      if (fault instanceof ApiError && fault.status === 404) this.missing.value = true
      return
    }
    if (this.queue.length) return this.plan(0)
    this.missing.value = false
    this.take(doc)
    if (!was || was === doc.rev) return
    const paths = differences(before, this.base)
    this.tellChanged(paths)
    if (event?.kind === "changed" && paths.length) this.news.value = { time: new Date(), paths, before }
  }

  private tellChanged(paths: readonly Path[]): void {
    this.changed.value = paths.map(atOf)
    setTimeout(() => {
      this.changed.value = []
    }, 1600)
  }

  // --- editing ---

  /** Do an edit, in the places of the tree that is shown. */
  edit(...edits: (Edit | null)[]): void {
    const wanted = edits.filter((one) => one !== null)
    if (!wanted.length || this.isFixed.peek()) return
    const back: Edit[] = []
    batch(() => {
      for (const one of wanted) {
        back.unshift(invert(this.local.peek(), one, this.comments.peek()[atOf(one.at)] ?? ""))
        this.enter(one)
      }
    })
    this.remember(back)
    this.redos = []
    this.undoable.value = this.undos.length
    this.redoable.value = 0
    this.saveHere()
    this.plan()
  }

  private enter(edit: Edit): void {
    this.local.value = apply(this.local.peek(), edit)
    if (isNote(edit)) this.comments.value = withNote(this.comments.peek(), edit)
    const fork = this.forks.peek().find((one) => samePath(one.at, edit.at))
    if (fork && isPut(edit)) {
      this.forks.value = this.forks.peek().map((one) => (one === fork ? { ...one, mine: edit.use } : one))
      return
    }
    if (!isPut(edit) && !isNote(edit))
      this.forks.value = this.forks.peek().flatMap((one) => {
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

  private remember(edits: Edit[]): void {
    const last = this.undos[this.undos.length - 1]
    const now = Date.now()
    const [first] = edits
    const [before] = last?.edits ?? []
    if (
      last && first && before && edits.length === 1 && last.edits.length === 1 &&
      isPut(first) && isPut(before) && samePath(first.at, before.at) && now - last.time < GROUP
    ) {
      last.edits = [{ ...before, was: first.was }]
      last.time = now
      return
    }
    this.undos.push({ edits, time: now })
    if (this.undos.length > 500) this.undos.shift()
  }

  /** Take back the last of one's own edits; returns where it was. */
  undo(): Path | null {
    return this.takeBack(this.undos, this.redos)
  }

  redo(): Path | null {
    return this.takeBack(this.redos, this.undos)
  }

  private takeBack(from: Undo[], to: Undo[]): Path | null {
    const last = from.pop()
    if (!last) return null
    let data = this.local.peek()
    const forward: Edit[] = []
    for (const edit of last.edits) {
      if (!fits(data, edit)) {
        this.told.value = "state.undo_changed"
        this.counted()
        return intern(edit.at)
      }
      forward.unshift(invert(data, edit, this.comments.peek()[atOf(edit.at)] ?? ""))
      data = apply(data, edit)
    }
    batch(() => last.edits.forEach((edit) => this.enter(edit)))
    to.push({ edits: forward, time: 0 })
    this.counted()
    this.saveHere()
    this.plan()
    const at = last.edits[last.edits.length - 1]?.at
    return at ? intern(at) : null
  }

  private counted(): void {
    this.undoable.value = this.undos.length
    this.redoable.value = this.redos.length
  }

  /** Nothing is sent while a text is being composed. */
  compose(isComposing: boolean): void {
    this.composing = isComposing
    if (!isComposing) this.plan()
  }

  // --- conflicts and drafts ---

  keepMine(fork: Fork, text: Json = fork.mine): void {
    this.drop(fork)
    const now = get(this.base, fork.at)
    const edit: Edit | null = fork.removes
      ? now === undefined ? null : { at: fork.at, remove: true, was: now }
      : equal(now ?? null, text) ? null : { at: fork.at, was: now ?? null, use: text }
    this.rebuild()
    this.edit(edit)
  }

  keepTheirs(fork: Fork): void {
    this.drop(fork)
    this.rebuild()
    this.saveHere()
  }

  private drop(fork: Fork): void {
    this.forks.value = this.forks.peek().filter((one) => one.id !== fork.id)
  }

  dropDraft(draft: Draft): void {
    this.drafts.value = this.drafts.peek().filter((one) => one.id !== draft.id)
    this.rebuild()
    this.saveHere()
  }

  // --- sending ---

  private count(): void {
    this.waiting.value = this.queue.length + this.drafts.peek().length + this.forks.peek().length
  }

  private record(): Kept {
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

  private saveHere(): void {
    const record = this.record()
    const isEmpty = !record.queue.length && !record.drafts.length && !record.forks.length
    // not one after the other: what waits for the change before it would be lost with the page; the database keeps the order
    this.keeping = isEmpty ? forget(record.key) : keep(record)
  }

  private plan(pause = PAUSE): void {
    clearTimeout(this.timer)
    if (!this.queue.length || this.sent || this.ended) return
    if (this.isHeld && !this.released) {
      this.state.value = "held"
      return
    }
    if (this.state.peek() !== "offline" && this.state.peek() !== "blocked") this.state.value = "waiting"
    this.firstWait ||= Date.now()
    const left = Math.max(0, this.firstWait + LONGEST - Date.now())
    this.timer = window.setTimeout(() => void this.flush(), Math.min(pause, left))
  }

  private released = false
  private isCareful = false // edits go one by one, to find the one that the desk cannot do

  /** Send what was held. */
  release(): void {
    this.released = true
    this.plan(0)
  }

  /** Forget what was held. */
  withdraw(): void {
    this.queue = []
    this.undos = []
    this.counted()
    this.rebuild()
    this.saveHere()
    this.state.value = "saved"
  }

  /** Send now what waits. */
  async flush(): Promise<void> {
    clearTimeout(this.timer)
    if (this.sent || !this.queue.length || this.composing) return
    if (this.isHeld && !this.released) return
    this.sent = this.isCareful ? 1 : this.queue.length
    this.firstWait = 0
    const edits = this.queue.slice(0, this.sent)
    if (this.state.peek() !== "offline") this.state.value = "sending"
    try {
      await this.keeping
      const saved = await api.patch<Saved>(`/api/${this.doc}`, { base: this.baseRev, edits: edits.map(asSent), client })
      this.tries = 0
      this.accept(saved)
    } catch (fault) {
      this.sent = 0
      if (!(fault instanceof ApiError)) throw fault
      this.refusedBy(fault, edits)
    }
  }

  private accept(saved: Saved): void {
    batch(() => {
      const done = this.queue.slice(0, this.sent)
      this.queue = this.queue.slice(this.sent)
      this.sent = 0
      this.missing.value = false
      if (this.queue.length && saved.mine !== saved.rev) {
        // What waits was typed on this page's text, without what others changed: that stays its base.
        this.base = done.reduce(apply, this.base)
        this.baseRev = saved.mine
      } else this.take(saved)
      this.reasons.value = []
      this.broken.value = saved.broken
      this.readonly.value = saved.readonly
      this.savedAt.value = new Date()
      this.state.value = "saved"
      if (!this.queue.length) this.released = this.isCareful = false
    })
    if (saved.merged.length) this.tellChanged(saved.merged)
    this.saveHere()
    this.plan()
  }

  private refusedBy(fault: ApiError, edits: Edit[]): void {
    if (fault.status === 409) this.fork(fault.body as Conflicts, edits)
    else if (fault.status === 422) this.draft(fault.problems, edits)
    else if (fault.status === 400) this.findWrong(edits)
    else if (fault.status === 423 || fault.status === 507) this.block(fault.problems)
    else if (fault.status === 404) {
      this.missing.value = true
      this.wait("gone")
    } else if (fault.isOffline || fault.status === 401) this.wait("offline")
    else this.wait("fault", fault.problems)
    this.saveHere()
  }

  /** The file cannot be written; perhaps it cannot be read either. */
  private block(problems: Problem[]): void {
    this.wait("blocked", problems)
    void api.get<Doc>(`/api/${this.doc}`).then(
      (doc) => {
        this.broken.value = doc.broken
        this.raw.value = doc.raw ?? ""
        this.readonly.value = doc.readonly
      },
      () => {},
    )
  }

  /** An edit of these names no value of the file: send them one by one, and keep that one back. */
  private findWrong(edits: Edit[]): void {
    const [first] = edits
    this.isCareful = edits.length > 1
    if (edits.length === 1 && first) {
      this.keepBack(first, [])
      this.rebuild()
    }
    this.state.value = this.queue.length ? "waiting" : "saved"
    this.plan(0)
  }

  private wait(state: State, problems: Problem[] = []): void {
    this.state.value = state
    this.reasons.value = problems
    this.count()
    clearTimeout(this.timer)
    if (this.ended) return
    const time = WAITS[Math.min(this.tries, WAITS.length - 1)] ?? 15000
    this.tries += 1
    this.timer = window.setTimeout(() => void (this.loaded.peek() ? this.flush() : this.load()), time)
  }

  /** Values that somebody else changed, too: both are kept until one is chosen. */
  private fork(answer: Conflicts, edits: Edit[]): void {
    const forks: Fork[] = []
    let rest = this.queue
    for (const conflict of answer.conflicts) {
      const at = intern(conflict.at)
      const taken = editsOf(conflict, edits.filter((edit) => rest.includes(edit)))
      const places = taken.map((edit) => edit.at)
      const later = rest.filter(
        (edit) => !edits.includes(edit) && isPut(edit) && places.some((place) => samePath(edit.at, place)),
      )
      rest = rest.filter((edit) => !taken.includes(edit) && !later.includes(edit))
      const last = later[later.length - 1]
      forks.push({
        ...conflict,
        id: crypto.randomUUID(),
        at,
        mine: last && isPut(last) ? last.use : conflict.mine,
        removes: taken.every(isRemove),
        person: "",
        time: new Date().toISOString(),
      })
    }
    batch(() => {
      this.queue = answer.conflicts.length ? rest : rest.slice(1)
      this.forks.value = [...this.forks.peek(), ...forks]
      if (!this.queue.length) {
        this.take(answer)
        this.state.value = "saved"
      } else this.rebuild()
    })
    if (this.queue.length) this.plan(0)
  }

  /** Values that do not fit the form of the file stay here until they do. */
  private draft(problems: Problem[], edits: Edit[]): void {
    const isAt = (edit: Edit, path: Path): boolean => {
      const place = isInsert(edit) ? intern([...edit.at, edit.insert]) : edit.at
      return startsWith(path, place) || startsWith(place, path)
    }
    const paths = problems.flatMap((one) => (one.path ? [one.path] : []))
    const wrong = edits.filter((edit) => edits.length === 1 || paths.some((path) => isAt(edit, path)))
    if (!wrong.length) this.isCareful = true
    batch(() => {
      for (const edit of wrong) this.keepBack(edit, problems.filter((one) => !one.path || isAt(edit, one.path)))
      this.state.value = this.queue.length ? "waiting" : "saved"
      this.rebuild()
    })
    if (this.queue.length) this.plan(0)
  }

  private keepBack(edit: Edit, problems: Problem[]): void {
    const index = this.queue.indexOf(edit)
    this.queue = this.queue.toSpliced(index, 1)
    if (!isPut(edit) && !isInsert(edit)) {
      this.told.value = problems[0]?.message ?? "state.not_possible"
      return
    }
    let kept: Put | Insert | null = edit
    const behind: Edit[] = []
    for (const other of this.queue.slice(index)) {
      const found: Under | null = kept && under(other, kept)
      if (!found) behind.push(other)
      else {
        kept = found.draft
        if ("edit" in found) behind.push(found.edit)
      }
    }
    this.queue = [...this.queue.slice(0, index), ...behind]
    if (kept) this.drafts.value = [...this.drafts.peek(), { id: crypto.randomUUID(), edit: kept, problems }]
  }
}

/** The edits that a conflict is about. Its path is that of the file now; others may have moved the value. */
function editsOf(conflict: Conflict, edits: Edit[]): Edit[] {
  const isSame = (edit: Edit): boolean =>
    isPut(edit) ? equal(edit.use, conflict.mine) : isRemove(edit) && conflict.mine === null
  const isThere = (edit: Edit): boolean => samePath(edit.at, conflict.at)
  const isNear = (edit: Edit): boolean => startsWith(edit.at, conflict.at) || startsWith(conflict.at, edit.at)
  for (const fits of [(edit: Edit) => isThere(edit) && isSame(edit), isSame, isThere, isNear]) {
    const found = edits.filter(fits)
    if (found.length) return found.slice(0, 1)
  }
  return edits.slice(0, 1)
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
