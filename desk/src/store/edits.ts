// Edits: how they change a tree, how they are taken back, and how they are counted when others stand above them.

import type { Edit, Json, Key, Path } from "../api/types"
import { spliced } from "./lists"
import { equal, get, insert, intern, isMapping, move, put, remove, samePath, startsWith, sub } from "./tree"

export type Put = Extract<Edit, { use: Json; was: Json }>
export type Insert = Extract<Edit, { insert: number }>
export type Remove = Extract<Edit, { remove: true }>
/** Here ``to`` is the index that the item then has. */
export type Move = Extract<Edit, { move: readonly [number, number] }>

export const isPut = (edit: Edit): edit is Put => "use" in edit && !("insert" in edit)
export const isInsert = (edit: Edit): edit is Insert => "insert" in edit
export const isRemove = (edit: Edit): edit is Remove => "remove" in edit
export const isMove = (edit: Edit): edit is Move => "move" in edit
export const isNote = (edit: Edit): edit is Extract<Edit, { note: string }> => "note" in edit

export function apply(data: Json, edit: Edit): Json {
  if (isInsert(edit)) return insert(data, edit.at, edit.insert, edit.use)
  if (isRemove(edit)) return remove(data, edit.at)
  if (isMove(edit)) return move(data, edit.at, edit.move[0], edit.move[1])
  return isPut(edit) ? put(data, edit.at, edit.use) : data
}

/** The edit that takes an edit back; ``data`` is the tree before it. Notes are taken back by their former text. */
export function invert(data: Json, edit: Edit, formerNote = ""): Edit {
  const parent = edit.at.slice(0, -1)
  const key = edit.at[edit.at.length - 1]
  if (isInsert(edit)) return { at: sub(edit.at, edit.insert), remove: true, was: edit.use }
  if (isMove(edit)) return { at: edit.at, move: [edit.move[1], edit.move[0]] }
  if (isNote(edit)) return { at: edit.at, note: formerNote }
  const before = get(data, edit.at)
  if (isRemove(edit)) {
    return typeof key === "number"
      ? { at: intern(parent), insert: key, use: before ?? null }
      : { at: edit.at, was: null, use: before ?? null }
  }
  return before === undefined
    ? { at: edit.at, remove: true, was: edit.use }
    : { at: edit.at, was: edit.use, use: before }
}

/** Whether an edit fits the tree: what it says was there is there. */
export function fits(data: Json, edit: Edit): boolean {
  if (isNote(edit)) return true
  const here = get(data, edit.at)
  if (isInsert(edit)) return Array.isArray(here) && edit.insert <= here.length
  if (isMove(edit)) return Array.isArray(here) && Math.max(...edit.move) < here.length
  return equal(here ?? null, edit.was ?? null)
}

/** A path after an edit was done elsewhere in the tree; null if its value was taken out. */
export function shift(path: Path, edit: Edit): Path | null {
  if (isRemove(edit)) {
    if (startsWith(path, edit.at)) return null
    const key = edit.at[edit.at.length - 1]
    const list = edit.at.slice(0, -1)
    const index = path[list.length]
    if (typeof key !== "number" || !startsWith(path, list) || typeof index !== "number" || index < key) return path
    return withIndex(path, list.length, index - 1)
  }
  const index = path[edit.at.length]
  if (!startsWith(path, edit.at) || typeof index !== "number") return path
  if (isInsert(edit)) return index >= edit.insert ? withIndex(path, edit.at.length, index + 1) : path
  return isMove(edit) ? withIndex(path, edit.at.length, moved(index, edit.move)) : path
}

/** The index of an item after another item of its list (or itself) was moved. */
export function moved(index: number, [from, to]: readonly [number, number]): number {
  if (index === from) return to
  const without = index > from ? index - 1 : index
  return without >= to ? without + 1 : without
}

function withIndex(path: Path, level: number, index: number): Path {
  return intern(path.map((key, at) => (at === level ? index : key)) as Key[])
}

/** What an edit means where a kept-back edit (a draft) is laid over the tree that is sent. */
export type Under =
  | { edit: Edit; draft: Put | Insert | null } // the edit without the draft; the draft as it then stands
  | { draft: Put | Insert | null } // the edit went into the draft, or took it out

export function under(edit: Edit, draft: Put | Insert): Under {
  if (!isInsert(draft)) return underPut(edit, draft)
  const list = draft.at
  if (samePath(edit.at, list)) {
    if (isInsert(edit)) {
      const isBehind = edit.insert > draft.insert
      return {
        edit: isBehind ? { ...edit, insert: edit.insert - 1 } : edit,
        draft: isBehind ? draft : { ...draft, insert: draft.insert + 1 },
      }
    }
    if (isMove(edit)) {
      const [from, to] = edit.move
      const now = moved(draft.insert, edit.move)
      if (from === draft.insert) return { draft: { ...draft, insert: to } }
      const move = [from - Number(from > draft.insert), to - Number(to > now)] as const
      return { edit: { ...edit, move }, draft: { ...draft, insert: now } }
    }
    if (isPut(edit) || isRemove(edit)) return { edit, draft: null }
  }
  const index = edit.at[list.length]
  if (startsWith(edit.at, list) && typeof index === "number") {
    if (index === draft.insert) {
      const inside = { ...edit, at: edit.at.slice(list.length + 1) } as Edit
      if (isRemove(inside) && !inside.at.length) return { draft: null }
      return { draft: { ...draft, use: apply(draft.use, inside) } }
    }
    const at = index > draft.insert ? withIndex(edit.at, list.length, index - 1) : edit.at
    const isBefore = isRemove(edit) && edit.at.length === list.length + 1 && index < draft.insert
    return { edit: { ...edit, at } as Edit, draft: isBefore ? { ...draft, insert: draft.insert - 1 } : draft }
  }
  if ((isPut(edit) || isRemove(edit)) && startsWith(list, edit.at)) return { edit, draft: null }
  const there = shift(list, edit)
  return { edit, draft: there && { ...draft, at: there } }
}

function underPut(edit: Edit, draft: Put): Under {
  if (isNote(edit)) return { edit, draft }
  if (startsWith(edit.at, draft.at)) {
    if (samePath(edit.at, draft.at) && (isPut(edit) || isRemove(edit)))
      return { edit: { ...edit, was: draft.was }, draft: null }
    const inside = { ...edit, at: edit.at.slice(draft.at.length) } as Edit
    return { draft: { ...draft, use: apply(draft.use, inside) } }
  }
  if ((isPut(edit) || isRemove(edit)) && startsWith(draft.at, edit.at)) return { edit, draft: null }
  const there = shift(draft.at, edit)
  return { edit, draft: there && { ...draft, at: there } }
}

/**
 * Add an edit to those that wait. An edit of a value that waits already goes into it, so that typing is one edit;
 * only edits behind ``sent`` may still change.
 */
export function queued(waiting: readonly Edit[], edit: Edit, sent = 0): Edit[] {
  for (let index = waiting.length - 1; index >= sent; index--) {
    const other = waiting[index] as Edit
    const joined = join(other, edit)
    // Edits that follow count the index of an item, so one that goes stays in its place among them.
    if (joined && isRemove(edit) && typeof edit.at.at(-1) === "number" && index < waiting.length - 1) break
    if (joined === "gone") return spliced(waiting, index, 1)
    if (joined) return spliced(waiting, index, 1, joined)
    if (!isPut(other) && !isNote(other) && !(isRemove(other) && typeof other.at.at(-1) === "string")) break
    if (startsWith(other.at, edit.at) || startsWith(edit.at, other.at)) break
  }
  return [...waiting, edit]
}

function join(first: Edit, second: Edit): Edit | "gone" | null {
  if (isNote(first) || isNote(second))
    return isNote(first) && isNote(second) && samePath(first.at, second.at) ? second : null
  if (isPut(first)) {
    if (samePath(first.at, second.at) && isPut(second))
      return equal(first.was, second.use) ? "gone" : { ...first, use: second.use }
    if (samePath(first.at, second.at) && isRemove(second))
      return first.was === null ? "gone" : { at: first.at, remove: true, was: first.was }
    if (!startsWith(second.at, first.at)) return null
    return { ...first, use: apply(first.use, inner(second, first.at.length)) }
  }
  if (isRemove(first) && typeof first.at[first.at.length - 1] === "string") {
    if (!samePath(first.at, second.at) || !isPut(second)) return null
    return equal(first.was, second.use) ? "gone" : { at: first.at, was: first.was, use: second.use }
  }
  if (isInsert(first)) {
    const start = sub(first.at, first.insert)
    if (!startsWith(second.at, start)) return null
    if (isRemove(second) && samePath(second.at, start)) return "gone"
    return { ...first, use: apply(first.use, inner(second, start.length)) }
  }
  return null
}

const inner = (edit: Edit, depth: number): Edit => ({ ...edit, at: edit.at.slice(depth) }) as Edit

/** The edit that gives a value to a key, or takes the key out where the value is empty and the key may be absent. */
export function give(data: Json, path: Path, value: Json, mayBeAbsent: boolean): Edit | null {
  const before = get(data, path)
  const isEmpty =
    value === null || value === "" || (Array.isArray(value) && !value.length) || (isMapping(value) && !Object.keys(value).length)
  if (isEmpty && mayBeAbsent) return before === undefined ? null : { at: path, remove: true, was: before }
  if (equal(before, value)) return null
  return { at: path, was: before ?? null, use: value }
}

/** Whether an edit begins something that is not filled in yet: it need not be sent to hear that it is empty. */
export function isUnfilled(edit: Edit): edit is Put | Insert {
  if (isInsert(edit)) return hasEmpty(edit.use)
  return isPut(edit) && edit.was === null && typeof edit.use === "object" && hasEmpty(edit.use)
}

function hasEmpty(value: Json): boolean {
  if (value === "") return true
  return typeof value === "object" && value !== null && Object.values(value).some(hasEmpty)
}

/** An edit as the desk takes it: it names the item before which the moved one shall stand. */
export function asSent(edit: Edit): Edit {
  if (!isMove(edit)) return edit
  const [from, to] = edit.move
  return { at: edit.at, move: [from, to > from ? to + 1 : to] }
}
