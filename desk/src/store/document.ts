// One file of the workspace as it is edited here: read, edited, taken back, saved, and read again when others save.

import { batch, computed, signal } from "@preact/signals"
import { ApiError, api, client, namesHeld } from "../api/client"
import { listen, onReturn } from "../api/events"
import type { Doc, DeskEvent, Edit, Json, Lost, Path, Problem } from "../api/types"
import { invert } from "./edits"
import { type Draft, type Fork, type Kept, allKept, takeOver } from "./outbox"
import { Sender } from "./sender"
import { LocalText } from "./text"
import { atOf, differences, equal, get, intern } from "./tree"
import { UndoList } from "./undo"

export type { State } from "./sender"

/** Values that were read again from disk. */
export interface News {
  time: Date
  paths: Path[]
  before: Json
}

export class DeskDocument {
  readonly rev = signal("")
  readonly loaded = signal(false)
  readonly missing = signal(false)
  readonly problems = signal<Problem[]>([])
  readonly broken = signal<Problem | null>(null)
  readonly raw = signal("")
  readonly readonly = signal<string | null>(null)
  readonly news = signal<News | null>(null)
  /** Values that somebody else changed just now: the outline shows them once. */
  readonly changed = signal<readonly string[]>([])
  /** Counts what is typed here: others are told that somebody writes. */
  readonly typed = signal(0)
  /** A message that an action could not be done. */
  readonly told = signal("")
  readonly isFixed = computed(() => this.readonly.value !== null || this.broken.value !== null || this.missing.value)
  private readonly text: LocalText
  private readonly sender: Sender
  private readonly steps = new UndoList()
  private ends: (() => void)[] = []
  private ended = false

  constructor(
    readonly doc: string,
    /** Edits of what all partners share wait until somebody says so. */
    readonly isHeld = false,
  ) {
    this.text = new LocalText(doc)
    this.sender = new Sender(this.text, {
      doc,
      isHeld,
      take: (answer) => this.take(answer),
      learn: (answer) => this.learn(answer),
      tellChanged: (paths) => this.tellChanged(paths),
      setMissing: (isMissing) => {
        this.missing.value = isMissing
      },
      say: (message) => {
        this.told.value = message
      },
      isLoaded: () => this.loaded.peek(),
      load: () => this.load(),
    })
  }

  /** What is shown: the text of the desk with everything that was typed here. */
  get local() { return this.text.local }
  get comments() { return this.text.comments }
  get drafts() { return this.text.drafts }
  get forks() { return this.text.forks }
  get waiting() { return this.text.waiting }
  get state() { return this.sender.state }
  get reasons() { return this.sender.reasons }
  get savedAt() { return this.sender.savedAt }
  get undoable() { return this.steps.undoable }
  get redoable() { return this.steps.redoable }

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
    this.sender.close()
    for (const end of this.ends) end()
  }

  private async load(): Promise<void> {
    try {
      this.take(await api.get<Doc>(`/api/${this.doc}`))
      this.missing.value = false
    } catch (fault) {
      if (!(fault instanceof ApiError)) throw fault
      if (fault.status === 404) this.missing.value = true
      else this.sender.wait(fault.isOffline || fault.status === 401 ? "offline" : "fault", fault.problems)
    }
  }

  /** Edits of this tab before it was loaded again, and of tabs that are closed. */
  private async adopt(): Promise<void> {
    await alone(() => this.adoptAll())
  }

  private async adoptAll(): Promise<void> {
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
    batch(() => this.text.restore(record))
    if (from) await takeOver(this.text.record(), from)
    if (this.text.queue.length) this.sender.plan(0)
  }

  /** Resolves when nothing is on its way or waits. */
  private async settled(): Promise<void> {
    for (let turn = 0; turn < 50 && this.text.queue.length; turn++)
      await new Promise((done) => setTimeout(done, 100))
  }

  // --- what the desk says ---

  private take(doc: Doc): void {
    batch(() => {
      // of a file that cannot be read, the page has the last text already
      if (!doc.broken || !this.loaded.peek()) {
        this.text.adopt(doc, !this.loaded.peek())
        this.rev.value = doc.rev
      }
      this.problems.value = doc.problems
      this.learn(doc)
      this.loaded.value = true
    })
  }

  private learn({ broken, readonly, raw }: Pick<Doc, "broken" | "readonly" | "raw">): void {
    this.broken.value = broken
    this.readonly.value = readonly
    this.raw.value = raw ?? ""
  }

  private hear(event: DeskEvent): void {
    if (event.doc !== this.doc || event.client === client) return
    if (event.kind === "saved" || event.kind === "changed") void this.refresh(event)
    if (event.kind === "checked") void this.refresh(event)
  }

  /** Read the file again. With edits on the way the desk merges them instead, and answers with all. */
  async refresh(event?: DeskEvent): Promise<void> {
    if (this.ended) return
    if (this.text.queue.length) return this.sender.plan(0)
    const before = this.text.base
    const was = this.loaded.peek() ? this.rev.peek() : ""
    let doc: Doc
    try {
      doc = await api.get<Doc>(`/api/${this.doc}`)
    } catch (fault) {
      if (fault instanceof ApiError && fault.status === 404) this.missing.value = true
      return
    }
    await this.sender.calm()
    if (this.text.queue.length) return this.sender.plan(0)
    this.missing.value = false
    this.take(doc)
    if (!was || was === doc.rev) return
    const paths = differences(before, this.text.base)
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
    // Also of a file that cannot be read just now: what was typed in that moment is kept, and sent when it is mended.
    if (!wanted.length || !this.loaded.peek()) return
    const back: Edit[] = []
    batch(() => {
      for (const one of wanted) {
        back.unshift(invert(this.local.peek(), one, this.comments.peek()[atOf(one.at)] ?? ""))
        this.text.enter(one)
      }
    })
    this.steps.remember(back)
    this.typed.value += 1
    this.text.keepHere()
    this.sender.plan()
  }

  /** Take back the last of one's own edits; returns where it was. */
  undo(): Path | null {
    return this.takeBack("back")
  }

  redo(): Path | null {
    return this.takeBack("forward")
  }

  private takeBack(way: "back" | "forward"): Path | null {
    const taken = this.steps.take(way, this.local.peek(), this.comments.peek())
    if (!taken) return null
    if ("changed" in taken) {
      this.told.value = "state.undo_changed"
      return intern(taken.changed)
    }
    batch(() => taken.edits.forEach((edit) => this.text.enter(edit)))
    this.text.keepHere()
    this.sender.plan()
    const at = taken.edits[taken.edits.length - 1]?.at
    return at ? intern(at) : null
  }

  compose(isComposing: boolean): void {
    if (isComposing) this.typed.value += 1
    this.sender.compose(isComposing)
  }

  // --- conflicts and drafts ---

  keepMine(fork: Fork, text: Json = fork.mine): void {
    if (this.isFixed.peek()) return // it could not be written, and would be gone
    this.text.drop(fork)
    if (fork.lost) return this.putBack(fork.lost)
    if (fork.note) {
      this.text.keepHere()
      return this.edit({ at: fork.at, note: String(text ?? "") })
    }
    const now = get(this.text.base, fork.at)
    const edit: Edit | null = fork.removes
      ? now === undefined ? null : { at: fork.at, remove: true, was: now }
      : equal(now ?? null, text) ? null : { at: fork.at, was: now ?? null, use: text }
    this.text.rebuild()
    this.edit(edit)
  }

  /** Put back what others took out, with what was typed in it. */
  private putBack({ into, step, use }: Lost): void {
    this.text.rebuild()
    const there = get(this.local.peek(), into)
    if (typeof step === "number")
      this.edit(
        Array.isArray(there)
          ? { at: into, insert: Math.min(step, there.length), use }
          : { at: into, was: there ?? null, use: [use] },
      )
    else this.edit({ at: intern([...into, step]), was: get(this.local.peek(), [...into, step]) ?? null, use })
  }

  keepTheirs(fork: Fork): void {
    if (this.isFixed.peek()) return
    this.text.drop(fork)
    this.text.rebuild()
    this.text.keepHere()
  }

  dropDraft(draft: Draft): void {
    this.text.drop(draft)
    this.text.rebuild()
    this.text.keepHere()
  }

  // --- sending ---

  release(): void {
    this.sender.release()
  }

  /** Forget what was held. */
  withdraw(): void {
    this.text.queue = []
    this.steps.forget()
    this.text.rebuild()
    this.text.keepHere()
    this.sender.state.value = "saved"
  }

  flush(): Promise<void> {
    return this.sender.flush()
  }
}

/** Take over the edits of closed tabs one tab after the other, or two would take the same. */
async function alone(act: () => Promise<void>): Promise<void> {
  if (navigator.locks) await navigator.locks.request("desk-adopt", act)
  else await act()
}
