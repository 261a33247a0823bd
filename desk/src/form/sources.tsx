// Sources: a card each with the fields of its type; the export of a catalogue may be pasted.

import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { ApiError, api } from "../api/client"
import type { Json, Path, Problem } from "../api/types"
import { Dialog } from "../parts/dialog"
import { Icon } from "../parts/icon"
import { Issue } from "../parts/issue"
import { MenuButton } from "../parts/popover"
import { type Mapping, atOf, get, idsOf, isMapping, sub } from "../store/tree"
import { t } from "../store/words"
import { PlaceProblems } from "./around"
import { type Form, useForm } from "./context"
import { fieldsOf } from "./csl"
import { FieldsView } from "./fields"
import { TextLeaf } from "./leaf"
import { ItemGrip } from "./grip"
import { addItem, itemMenu, onMoveKey, removeKey } from "./items"
import { type Schema, choicesOf } from "./schema"
import { sourcesOf } from "./text-field"

/** Whether a schema is that of a list of sources: mappings with an id and a type. */
export function isSources(form: Form, schema: Schema): boolean {
  return form.book.kind(schema) === "list" && sourceSchema(form, schema) !== undefined
}

function sourceSchema(form: Form, list: Schema): Schema | undefined {
  const item = form.book.item(list)
  const branches = form.book.kind(item) === "either" ? form.book.branches(item) : [item]
  return branches.find((one) => one.properties?.id && one.properties.type && one.properties.URL)
}

export interface SourcesProps {
  path: Path
  schema: Schema
  value: Json | undefined
}

export function SourcesView({ path, schema, value }: SourcesProps): JSX.Element {
  const form = useForm()
  const [pasting, setPasting] = useState(false)
  const source = sourceSchema(form, schema) as Schema
  const list = Array.isArray(value) ? value : []
  const ids = idsOf(list)
  const types = choicesOf(form.book.property(source, "type"), "type")
  const common = ["webpage", "report", "book", "article-journal", "article-newspaper"]
  const add = (type: string) => {
    const start = { id: "", type, title: "" }
    addItem(form, path, list.length, start, "id")
  }
  return (
    <div class="sources">
      <PlaceProblems path={path} />
      {list.map((one, index) => (
        <div key={ids[index]} class="item" data-move={atOf(path)} onKeyDown={onMoveKey(form, path, index)}>
          {list.length > 1 ? <ItemGrip path={path} index={index} name={t("form.source_n", { n: index + 1 })} /> : null}
          {isMapping(one) ? (
            <Source {...{ path, index, source }} value={one} length={list.length} />
          ) : (
            <TextLeaf
              path={sub(path, index)}
              schema={{ type: "string" }}
              value={one}
              name={t("form.source_file")}
              look="box"
              mayBeAbsent={false}
              menu={itemMenu(form, path, index, list.length)}
              label={<span class="lab">{t("form.source_file")}</span>}
            />
          )}
        </div>
      ))}
      {form.isFixed.value ? null : (
        <div class="more">
          <MenuButton
            class="add"
            icon="plus"
            label={t("form.source_add")}
            name={t("form.source_add")}
            items={[
              ...types.filter((one) => common.includes(one.value)),
              ...types.filter((one) => !common.includes(one.value)),
            ].map((one) => ({ key: one.value, label: one.label, tail: one.label === one.value ? undefined : one.value, choose: () => add(one.value) }))}
          />
          <button type="button" class="add" onClick={() => setPasting(true)}>
            <Icon name="in" />
            {t("form.source_paste")}
          </button>
        </div>
      )}
      {pasting ? <Paste path={path} length={list.length} onClose={() => setPasting(false)} /> : null}
    </div>
  )
}

interface SourceProps {
  path: Path
  index: number
  length: number
  value: Mapping
  source: Schema
}

function Source({ path, index, length, value, source }: SourceProps): JSX.Element {
  const form = useForm()
  const own = sub(path, index)
  const type = String(value.type ?? "")
  const kinds = choicesOf(form.book.property(source, "type"), "type")
  const kind = kinds.find((one) => one.value === type)?.label ?? type
  const order = [...new Set(["id", "type", ...fieldsOf(type), ...form.book.keys(source)])]
  const name = String(value.id || t("form.source"))
  return (
    <article class="field frame source" aria-label={name} data-at={atOf(own)}>
      <header>
        <span class="cite">{t("form.source_n", { n: index + 1 })}</span>
        <b>{name}</b>
        <span class="dim">{kind}</span>
      </header>
      <FieldsView
        path={own}
        schema={ordered(source, order)}
        value={value}
        name={name}
        look="box"
        mayBeAbsent={false}
        first={fieldsOf(type)}
        menu={itemMenu(form, path, index, length, () => removeKey(form, path))}
      />
    </article>
  )
}

const kept = new WeakMap<Schema, Map<string, Schema>>()

/** The schema with its keys in another order; the same object for the same order. */
function ordered(schema: Schema, order: string[]): Schema {
  let known = kept.get(schema)
  if (!known) kept.set(schema, (known = new Map()))
  const key = order.join(" ")
  let found = known.get(key)
  if (!found) known.set(key, (found = { ...schema, "x-order": order }))
  return found
}

/** The items with ids that no source of the file, or of those that all share, has. */
function withFreeIds(form: Form, items: Json[]): Json[] {
  const used = new Set(sourcesOf(form).map((one) => String(one.id)))
  return items.map((item) => {
    if (!isMapping(item)) return item
    const id = String(item.id ?? "")
    let free = id
    for (let number = 2; used.has(free); number++) free = `${id}-${number}`
    used.add(free)
    return { ...item, id: free }
  })
}

interface Read {
  items: Json[]
  problems: Problem[]
}

function Paste({ path, length, onClose }: { path: Path; length: number; onClose: () => void }): JSX.Element {
  const form = useForm()
  const [text, setText] = useState("")
  const [read, setRead] = useState<Read | null>(null)
  const [said, setSaid] = useState("")
  const look = async () => {
    setSaid(t("common.loading"))
    try {
      const found = await api.post<Read>("/api/citations", { text })
      setRead({ ...found, items: withFreeIds(form, found.items) })
      setSaid("")
    } catch (fault) {
      if (!(fault instanceof ApiError)) throw fault
      setRead(fault.problems.length ? { items: [], problems: fault.problems } : null)
      setSaid(fault.problems.length ? t("form.source_none") : t("form.source_unread"))
    }
  }
  const take = () => {
    const items = read?.items ?? []
    if (!items.length) return
    const list = get(form.doc.local.peek(), path)
    form.doc.edit(
      ...(Array.isArray(list)
        ? items.map((use, index) => ({ at: path, insert: list.length + index, use }))
        : [{ at: path, was: null, use: items }]),
    )
    onClose()
    form.places.goSoon(`${atOf(path)}.${length}`)
  }
  const items = read?.items ?? []
  return (
    <Dialog
      title={t("form.source_paste")}
      onClose={onClose}
      onDo={items.length ? take : () => void look()}
      footer={
        <>
          <p role="status">{said || (read ? t("form.source_found", { n: items.length }) : "")}</p>
          {items.length ? (
            <button type="button" class="btn main" onClick={take}>
              {t("form.source_take", { n: items.length })}
            </button>
          ) : (
            <button type="button" class="btn main" disabled={!text.trim()} onClick={() => void look()}>
              {t("form.source_read")}
            </button>
          )}
        </>
      }
    >
      <label class="lab" for="paste-sources">
        {t("form.source_paste_help")}
      </label>
      <textarea
        id="paste-sources"
        class="inp mono"
        rows={8}
        spellcheck={false}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value)
          setRead(null)
        }}
      />
      {read?.problems.map((problem, index) => <Issue key={index} problem={problem} />)}
      <ul class="found">
        {items.map((one, index) =>
          isMapping(one) ? (
            <li key={index}>
              <b>{String(one.id ?? "")}</b> {String(one.title ?? "")} <span class="dim">{String(one.type ?? "")}</span>
            </li>
          ) : null,
        )}
      </ul>
    </Dialog>
  )
}
