// The form of a file: its sections in the order in which a reader meets them.

import { useComputed } from "@preact/signals"
import type { JSX } from "preact"
import { Icon } from "../parts/icon"
import { MenuButton } from "../parts/popover"
import { get, sub } from "../store/tree"
import { t } from "../store/words"
import { BlocksView, addBlockItems } from "./blocks"
import { useForm } from "./context"
import { FieldsView } from "./fields"
import { type Section, sectionsOf } from "./sections"
import { labelOf } from "./schema"
import { SourcesView } from "./sources"
import { ValueView } from "./value"
import { removeKey } from "./items"
import { idOf } from "./around"

export function FormView({ onCommon }: { onCommon: (at: string) => void }): JSX.Element {
  const form = useForm()
  const data = form.doc.local.value
  return (
    <>
      {sectionsOf(form, data).map((section) => (
        <SectionView key={section.key} section={section} onCommon={onCommon} />
      ))}
    </>
  )
}

function SectionView({ section, onCommon }: { section: Section; onCommon: (at: string) => void }): JSX.Element {
  const form = useForm()
  const title = `s-${section.key}`
  const blocks = useComputed(() => {
    const value = get(form.doc.local.value, section.path)
    return Array.isArray(value) ? value.length : 0
  })
  return (
    <section class="sec" id={idOf(section.at)} aria-labelledby={title} data-section={section.at}>
      <header>
        {section.number ? <span class="n">{section.number}</span> : null}
        <h2 id={title}>{section.title}</h2>
        {section.isCommon ? (
          <button
            type="button"
            class="btn small plain icon lock"
            aria-label={t("edit.common_name", { name: section.title })}
            title={t("edit.common_note")}
            onClick={() => onCommon(`questions.${section.key}`)}
          >
            <Icon name="lock" />
          </button>
        ) : null}
        {section.kind === "blocks" && !form.isFixed.value ? (
          <MenuButton
            icon="plus"
            label={t("form.block_add")}
            name={t("form.block_add_to", { name: section.title })}
            menuClass="end"
            items={addBlockItems(form, section.path, section.schema, () => blocks.value)}
          />
        ) : null}
      </header>
      <div class={`in ${section.kind}`}>
        <Inside section={section} />
      </div>
    </section>
  )
}

function Inside({ section }: { section: Section }): JSX.Element {
  const form = useForm()
  const { path, schema } = section
  const value = get(form.doc.local.value, path)
  if (section.kind === "blocks") return <BlocksView path={path} schema={schema} value={value} />
  if (section.kind === "sources") return <SourcesView path={path} schema={schema} value={value} />
  if (section.kind === "basics") {
    const others = form.book.keys(schema).filter((key) => !section.keys.includes(key))
    return <Basics section={section} others={others} />
  }
  const kind = form.book.kind(schema)
  const props = {
    path,
    schema,
    value,
    name: labelOf(schema, section.key),
    look: "box" as const,
    mayBeAbsent: true,
    onRemove: () => removeKey(form, path),
  }
  if (kind === "fields" && value === undefined) return <NotThere section={section} />
  if (kind === "fields") return <div class="field frame"><FieldsView {...props} all /></div>
  return <ValueView {...props} />
}

/** Something whole that a profile may leave out, such as a contact of its own. */
function NotThere({ section }: { section: Section }): JSX.Element {
  const form = useForm()
  const add = () => {
    const { book } = form
    const isList = book.kind(section.schema) === "list"
    const use = isList ? [book.start(book.item(section.schema))] : book.start(section.schema)
    form.doc.edit({ at: section.path, was: null, use })
    form.places.goSoon(section.at)
  }
  return (
    <p class="absent">
      <span>{t("form.not_there", { name: section.title })}</span>
      {form.isFixed.value ? null : (
        <button type="button" class="add" aria-label={t("form.write_own_of", { name: section.title })} onClick={add}>
          <Icon name="plus" />
          {t("form.write_own")}
        </button>
      )}
    </p>
  )
}

/** The values before the answers: the partner, the dates, then what is listed. */
function Basics({ section, others }: { section: Section; others: readonly string[] }): JSX.Element {
  const form = useForm()
  const { schema } = section
  const data = form.doc.local.value
  const fields = section.keys.filter((key) => form.book.kind(form.book.property(schema, key)) === "fields")
  const lists = section.keys.filter((key) => ["list", "map", "blocks"].includes(form.book.kind(form.book.property(schema, key))))
  const required = new Set(schema.required ?? [])
  const first = fields.filter((key) => required.has(key))
  const later = fields.filter((key) => !required.has(key))
  const group = (key: string, all: boolean) => {
    const child = form.book.property(schema, key)
    const path = sub(section.path, key)
    const value = get(data, path)
    const name = labelOf(child, key)
    if (value === undefined && !required.has(key)) {
      const absent: Section = { ...section, key, at: key, title: name, path, schema: child }
      return <Group key={key} title={name} at={key}><NotThere section={absent} /></Group>
    }
    return (
      <Group key={key} title={name} at={key}>
        <ValueView
          path={path}
          schema={child}
          value={value}
          name={name}
          look="box"
          mayBeAbsent={!required.has(key)}
          onRemove={() => removeKey(form, path)}
          {...(all ? { all: true } : {})}
        />
      </Group>
    )
  }
  return (
    <>
      {first.map((key) => {
        const child = form.book.property(schema, key)
        const path = sub(section.path, key)
        const name = labelOf(child, key)
        return (
          <div class="field frame" key={key} id={idOf(key)}>
            <FieldsView path={path} schema={child} value={get(data, path)} name={name} look="box" mayBeAbsent={false} all />
          </div>
        )
      })}
      <div class="field frame">
        <FieldsView
          path={section.path}
          schema={schema}
          value={data}
          name={section.title}
          look="box"
          mayBeAbsent={false}
          all
          without={[...others, ...fields, ...lists]}
        />
      </div>
      {lists.map((key) => group(key, false))}
      {later.map((key) => group(key, true))}
    </>
  )
}

function Group({ title, at, children }: { title: string; at: string; children: JSX.Element }): JSX.Element {
  return (
    <div class="block" id={idOf(at)} data-at={at} role="group" aria-label={title}>
      <h3>
        <span class="kind">{title}</span>
      </h3>
      <div class="rows">{children}</div>
    </div>
  )
}
