// What the fields of values are given.

import type { JSX } from "preact"
import type { Json, Path } from "../api/types"
import type { MenuItem } from "../parts/popover"
import type { Schema } from "./schema"

export interface LeafProps {
  path: Path
  schema: Schema
  value: Json | undefined
  /** What the value is called. */
  name: string
  look: "box" | "bare"
  /** True where a label element stands beside it. */
  isLabelled?: boolean
  mayBeAbsent: boolean
  menu?: MenuItem[] | undefined
  label?: JSX.Element | undefined
  onEnter?: (() => void) | undefined
  onErase?: (() => void) | undefined
}

export interface ValueProps extends LeafProps {
  /** Takes out the value whole: a list that would be empty calls it. */
  onRemove?: (() => void) | undefined
}

/** Whether a value is one field, that may stand beside its label. */
export const isLeafKind = (kind: string): boolean => ["text", "choice", "truth", "unknown"].includes(kind)
