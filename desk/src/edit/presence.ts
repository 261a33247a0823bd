// Who is in which field: the others are told where one is and writes, and a field that somebody writes is theirs.
//
// All pages hear the events of all in the same order, their own, too; so they agree on who was first in a field.

import { effect, untracked } from "@preact/signals"
import { api, client } from "../api/client"
import { listen } from "../api/events"
import type { DeskEvent } from "../api/types"
import type { Peer, Places } from "../form/places"
import { desk } from "../store/desk"
import type { DeskDocument } from "../store/document"
import { t } from "../store/words"

const IDLE = 30_000 // ms until somebody counts as gone from a field
const TELL = 5_000 // ms between two signs of life
const SETTLE = 300 // ms: a field that is only passed is not told

interface Seen {
  at: string
  person: string
  client: string
  time: number
  writes: boolean
}

export class Presence {
  /** Everybody, oneself, too: writers in the order in which they began to write where they are. */
  private seen: Seen[] = []
  private told = { at: "", writes: false, time: 0 }
  private asked = "" // the field that one asked for
  private timer = 0

  constructor(
    private readonly document: DeskDocument,
    private readonly places: Places,
  ) {
    places.ask = (peer) => this.ask(peer)
    places.give = () => this.give()
  }

  open(): () => void {
    const clock = setInterval(() => this.show(), 1000)
    const leave = () => this.leave()
    addEventListener("pagehide", leave) // the tab is closed or loaded again
    const ends = [
      listen((event) => this.hear(event)),
      () => clearInterval(clock),
      () => removeEventListener("pagehide", leave),
      effect(() => this.follow(this.places.focus.value)),
      effect(() => {
        if (this.document.typed.value) untracked(() => this.write(this.places.focus.value))
      }),
    ]
    return () => {
      for (const end of ends) end()
      this.leave()
    }
  }

  // --- what is told ---

  private follow(at: string): void {
    clearTimeout(this.timer)
    if (at !== this.places.asking.peek()?.at) this.places.asking.value = null
    if (at !== this.asked) this.asked = ""
    this.timer = window.setTimeout(() => {
      if (at !== this.told.at) this.tell(at, false)
    }, SETTLE)
  }

  private write(at: string): void {
    const { told } = this
    if (at && (told.at !== at || !told.writes || performance.now() - told.time > TELL)) this.tell(at, true)
  }

  private leave(): void {
    clearTimeout(this.timer)
    if (this.told.time) this.tell("", false)
  }

  private tell(at: string, writes: boolean, asks = ""): void {
    this.told = { at, writes, time: performance.now() }
    void api.postLast("/api/presence", { doc: this.document.doc, at, client, writes, asks }).catch(() => {})
  }

  private ask(peer: Peer): void {
    this.asked = peer.at
    this.tell(peer.at, false, peer.client)
    this.document.told.value = "edit.peer_asked"
  }

  private give(): void {
    this.places.asking.value = null
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    this.places.focus.value = ""
    clearTimeout(this.timer)
    void this.document.flush().then(() => this.tell("", false))
    this.document.told.value = ""
  }

  // --- what is heard ---

  private hear(event: DeskEvent): void {
    if (event.kind !== "presence" || event.doc !== this.document.doc) return
    const { at, person = "", client: from = "", writes = false, asks } = event
    const one: Seen = { at: at ?? "", person, client: from, time: performance.now(), writes }
    const before = this.seen.findIndex((other) => other.client === from)
    const known = this.seen[before]
    // who goes on writing keeps the place in the order; who only is there loses it
    if (known && known.at === one.at && (known.writes || !writes)) this.seen[before] = { ...one, writes: known.writes || writes }
    else this.seen = [...this.seen.filter((other) => other.client !== from), one]
    if (asks === client && one.at && one.at === this.places.focus.peek()) {
      this.places.asking.value = { at: one.at, person, client: from }
      this.document.told.value = t("edit.peer_asks", { name: person || t("edit.peer_other_window") })
    }
    this.show()
  }

  private show(): void {
    const now = performance.now()
    this.seen = this.seen.filter((one) => one.at && now - one.time < IDLE)
    const holders = new Map<string, string>()
    for (const one of this.seen) if (one.writes && !holders.has(one.at)) holders.set(one.at, one.client)
    const me = desk.peek()?.person ?? ""
    const peers = this.seen
      .filter((one) => one.client !== client)
      .map(({ at, person, client: other, time }) => ({
        at,
        person,
        client: other,
        time,
        // another window of the same person takes nothing away
        holds: person !== me && holders.get(at) === other,
      }))
    if (JSON.stringify(peers) !== JSON.stringify(this.places.peers.peek())) this.places.peers.value = peers
    if (this.asked && !peers.some((one) => one.at === this.asked && one.holds)) {
      this.asked = ""
      this.document.told.value = "edit.peer_free"
    }
  }
}
