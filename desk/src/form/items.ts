// Items of a list: put in, taken out, moved; the commands of their menus and keys.

import type { Json, Path } from "../api/types"
import type { MenuItem } from "../parts/popover"
import { atOf, get, sub } from "../store/tree"
import { t } from "../store/words"
import type { Form } from "./context"

export function addItem(form: Form, path: Path, index: number, use: Json, inside = ""): void {
  const list = get(form.doc.local.peek(), path)
  form.doc.edit(Array.isArray(list) ? { at: path, insert: index, use } : { at: path, was: null, use: [use] })
  form.places.goSoon(`${atOf(path)}.${Array.isArray(list) ? index : 0}${inside ? `.${inside}` : ""}`)
}

export function removeItem(form: Form, path: Path, index: number, onLast?: () => void): void {
  const list = get(form.doc.local.peek(), path)
  if (!Array.isArray(list)) return
  if (list.length === 1 && onLast) onLast()
  else {
    form.doc.edit({ at: sub(path, index), remove: true, was: list[index] ?? null })
    if (list.length > 1) form.places.goSoon(`${atOf(path)}.${Math.max(0, index - 1)}`)
  }
  form.doc.told.value = "state.removed"
}

export function moveItem(form: Form, path: Path, from: number, to: number): void {
  const list = get(form.doc.local.peek(), path)
  if (!Array.isArray(list) || to < 0 || to >= list.length) return
  const here = `${atOf(path)}.${from}`
  const focus = form.places.focus.peek()
  const rest = focus === here || focus.startsWith(`${here}.`) ? focus.slice(here.length) : ""
  const offset = form.places.cursor.peek()
  form.doc.edit({ at: path, move: [from, to] })
  requestAnimationFrame(() => form.places.go(`${atOf(path)}.${to}${rest}`, offset))
}

/** The commands of an item: up, down, out. */
export function itemMenu(form: Form, path: Path, index: number, length: number, onLast?: () => void): MenuItem[] {
  if (form.isFixed.value) return []
  const step = (key: string, sign: string, by: number): MenuItem => ({
    key,
    label: t(`form.${key}`),
    sign,
    keys: ["Alt", by < 0 ? "↑" : "↓"],
    choose: () => moveItem(form, path, index, index + by),
  })
  return [
    ...(index > 0 ? [step("move_up", "up", -1)] : []),
    ...(index < length - 1 ? [step("move_down", "down", 1)] : []),
    { key: "remove", label: t("form.remove"), sign: "trash", choose: () => removeItem(form, path, index, onLast) },
  ]
}

/** Alt with an arrow anywhere in an item moves it; the inner list comes first. */
export function onMoveKey(form: Form, path: Path, index: number) {
  return (event: KeyboardEvent): void => {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0
    if (!step || !event.altKey || event.ctrlKey || event.isComposing || form.isFixed.peek()) return
    const list = get(form.doc.local.peek(), path)
    if (!Array.isArray(list) || list.length < 2) return
    event.preventDefault()
    event.stopPropagation()
    moveItem(form, path, index, index + step)
  }
}

export function removeKey(form: Form, path: Path): void {
  const was = get(form.doc.local.peek(), path)
  if (was !== undefined) form.doc.edit({ at: path, remove: true, was })
}
