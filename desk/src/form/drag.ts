// Moving an item by its grip: a line shows where it will stand, Esc leaves it where it was. Alt+↑↓ does the same by keys.

import type { Path } from "../api/types"
import { atOf, get, idsOf } from "../store/tree"
import type { Form } from "./context"
import { moveItem } from "./items"

const FROM = 4 // pixels that the pointer moves before it is a drag
const EDGE = 40 // pixels at the ends of the form where it scrolls
const STEP = 14

interface Span {
  top: number
  bottom: number
}

/** Before which item a point stands, of items one below the other. */
export function gapAt(items: readonly Span[], y: number): number {
  const index = items.findIndex((one) => y < (one.top + one.bottom) / 2)
  return index < 0 ? items.length : index
}

/** The index that an item gets which is put into a gap; its own gaps leave it where it is. */
export const indexInGap = (from: number, gap: number): number => (gap > from ? gap - 1 : gap)

/** Follow the pointer from a grip that was pressed; `path` is the list, `index` the item. */
export function beginDrag(event: PointerEvent, form: Form, path: Path, index: number): void {
  if (event.button !== 0 || form.isFixed.peek()) return
  const grip = event.currentTarget as HTMLElement
  const dragged = grip.closest<HTMLElement>("[data-move]")
  const scroller = grip.closest<HTMLElement>("#fields")
  const list = get(form.doc.local.peek(), path)
  if (!dragged || !scroller || !Array.isArray(list) || list.length < 2) return
  const id = idsOf(list)[index]
  const items = () => [...scroller.querySelectorAll<HTMLElement>("[data-move]")].filter((one) => one.dataset.move === atOf(path))
  const mark = document.createElement("div")
  mark.className = "drop-mark"
  let isMoving = false
  let gap = index
  let y = event.clientY
  let frame = 0
  const start = event.clientY

  const show = () => {
    const all = items().map((one) => one.getBoundingClientRect())
    gap = gapAt(all, y)
    const [above, below] = [all[gap - 1], all[gap]]
    const place = above && below ? (above.bottom + below.top) / 2 : above ? above.bottom + 3 : (below?.top ?? 0) - 3
    const box = scroller.getBoundingClientRect()
    const own = dragged.getBoundingClientRect()
    mark.style.top = `${place - box.top + scroller.scrollTop}px`
    mark.style.left = `${own.left - box.left}px`
    mark.style.width = `${own.width}px`
    mark.hidden = indexInGap(index, gap) === index
  }
  const scroll = () => {
    const box = scroller.getBoundingClientRect()
    const by = y < box.top + EDGE ? -STEP : y > box.bottom - EDGE ? STEP : 0
    if (by) {
      scroller.scrollBy({ top: by, behavior: "instant" })
      show()
    }
    frame = requestAnimationFrame(scroll)
  }
  const move = (moved: PointerEvent) => {
    y = moved.clientY
    if (!isMoving && Math.abs(y - start) < FROM) return
    if (!isMoving) {
      isMoving = true
      dragged.classList.add("dragged")
      document.documentElement.classList.add("dragging")
      scroller.append(mark)
      frame = requestAnimationFrame(scroll)
    }
    show()
  }
  const end = () => {
    cancelAnimationFrame(frame)
    mark.remove()
    dragged.classList.remove("dragged")
    document.documentElement.classList.remove("dragging")
    grip.removeEventListener("pointermove", move)
    grip.removeEventListener("pointerup", drop)
    grip.removeEventListener("pointercancel", end)
    grip.removeEventListener("lostpointercapture", end)
    removeEventListener("keydown", press, true)
  }
  const drop = () => {
    end()
    if (!isMoving) return
    // somebody else may have moved or removed items meanwhile
    const now = get(form.doc.local.peek(), path)
    const from = Array.isArray(now) ? idsOf(now).indexOf(id ?? -1) : -1
    if (from < 0 || !Array.isArray(now) || now.length !== list.length) return
    const to = indexInGap(from, gap)
    if (to === from) return
    moveItem(form, path, from, to)
    form.doc.told.value = "state.moved"
  }
  const press = (pressed: KeyboardEvent) => {
    if (pressed.key !== "Escape") return
    pressed.preventDefault()
    pressed.stopPropagation()
    end()
  }
  grip.setPointerCapture(event.pointerId)
  grip.addEventListener("pointermove", move)
  grip.addEventListener("pointerup", drop)
  grip.addEventListener("pointercancel", end)
  grip.addEventListener("lostpointercapture", end)
  addEventListener("keydown", press, true)
}
