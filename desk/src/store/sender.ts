// Sends what waits, after a pause; what the desk refuses is kept back, what it cannot take now is tried again.

import { batch, signal } from "@preact/signals"
import { ApiError, api, client } from "../api/client"
import type { Conflicts, Doc, Edit, Path, Problem, Saved } from "../api/types"
import { apply, asSent } from "./edits"
import { isAbout, splitConflicts, wrongEdits } from "./refusals"
import type { LocalText } from "./text"

const PAUSE = 150 // ms without a key before an edit is sent
const LONGEST = 2000 // ms: somebody who types without a pause is saved, too
const MOST = 100 // edits that are sent at once; the desk takes twice as many
const CALM = 80 // ms after a composition: the field has told its text by then
const WAITS = [1000, 2000, 4000, 8000, 15000]

export type State = "saved" | "waiting" | "sending" | "offline" | "blocked" | "gone" | "held" | "fault"

/** What the sender tells the document that it sends. */
export interface SenderHost {
  readonly doc: string
  readonly isHeld: boolean
  /** The text that the desk answered is the base now. */
  take(doc: Doc): void
  /** The file cannot be read, or not be written; or it can again. */
  learn(doc: Pick<Doc, "broken" | "readonly" | "raw">): void
  /** Others changed these values. */
  tellChanged(paths: readonly Path[]): void
  setMissing(isMissing: boolean): void
  say(message: string): void
  isLoaded(): boolean
  load(): Promise<void>
}

export class Sender {
  readonly state = signal<State>("saved")
  readonly reasons = signal<Problem[]>([])
  readonly savedAt = signal<Date | null>(null)
  private timer = 0
  private firstWait = 0
  private tries = 0
  private released = false
  private isCareful = false // edits go one by one, to find the one that the desk cannot do
  private ended = false
  private composing = false
  private calmed: (() => void)[] = [] // what waits for the end of a composition

  constructor(
    private readonly text: LocalText,
    private readonly host: SenderHost,
  ) {}

  close(): void {
    this.ended = true
    clearTimeout(this.timer)
    void this.flush()
  }

  plan(pause = PAUSE): void {
    clearTimeout(this.timer)
    if (!this.text.queue.length || this.text.sent || this.ended) return
    if (this.host.isHeld && !this.released) {
      this.state.value = "held"
      return
    }
    if (this.state.peek() !== "offline" && this.state.peek() !== "blocked") this.state.value = "waiting"
    this.firstWait ||= performance.now()
    const left = Math.max(0, this.firstWait + LONGEST - performance.now())
    this.timer = window.setTimeout(() => void this.flush(), Math.min(pause, left))
  }

  /** Nothing is sent while a text is being composed. */
  compose(isComposing: boolean): void {
    this.composing = isComposing
    if (isComposing) return
    this.plan()
    setTimeout(() => {
      if (!this.composing) for (const go of this.calmed.splice(0)) go()
    }, CALM)
  }

  /** Resolves when no text is being composed: until then no field may go, or its text would go with it. */
  calm(): Promise<void> {
    return this.composing ? new Promise((go) => this.calmed.push(go)) : Promise.resolve()
  }

  /** Send what was held. */
  release(): void {
    this.released = true
    this.plan(0)
  }

  /** Send now what waits. */
  async flush(): Promise<void> {
    const { text } = this
    clearTimeout(this.timer)
    if (text.sent || !text.queue.length || this.composing) return
    if (this.host.isHeld && !this.released) return
    text.sent = this.isCareful ? 1 : Math.min(text.queue.length, MOST)
    this.firstWait = 0
    const edits = text.queue.slice(0, text.sent)
    if (this.state.peek() !== "offline") this.state.value = "sending"
    try {
      await text.keeping
      const body = { base: text.baseRev, edits: edits.map(asSent), client }
      const saved = await api.patch<Saved>(`/api/${this.host.doc}`, body)
      this.tries = 0
      await this.calm()
      this.accept(saved)
    } catch (fault) {
      await this.calm()
      text.sent = 0
      if (!(fault instanceof ApiError)) throw fault
      this.refusedBy(fault, edits)
    }
  }

  private accept(saved: Saved): void {
    const { text } = this
    batch(() => {
      const done = text.queue.slice(0, text.sent)
      text.queue = text.queue.slice(text.sent)
      text.sent = 0
      this.host.setMissing(false)
      if (text.queue.length && saved.mine !== saved.rev) {
        // What waits was typed on this page's text, without what others changed: that stays its base.
        text.base = done.reduce(apply, text.base)
        text.baseRev = saved.mine
        this.host.learn(saved)
      } else this.host.take(saved)
      this.reasons.value = []
      this.savedAt.value = new Date()
      this.state.value = "saved"
      if (!text.queue.length) this.released = this.isCareful = false
    })
    if (saved.merged.length) this.host.tellChanged(saved.merged)
    text.keepHere()
    this.plan()
  }

  private refusedBy(fault: ApiError, edits: Edit[]): void {
    if (fault.status === 409) this.fork(fault.body as Conflicts, edits)
    else if (fault.status === 422) this.draft(fault.problems, edits)
    else if (fault.status === 400) this.findWrong(edits)
    else if (fault.status === 423 || fault.status === 507) this.block(fault.problems)
    else if (fault.status === 404) {
      this.host.setMissing(true)
      this.wait("gone")
    } else if (fault.isOffline || fault.status === 401) this.wait("offline")
    else this.wait("fault", fault.problems)
    this.text.keepHere()
  }

  /** The file cannot be written; perhaps it cannot be read either. */
  private block(problems: Problem[]): void {
    this.wait("blocked", problems)
    void api.get<Doc>(`/api/${this.host.doc}`).then(
      (doc) => this.host.learn(doc),
      () => {},
    )
  }

  /** An edit of these names no value of the file: send them one by one, and keep that one back. */
  private findWrong(edits: Edit[]): void {
    const [first] = edits
    this.isCareful = edits.length > 1
    if (edits.length === 1 && first) {
      this.keepBack(first, [])
      this.text.rebuild()
    }
    this.state.value = this.text.queue.length ? "waiting" : "saved"
    this.plan(0)
  }

  /** Try again later. */
  wait(state: State, problems: Problem[] = []): void {
    this.state.value = state
    this.reasons.value = problems
    this.text.count()
    clearTimeout(this.timer)
    if (this.ended) return
    const time = WAITS[Math.min(this.tries, WAITS.length - 1)] ?? 15000
    this.tries += 1
    this.timer = window.setTimeout(() => void (this.host.isLoaded() ? this.flush() : this.host.load()), time)
  }

  /** Values that somebody else changed, too: both are kept until one is chosen. */
  private fork(answer: Conflicts, edits: Edit[]): void {
    const { text } = this
    const { queue, forks } = splitConflicts(answer, edits, text.queue)
    batch(() => {
      text.queue = queue
      text.forks.value = [...text.forks.peek(), ...forks]
      if (!queue.length) {
        this.host.take(answer)
        this.state.value = "saved"
      } else text.rebuild()
    })
    if (queue.length) this.plan(0)
  }

  /** Values that do not fit the form of the file stay here until they do. */
  private draft(problems: Problem[], edits: Edit[]): void {
    const wrong = wrongEdits(problems, edits)
    if (!wrong.length) this.isCareful = true
    batch(() => {
      for (const edit of wrong)
        this.keepBack(edit, problems.filter((one) => !one.path || isAbout(edit, one.path)))
      this.state.value = this.text.queue.length ? "waiting" : "saved"
      this.text.rebuild()
    })
    if (this.text.queue.length) this.plan(0)
  }

  private keepBack(edit: Edit, problems: Problem[]): void {
    if (!this.text.keepBack(edit, problems)) this.host.say(problems[0]?.message ?? "state.not_possible")
  }
}
