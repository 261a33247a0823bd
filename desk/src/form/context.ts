// What all fields of a form share.

import { type ReadonlySignal, type Signal, signal } from "@preact/signals"
import { type FunctionComponent, createContext } from "preact"
import { useContext } from "preact/hooks"
import type { Json } from "../api/types"
import type { PagesStore } from "../pages/store"
import type { DeskDocument } from "../store/document"
import type { Places } from "./places"
import type { ValueProps } from "./props"
import { SchemaBook } from "./schema"

export interface Form {
  doc: DeskDocument
  book: SchemaBook
  places: Places
  pages: PagesStore | null
  /** The data of the series and of the sources that all share. */
  series: Signal<Json>
  shared: Signal<Json>
  isFixed: ReadonlySignal<boolean>
  /** The field of any value, for the values within lists and mappings. */
  Value: FunctionComponent<ValueProps>
}

export const FormContext = createContext<Form | null>(null)

export function useForm(): Form {
  const form = useContext(FormContext)
  if (!form) throw new Error("a field stands outside of a form")
  return form
}

export const nothing = signal<Json>(null)
