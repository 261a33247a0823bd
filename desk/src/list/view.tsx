// The list of partners: the first view of the desk.

import { computed } from "@preact/signals"
import type { JSX, RefObject } from "preact"
import { useEffect, useLayoutEffect, useRef } from "preact/hooks"
import type { Partner, Problem } from "../api/types"
import { online } from "../api/events"
import { Bar, Foot, NoteBar } from "../parts/bar"
import { Find } from "../parts/find"
import { Icon } from "../parts/icon"
import { whereOf } from "../parts/issue"
import { Status } from "../parts/status"
import { approvals, desk, partnerProblems, partners, partnersLoaded } from "../store/desk"
import { letters } from "../store/letters"
import { go, hrefOf } from "../store/router"
import { clock, t } from "../store/words"
import { ApprovalMeter } from "./approval"
import { Bulk } from "./bulk"
import { dateName } from "./dates"
import { NewPartnerDialog, isOpen, openNew } from "./new_partner"
import { Panel } from "./panel"
import { PartnerPicker } from "./pick"
import { current, currentPartner, picked, rows, showAll, typed } from "./shown"
import { Side } from "./side"
import { PartnerTable, focusRow, rowLink } from "./table"

export function ListView(): JSX.Element {
  const find = useRef<HTMLInputElement | null>(null)
  useKeys(find)
  const title = `${t("list.title")} ─ ${t("common.desk")}`
  useEffect(() => {
    document.title = title
  }, [title])
  useLayoutEffect(() => {
    rowLink(current.value)?.focus() // back from a partner: where one was
  }, [])
  return (
    <div class={`app list${approvals.value ? " has-ap" : ""}`}>
      <a
        class="skip"
        href="#partners"
        onClick={(event) => {
          event.preventDefault()
          if (rows.value.length) focusRow(rows.value.indexOf(currentPartner.value!))
          else document.getElementById("partners")?.focus()
        }}
      >
        {t("list.skip")}
      </a>
      <ListBar />
      <Notes />
      <main class="work">
        <h1 class="sr">{t("list.title")}</h1>
        <div class="file">
          <Find
            label={t("list.find")}
            value={typed.value}
            controls="partners"
            {...(letters.value ? { keys: ["/"] } : {})}
            input={find}
            onInput={(text) => {
              typed.value = text
            }}
            onDown={() => focusRow(0)}
            onEnter={() => rows.value[0] && go(hrefOf.partner(rows.value[0].id))}
          />
          <span class="n" role="status">
            {t("list.count", { n: rows.value.length })}
          </span>
          <ApprovalMeter />
        </div>
        <Side />
        <section class="mid" aria-label={t("list.partners")}>
          <div class="scroll" id="partners" tabIndex={-1}>
            <Listed onTop={() => find.current?.focus()} />
          </div>
          <Bulk />
        </section>
        <Panel />
      </main>
      <ListFoot />
      <NewPartnerDialog />
    </div>
  )
}

/** Keys of the view. Single signs act only while no text field has the focus. */
function useKeys(find: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented || isOpen.value) return
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey
      if (event.altKey && !event.ctrlKey && event.code === "KeyN") openNew()
      else if (plain && event.key === "/" && letters.value && !isTyping(event.target)) find.current?.focus()
      else if (plain && event.key === "Escape" && picked.value.size) picked.value = new Set()
      else return
      event.preventDefault()
    }
    document.addEventListener("keydown", press)
    return () => document.removeEventListener("keydown", press)
  }, [])
}

function isTyping(target: EventTarget | null): boolean {
  const on = target as HTMLElement | null
  return !!on?.closest("textarea,select,[contenteditable=true],input:not([type=checkbox],[type=radio])")
}

const checkState = computed(() => {
  const all = partners.value.filter((one) => !one.broken)
  return { all: all.length, done: all.filter((one) => one.errors !== null).length }
})

function ListBar(): JSX.Element {
  const editions = [...new Set(partners.value.map((one) => one.edition).filter(Boolean))]
  const edition = editions.length === 1 ? t("list.edition", { date: dateName(editions[0]!) }) : ""
  return (
    <Bar
      right={
        <>
          <Checked />
          <button type="button" class="btn main" aria-haspopup="dialog" aria-keyshortcuts="Alt+N" onClick={() => openNew()}>
            <Icon name="plus" />
            {t("list.new")}
          </button>
        </>
      }
    >
      <PartnerPicker>
        <span>
          <b>{desk.value?.series?.title ?? desk.value?.workspace}</b>
          <small>
            {t("list.count", { n: partners.value.length })}　{edition}
          </small>
        </span>
      </PartnerPicker>
      <nav class="tabs" aria-label={t("list.views")}>
        <a href={hrefOf.list()} aria-current="page">
          {t("list.partners")}
        </a>
        <a href={hrefOf.shared("sources")}>{t("list.sources")}</a>
        <a href={hrefOf.shared("series")}>{t("list.shared")}</a>
      </nav>
    </Bar>
  )
}

function Checked(): JSX.Element {
  const { all, done } = checkState.value
  const time = useRef("")
  if (done < all) time.current = ""
  else if (!time.current) time.current = clock(new Date())
  if (!online.value) return <Status tone="warn">{t("list.offline")}</Status>
  if (!partnersLoaded.value) return <Status tone="busy">{t("common.loading")}</Status>
  if (done < all) return <Status tone="busy">{t("list.checking", { n: done, all })}</Status>
  return <Status tone="ok">{all ? t("list.checked", { n: all, time: time.current }) : ""}</Status>
}

function Notes(): JSX.Element {
  const broken = partners.value.filter((one) => one.broken)
  const shared = [...(desk.value?.problems ?? []), ...partnerProblems.value].filter((one) => one.severity === "error")
  const told = [...new Map(shared.map((one) => [whereOf(one) + one.code, one])).values()]
  return (
    <div class="notes">
      {broken[0] ? <BrokenNote first={broken[0]} count={broken.length} /> : null}
      {told[0] ? <SharedNote first={told[0]} count={told.length} /> : null}
    </div>
  )
}

function BrokenNote({ first, count }: { first: Partner; count: number }): JSX.Element {
  const problem = first.broken!
  const values = { file: `${first.id}.yaml`, n: count }
  return (
    <NoteBar
      kind="e"
      actions={
        <a class="btn small" href={hrefOf.partner(first.id)}>
          {t("list.see_line")}
        </a>
      }
    >
      <b>{t(count === 1 ? "list.broken" : "list.broken_several", values)}</b>
      {t("list.broken_why", { code: problem.code, where: whereOf(problem), what: problem.message })}
      {t("list.others_work", { n: partners.value.length - count })}
    </NoteBar>
  )
}

function SharedNote({ first, count }: { first: Problem; count: number }): JSX.Element {
  const doc = first.file?.endsWith("_sources.yaml") ? "sources" : "series"
  return (
    <NoteBar
      kind="e"
      actions={
        first.file?.startsWith("profiles/") ? (
          <a class="btn small" href={hrefOf.shared(doc)}>
            {t("list.see_line")}
          </a>
        ) : undefined
      }
    >
      <b>{t("list.shared_broken", { n: count })}</b>
      {t("list.broken_why", { code: first.code, where: whereOf(first), what: first.message })}
      {first.hint}
    </NoteBar>
  )
}

function Listed({ onTop }: { onTop: () => void }): JSX.Element {
  if (rows.value.length) return <PartnerTable onTop={onTop} />
  if (!partnersLoaded.value) return <p class="none">{t("common.loading")}</p>
  if (!partners.value.length)
    return (
      <div class="none">
        <b>{t("list.empty")}</b>
        <p>{t("list.empty_note")}</p>
        <button type="button" class="btn" onClick={() => openNew()}>
          <Icon name="plus" />
          {t("list.new")} <kbd>Alt</kbd>
          <kbd>N</kbd>
        </button>
      </div>
    )
  const words = typed.value.trim()
  return (
    <div class="none">
      <b>{words ? t("list.nothing", { words }) : t("list.nothing_left")}</b>
      <p>{t("list.nothing_note")}</p>
      {words ? (
        <button type="button" class="btn" onClick={() => openNew(words)}>
          <Icon name="plus" />
          {t("list.new_named")}
        </button>
      ) : null}
      {words ? (
        <button
          type="button"
          class="btn plain"
          onClick={() => {
            typed.value = ""
          }}
        >
          {t("list.stop_finding")} <kbd>Esc</kbd>
        </button>
      ) : (
        <button type="button" class="btn plain" onClick={showAll}>
          {t("list.show_all")}
        </button>
      )}
    </div>
  )
}

function ListFoot(): JSX.Element {
  const errors = partners.value.reduce((sum, one) => sum + (one.broken ? 1 : (one.errors ?? 0)), 0)
  const warnings = partners.value.reduce((sum, one) => sum + (one.warnings ?? 0), 0)
  return (
    <Foot
      keys={[
        [["↑", "↓"], t("list.key_row")],
        [["Enter"], t("list.key_open")],
        [["Space"], t("list.key_pick")],
        ...(letters.value ? ([[["/"], t("list.key_find")]] as [string[], string][]) : []),
        [["Alt", "N"], t("list.new")],
      ]}
    >
      <Sum n={errors} key_="errors" tone="err" />
      <Sum n={warnings} key_="warnings" tone="warn" />
    </Foot>
  )
}

function Sum({ n, key_, tone }: { n: number; key_: string; tone: string }): JSX.Element {
  const text = t(`common.${key_}`, { n })
  return <span>{n ? <span class={`tag ${tone}`}>{text}</span> : text}</span>
}
