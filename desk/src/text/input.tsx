// A text field as a part of a form: a value in, the changed value out.
import type { JSX } from "preact"
import { useLayoutEffect, useRef } from "preact/hooks"
import { TextField } from "./field"
import type { TextFieldOptions } from "./options"

/** What the form keeps of a field: to put the cursor in it, and markup at the cursor. */
export interface FieldHandle {
  element: HTMLElement
  focusAt: (offset?: number) => void
  insert: (markup: string) => void
}

export interface MarkupInputProps extends TextFieldOptions {
  register?: ((handle: FieldHandle) => () => void) | undefined
}

export function MarkupInput(props: MarkupInputProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  const field = useRef<TextField | null>(null)
  const live = useRef(props)
  const given = useRef(props.value)
  live.current = props

  useLayoutEffect(() => {
    const made = new TextField(place.current as HTMLDivElement, { ...live.current, ...handlers(live) })
    field.current = made
    return () => {
      field.current = null
      made.destroy()
    }
  }, [props.kind, props.withoutTools])
  useLayoutEffect(() => {
    if (props.value !== given.current) field.current?.setOutside(props.value, given.current)
    given.current = props.value
  }, [props.value])
  useLayoutEffect(() => {
    const { id, label, labelledBy, describedBy, invalid, readOnly, required, multiline, nameOf, marked, lines } = props
    field.current?.update({ id, label, labelledBy, describedBy, invalid, readOnly, required, multiline, nameOf, marked, lines })
  })
  useLayoutEffect(
    () =>
      props.register?.({
        element: (place.current as HTMLDivElement).querySelector<HTMLElement>("[role=textbox]") as HTMLElement,
        focusAt: (offset) => field.current?.focusAt(offset),
        insert: (markup) => field.current?.insert(markup),
      }),
    [props.register, props.kind],
  )
  return <div class="t-place" ref={place} />
}

type Live = { current: MarkupInputProps }

/** The form's functions as they are when they are called; those that it does not give stay away. */
function handlers(live: Live): Partial<TextFieldOptions> {
  const own = live.current
  return {
    onChange: (value) => live.current.onChange(value),
    onCursor: (offset) => live.current.onCursor?.(offset),
    onCompose: (isComposing) => live.current.onCompose?.(isComposing),
    onEnter: own.onEnter && (() => live.current.onEnter?.()),
    onMove: own.onMove && ((step) => live.current.onMove?.(step)),
    onErase: own.onErase && (() => live.current.onErase?.()),
    onOpenNote: (id, anchor) => live.current.onOpenNote?.(id, anchor),
    onOpenSource: (ids, anchor) => live.current.onOpenSource?.(ids, anchor),
    onChooseNote: (insert) => live.current.onChooseNote?.(insert),
    onChooseSource: (insert) => live.current.onChooseSource?.(insert),
  }
}
