// The table of partners. One row is in the tab order; the arrow keys go to the others.

import type { JSX } from "preact"
import { useEffect, useMemo, useRef } from "preact/hooks"
import type { Partner } from "../api/types"
import { Icon } from "../parts/icon"
import { go, hrefOf } from "../store/router"
import { t } from "../store/words"
import { approvals } from "../store/desk"
import { ApprovalSign } from "./approval"
import { AsOf, None, Problems, Unanswered, WordMade, nameOf } from "./cells"
import { timeName } from "./dates"
import {
  type Order,
  current,
  currentPartner,
  groups,
  isApproved,
  order,
  pick,
  picked,
  pickShown,
  regionName,
  rows,
  sortBy,
} from "./shown"

export const rowLink = (id: string): HTMLElement | null => document.getElementById(`row-${id}`)

/** Put the focus on a row, by its place in the list. */
export function focusRow(index: number): void {
  const one = rows.value[Math.max(0, Math.min(index, rows.value.length - 1))]
  if (!one) return
  current.value = one.id
  rowLink(one.id)?.focus()
}

const STEPS: Record<string, (index: number, count: number) => number> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
  PageDown: (index) => index + 10,
  PageUp: (index) => index - 10,
}

export function PartnerTable({ onTop }: { onTop: () => void }): JSX.Element {
  const on = currentPartner.value?.id ?? ""
  const grouped = order.value.by === "reading"
  function press(event: KeyboardEvent): void {
    const step = STEPS[event.key]
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const listed = rows.value // not those of the last rendering: keys may be faster
    const index = currentPartner.value ? listed.indexOf(currentPartner.value) : -1
    if (event.key === "ArrowUp" && index <= 0) onTop()
    else focusRow(step(index, listed.length))
  }
  return (
    <table>
      <caption class="sr">{t("list.caption")}</caption>
      <Columns />
      <Head />
      {groups.value.map((group) => (
        <tbody key={group.region} onKeyDown={press}>
          {grouped ? (
            <tr class="g">
              <th colSpan={2} scope="rowgroup">
                {group.region ? regionName(group.region) : t("list.no_region")}
                <span>{t("list.count", { n: group.rows.length })}</span>
                {approvals.value ? (
                  <span>{t("list.approved_count", { n: group.rows.filter(isApproved).length })}</span>
                ) : null}
              </th>
            </tr>
          ) : null}
          {group.rows.map((one) => (
            <Row key={one.id} one={one} isOn={one.id === on} isPicked={picked.value.has(one.id)} />
          ))}
        </tbody>
      ))}
    </table>
  )
}

function Columns(): JSX.Element {
  return (
    <colgroup>
      {["ck", "nm", "co", "as", "pr", "na", "wd", ...(approvals.value ? ["se"] : []), "up"].map((name) => (
        <col key={name} class={`c-${name}`} />
      ))}
    </colgroup>
  )
}

function Head(): JSX.Element {
  const all = useRef<HTMLInputElement>(null)
  const [shown, chosen] = [rows.value.filter((one) => !one.broken), picked.value]
  const count = shown.filter((one) => chosen.has(one.id)).length
  useEffect(() => {
    if (all.current) all.current.indeterminate = count > 0 && count < shown.length
  })
  return (
    <thead>
      <tr>
        <td class="ck">
          <input
            ref={all}
            type="checkbox"
            aria-label={t("list.pick_shown")}
            checked={count > 0 && count === shown.length}
            onChange={(event) => pickShown(event.currentTarget.checked)}
          />
        </td>
        <Sorted by="reading" class="nm" note={t("list.by_reading")} />
        <th scope="col" class="co">
          {t("list.country")}
        </th>
        <Sorted by="as_of" class="as" />
        <Sorted by="problems" class="pr" />
        <Sorted by="unanswered" class="na" />
        <Sorted by="word" class="wd" />
        {approvals.value ? <Sorted by="approval" class="se" /> : null}
        <Sorted by="updated" class="up" />
      </tr>
    </thead>
  )
}

function Sorted({ by, class: name, note }: { by: Order; class: string; note?: string }): JSX.Element {
  const { by: now, down } = order.value
  const isOn = by === now
  return (
    <th scope="col" class={name} aria-sort={isOn ? (down ? "descending" : "ascending") : "none"}>
      <button type="button" onClick={() => sortBy(by)}>
        {t(`list.sort_${by}`)}
        {note && isOn ? <span class="dim">{note}</span> : null}
        {isOn && !note ? <Icon name={down ? "down" : "up"} /> : null}
      </button>
    </th>
  )
}

function Row({ one, isOn, isPicked }: { one: Partner; isOn: boolean; isPicked: boolean }): JSX.Element {
  // the same element again lets the row be: of 400 rows, only those that changed are compared
  return useMemo(() => <RowCells one={one} isOn={isOn} isPicked={isPicked} />, [one, isOn, isPicked, approvals.value])
}

function RowCells({ one, isOn, isPicked }: { one: Partner; isOn: boolean; isPicked: boolean }): JSX.Element {
  const chip = useRef<HTMLSpanElement>(null)
  useEffect(() => chip.current?.style.setProperty("--c", one.accent), [one.accent])
  const name = nameOf(one)
  const take = () => {
    current.value = one.id
  }
  return (
    <tr
      class={isOn ? "on" : undefined}
      aria-current={isOn ? "true" : undefined}
      onFocusIn={take}
      onClick={(event) => {
        take()
        if (!(event.target as HTMLElement).closest("a,input")) rowLink(one.id)?.focus()
      }}
      onDblClick={(event) => {
        if (!(event.target as HTMLElement).closest("input")) go(hrefOf.partner(one.id))
      }}
    >
      <td class="ck">
        <input
          type="checkbox"
          aria-label={t("list.pick_one", { name })}
          tabIndex={isOn ? 0 : -1}
          checked={isPicked}
          disabled={one.broken !== null}
          onChange={(event) => pick(one.id, event.currentTarget.checked)}
        />
      </td>
      <th scope="row" class="nm">
        <div class="in">
          <span class="chip" ref={chip} />
          <a
            id={`row-${one.id}`}
            href={hrefOf.partner(one.id)}
            tabIndex={isOn ? 0 : -1}
            title={name}
            onKeyDown={(event) => {
              if (event.key !== " " || event.isComposing) return
              event.preventDefault()
              if (!one.broken) pick(one.id, !isPicked)
            }}
          >
            {name}
          </a>
          {one.country ? <small class="c1">{one.country}</small> : null}
        </div>
      </th>
      <td class="co">{one.country || <None />}</td>
      <td class="as">
        <AsOf one={one} />
      </td>
      <td class="pr">
        <Problems one={one} />
      </td>
      <td class="na">
        <Unanswered one={one} />
      </td>
      <td class="wd">
        <WordMade one={one} />
      </td>
      {approvals.value ? (
        <td class="se">
          <ApprovalSign one={one} />
        </td>
      ) : null}
      <td class="up">{timeName(one.updated)}</td>
    </tr>
  )
}
