// Lists: one field an item. Enter makes an item below, Alt with an arrow moves it, an empty one goes with Backspace.

import type { JSX } from "preact"
import type { Json, Path } from "../api/types"
import { Icon } from "../parts/icon"
import { atOf, idsOf, isMapping, sub } from "../store/tree"
import { t } from "../store/words"
import { PlaceProblems } from "./around"
import { useForm } from "./context"
import { ItemGrip } from "./grip"
import type { Schema } from "./schema"
import { InnerValue } from "./inner"
import { addItem, itemMenu, onMoveKey, removeItem, removeKey } from "./items"
import { type ValueProps } from "./props"

export function ListView(props: ValueProps): JSX.Element {
  const { path, schema, name } = props
  const form = useForm()
  const items = Array.isArray(props.value) ? props.value : []
  const item = form.book.item(schema)
  const ids = idsOf(items)
  const onLast = schema.minItems ? props.onRemove : props.mayBeAbsent ? () => removeKey(form, path) : undefined
  return (
    <div class="items">
      <PlaceProblems path={path} />
      {items.map((value, index) => (
        <Item key={ids[index]} {...{ path, index, value, name, onLast }} schema={item} length={items.length} />
      ))}
      {schema.maxItems ? <small class="hint">{t("form.of_most", { n: items.length, most: schema.maxItems })}</small> : null}
      {form.isFixed.value || items.length >= (schema.maxItems ?? Infinity) ? null : (
        <button
          type="button"
          class="add"
          onClick={() => addItem(form, path, items.length, form.book.start(item))}
        >
          <Icon name="plus" />
          {t("form.add", { name })}
          {form.book.kind(item) === "text" ? <kbd>Enter</kbd> : null}
        </button>
      )}
    </div>
  )
}

interface ItemProps {
  path: Path
  index: number
  length: number
  value: Json
  schema: Schema
  name: string
  onLast?: (() => void) | undefined
}

function Item({ path, index, length, value, schema, name, onLast }: ItemProps): JSX.Element {
  const form = useForm()
  const own = sub(path, index)
  const isText = form.book.kind(schema) === "text" || typeof value === "string"
  const menu = itemMenu(form, path, index, length, onLast)
  return (
    <div class="item" data-move={atOf(path)} onKeyDown={onMoveKey(form, path, index)}>
      {length > 1 ? <ItemGrip path={path} index={index} name={`${name} ${index + 1}`} /> : null}
      <InnerValue
        path={own}
        schema={schema}
        value={value}
        name={`${name} ${index + 1}`}
        look="box"
        mayBeAbsent={false}
        menu={menu}
        onRemove={() => removeItem(form, path, index, onLast)}
        onEnter={isText ? () => addItem(form, path, index + 1, isMapping(value) ? {} : "") : undefined}
        onErase={isText ? () => removeItem(form, path, index, onLast) : undefined}
      />
    </div>
  )
}
