// One's own edits, to be taken back and done again. What others do is not in it.

import { signal } from "@preact/signals"
import type { Edit, Json, Path } from "../api/types"
import { apply, fits, invert, isPut } from "./edits"
import { atOf, samePath } from "./tree"

const GROUP = 1000 // ms: edits of one value within it are taken back together
const MOST = 500

interface Step {
  edits: Edit[] // what takes it back, in order
  time: number
}

/** What a step back or forward is: the edits to do now, or the place whose value somebody else changed meanwhile. */
export type Taken = { edits: Edit[] } | { changed: Path }

export class UndoList {
  readonly undoable = signal(0)
  readonly redoable = signal(0)
  private undos: Step[] = []
  private redos: Step[] = []

  /** Remember what takes edits back. */
  remember(edits: Edit[]): void {
    const last = this.undos[this.undos.length - 1]
    const now = performance.now() // the clock may be set back
    const age = now - (last?.time ?? 0)
    const [first] = edits
    const [before] = last?.edits ?? []
    if (
      last && first && before && edits.length === 1 && last.edits.length === 1 &&
      isPut(first) && isPut(before) && samePath(first.at, before.at) && age >= 0 && age < GROUP
    ) {
      last.edits = [{ ...before, was: first.was }]
      last.time = now
    } else {
      this.undos.push({ edits, time: now })
      if (this.undos.length > MOST) this.undos.shift()
    }
    this.redos = []
    this.count()
  }

  forget(): void {
    this.undos = []
    this.count()
  }

  /** Take the last step from one side to the other; null if there is none. */
  take(way: "back" | "forward", data: Json, comments: Record<string, string>): Taken | null {
    const [from, to] = way === "back" ? [this.undos, this.redos] : [this.redos, this.undos]
    const last = from.pop()
    if (!last) return null
    const opposite: Edit[] = []
    for (const edit of last.edits) {
      if (!fits(data, edit)) {
        this.count()
        return { changed: edit.at }
      }
      opposite.unshift(invert(data, edit, comments[atOf(edit.at)] ?? ""))
      data = apply(data, edit)
    }
    to.push({ edits: opposite, time: 0 })
    this.count()
    return { edits: last.edits }
  }

  private count(): void {
    this.undoable.value = this.undos.length
    this.redoable.value = this.redos.length
  }
}
