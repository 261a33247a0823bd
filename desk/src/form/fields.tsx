// A mapping with known keys: a row each. Keys that are not written wait behind a button.

import type { JSX } from "preact"
import { useState } from "preact/hooks"
import type { Json } from "../api/types"
import { Icon } from "../parts/icon"
import { MenuButton } from "../parts/popover"
import { atOf, get, isMapping, sub } from "../store/tree"
import { t } from "../store/words"
import { PlaceProblems, idOf } from "./around"
import { useForm } from "./context"
import { type Schema, isMultiline, labelOf } from "./schema"
import { removeKey } from "./items"
import { InnerValue } from "./inner"
import { type ValueProps, isLeafKind } from "./props"

export interface FieldsProps extends ValueProps {
  /** Show also the keys that are not written. */
  all?: boolean
  /** Keys that stand elsewhere. */
  without?: readonly string[]
  /** Keys to offer first; the others stand in a menu. */
  first?: readonly string[]
}

const MOST = 5 // keys offered as buttons; more stand in a menu

export function FieldsView(props: FieldsProps): JSX.Element {
  const { path, schema, without = [] } = props
  const form = useForm()
  const [opened, setOpened] = useState<readonly string[]>([])
  const data = isMapping(props.value) ? props.value : {}
  const required = new Set(schema.required ?? [])
  const known = form.book.keys(schema).filter((key) => !without.includes(key))
  const shown = known.filter((key) => props.all || required.has(key) || key in data || opened.includes(key))
  const strange = Object.keys(data).filter((key) => !known.includes(key) && !without.includes(key))
  const absent = known.filter((key) => !shown.includes(key))
  const missing = known
    .filter((key) => required.has(key) && (data[key] === undefined || data[key] === ""))
    .map((key) => labelOf(form.book.property(schema, key), key))
  const open = (key: string) => {
    setOpened([...opened, key])
    const child = form.book.property(schema, key)
    const kind = form.book.kind(child)
    if (kind === "fields" || kind === "list")
      form.doc.edit({
        at: sub(path, key),
        was: null,
        use: kind === "list" ? [form.book.start(form.book.item(child))] : form.book.start(child),
      })
    form.places.goSoon(atOf(sub(path, key)))
  }
  const isStacked = shown.some((key) => isMultiline(form.book.property(schema, key), key)) && !props.all
  return (
    <div class={`fields ${isStacked ? "stacked" : "grid"}`}>
      <PlaceProblems path={path} missing={missing} />
      {[...shown, ...strange].map((key) => (
        <Row key={key} {...props} name={key} owner={props.name} value={data[key]} isRequired={required.has(key)} />
      ))}
      {absent.length && !form.isFixed.value ? (
        <More keys={absent} first={props.first} schema={schema} open={open} name={props.name} />
      ) : null}
      {props.menu?.length ? (
        <MenuButton
          class="btn small plain icon corner"
          icon="more"
          label=""
          name={t("form.menu_of", { name: props.name })}
          menuClass="end"
          items={props.menu}
        />
      ) : null}
    </div>
  )
}

function Row(props: FieldsProps & { owner: string; value: Json | undefined; isRequired: boolean }): JSX.Element {
  const { path, schema, name: key, owner, value, isRequired } = props
  const form = useForm()
  const child = form.book.property(schema, key)
  const own = sub(path, key)
  const name = labelOf(child, key)
  const kind = form.book.kind(child)
  const isLeaf = isLeafKind(kind) || (kind === "either" && typeof value !== "object")
  const stop = () => removeKey(form, own)
  const view = (
    <InnerValue
      path={own}
      schema={child}
      value={value}
      name={isLeaf ? `${owner} ${name}` : name}
      look={isLeaf ? "bare" : "box"}
      isLabelled={isLeaf}
      mayBeAbsent={!isRequired}
      onRemove={isRequired ? props.onRemove : stop}
      menu={
        isRequired || form.isFixed.value || get(form.doc.local.peek(), own) === undefined || isLeaf
          ? undefined
          : [{ key: "remove", label: t("form.remove"), sign: "trash", choose: stop }]
      }
    />
  )
  if (!isLeaf)
    return (
      <fieldset class="inner">
        <legend>{name}</legend>
        {view}
      </fieldset>
    )
  return (
    <div class="row">
      <label class="lab" for={idOf(atOf(own))} onClick={() => form.places.go(atOf(own))}>
        {name}
        {isRequired ? null : <span class="sr">{t("form.optional")}</span>}
      </label>
      <div class="cell">{view}</div>
    </div>
  )
}

interface MoreProps {
  keys: readonly string[]
  first?: readonly string[] | undefined
  schema: Schema
  name: string
  open: (key: string) => void
}

function More({ keys, first, schema, name, open }: MoreProps): JSX.Element {
  const { book } = useForm()
  const label = (key: string) => labelOf(book.property(schema, key), key)
  const buttons = first ? first.filter((key) => keys.includes(key)) : keys.length > MOST ? [] : keys
  const rest = keys.filter((key) => !buttons.includes(key))
  return (
    <div class="more">
      {buttons.map((key) => (
        <button key={key} type="button" class="add" onClick={() => open(key)}>
          <Icon name="plus" />
          {label(key)}
        </button>
      ))}
      {rest.length ? (
        <MenuButton
          class="add"
          icon="plus"
          label={t(buttons.length ? "form.more_other" : "form.more")}
          name={t("form.more_of", { name })}
          items={rest.map((key) => ({ key, label: label(key), tail: key, choose: () => open(key) }))}
        />
      ) : null}
    </div>
  )
}
