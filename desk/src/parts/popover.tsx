// Choices under a button. Focus goes in when it opens, and back to the button at the end.

import type { ComponentChildren, JSX } from "preact"
import { useLayoutEffect, useRef, useState } from "preact/hooks"
import { Icon } from "./icon"

const STOPS = "a[href],button:not([disabled]),input:not([disabled]),select,textarea,[tabindex='0']"

export interface PopoverProps {
  label: string
  onClose: () => void
  role?: "dialog" | "menu"
  class?: string
  /** What a large popover covers: it cannot be used meanwhile, as half of a button is easily missed. */
  covers?: string
  children: ComponentChildren
}

export function Popover({ label, onClose, role = "dialog", class: more, covers, children }: PopoverProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  // before the next key: what is typed at once belongs to what opened
  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | null
    ;(box.current?.querySelector<HTMLElement>(STOPS) ?? box.current)?.focus()
    const press = (event: Event) => {
      const pressed = event.target as Node
      if (!box.current?.contains(pressed) && !before?.contains(pressed)) onClose()
    }
    document.addEventListener("pointerdown", press)
    const covered = covers ? [...document.querySelectorAll<HTMLElement>(covers)] : []
    for (const one of covered) one.inert = true
    return () => {
      document.removeEventListener("pointerdown", press)
      for (const one of covered) one.inert = false // before the focus goes back
      const now = document.activeElement
      if (!now || now === document.body || box.current?.contains(now)) before?.focus()
    }
  }, [])
  useLayoutEffect(() => keepInside(box.current))
  return (
    <div
      ref={box}
      tabIndex={-1}
      class={`pop${more ? ` ${more}` : ""}`}
      role={role}
      aria-label={label}
      onKeyDown={(event) => {
        if (event.isComposing) return
        if (event.key === "Escape") {
          event.stopPropagation()
          event.preventDefault()
          onClose()
        } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          if (walk(event.currentTarget, event.key === "ArrowDown" ? 1 : -1)) event.preventDefault()
        } else if (event.key === "Tab" && role === "menu") onClose()
      }}
      onFocusOut={(event) => {
        const next = event.relatedTarget as Node | null
        if (next && !event.currentTarget.contains(next)) onClose()
      }}
    >
      {children}
    </div>
  )
}

/** Move a popover that would stand outside of the window. */
function keepInside(box: HTMLElement | null): void {
  if (!box) return
  box.style.translate = ""
  const at = box.getBoundingClientRect()
  const right = Math.min(0, innerWidth - 8 - at.right)
  const down = at.bottom > innerHeight - 8 ? Math.max(8 - at.top, innerHeight - 8 - at.bottom) : 0
  if (right || down) box.style.translate = `${right}px ${down}px`
}

function walk(box: HTMLElement, step: number): boolean {
  const now = document.activeElement as HTMLElement | null
  if (now instanceof HTMLSelectElement || now instanceof HTMLTextAreaElement) return false
  const stops = [...box.querySelectorAll<HTMLElement>(STOPS)].filter((one) => one.offsetParent !== null)
  const index = stops.indexOf(now as HTMLElement)
  stops[(index + step + stops.length) % stops.length]?.focus()
  return stops.length > 0
}

export interface MenuItem {
  key: string
  label: string
  note?: string
  sign?: string
  keys?: string[]
  tail?: string
  checked?: boolean
  /** It is switched on and off; without it, a checked item is one of several. */
  isSwitch?: boolean
  disabled?: string
  choose: () => void
}

export interface MenuButtonProps {
  label: ComponentChildren
  name?: string
  items: MenuItem[]
  class?: string
  menuClass?: string
  icon?: string
  id?: string
  tabIndex?: number
}

/** A button that opens a menu of commands. */
export function MenuButton({ label, name, items, class: look, menuClass, icon, id, tabIndex }: MenuButtonProps): JSX.Element {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <span class="under">
      <button
        ref={button}
        type="button"
        id={id}
        tabIndex={open ? 0 : tabIndex}
        class={look ?? "btn small"}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={name}
        title={name}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown" && !event.altKey) {
            event.preventDefault()
            setOpen(true)
          }
        }}
      >
        {icon ? <Icon name={icon} /> : null}
        {label}
      </button>
      {open ? (
        <Popover
          role="menu"
          label={name ?? (typeof label === "string" ? label : "")}
          class={`menu${menuClass ? ` ${menuClass}` : ""}`}
          onClose={() => setOpen(false)}
        >
          {items.map((item) => (
            <button
              key={item.key}
              type="button"
              role={item.checked === undefined ? "menuitem" : item.isSwitch ? "menuitemcheckbox" : "menuitemradio"}
              aria-checked={item.checked}
              tabIndex={-1}
              aria-disabled={item.disabled ? "true" : undefined}
              onClick={() => {
                if (item.disabled) return // it can be read, with its reason
                button.current?.focus()
                setOpen(false)
                item.choose()
              }}
            >
              <b>
                {item.sign ? <Icon name={item.sign} /> : null}
                {item.label}
              </b>
              {item.keys ? (
                <span class="x">
                  {item.keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </span>
              ) : item.tail ? (
                <span class="x">{item.tail}</span>
              ) : null}
              {item.disabled || item.note ? <small>{item.disabled || item.note}</small> : null}
            </button>
          ))}
        </Popover>
      ) : null}
    </span>
  )
}
