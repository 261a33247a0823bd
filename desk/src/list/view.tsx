import type { JSX } from "preact"

export function ListView(): JSX.Element {
  return <main />
}
