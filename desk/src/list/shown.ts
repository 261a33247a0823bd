// What the list shows: the partners after the filters, in their order, and which of them are chosen.

import { computed, signal } from "@preact/signals"
import type { Partner } from "../api/types"
import { approvals, desk, partners, surveyRound } from "../store/desk"
import { haystack, matches } from "./find"
import { yearsSince } from "./dates"

export const OLD = 5 // years after which the contents of a partner count as old

/** What is to be done, as a filter. */
export type Work = "mend" | "unanswered" | "old" | "stale" | "word" | "unreturned" | "unapproved"
export type Order = "reading" | "as_of" | "problems" | "unanswered" | "word" | "approval" | "updated"

export const typed = signal("")
export const work = signal<Work | null>(null)
export const region = signal<string | null>(null)
export const kind = signal<string | null>(null)
export const order = signal<{ by: Order; down: boolean }>({ by: "reading", down: false })
export const picked = signal<ReadonlySet<string>>(new Set())
/** The row that the keys are on; its facts stand at the right. */
export const current = signal("")
/** How often the rows were worked out, for tests. */
export const computations = { count: 0 }

const hays = computed(() => new Map(partners.value.map((one) => [one.id, haystack(one)])))

export const problemsOf = (one: Partner): number =>
  one.broken ? 1000 : (one.errors ?? 0) * 100 + (one.warnings ?? 0)

const does: Record<Work, (one: Partner) => boolean> = {
  mend: (one) => problemsOf(one) > 0,
  unanswered: (one) => (one.unanswered ?? 0) > 0,
  old: (one) => (yearsSince(one.as_of) ?? 0) >= OLD,
  stale: (one) => !!one.stale?.length,
  word: (one) => one.word.made !== null,
  unreturned: (one) => one.round?.state === "waiting",
  unapproved: (one) => !isApproved(one),
}

export const isApproved = (one: Partner): boolean => one.approval?.state === "approved"

/** A filter that cannot find anything here is not offered. */
const offers: Partial<Record<Work, () => boolean>> = {
  stale: () => partners.value.some(does.stale),
  unreturned: () => surveyRound.value !== null,
  unapproved: () => approvals.value,
}

const found = computed(() => partners.value.filter((one) => matches(hays.value.get(one.id)!, typed.value)))

function isKept(one: Partner, without?: "work" | "region" | "kind"): boolean {
  return (
    (without === "work" || work.value === null || does[work.value](one)) &&
    (without === "region" || region.value === null || one.region === region.value) &&
    (without === "kind" || kind.value === null || one.kind === kind.value)
  )
}

export interface Choice<T extends string> {
  key: T
  label: string
  count: number
}

const labelled = (labels: Record<string, string> | undefined, key: string): string => labels?.[key] ?? key
export const regionName = (key: string): string => labelled(desk.value?.series?.regions, key)
export const kindName = (key: string): string => labelled(desk.value?.series?.kinds, key)

/** How many partners each choice would show, with the other filters as they are. */
export const workCounts = computed(() => {
  const rest = found.value.filter((one) => isKept(one, "work"))
  const all: Work[] = ["mend", "unanswered", "old", "stale", "word", "unreturned", "unapproved"]
  const keys = all.filter((key) => key === work.value || (offers[key]?.() ?? true))
  return { all: rest.length, each: keys.map((key) => ({ key, count: rest.filter(does[key]).length })) }
})
export const regionCounts = computed(() => counts("region", desk.value?.series?.regions ?? {}))
export const kindCounts = computed(() => counts("kind", desk.value?.series?.kinds ?? {}))

function counts(by: "region" | "kind", labels: Record<string, string>): Choice<string>[] {
  const rest = found.value.filter((one) => isKept(one, by))
  const used = new Set(partners.value.map((one) => one[by]).filter(Boolean))
  const keys = [...Object.keys(labels).filter((key) => used.has(key)), ...[...used].filter((key) => !(key in labels))]
  return keys.map((key) => ({
    key,
    label: labelled(labels, key),
    count: rest.filter((one) => one[by] === key).length,
  }))
}

const values: Record<Exclude<Order, "reading">, (one: Partner) => string | number> = {
  as_of: (one) => one.as_of || "9999",
  problems: problemsOf,
  unanswered: (one) => one.unanswered ?? 0,
  word: (one) => one.word.made ?? "",
  approval: (one) => ["approved", "draft", "changed", "unreadable"].indexOf(one.approval?.state ?? "draft"),
  updated: (one) => one.updated,
}

export interface Group {
  region: string
  rows: Partner[]
}

/** The rows in groups: by region in the order of readings, or one group in another order. */
export const groups = computed<Group[]>(() => {
  computations.count += 1
  const rows = found.value.filter((one) => isKept(one))
  const { by, down } = order.value
  if (by !== "reading") {
    const value = values[by]
    const sign = down ? -1 : 1
    const sorted = [...rows].sort((a, b) => (value(a) < value(b) ? -sign : value(a) > value(b) ? sign : 0))
    return rows.length ? [{ region: "", rows: sorted }] : []
  }
  const made = new Map<string, Partner[]>()
  for (const one of rows) made.set(one.region, [...(made.get(one.region) ?? []), one])
  return [...made].map(([key, listed]) => ({ region: key, rows: listed }))
})

export const rows = computed(() => groups.value.flatMap((group) => group.rows))
export const currentPartner = computed(
  () => rows.value.find((one) => one.id === current.value) ?? rows.value[0] ?? null,
)
export const pickedPartners = computed(() => partners.value.filter((one) => picked.value.has(one.id)))

export function pick(id: string, on: boolean): void {
  const next = new Set(picked.value)
  if (on) next.add(id)
  else next.delete(id)
  picked.value = next
}

export function pickShown(on: boolean): void {
  const next = new Set(picked.value)
  for (const one of rows.value) {
    if (on && !one.broken) next.add(one.id)
    else next.delete(one.id)
  }
  picked.value = next
}

export function showAll(): void {
  typed.value = ""
  work.value = null
  region.value = null
  kind.value = null
}

export function sortBy(by: Order): void {
  const now = order.value
  const down = now.by === by ? !now.down : by !== "as_of"
  order.value = { by, down: by !== "reading" && down }
}
