// The field of a text: running text shows its ruby, notes and sources; other texts have no signs.

import type { JSX } from "preact"
import { useComputed } from "@preact/signals"
import { useMemo } from "preact/hooks"
import type { Problem } from "../api/types"
import { MarkupInput } from "../text/input"
import type { ChipName } from "../text/options"
import { ROOT, atOf, get, isMapping, sub } from "../store/tree"
import { t } from "../store/words"
import { choosing, opening } from "./actions"
import { idOf } from "./around"
import { type Form, useForm } from "./context"
import { linesOf } from "./lines"
import { markedIn } from "./marked"
import { TextInput, type TextInputProps } from "./text-input"

interface TextFieldProps extends TextInputProps {
  /** The problems of the text: the words that they are about are marked. */
  problems: readonly Problem[]
}

export function TextField({ problems, ...props }: TextFieldProps): JSX.Element {
  const form = useForm()
  const marked = useMemo(() => markedIn(problems, props.value), [problems, props.value])
  const at = props.id.slice(idOf("").length)
  const lines = useComputed(() => (form.places.focus.value === at ? linesOf(form.pages?.boxes.value ?? [], at) : 0))
  if (props.kind === "plain") return <TextInput {...props} />
  return (
    <MarkupInput
      {...props}
      words={t}
      marked={marked}
      lines={lines.value}
      nameOf={(kind, id) => nameOf(form, kind, id)}
      onChooseSource={(insert) => choosing.value?.({ kind: "source", insert })}
      onChooseNote={(insert) => choosing.value?.({ kind: "note", insert })}
      onOpenSource={(ids) => openSource(form, ids)}
      onOpenNote={(id) => form.places.go(atOf(sub(sub(ROOT, "notes"), id)))}
    />
  )
}

function nameOf(form: Form, kind: "note" | "source", id: string): ChipName | undefined {
  const data = form.doc.local.peek()
  if (kind === "note") {
    const text = get(data, ["notes", id])
    return typeof text === "string" ? { label: id, title: text } : undefined
  }
  const found = sourcesOf(form).find((one) => one.id === id)
  if (!found) return undefined
  const author = typeof found.author === "string" ? found.author : ""
  const year = /\d{4}/.exec(String(found.issued ?? ""))?.[0] ?? ""
  const short = [author.length > 12 ? `${author.slice(0, 11)}…` : author, year].filter(Boolean).join(" ")
  const title = [author, found.title ?? found["container-title"], found.issued].filter(Boolean).join("　")
  return { label: short || id, title }
}

/** All sources that a text may cite: the profile's own, then those that all share. */
export function sourcesOf(form: Form): { [key: string]: unknown }[] {
  const own = get(form.doc.local.peek(), ["sources"])
  const lists = [own, form.shared.peek()].filter(Array.isArray)
  return lists.flat().filter(isMapping)
}

function openSource(form: Form, ids: string[]): void {
  const own = get(form.doc.local.peek(), ["sources"])
  const index = Array.isArray(own) ? own.findIndex((one) => isMapping(one) && ids.includes(String(one.id))) : -1
  if (index >= 0) return form.places.go(`sources.${index}`)
  const shared = form.shared.peek()
  const other = Array.isArray(shared) ? shared.findIndex((one) => isMapping(one) && ids.includes(String(one.id))) : -1
  if (other >= 0) opening.value?.({ doc: "sources", at: `${other}.title`, offset: undefined })
}
