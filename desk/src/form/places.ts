// What stands at each value besides itself: problems, memo, draft, conflict, somebody else. A field is drawn
// again only when something of its own place changed.

import { type Signal, effect, signal, untracked } from "@preact/signals"
import type { Json, Path, Problem } from "../api/types"
import type { DeskDocument } from "../store/document"
import { isInsert } from "../store/edits"
import type { Draft, Fork } from "../store/outbox"
import { ROOT, atOf, get, intern, pathOf, sub } from "../store/tree"

export interface Peer {
  at: string
  person: string
  client: string
  time: number
  /** The person types there now, and was the first: the field is theirs. */
  holds: boolean
}

/** Somebody who would like to write in the field that is written here. */
export interface Asking {
  at: string
  person: string
  client: string
}

export interface Place {
  problems: readonly Problem[]
  memo: string
  draft: Draft | null
  fork: Fork | null
  peer: Peer | null
  asking: Asking | null
}

const EMPTY: Place = { problems: [], memo: "", draft: null, fork: null, peer: null, asking: null }

/** How the page can put the focus on a value. */
export interface Handle {
  element: HTMLElement
  focusAt: (offset?: number) => void
  /** Put text where the cursor is (or was last). */
  insert?: (text: string) => void
}

export class Places {
  /** The address of the value that has the focus, and the character of the cursor in it. */
  readonly focus = signal("")
  readonly cursor = signal(0)
  readonly peers = signal<readonly Peer[]>([])
  readonly asking = signal<Asking | null>(null)
  /** Set by the view: ask a person to let one write, or leave the field to the one who asks. */
  ask: (peer: Peer) => void = () => {}
  give: () => void = () => {}
  private readonly signals = new Map<string, Signal<Place>>()
  private readonly handles = new Map<string, Handle>()
  private wanted: { at: string; offset: number | undefined } | null = null
  private filled = new Set<string>()
  private readonly end: () => void

  constructor(private readonly doc: DeskDocument) {
    this.end = effect(() => this.fill())
  }

  close(): void {
    this.end()
  }

  at(at: string): Signal<Place> {
    let found = this.signals.get(at)
    if (!found) this.signals.set(at, (found = signal(EMPTY)))
    return found
  }

  private fill(): void {
    const places = new Map<string, Place>()
    const change = (at: string, given: Partial<Place>) => places.set(at, { ...(places.get(at) ?? EMPTY), ...given })
    const add = (at: string, problem: Problem) =>
      change(at, { problems: [...(places.get(at)?.problems ?? []), problem] })
    const data = this.doc.local.value
    for (const [at, memo] of Object.entries(this.doc.comments.value)) change(at, { memo })
    for (const problem of this.doc.problems.value) add(placeOf(problem, data), problem)
    for (const draft of this.doc.drafts.value) {
      const edit = draft.edit
      const start = isInsert(edit) ? sub(intern(edit.at), edit.insert) : intern(edit.at)
      change(atOf(start), { draft })
      for (const problem of draft.problems) add(problem.path ? atOf(insideOf(problem.path, start)) : atOf(start), problem)
    }
    for (const fork of this.doc.forks.value) if (!fork.lost) change(atOf(fork.at), { fork })
    for (const peer of this.peers.value)
      if (peer.at && !places.get(peer.at)?.peer?.holds) change(peer.at, { peer: { ...peer, time: 0 } })
    const asking = this.asking.value
    if (asking) change(asking.at, { asking })
    untracked(() => {
      for (const at of this.filled) if (!places.has(at)) this.at(at).value = EMPTY
      for (const [at, place] of places) {
        const known = this.at(at)
        if (JSON.stringify(known.value) !== JSON.stringify(place)) known.value = place
      }
      this.filled = new Set(places.keys())
    })
  }

  // --- focus ---

  register(at: string, handle: Handle): () => void {
    this.handles.set(at, handle)
    if (this.wanted && (this.wanted.at === at || at.startsWith(`${this.wanted.at}.`))) {
      const { offset } = this.wanted
      this.wanted = null
      queueMicrotask(() => {
        unfold(handle.element)
        handle.focusAt(offset)
        handle.element.scrollIntoView({ block: "nearest" })
      })
    }
    return () => {
      if (this.handles.get(at) === handle) this.handles.delete(at)
    }
  }

  handle(at: string): Handle | undefined {
    return this.handles.get(at)
  }

  /** Put the cursor in a value; in the first below it or the nearest above it, if the value itself has no field. */
  go(at: string, offset?: number): void {
    const found = this.nearest(at)
    this.wanted = null
    if (found) unfold(found.element)
    found?.focusAt(offset)
    found?.element.scrollIntoView({ block: "nearest" })
  }

  /** The same for a value that is not on the page yet. */
  goSoon(at: string, offset?: number): void {
    this.wanted = { at, offset }
    requestAnimationFrame(() => {
      if (this.wanted?.at === at && this.nearest(at)) this.go(at, offset)
    })
  }

  private nearest(at: string): Handle | undefined {
    const own = this.handles.get(at)
    if (own) return own
    const inside = [...this.handles].filter(([other]) => other.startsWith(`${at}.`)).map(([, handle]) => handle)
    if (inside.length)
      return inside.reduce((one, two) =>
        one.element.compareDocumentPosition(two.element) & Node.DOCUMENT_POSITION_PRECEDING ? two : one,
      )
    const shown = document.getElementById(`f-${at}`)
    if (shown) return placeOfNothing(shown)
    const up = at.slice(0, Math.max(0, at.lastIndexOf(".")))
    return up ? this.nearest(up) : undefined
  }
}

/** Where nothing is written yet: its first button writes it. */
function placeOfNothing(element: HTMLElement): Handle {
  const first = element.querySelector<HTMLElement>(".in button, .rows button, button")
  return { element, focusAt: () => first?.focus({ preventScroll: true }) }
}

/** Show what a field is folded away in, as a search in the page does: at once, and the block is told. */
function unfold(element: HTMLElement): void {
  const shut = element.closest<HTMLElement>("[hidden]")
  if (!shut) return
  shut.removeAttribute("hidden")
  shut.dispatchEvent(new Event("beforematch"))
}

/** The value that shows a problem: its own, or the nearest above it that is there. */
export function placeOf(problem: Problem, data: Json): string {
  const path = problem.path ?? (problem.at === null ? ROOT : pathOf(problem.at, data))
  for (let length = path.length; length > 0; length--)
    if (get(data, path.slice(0, length)) !== undefined) return path.slice(0, length).join(".")
  return path[0] === undefined ? "" : String(path[0])
}

function insideOf(path: Path, start: Path): Path {
  return path.length > start.length ? intern([...start, ...path.slice(start.length)]) : start
}
