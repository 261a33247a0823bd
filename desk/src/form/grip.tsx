// The grip of a block or an item: it is dragged; with Alt and an arrow the keyboard does the same.

import type { JSX } from "preact"
import type { Path } from "../api/types"
import { Icon } from "../parts/icon"
import { atOf, sub } from "../store/tree"
import { t } from "../store/words"
import { useForm } from "./context"
import { beginDrag } from "./drag"

export interface GripProps {
  path: Path
  index: number
  name: string
}

/** The grip of a block stands in its head and takes the focus. */
export function BlockGrip({ path, index, name }: GripProps): JSX.Element {
  const form = useForm()
  return (
    <button
      type="button"
      class="grip"
      aria-label={t("form.grip", { name })}
      title={t("form.grip_note")}
      aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
      disabled={form.isFixed.value}
      onPointerDown={(event) => beginDrag(event, form, path, index)}
      onFocus={() => {
        form.places.focus.value = atOf(sub(path, index))
      }}
    >
      <Icon name="grip" />
    </button>
  )
}

/** The grip of an item is for the pointer only: the item's own field has the keys. */
export function ItemGrip({ path, index, name }: GripProps): JSX.Element | null {
  const form = useForm()
  if (form.isFixed.value) return null
  return (
    <span
      class="grip of-item"
      aria-hidden="true"
      title={t("form.grip_title", { what: t("form.grip", { name }), how: t("form.grip_note") })}
      onPointerDown={(event) => {
        event.preventDefault() // the focus and the selection stay
        beginDrag(event, form, path, index)
      }}
    >
      <Icon name="grip" />
    </span>
  )
}
