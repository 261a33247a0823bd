// Single values: a text, a choice, yes or no, a colour, a picture.

import type { JSX } from "preact"
import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks"
import { printedText } from "../pages/boxes"
import { give } from "../store/edits"
import { atOf } from "../store/tree"
import { t } from "../store/words"
import { Around, idOf, useAbout } from "./around"
import { useForm } from "./context"
import { PictureLeaf } from "./picture"
import type { Handle } from "./places"
import type { LeafProps } from "./props"
import { type Choice, type Schema, choicesOf, helpOf, isMultiline } from "./schema"
import { TextField } from "./text-field"

const COLOUR = /#\[0-9A-Fa-f\]\{6\}/
const PICTURES = new Set(["figure", "file"])

export function TextLeaf(props: LeafProps): JSX.Element {
  const { path, schema, value, name } = props
  const form = useForm()
  const at = atOf(path)
  const help = helpOf(schema)
  const about = useAbout(path, help)
  const place = form.places.at(at).value
  const [composing, setComposing] = useState(false) // a field is not taken out of the hand that composes in it
  const text = typeof value === "string" ? value : value === null || value === undefined ? "" : String(value)
  const register = useCallback((handle: Handle) => form.places.register(at, handle), [at])
  const key = path[path.length - 1] ?? ""
  const change = (next: string) => form.doc.edit(give(form.doc.local.peek(), path, next, props.mayBeAbsent))
  const isTaken = !!place.peer?.holds && !composing
  if (value !== undefined && value !== null && typeof value === "object") return <Strange {...props} />
  return (
    <Around
      path={path} name={name} help={help} look={props.look} menu={props.menu} isText label={props.label}
    >
      {schema.pattern && COLOUR.test(schema.pattern) ? (
        <input
          type="color"
          class="colour"
          aria-label={name}
          value={text || String(schema.default ?? "#000000")}
          disabled={form.isFixed.value}
          onChange={(event) => change(event.currentTarget.value)}
        />
      ) : null}
      {PICTURES.has(String(key)) ? <PictureLeaf path={path} text={text} name={name} change={change} /> : null}
      <TextField
        id={idOf(at)}
        value={text}
        kind={schema["x-text"] ?? "plain"}
        problems={place.problems}
        multiline={isMultiline(schema, key)}
        label={props.isLabelled && (schema["x-text"] ?? "plain") === "plain" ? undefined : name}
        describedBy={about.ids}
        invalid={about.isWrong}
        readOnly={form.isFixed.value || isTaken}
        required={!props.mayBeAbsent}
        onChange={change}
        onEnter={props.onEnter}
        onErase={props.onErase}
        onCursor={(offset) => {
          form.places.cursor.value = offset
        }}
        onCompose={(isComposing) => {
          setComposing(isComposing)
          form.doc.compose(isComposing)
        }}
        register={register}
      />
      <Printed at={at} text={text} schema={schema} />
    </Around>
  )
}

/** A date as it is printed, read from the page. */
function Printed({ at, text, schema }: { at: string; text: string; schema: Schema }): JSX.Element | null {
  const { pages } = useForm()
  if (!pages || !schema.pattern || schema.pattern.length < 60 || !text) return null
  const printed = printedText(pages.boxes.value, at)
  if (!printed || printed === text) return null
  return (
    <small class="printed">
      <b>{t("form.printed")}</b>
      {printed}
    </small>
  )
}

/** A value of a shape that the form has no field for. */
export function Strange({ path, name, look, value, label }: LeafProps): JSX.Element {
  return (
    <Around path={path} name={name} look={look} label={label}>
      <code class="tx strange">{JSON.stringify(value)}</code>
      <p class="hint">{t("form.strange")}</p>
    </Around>
  )
}

export function ChoiceLeaf(props: LeafProps): JSX.Element {
  const key = props.path[props.path.length - 1] ?? ""
  const schema = props.schema
  return <Select {...props} choices={choicesOf(schema, typeof key === "number" ? (props.path.at(-2) ?? "") : key)} />
}

export function TruthLeaf(props: LeafProps): JSX.Element {
  const choices = [
    { value: "true", label: t("form.yes") },
    { value: "false", label: t("form.no") },
  ]
  return <Select {...props} choices={choices} />
}

function Select({ choices, ...props }: LeafProps & { choices: Choice[] }): JSX.Element {
  const form = useForm()
  const at = atOf(props.path)
  const help = helpOf(props.schema)
  const about = useAbout(props.path, help)
  const box = useRef<HTMLSelectElement>(null)
  const value = props.value === undefined || props.value === null ? "" : String(props.value)
  const isKnown = choices.some((one) => one.value === value)
  useLayoutEffect(() => {
    const element = box.current as HTMLSelectElement
    return form.places.register(at, { element, focusAt: () => element.focus({ preventScroll: true }) })
  }, [at])
  return (
    <Around path={props.path} name={props.name} help={help} look={props.look} menu={props.menu} label={props.label}>
      <select
        ref={box}
        id={idOf(at)}
        class="tx"
        aria-label={props.isLabelled ? undefined : props.name}
        aria-describedby={about.ids}
        aria-invalid={about.isWrong}
        disabled={form.isFixed.value}
        value={value}
        onChange={(event) =>
          form.doc.edit(give(form.doc.local.peek(), props.path, event.currentTarget.value, props.mayBeAbsent))
        }
      >
        {props.mayBeAbsent || !isKnown ? <option value={isKnown ? "" : value}>{value && !isKnown ? value : t("form.unset")}</option> : null}
        {choices.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </Around>
  )
}
