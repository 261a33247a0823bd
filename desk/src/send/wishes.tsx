// What is chosen before a file is made: the print shop, the edition to compare with, the sheets of an imposition.

import type { JSX } from "preact"
import { useEffect, useId } from "preact/hooks"
import { api } from "../api/client"
import type { Edition } from "../api/types"
import { desk } from "../store/desk"
import { clock, t } from "../store/words"

export type Wishes = Record<string, string>

export interface WishProps {
  doc: string
  wishes: Wishes
  set: (wishes: Wishes) => void
}

interface Option {
  value: string
  label: string
  note?: string
}

function Radios(props: { name: string; legend: string; options: Option[]; value: string; choose: (value: string) => void }): JSX.Element {
  const group = useId()
  return (
    <fieldset class="wish">
      <legend class="lab">{props.legend}</legend>
      {props.options.map((one) => (
        <label key={one.value} class="choice">
          <input
            type="radio"
            name={group}
            value={one.value}
            checked={one.value === props.value}
            onChange={() => props.choose(one.value)}
          />
          <span>{one.label}</span>
          {one.note ? <small>{one.note}</small> : null}
        </label>
      ))}
    </fieldset>
  )
}

function Select(props: { label: string; options: Option[]; value: string; choose: (value: string) => void }): JSX.Element {
  const id = useId()
  return (
    <p class="wish">
      <label class="lab" for={id}>
        {props.label}
      </label>
      <select id={id} class="inp" value={props.value} onChange={(event) => props.choose(event.currentTarget.value)}>
        {props.options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </p>
  )
}

export function PrintWishes({ wishes, set }: WishProps): JSX.Element {
  const shops = desk.value?.shops ?? []
  return (
    <>
      <p>{t("send.print_text")}</p>
      <Radios
        name="shop"
        legend={t("send.shop")}
        options={shops.map((one) => ({ value: one.id, label: one.title, note: one.id }))}
        value={wishes.shop ?? ""}
        choose={(shop) => set({ shop })}
      />
    </>
  )
}

/** The paper that fits a scheme best: a booklet of A4 pages is folded from A3. */
export const paperFor = (scheme: string): string => (scheme === "saddle" ? "a3" : "a4")

export function ImposeWishes({ wishes, set }: WishProps): JSX.Element {
  const put = (key: string) => (value: string) => set({ ...wishes, [key]: value })
  const scheme = wishes.scheme ?? "saddle"
  const choices = desk.value?.imposition
  if (!choices) return <p role="status">{t("common.loading")}</p>
  return (
    <>
      <Radios
        name="scheme"
        legend={t("send.scheme")}
        options={choices.scheme.map((value) => ({ value, label: t(`send.scheme_${value}`), note: t(`send.scheme_${value}_note`) }))}
        value={scheme}
        choose={(value) => set({ ...wishes, scheme: value, paper: paperFor(value) })}
      />
      <div class="beside-each-other">
        <Select label={t("send.paper")} value={wishes.paper ?? ""} choose={put("paper")} options={choices.paper.map((value) => ({ value, label: value.toUpperCase() }))} />
        <Select
          label={t("send.duplex")}
          value={wishes.duplex ?? ""}
          choose={put("duplex")}
          options={choices.duplex.map((value) => ({ value, label: t(`send.duplex_${value || "auto"}`) }))}
        />
        {scheme === "saddle" ? (
          <Select label={t("send.stock")} value={wishes.stock ?? ""} choose={put("stock")} options={choices.stock.map((value) => ({ value, label: value }))} />
        ) : null}
      </div>
      <Select
        label={t("send.blanks")}
        value={wishes.blanks ?? ""}
        choose={put("blanks")}
        options={choices.blanks.map((value) => ({ value, label: t(`send.blanks_${value}`) }))}
      />
    </>
  )
}

export interface RedlineProps extends WishProps {
  editions: Edition[] | null
  setEditions: (editions: Edition[]) => void
  fail: () => void
}

export function RedlineWishes({ doc, wishes, set, editions, setEditions, fail }: RedlineProps): JSX.Element {
  useEffect(() => {
    void api.get<{ editions: Edition[] }>(`/api/${doc}/editions`).then((found) => {
      setEditions(found.editions)
      const [first] = found.editions
      if (first) set({ author: "", ...wishes, since: first.key })
    }, fail)
  }, [])
  const id = useId()
  if (!editions) return <p role="status">{t("common.loading")}</p>
  if (!editions.length) return <p>{t("send.no_editions")}</p>
  return (
    <>
      <p>{t("send.redline_text")}</p>
      <div class="editions">
        {(["word", "tag", "saved", "commit"] as const).map((kind) => {
          const found = editions.filter((one) => one.kind === kind)
          return found.length ? (
            <Radios
              key={kind}
              name="since"
              legend={t(`send.since_${kind}`)}
              options={found.map((one) => ({ value: one.key, ...labelOf(one) }))}
              value={wishes.since ?? ""}
              choose={(since) => set({ ...wishes, since })}
            />
          ) : null
        })}
      </div>
      <p class="wish">
        <label class="lab" for={id}>
          {t("send.author")}
        </label>
        <input
          id={id}
          class="inp"
          maxLength={100}
          value={wishes.author ?? ""}
          placeholder={t("send.author_default")}
          autocomplete="off"
          onInput={(event) => set({ ...wishes, author: event.currentTarget.value })}
        />
      </p>
    </>
  )
}

function labelOf(one: Edition): { label: string; note?: string } {
  if (one.kind === "word") return { label: one.name }
  if (one.kind !== "saved") return { label: one.name, note: one.time }
  const when = new Date(one.time)
  const day = when.toLocaleDateString(document.documentElement.lang, { dateStyle: "medium" })
  return { label: `${day} ${clock(when)}`, ...(one.name ? { note: one.name } : {}) }
}
