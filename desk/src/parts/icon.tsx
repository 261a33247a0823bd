// The signs of the desk, drawn in lines of the text's colour.

import type { JSX } from "preact"

const LINES: Record<string, string> = {
  down: "m4 6 4 4 4-4",
  up: "m4 10 4-4 4 4",
  left: "m10 4-4 4 4 4",
  right: "m6 4 4 4-4 4",
  check: "m3.5 8.5 3 3 6-7",
  cross: "m4 4 8 8M12 4l-8 8",
  plus: "M8 3v10M3 8h10",
  grip: "M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  lock: "M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
  warn: "M8 2.5 14 13H2zM8 6.5v3M8 11.3v.01",
  memo: "M3 3h10v7l-3 3H3zM10 13v-3h3M5.5 6h5M5.5 8.5h3",
  out: "M8 2.5v7M5 7l3 3 3-3M3 13h10",
  in: "M8 10V3M5 5.5l3-3 3 3M3 13h10",
  frame: "M2.5 5V2.5H5M11 2.5h2.5V5M13.5 11v2.5H11M5 13.5H2.5V11M5 8h6",
  search: "M11 7a4 4 0 1 1-8 0 4 4 0 0 1 8 0M10 10l3.5 3.5",
  home: "M2 3h12v8H2zM6 13.5h4",
  sync: "M13 8a5 5 0 0 1-9 3M3 8a5 5 0 0 1 9-3M12 2v3H9M4 14v-3h3",
  note: "M2.5 3h11v8h-6l-3 2.5V11h-2z",
  two: "M2 3h5.5v10H2zM8.5 3H14v10H8.5z",
  one: "M4 2.5h8v11H4z",
  picture: "M2.5 3h11v10h-11zM4.5 11l3-4 2 2.5 1.5-2 2 3.5M10.5 5.5h.01",
  trash: "M3.5 4.5h9M6.5 4V3h3v1M5 4.5l.5 8.5h5l.5-8.5",
  clock: "M13.5 8a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0M8 5v3.2l2 1.3",
  gear: "M3 4.5h10M3 8h10M3 11.5h10M6 3v3M10.5 6.5v3M5 10v3",
  ring: "M13 8a5 5 0 1 1-10 0 5 5 0 0 1 10 0",
  seal: "m5.2 8.2 2 2 3.8-4.4",
  keys: "M2 4.5h12v7H2zM4.5 7h.01M7 7h.01M9.5 7h.01M12 7h.01M5 9.5h6",
}

const BOLD = new Set(["grip", "more"])

export function Icon({ name, class: more }: { name: string; class?: string }): JSX.Element {
  return (
    <svg
      class={`i${BOLD.has(name) ? " bold" : ""}${more ? ` ${more}` : ""}`}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      {name === "seal" ? <circle class="disc" cx="8" cy="8" r="6" /> : null}
      <path d={LINES[name] ?? ""} />
    </svg>
  )
}

export function Book(): JSX.Element {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" class="book" focusable="false">
      <path
        class="cover"
        d="M3 5c3.5-1 6.5-.6 9 1.2C14.5 4.4 17.5 4 21 5v14c-3.5-1-6.5-.6-9 1.2C9.5 18.4 6.5 18 3 19z"
      />
      <path class="leaf" d="M12 6.2v14" />
      <path class="leaf" d="M14.5 9.2c1.4-.5 2.7-.6 4-.5M14.5 12.2c1.4-.5 2.7-.6 4-.5" />
    </svg>
  )
}
