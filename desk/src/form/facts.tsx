// A fact table: the series' rows first, then the partner's own; what may be added waits below.

import type { JSX } from "preact"
import { useState } from "preact/hooks"
import type { Json, Path } from "../api/types"
import { Icon } from "../parts/icon"
import type { MenuItem } from "../parts/popover"
import { MenuButton } from "../parts/popover"
import { type Mapping, atOf, get, idsOf, isMapping, sub } from "../store/tree"
import { t } from "../store/words"
import { PlaceProblems } from "./around"
import { useForm } from "./context"
import { ItemGrip } from "./grip"
import { addItem, itemMenu, onMoveKey, removeKey } from "./items"
import { type Schema, labelOf } from "./schema"
import { ValueView } from "./value"

export interface FactsProps {
  path: Path
  schema: Schema
  value: Mapping
  name: string
  onRemove: () => void
}

export function FactsView({ path, schema, value, name, onRemove }: FactsProps): JSX.Element {
  const form = useForm()
  const rows = Array.isArray(value.rows) ? value.rows : []
  const list = sub(path, "rows")
  const found = get(form.series.value, ["facts", String(value.facts), "rows"])
  const labels = isMapping(found) ? found : {}
  const item = form.book.item(form.book.property(schema, "rows"))
  const ids = idsOf(rows)
  const used = rows.map((row) => (isMapping(row) ? row.field : undefined))
  const free = Object.keys(labels).filter((key) => !used.includes(key))
  /** A row of the series stands where the series has it: before the first row that comes after it there. */
  const placeOf = (key: string): number => {
    const order = Object.keys(labels)
    const after = rows.findIndex((row) => {
      const place = isMapping(row) && typeof row.field === "string" ? order.indexOf(row.field) : -1
      return place > order.indexOf(key) || place < 0
    })
    return after < 0 ? rows.length : after
  }
  return (
    <div>
      <PlaceProblems path={path} />
      <PlaceProblems path={list} />
      <div class="facts">
        {rows.map((row, index) => (
          <FactRow
            key={ids[index]}
            {...{ index, labels, name, onRemove }}
            path={list}
            schema={item}
            value={row}
            length={rows.length}
          />
        ))}
      </div>
      {form.isFixed.value ? null : (
        <div class="more">
          {free.map((key) => (
            <button
              key={key}
              type="button"
              class="add"
              onClick={() => addItem(form, list, placeOf(key), { field: key, text: "" }, "text")}
            >
              <Icon name="plus" />
              {String(labels[key])}
            </button>
          ))}
          <button
            type="button"
            class="add"
            onClick={() => addItem(form, list, rows.length, { label: "", text: "" }, "label")}
          >
            <Icon name="plus" />
            {t("form.row_own")}
          </button>
        </div>
      )}
    </div>
  )
}

interface FactRowProps {
  path: Path
  schema: Schema
  index: number
  length: number
  value: Json
  labels: Mapping
  name: string
  onRemove: () => void
}

/** The ways to give the content of a row; one of them is written. */
const CONTENTS = ["text", "date", "items"]

function FactRow(props: FactRowProps): JSX.Element {
  const { path, schema, index, length, labels, name, onRemove } = props
  const form = useForm()
  const own = sub(path, index)
  const [opened, setOpened] = useState<readonly string[]>([])
  const value = isMapping(props.value) ? props.value : {}
  const field = typeof value.field === "string" ? value.field : ""
  const title = field ? String(labels[field] ?? field) : String(value.label ?? "")
  const keys = form.book.keys(schema).filter((key) => key !== "field" && key !== "label")
  const shown = keys.filter((key) => key in value || opened.includes(key))
  const absent = keys.filter((key) => !shown.includes(key))
  const hasContent = CONTENTS.some((key) => key in value)
  const content = CONTENTS.find((key) => key in value)
  const change = (key: string): MenuItem => ({
    key,
    label: t("form.row_as", { name: labelOf(form.book.property(schema, key), key) }),
    choose: () => {
      const was = content === undefined ? undefined : value[content]
      const text = Array.isArray(was) ? was.join("\n") : String(was ?? "")
      const use = key === "items" ? text.split("\n") : text
      form.doc.edit(
        content === undefined ? null : { at: sub(own, content), remove: true, was: was ?? null },
        { at: sub(own, key), was: null, use },
      )
      form.places.goSoon(atOf(sub(own, key)))
    },
  })
  const add = (key: string): MenuItem => ({
    key,
    label: t("form.add", { name: labelOf(form.book.property(schema, key), key) }),
    sign: "plus",
    choose: () => {
      setOpened([...opened, key])
      form.places.goSoon(atOf(sub(own, key)))
    },
  })
  const items = form.isFixed.value
    ? []
    : [
        ...absent.filter((key) => !CONTENTS.includes(key)).map(add),
        ...absent.filter((key) => CONTENTS.includes(key)).map(hasContent ? change : add),
        ...itemMenu(form, path, index, length, onRemove),
      ]
  const view = (key: string, label: JSX.Element | undefined) => (
    <ValueView
      key={key}
      path={sub(own, key)}
      schema={form.book.property(schema, key)}
      value={value[key]}
      name={`${title} ${labelOf(form.book.property(schema, key), key)}`}
      look="bare"
      mayBeAbsent={!CONTENTS.includes(key) || !hasContent}
      label={label}
      onRemove={() => removeKey(form, sub(own, key))}
    />
  )
  return (
    <div class="fact" data-at={atOf(own)} data-move={atOf(path)} role="group" aria-label={title || name} onKeyDown={onMoveKey(form, path, index)}>
      {length > 1 ? <ItemGrip path={path} index={index} name={title || name} /> : null}
      <div class="dt">
        {field ? title : view("label", undefined)}
        {items.length ? (
          <MenuButton
            class="btn small plain icon quiet"
            icon="more"
            label=""
            name={t("form.menu_of", { name: title || name })}
            items={items}
          />
        ) : null}
      </div>
      <div class="dd">
        <PlaceProblems path={own} />
        {shown.map((key) =>
          view(
            key,
            CONTENTS.includes(key) ? undefined : <span class="lab" aria-hidden="true">{labelOf(form.book.property(schema, key), key)}</span>,
          ),
        )}
      </div>
    </div>
  )
}
