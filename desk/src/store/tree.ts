// Values of a file as trees that are never changed in place: what stays the same keeps its identity, so that
// only the fields whose value changed are drawn again. Items of lists carry ids, so that a moved item keeps its field.

import type { Json, Key, Path } from "../api/types"
import { spliced } from "./lists"

export type Mapping = { [key: string]: Json }

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value)

// --- paths ---

const below = new WeakMap<Path, Map<Key, Path>>()
const texts = new WeakMap<Path, string>()

export const ROOT: Path = []

/** The path of a key below a path: always the same array, so that it may be compared by identity. */
export function sub(path: Path, key: Key): Path {
  let known = below.get(path)
  if (!known) below.set(path, (known = new Map()))
  let found = known.get(key)
  if (!found) known.set(key, (found = [...path, key]))
  return found
}

export function intern(path: Path): Path {
  return path.reduce<Path>((so_far, key) => sub(so_far, key), ROOT)
}

/** The address of a path: its keys joined by dots. */
export function atOf(path: Path): string {
  let text = texts.get(path)
  if (text === undefined) texts.set(path, (text = path.join(".")))
  return text
}

export const samePath = (one: Path, two: Path): boolean =>
  one.length === two.length && one.every((key, index) => key === two[index])

export const startsWith = (path: Path, start: Path): boolean =>
  path.length >= start.length && start.every((key, index) => key === path[index])

/** The path of an address in a value: numbers where the value has lists. */
export function pathOf(at: string, data: Json): Path {
  let path: Path = ROOT
  let here: Json | undefined = data
  let rest = at
  while (rest !== "") {
    const key = Array.isArray(here) ? /^\d+/.exec(rest)?.[0] : keyAt(rest, here)
    if (key === undefined) return path
    path = sub(path, Array.isArray(here) ? Number(key) : key)
    here = get(here as Json, [path[path.length - 1] as Key])
    rest = rest.slice(key.length + 1)
  }
  return path
}

/** The key at the start of an address; keys may hold dots themselves. */
function keyAt(rest: string, here: Json | undefined): string | undefined {
  if (isMapping(here)) {
    const known = Object.keys(here).filter((key) => rest === key || rest.startsWith(`${key}.`))
    if (known.length) return known.reduce((one, two) => (two.length > one.length ? two : one))
  }
  return rest.split(".")[0]
}

// --- reading ---

export function get(data: Json, path: Path): Json | undefined {
  let here: Json | undefined = data
  for (const key of path) {
    if (Array.isArray(here) && typeof key === "number") here = here[key]
    else if (isMapping(here)) here = Object.hasOwn(here, key) ? here[key] : undefined
    else return undefined
  }
  return here
}

export function equal(one: Json | undefined, two: Json | undefined): boolean {
  if (one === two) return true
  if (Array.isArray(one) && Array.isArray(two))
    return one.length === two.length && one.every((item, index) => equal(item, two[index]))
  if (isMapping(one) && isMapping(two)) {
    const keys = Object.keys(one)
    return (
      keys.length === Object.keys(two).length &&
      keys.every((key) => Object.hasOwn(two, key) && equal(one[key], two[key]))
    )
  }
  return false
}

// --- ids of items ---

const ids = new WeakMap<Json[], number[]>()
let lastId = 0

export function idsOf(list: Json[]): readonly number[] {
  let known = ids.get(list)
  if (known?.length !== list.length) ids.set(list, (known = list.map(() => ++lastId)))
  return known
}

function withIds(list: Json[], known: number[]): Json[] {
  ids.set(list, known)
  return list
}

// --- changing ---

/** Return the tree with a value put at a path; keys that are missing on the way are made. */
export function put(data: Json, path: Path, value: Json): Json {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (Array.isArray(data) && typeof key === "number") {
    const list = [...data]
    list[key] = put(data[key] ?? null, rest, value)
    return withIds(list, [...idsOf(data)].concat(key >= data.length ? [++lastId] : []))
  }
  const mapping = isMapping(data) ? data : {}
  return { ...mapping, [key]: put(mapping[key] ?? null, rest, value) }
}

export function insert(data: Json, path: Path, index: number, value: Json): Json {
  const list = get(data, path)
  if (!Array.isArray(list)) return put(data, path, [value])
  const known = idsOf(list)
  return put(data, path, withIds(spliced(list, index, 0, value), spliced(known, index, 0, ++lastId)))
}

export function remove(data: Json, path: Path): Json {
  const parent = path.slice(0, -1)
  const key = path[path.length - 1] as Key
  const holder = get(data, parent)
  if (Array.isArray(holder) && typeof key === "number") {
    const known = spliced(idsOf(holder), key, 1)
    return put(data, parent, withIds(spliced(holder, key, 1), known))
  }
  if (!isMapping(holder) || !Object.hasOwn(holder, key)) return data
  const { [key]: _gone, ...rest } = holder
  return put(data, parent, rest)
}

export function move(data: Json, path: Path, from: number, to: number): Json {
  const list = get(data, path)
  if (!Array.isArray(list) || from >= list.length) return data
  const take = <T>(items: readonly T[]): T[] => {
    const rest = [...items]
    rest.splice(to, 0, ...rest.splice(from, 1))
    return rest
  }
  return put(data, path, withIds(take(list), take(idsOf(list))))
}

// --- two versions of a tree ---

/** Pairs of indexes of items that belong together in two versions of a list. */
export function pairs(before: Json[], after: Json[]): Map<number, number> {
  const found = new Map<number, number>()
  let start = 0
  while (start < before.length && start < after.length && equal(before[start], after[start])) {
    found.set(start, start)
    start += 1
  }
  let end = 0
  while (
    end < before.length - start &&
    end < after.length - start &&
    equal(before[before.length - 1 - end], after[after.length - 1 - end])
  ) {
    found.set(before.length - 1 - end, after.length - 1 - end)
    end += 1
  }
  const left = range(start, before.length - end)
  const free = new Set(range(start, after.length - end))
  for (const index of left) {
    const same = [...free].find((other) => equal(before[index], after[other]))
    if (same === undefined) continue
    found.set(index, same)
    free.delete(same)
  }
  // What is left was changed in place, if as many items are left on both sides.
  const changed = left.filter((index) => !found.has(index))
  if (changed.length === free.size) [...free].forEach((other, index) => found.set(changed[index] as number, other))
  return found
}

const range = (start: number, end: number): number[] =>
  Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index)

/** Where the value of a path stands in another version of the tree; null if it is gone. */
export function mapPath(before: Json, after: Json, path: Path): Path | null {
  const [key, ...rest] = path
  if (key === undefined) return ROOT
  if (Array.isArray(before) && Array.isArray(after) && typeof key === "number") {
    if (key >= before.length) return [after.length + key - before.length, ...rest]
    const other = pairs(before, after).get(key)
    if (other === undefined) return null
    const deeper = mapPath(before[key] as Json, after[other] as Json, rest)
    return deeper && intern([other, ...deeper])
  }
  if (isMapping(before) && isMapping(after)) {
    if (!(key in after)) return key in before ? null : path
    const deeper = mapPath(before[key] ?? null, after[key] as Json, rest)
    return deeper && intern([key, ...deeper])
  }
  return path
}

/** Return the new tree with the identity (and the ids) of all that did not change. */
export function reconcile(before: Json | undefined, after: Json): Json {
  if (equal(before, after)) {
    return before as Json
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const known = idsOf(before)
    const partners = new Map([...pairs(before, after)].map(([one, two]) => [two, one]))
    const list = after.map((item, index) => {
      const partner = partners.get(index)
      return partner === undefined ? item : reconcile(before[partner], item)
    })
    return withIds(
      list,
      list.map((_, index) => {
        const partner = partners.get(index)
        return (partner === undefined ? undefined : known[partner]) ?? ++lastId
      }),
    )
  }
  if (isMapping(before) && isMapping(after))
    return Object.fromEntries(Object.entries(after).map(([key, value]) => [key, reconcile(before[key], value)]))
  return after
}

/** The paths of the values that are not the same in two trees; a list that grew or shrank counts as one. */
export function differences(before: Json | undefined, after: Json | undefined, path: Path = ROOT): Path[] {
  if (equal(before, after)) return []
  if (isMapping(before) && isMapping(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)])
    return [...keys].flatMap((key) => differences(before[key], after[key], sub(path, key)))
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return after.flatMap((item, index) => differences(before[index], item, sub(path, index)))
  return [path]
}
