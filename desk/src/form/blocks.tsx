// The answer to a question: blocks one below the other, each of a kind that the schema names.

import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import type { Json, Path } from "../api/types"
import { Icon } from "../parts/icon"
import { MenuButton, type MenuItem } from "../parts/popover"
import { atOf, get, idsOf, isMapping, sub } from "../store/tree"
import { hasWord, t } from "../store/words"
import { PlaceProblems } from "./around"
import { type Form, useForm } from "./context"
import { FactsView } from "./facts"
import { FieldsView } from "./fields"
import { BlockGrip } from "./grip"
import { Strange } from "./leaf"
import { addItem, itemMenu, onMoveKey, removeItem } from "./items"
import { MarksView } from "./marks"
import { placeOf } from "./places"
import { ANYTHING, type Schema, type SchemaBook, choicesOf, labelOf, mainKey } from "./schema"
import { ValueView } from "./value"

/** The short name of a kind of block, by its main key. */
function kindName(book: SchemaBook, schema: Schema): string {
  const key = mainKey(schema)
  const word = `form.block_${key}`
  return hasWord(word) ? t(word) : labelOf(book.property(schema, key), key)
}

/** What a block is called: its kind, and which of the series' tables or callouts it is. */
export function blockName(book: SchemaBook, schema: Schema | undefined, value: Json): string {
  if (!schema) return t("form.block_strange")
  const key = mainKey(schema)
  const chosen = isMapping(value) ? value[key] : undefined
  const choice = choicesOf(book.property(schema, key), key).find((one) => one.value === chosen)
  const word = `form.block_${key}_of`
  if (!choice) return kindName(book, schema)
  return hasWord(word) ? t(word, { name: choice.label }) : choice.label
}

/** How much is in a block: shown in its head and in the outline. */
export function blockCount(value: Json): string {
  if (!isMapping(value)) return ""
  if (typeof value.marks === "string") return `○ ${Array.isArray(value.marked) ? value.marked.length : 0}`
  if (Array.isArray(value.rows)) return t("form.rows", { n: value.rows.length })
  const list = Object.values(value).find(Array.isArray)
  return list ? String(list.length) : ""
}

/** The first value of a block that prints a text: where its link in the outline leads. */
export function addBlockItems(form: Form, path: Path, schema: Schema, index: () => number): MenuItem[] {
  return form.book.branches(schema.items ?? ANYTHING).flatMap((branch) => {
    const key = mainKey(branch)
    const choices = choicesOf(form.book.property(branch, key), key)
    const name = kindName(form.book, branch)
    const start = form.book.start(branch)
    if (!choices.length)
      return [{ key, label: name, choose: () => addItem(form, path, index(), start) }]
    return choices.map((choice) => ({
      key: `${key} ${choice.value}`,
      label: hasWord(`form.block_${key}_of`) ? t(`form.block_${key}_of`, { name: choice.label }) : choice.label,
      tail: name,
      choose: () => addItem(form, path, index(), begun(form, start, key, choice.value)),
    }))
  })
}

/** A new block of the series' kind; a fact table begins with the first of its rows. */
function begun(form: Form, start: Json, key: string, choice: string): Json {
  const value = { ...(isMapping(start) ? start : {}), [key]: choice }
  if (key !== "facts") return value
  const rows = get(form.series.peek(), ["facts", choice, "rows"])
  return { ...value, rows: Object.keys(isMapping(rows) ? rows : {}).slice(0, 1).map((field) => ({ field, text: "" })) }
}

export function BlocksView({ path, schema, value }: { path: Path; schema: Schema; value: Json | undefined }): JSX.Element {
  const blocks = Array.isArray(value) ? value : []
  const ids = idsOf(blocks)
  return (
    <>
      <PlaceProblems path={path} />
      {blocks.map((block, index) => (
        <Block key={ids[index]} {...{ path, schema, index }} value={block} length={blocks.length} />
      ))}
      {blocks.length ? null : <EmptyAnswer path={path} schema={schema} />}
    </>
  )
}

/** An answer without blocks: the kinds that need no choice are a press away. */
function EmptyAnswer({ path, schema }: { path: Path; schema: Schema }): JSX.Element {
  const form = useForm()
  const kinds = form.isFixed.value ? [] : addBlockItems(form, path, schema, () => 0).filter((one) => !one.tail)
  return (
    <div class="empty-answer">
      <p>{t("form.no_answer")}</p>
      {kinds.slice(0, 2).map((one) => (
        <button key={one.key} type="button" class="add" onClick={one.choose}>
          <Icon name="plus" />
          {t("form.add", { name: one.label })}
        </button>
      ))}
    </div>
  )
}

interface BlockProps {
  path: Path
  schema: Schema
  index: number
  length: number
  value: Json
}

function Block({ path, schema, index, length, value }: BlockProps): JSX.Element {
  const form = useForm()
  const own = sub(path, index)
  const branch = form.book.branchOf(form.book.item(schema), value)
  const name = blockName(form.book, branch, value)
  const onRemove = () => removeItem(form, path, index)
  const [folded, setFolded] = useState(false)
  const rows = useRef<HTMLDivElement>(null)
  const inside = `b-${atOf(own)}`
  useEffect(() => {
    const show = () => setFolded(false)
    rows.current?.addEventListener("beforematch", show) // a search in the page, or a way to a field in it
    return () => rows.current?.removeEventListener("beforematch", show)
  }, [])
  const items: MenuItem[] = form.isFixed.value
    ? []
    : [
        ...itemMenu(form, path, index, length),
        ...addBlockItems(form, path, schema, () => index + 1).map((item) => ({
          ...item,
          key: `below ${item.key}`,
          label: t("form.below", { name: item.label }),
        })),
      ]
  return (
    <div class={`block${folded ? " folded" : ""}`} role="group" data-at={atOf(own)} data-move={atOf(path)} onKeyDown={onMoveKey(form, path, index)} aria-label={name}>
      <h3>
        <BlockGrip path={path} index={index} name={name} />
        <button type="button" class="kind" aria-expanded={!folded} aria-controls={inside} onClick={() => setFolded(!folded)}>
          {name}
          <span class="n">{blockCount(value)}</span>
          <Icon name={folded ? "right" : "down"} />
        </button>
        {folded ? <Told at={atOf(own)} /> : null}
        {items.length ? (
          <MenuButton
            class="btn small plain icon"
            icon="more"
            label=""
            name={t("form.menu_of", { name })}
            menuClass="end"
            items={items}
          />
        ) : null}
      </h3>
      <div class="rows" id={inside} ref={rows} hidden={folded ? ("until-found" as unknown as boolean) : undefined}>
        <Inside path={own} branch={branch} value={value} name={name} onRemove={onRemove} />
      </div>
    </div>
  )
}

/** How many problems a folded block has. */
function Told({ at }: { at: string }): JSX.Element | null {
  const { doc } = useForm()
  const found = doc.problems.value.filter((one) => {
    const place = placeOf(one, doc.local.value)
    return place === at || place.startsWith(`${at}.`)
  })
  const isError = found.some((one) => one.severity === "error")
  if (!found.length) return null
  return <span class={`tag ${isError ? "err" : "warn"}`}>{t(isError ? "common.errors" : "common.warnings", { n: found.length })}</span>
}

interface InsideProps {
  path: Path
  branch: Schema | undefined
  value: Json
  name: string
  onRemove: () => void
}

function Inside({ path, branch, value, name, onRemove }: InsideProps): JSX.Element {
  const form = useForm()
  if (!branch || !isMapping(value))
    return <Strange path={path} schema={branch ?? ANYTHING} value={value} name={name} look="box" mayBeAbsent={false} />
  const key = mainKey(branch)
  const chosen = String(value[key] ?? "")
  if (key === "marks" && isMapping(get(form.series.value, ["marks", chosen, "topics"])))
    return <MarksView path={path} schema={branch} value={value} name={name} />
  if (key === "facts" && isMapping(get(form.series.value, ["facts", chosen, "rows"])))
    return <FactsView path={path} schema={branch} value={value} name={name} onRemove={onRemove} />
  const properties = form.book.keys(branch)
  const isChosen = choicesOf(form.book.property(branch, key), key).length > 0
  const inner = properties.filter((one) => !(isChosen && one === key))
  const [only] = inner
  // A block with one value needs no label beside it.
  if (inner.length === 1 && only !== undefined) {
    const child = form.book.property(branch, only)
    return (
      <>
        <PlaceProblems path={path} />
        <ValueView
          path={sub(path, only)}
          schema={child}
          value={value[only]}
          name={form.book.kind(child) === "list" ? listName(form, child, only, name) : name}
          look="box"
          mayBeAbsent={false}
          onRemove={onRemove}
        />
      </>
    )
  }
  return (
    <div class="field frame">
      <FieldsView
        path={path}
        schema={branch}
        value={value}
        name={name}
        look="box"
        mayBeAbsent={false}
        onRemove={onRemove}
        without={isChosen ? [key] : []}
      />
    </div>
  )
}

function listName(form: Form, schema: Schema, key: string, name: string): string {
  return form.book.kind(form.book.item(schema)) === "text" ? name : labelOf(schema, key)
}
