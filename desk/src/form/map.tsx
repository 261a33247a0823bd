// A mapping whose keys the writer chooses, such as notes and questions.

import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { Icon } from "../parts/icon"
import { atOf, isMapping, sub } from "../store/tree"
import { t } from "../store/words"
import { PlaceProblems } from "./around"
import { useForm } from "./context"
import { removeKey } from "./items"
import { InnerValue } from "./inner"
import { type ValueProps, isLeafKind } from "./props"

export function MapView(props: ValueProps): JSX.Element {
  const { path, schema, name } = props
  const form = useForm()
  const data = isMapping(props.value) ? props.value : {}
  const values = form.book.valuesOf(schema)
  const isLeaf = isLeafKind(form.book.kind(values))
  return (
    <div class="items">
      <PlaceProblems path={path} />
      {Object.entries(data).map(([key, value]) => {
        const own = sub(path, key)
        const menu = form.isFixed.value
          ? []
          : [{ key: "remove", label: t("form.remove"), sign: "trash", choose: () => removeKey(form, own) }]
        const view = (
          <InnerValue
            path={own}
            schema={values}
            value={value}
            name={`${name} ${key}`}
            look="box"
            mayBeAbsent={false}
            menu={menu}
            onRemove={() => removeKey(form, own)}
            label={isLeaf ? <span class="lab" aria-hidden="true">{key}</span> : undefined}
          />
        )
        return isLeaf ? (
          <div class="item" key={key}>{view}</div>
        ) : (
          <fieldset class="inner" key={key}>
            <legend>{key}</legend>
            {view}
          </fieldset>
        )
      })}
      {form.isFixed.value ? null : <NewKey {...props} taken={Object.keys(data)} />}
    </div>
  )
}

function NewKey(props: ValueProps & { taken: string[] }): JSX.Element {
  const { path, schema, name, taken } = props
  const form = useForm()
  const [key, setKey] = useState("")
  const [said, setSaid] = useState("")
  const pattern = Object.keys(schema.patternProperties ?? {})[0]
  const id = `new-${atOf(path)}`
  const add = () => {
    if (taken.includes(key)) return setSaid(t("form.key_taken"))
    if (!key || (pattern && !new RegExp(pattern, "u").test(key))) return setSaid(t("form.key_wrong"))
    const values = form.book.valuesOf(schema)
    form.doc.edit({ at: sub(path, key), was: null, use: form.book.start(values) })
    form.places.goSoon(atOf(sub(path, key)))
    setKey("")
    setSaid("")
  }
  return (
    <div class="new-key">
      <label class="sr" for={id}>
        {t("form.key_name", { name })}
      </label>
      <input
        id={id}
        class="inp"
        value={key}
        placeholder={t("form.key_name", { name })}
        aria-describedby={`${id}-said`}
        aria-invalid={!!said}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => setKey(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.isComposing) {
            event.preventDefault()
            add()
          }
        }}
      />
      <button type="button" class="add" onClick={add}>
        <Icon name="plus" />
        {t("form.add", { name })}
      </button>
      <p class="hint e" id={`${id}-said`} role="status">
        {said}
      </p>
    </div>
  )
}
