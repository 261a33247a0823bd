// A field to search in what is on the screen.

import type { JSX, Ref } from "preact"
import { Icon } from "./icon"

export interface FindProps {
  label: string
  value: string
  controls: string
  keys?: string[]
  input?: Ref<HTMLInputElement>
  onInput: (text: string) => void
  onDown?: () => void
  onEnter?: () => void
}

export function Find({ label, value, controls, keys, input, onInput, onDown, onEnter }: FindProps): JSX.Element {
  return (
    <div class="find">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        aria-label={label}
        aria-controls={controls}
        placeholder={label}
        value={value}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.isComposing) return
          if (event.key === "Enter" && onEnter) {
            event.preventDefault()
            onEnter()
          } else if (event.key === "ArrowDown" && onDown) {
            event.preventDefault()
            event.stopPropagation()
            onDown()
          } else if (event.key === "Escape" && value) {
            event.preventDefault()
            event.stopPropagation()
            onInput("")
          }
        }}
      />
      {keys ? (
        <span>
          {keys.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </span>
      ) : null}
    </div>
  )
}
