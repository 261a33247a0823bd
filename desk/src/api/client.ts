// Requests to the desk. The token comes in the fragment of the address and stays in this tab.

import { signal } from "@preact/signals"
import type { Problem } from "./types"

const TOKEN = "desk-token"
const CLIENT = "desk-client"

/** True when the desk does not know this page's token any more. */
export const refused = signal(false)
export const language = signal<"ja" | "en">("ja")

let token = ""

/** Take the token out of the address, so that no other page can read it there. */
export function takeToken(): void {
  const given = /^#t=([\w-]+)(.*)$/.exec(location.hash)
  if (given?.[1]) {
    sessionStorage.setItem(TOKEN, given[1])
    history.replaceState(null, "", location.pathname + location.search + (given[2] ? `#${given[2]}` : ""))
  }
  token = sessionStorage.getItem(TOKEN) ?? ""
}

export function bearer(): Record<string, string> {
  return { Authorization: `Bearer ${token}` }
}

/** The name of this tab in edits and events. A copied tab holds the same name, so it takes a new one. */
export let client = ""

export async function nameTab(): Promise<void> {
  let name = sessionStorage.getItem(CLIENT) ?? ""
  if (name && (await namesHeld()).has(name)) name = ""
  client = name || crypto.randomUUID()
  sessionStorage.setItem(CLIENT, client)
  void navigator.locks?.request(lockOf(client), () => new Promise(() => {}))
}

const PATIENCE = 45_000 // ms for the answer to a save; a connection may be dead after a laptop slept

const lockOf = (name: string) => `desk-tab-${name}`

/** The names of the tabs that are open now. */
export async function namesHeld(): Promise<Set<string>> {
  const held = (await navigator.locks?.query())?.held ?? []
  return new Set(held.map((lock) => (lock.name ?? "").replace("desk-tab-", "")))
}

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super(`status ${status}`)
  }

  /** The request did not reach the desk. */
  get isOffline(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504
  }

  get problems(): Problem[] {
    const found = (this.body as { problems?: Problem[] } | null)?.problems
    return Array.isArray(found) ? found : []
  }
}

function addressed(path: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}lang=${language.value}`
}

export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  let answer: Response
  try {
    answer = await fetch(addressed(path), {
      ...init,
      headers: { ...bearer(), ...(init.headers as Record<string, string> | undefined) },
    })
  } catch (fault) {
    if ((fault as Error).name === "AbortError") throw fault
    throw new ApiError(0, null)
  }
  if (answer.ok) return answer
  if (answer.status === 401) refused.value = true
  throw new ApiError(answer.status, await answer.json().catch(() => null))
}

async function json<T>(path: string, init?: RequestInit): Promise<T> {
  const answer = await ask(path, init)
  if (answer.status === 204) return undefined as T
  try {
    return (await answer.json()) as T
  } catch {
    throw new ApiError(0, null) // the desk ended in the middle of its answer
  }
}

function withBody(method: "POST" | "PATCH", body: unknown): RequestInit {
  return { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }
}

export const api = {
  get: <T>(path: string, signal?: AbortSignal) => json<T>(path, signal ? { signal } : {}),
  post: <T>(path: string, body: unknown) => json<T>(path, withBody("POST", body)),
  /** Post what must arrive also when the page goes away now. */
  postLast: (path: string, body: unknown) => json<void>(path, { ...withBody("POST", body), keepalive: true }),
  patch: <T>(path: string, body: unknown) =>
    json<T>(path, { ...withBody("PATCH", body), signal: AbortSignal.timeout(PATIENCE) }),
  upload: <T>(path: string, file: Blob) =>
    json<T>(path, { method: "POST", headers: { "Content-Type": file.type }, body: file }),
  blob: async (path: string, signal?: AbortSignal) => (await ask(path, signal ? { signal } : {})).blob(),
}
