import type { JSX } from "preact"

export function EditView({ doc }: { doc: string; at: string }): JSX.Element {
  return <main>{doc}</main>
}
