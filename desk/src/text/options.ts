// What a text field is given by the form, and what it tells.
import type { Words } from "./popover"

export type Kind = "markup" | "without_calls" | "plain"

/** The name of a note or source for its chip; `isMissing` if there is none with this id. */
export interface ChipName {
  label: string
  title?: string
  isMissing?: boolean
}

export interface TextFieldOptions {
  value: string
  kind: Kind
  /** Enter makes a paragraph (in plain texts a line). Without it Enter makes nothing by itself. */
  multiline: boolean
  words: Words
  id?: string | undefined
  label?: string | undefined
  labelledBy?: string | undefined
  describedBy?: string | undefined
  invalid?: boolean | undefined
  readOnly?: boolean | undefined
  required?: boolean | undefined
  /** Parts of the value that a problem is about. */
  marked?: { from: number; to: number }[] | undefined
  /** How many lines it takes on the page; 0 if that is not known. */
  lines?: number | undefined
  /** No buttons above the text. */
  withoutTools?: boolean | undefined
  nameOf?: ((kind: "note" | "source", id: string) => ChipName | undefined) | undefined
  /** The text was changed here. Never called inside a composition. */
  onChange: (value: string) => void
  /** Enter in an item: make the next one. */
  onEnter?: (() => void) | undefined
  /** Alt+↑, Alt+↓ in an item. */
  onMove?: ((step: -1 | 1) => void) | undefined
  /** Backspace in an empty item. */
  onErase?: (() => void) | undefined
  /** The offset of the cursor in the value. */
  onCursor?: ((offset: number) => void) | undefined
  onCompose?: ((isComposing: boolean) => void) | undefined
  /** A note or the sources of a citation are to be shown; `anchor` is the chip. */
  onOpenNote?: ((id: string, anchor: HTMLElement) => void) | undefined
  onOpenSource?: ((ids: string[], anchor: HTMLElement) => void) | undefined
  /** A note or a source is to be chosen or made; `insert` puts its call at the cursor. */
  onChooseNote?: ((insert: (id: string) => void) => void) | undefined
  onChooseSource?: ((insert: (id: string, rest?: string) => void) => void) | undefined
}

export interface TextFieldApi {
  readonly value: string
  readonly isComposing: boolean
  readonly element: HTMLElement
  /** An edit from elsewhere, made on `base` (what the field had, if not given). Own edits and the cursor stay. */
  setOutside(value: string, base?: string): void
  /** Put the cursor at an offset of the value; without one, where it was. */
  focusAt(offset?: number): void
  /** Put markup at the cursor, such as a citation. */
  insert(markup: string): void
  update(options: Partial<TextFieldOptions>): void
  destroy(): void
}

/** The attributes of the box that takes the text: its role, its name and its states. */
export function attributesOf(options: TextFieldOptions, breaks: boolean, isSyntax: boolean): Record<string, string> {
  return {
    class: isSyntax ? "tx t-text t-syntax" : "tx t-text",
    role: "textbox",
    "aria-multiline": String(breaks),
    spellcheck: "false",
    ...(options.id && { id: options.id }),
    ...(options.label && { "aria-label": options.label }),
    ...(options.labelledBy && { "aria-labelledby": options.labelledBy }),
    ...(options.describedBy && { "aria-describedby": options.describedBy }),
    ...(options.invalid && { "aria-invalid": "true" }),
    ...(options.required && { "aria-required": "true" }),
    ...(options.readOnly && { "aria-readonly": "true", tabindex: "0" }),
  }
}
