// A text as it is typed, without signs of its own; one line grows to as many as the text needs.

import type { JSX } from "preact"
import { useLayoutEffect, useRef } from "preact/hooks"
import type { Handle } from "./places"

export interface TextInputProps {
  id: string
  value: string
  kind: "markup" | "without_calls" | "plain"
  multiline: boolean
  label?: string | undefined
  describedBy?: string | undefined
  invalid: boolean
  readOnly: boolean
  required?: boolean
  onChange: (value: string) => void
  onEnter?: (() => void) | undefined
  onErase?: (() => void) | undefined
  onCursor: (offset: number) => void
  onCompose: (isComposing: boolean) => void
  register: (handle: Handle) => () => void
}

export function TextInput(props: TextInputProps): JSX.Element {
  const box = useRef<HTMLTextAreaElement>(null)
  const composing = useRef(false)
  const live = useRef(props)
  live.current = props

  useLayoutEffect(() => {
    const area = box.current
    if (!area || composing.current || area.value === props.value) return
    follow(area, props.value)
  })
  useLayoutEffect(() => fit(box.current), [props.value])
  useLayoutEffect(() => {
    const area = box.current as HTMLTextAreaElement
    return props.register({
      element: area,
      focusAt: (offset) => {
        area.focus({ preventScroll: true })
        if (offset !== undefined) area.setSelectionRange(offset, offset)
      },
      insert: (text) => {
        area.setRangeText(text, area.selectionStart, area.selectionEnd, "end")
        live.current.onChange(area.value)
        area.focus()
      },
    })
  }, [props.register])

  const cursor = () => {
    if (box.current) live.current.onCursor(box.current.selectionStart)
  }
  return (
    <textarea
      ref={box}
      id={props.id}
      class="tx"
      rows={1}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      aria-invalid={props.invalid}
      aria-required={props.required}
      readOnly={props.readOnly}
      spellcheck={false}
      autocomplete="off"
      onInput={(event) => {
        fit(event.currentTarget)
        if (!composing.current) props.onChange(event.currentTarget.value)
      }}
      onCompositionStart={() => {
        composing.current = true
        props.onCompose(true)
      }}
      onCompositionEnd={(event) => {
        composing.current = false
        props.onChange(event.currentTarget.value)
        props.onCompose(false)
      }}
      onSelect={cursor}
      onKeyUp={cursor}
      onKeyDown={(event) => {
        if (event.isComposing || event.keyCode === 229) return
        if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.altKey) {
          if (event.shiftKey || !props.multiline) event.preventDefault()
          if (!event.shiftKey && props.onEnter && !props.multiline) props.onEnter()
          else if (event.shiftKey && props.kind === "markup") live.current.onChange(paragraph(event.currentTarget))
        } else if (event.key === "Backspace" && !event.currentTarget.value && props.onErase) {
          event.preventDefault()
          props.onErase()
        }
      }}
    />
  )
}

/** Give an area another text; the cursor stays at its place in what did not change. */
function follow(area: HTMLTextAreaElement, text: string): void {
  const before = area.value
  const { selectionStart, selectionEnd } = area
  let start = 0
  while (start < before.length && start < text.length && before[start] === text[start]) start += 1
  const grown = text.length - before.length
  area.value = text
  if (document.activeElement !== area) return
  const place = (offset: number) => (offset <= start ? offset : Math.max(start, offset + grown))
  area.setSelectionRange(place(selectionStart), place(selectionEnd))
}

function paragraph(area: HTMLTextAreaElement): string {
  area.setRangeText("\n\n", area.selectionStart, area.selectionEnd, "end")
  return area.value
}

const GROWS = typeof CSS !== "undefined" && CSS.supports("field-sizing", "content")

/** Browsers that cannot grow a text area by themselves get its height. */
function fit(area: HTMLTextAreaElement | null): void {
  if (!area || GROWS) return
  area.style.height = "auto"
  area.style.height = `${area.scrollHeight}px`
}
