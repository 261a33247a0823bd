// The stream of events of the desk. It is read by fetch, because the token must not stand in an address.

import { signal } from "@preact/signals"
import { ApiError, ask } from "./client"
import type { DeskEvent } from "./types"

/** Whether the desk can be reached: known from the stream, which is always open. */
export const online = signal(true)

const listeners = new Set<(event: DeskEvent) => void>()
const returns = new Set<() => void>()
const WAITS = [500, 1000, 2000, 4000, 8000, 15000]
const SILENCE = 45_000 // the desk says a comment each 15 s; a sleeping laptop hears none

let last = ""
let waited = 0
let wake: (() => void) | null = null

export function listen(heard: (event: DeskEvent) => void): () => void {
  listeners.add(heard)
  return () => listeners.delete(heard)
}

/** Call after the desk was away and is there again: events may have been missed. */
export function onReturn(call: () => void): () => void {
  returns.add(call)
  return () => returns.delete(call)
}

/** Hear what happened since; events heard already are not asked for again. */
export function hearFrom(number: string): void {
  last ||= number
}

/** Try again now instead of waiting. */
export function retryNow(): void {
  waited = 0
  wake?.()
}

export async function follow(): Promise<never> {
  addEventListener("online", retryNow)
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && !online.value) retryNow()
  })
  for (;;) {
    try {
      await readStream()
    } catch (fault) {
      if (!(fault instanceof ApiError) && !(fault instanceof TypeError) && !(fault instanceof DOMException))
        throw fault
    }
    online.value = false
    await pause(WAITS[Math.min(waited, WAITS.length - 1)] ?? 15000)
    waited += 1
  }
}

function pause(time: number): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, time)
    wake = () => {
      clearTimeout(timer)
      done()
    }
  })
}

async function readStream(): Promise<void> {
  const ending = new AbortController()
  const answer = await ask("/api/events", {
    headers: last ? { "Last-Event-ID": last } : {},
    signal: ending.signal,
  })
  const wasAway = !online.value
  online.value = true
  waited = 0
  if (wasAway) for (const call of returns) call()
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) return
  let rest = ""
  for (;;) {
    const timer = setTimeout(() => ending.abort(), SILENCE)
    const { value, done } = await reader.read().finally(() => clearTimeout(timer))
    if (done) return
    const parts = (rest + value).split(/\r?\n\r?\n/)
    rest = parts.pop() ?? ""
    for (const part of parts) hear(part)
  }
}

function hear(block: string): void {
  const said: string[] = []
  for (const line of block.split(/\r?\n/)) {
    if (line.startsWith("data:")) said.push(line.slice(5).trimStart())
    else if (line.startsWith("id:")) last = line.slice(3).trim()
  }
  if (!said.length) return
  const event = JSON.parse(said.join("\n")) as DeskEvent
  for (const heard of listeners) heard(event)
}
