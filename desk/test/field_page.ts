// The page of tests/desk/test_text_field.py: text fields as the test wishes them, and what they told.
import { signal } from "@preact/signals"
import { h, render } from "preact"
import { TextField } from "../src/text/field"
import { MarkupInput } from "../src/text/input"
import { valueOffset } from "../src/text/offsets"
import type { TextFieldOptions } from "../src/text/options"

type Told = [string, ...unknown[]]

const told: Told[] = []
const violations: string[] = []
const fields: TextField[] = []
document.addEventListener("securitypolicyviolation", (event) =>
  violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
)

async function start(): Promise<void> {
  const words: Record<string, string> = await (await fetch("/words.json")).json()
  const t: TextFieldOptions["words"] = (key, values = {}) =>
    (words[key] ?? key).replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all))

  function make(wished: Partial<TextFieldOptions> & { withItems?: boolean }): number {
    const tell = (name: string) => (...what: unknown[]) =>
      void told.push([name, ...what.map((one) => (one instanceof Node ? (one.textContent ?? "") : one))])
    const place = document.body.appendChild(document.createElement("div"))
    place.className = "field"
    const field = new TextField(place, {
      value: "",
      kind: "markup",
      multiline: true,
      label: "本文",
      words: t,
      nameOf: (kind, id) => (id === "none" ? { label: id, isMissing: true } : { label: `${kind === "note" ? "注" : "源"}${id}` }),
      onChange: tell("change"),
      onCursor: tell("cursor"),
      onCompose: tell("compose"),
      onOpenNote: tell("note"),
      onOpenSource: tell("source"),
      onChooseNote: (insert) => insert("n1"),
      onChooseSource: (insert) => insert("架空 2024", ", p. 2"),
      ...(wished.withItems && { onEnter: tell("enter"), onMove: tell("move"), onErase: tell("erase") }),
      ...wished,
    })
    return fields.push(field) - 1
  }

  /** A field as a form shows it: the form keeps the value and gives it again. */
  const kept = signal("")
  function mount(value: string): void {
    kept.value = value
    const place = document.body.appendChild(document.createElement("div"))
    place.className = "field"
    const Form = () =>
      h(MarkupInput, {
        value: kept.value,
        kind: "markup",
        multiline: true,
        label: "本文",
        words: t,
        onChange: (next) => {
          told.push(["change", next])
          kept.value = next
        },
        register: (handle) => {
          Object.assign(window, { handle })
          place.dataset.ready = "yes"
          return () => void told.push(["gone"])
        },
      })
    render(h(Form, null), place)
  }

  function reset(): void {
    for (const field of fields.splice(0)) field.destroy()
    for (const place of document.querySelectorAll(".field")) place.remove()
    told.length = 0
  }

  Object.assign(window, { desk: { valueOffset, make, mount, kept, reset, fields, told, violations } })
  document.body.dataset.ready = "yes"
}

void start()
