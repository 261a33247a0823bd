// What can be done about a problem where it stands.

import type { Json, Path, Problem } from "../api/types"
import type { Target } from "../pages/boxes"
import { t } from "../store/words"
import { ROOT, atOf, get, isMapping, sub } from "../store/tree"
import type { Form } from "./context"

export interface Action {
  key: string
  label: string
  run: () => void
}

export function actionsFor(form: Form, path: Path, problem: Problem): Action[] {
  const found: Action[] = []
  const data = form.doc.local.value
  const value = get(data, path)
  const isSource = path[0] === "sources"
  if (problem.code === "S201" && typeof value === "string")
    found.push({ key: "cite", label: t("form.do_cite"), run: () => cite(form, path) })
  if (problem.severity === "warning" && form.book.root.properties?.accepted && path[0] !== "accepted")
    found.push({
      key: "accept",
      label: t("form.do_accept"),
      run: () => accept(form, problem, snippet(problem, isSource ? idOf(data, path) : value)),
    })
  if (problem.code === "P201" || problem.code === "P202")
    for (const name of suggested(problem, data))
      found.push({ key: name, label: t("form.do_name", { name }), run: () => rename(form, path, problem, name) })
  return found
}

function idOf(data: Json, path: Path): Json | undefined {
  const source = get(data, path.slice(0, 2))
  return isMapping(source) ? source.id : undefined
}

/** Put a citation before the last full stop; the writer chooses the source. */
function cite(form: Form, path: Path): void {
  choosing.value?.({ kind: "source", insert: (id) => putCitation(form, path, id) })
}

/** Something that is to be chosen or made, and what is done with its id. */
export interface Choosing {
  kind: "source" | "note"
  insert: (id: string) => void
}

/** Set by the view: opens the choice of a source or note. */
export const choosing: { value: ((wanted: Choosing) => void) | null } = { value: null }

/** Set by the view: goes to a value of this file or of one that all share. */
export const opening: { value: ((target: Target) => void) | null } = { value: null }

function putCitation(form: Form, path: Path, id: string): void {
  const value = get(form.doc.local.peek(), path)
  if (typeof value !== "string") return
  const text = `[@${id}]`
  const use = value.endsWith("。") ? `${value.slice(0, -1)}${text}。` : value + text
  form.doc.edit({ at: path, was: value, use })
  form.places.go(atOf(path))
}

/** Words of the text that the warning is about: those between brackets in its message. */
function snippet(problem: Problem, value: Json | undefined): string {
  if (typeof value !== "string") return ""
  for (const [, quoted = ""] of problem.message.matchAll(/[「“（(]([^」”）)]+)[」”）)]/g))
    if (quoted && value.includes(quoted)) return quoted
  return value.length > 24 ? value.slice(0, 24) : value
}

function accept(form: Form, problem: Problem, text: string): void {
  const list = get(form.doc.local.peek(), ["accepted"])
  const use = { code: problem.code, text, reason: "" }
  const at = sub(ROOT, "accepted")
  const index = Array.isArray(list) ? list.length : 0
  form.doc.edit(Array.isArray(list) ? { at, insert: index, use } : { at, was: null, use: [use] })
  form.places.goSoon(`accepted.${index}.reason`)
}

/** Names of notes and sources that are near to the one that is not defined. */
function suggested(problem: Problem, data: Json): string[] {
  const wrong = /[「“]([^」”]+)[」”]/.exec(problem.message)?.[1] ?? ""
  if (!wrong) return []
  const notes = get(data, ["notes"])
  const sources = get(data, ["sources"])
  const names = [
    ...(isMapping(notes) ? Object.keys(notes) : []),
    ...(Array.isArray(sources) ? sources.flatMap((one) => (isMapping(one) && one.id ? [String(one.id)] : [])) : []),
  ]
  return names
    .map((name) => ({ name, far: distance(wrong, name) }))
    .filter(({ name, far }) => far <= Math.max(2, name.length / 3) || name.includes(wrong))
    .sort((one, two) => one.far - two.far)
    .slice(0, 2)
    .map(({ name }) => name)
}

function distance(one: string, two: string): number {
  let row = Array.from({ length: two.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= two.length; j++)
      next[j] = Math.min(
        (row[j] as number) + 1,
        (next[j - 1] as number) + 1,
        (row[j - 1] as number) + Number(one[i - 1] !== two[j - 1]),
      )
    row = next
  }
  return row[two.length] as number
}

function rename(form: Form, path: Path, problem: Problem, name: string): void {
  const wrong = /[「“]([^」”]+)[」”]/.exec(problem.message)?.[1] ?? ""
  const value = get(form.doc.local.peek(), path)
  if (typeof value !== "string") return
  const use = value.replaceAll(`[^${wrong}`, `[^${name}`).replaceAll(`[@${wrong}`, `[@${name}`)
  form.doc.edit({ at: path, was: value, use })
  form.places.go(atOf(path))
}
