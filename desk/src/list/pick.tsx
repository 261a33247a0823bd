// Choosing a partner from any view: a button in the bar, and Ctrl+K.

import type { ComponentChildren, JSX } from "preact"
import { useEffect, useMemo, useRef, useState } from "preact/hooks"
import type { Partner } from "../api/types"
import { Find } from "../parts/find"
import { Icon } from "../parts/icon"
import { Popover } from "../parts/popover"
import { desk, partners } from "../store/desk"
import { go, hrefOf } from "../store/router"
import { t } from "../store/words"
import { nameOf } from "./cells"
import { dateName } from "./dates"
import { haystack, matches } from "./find"
import { regionName } from "./shown"

/** The button with the name of what is open. It opens the partners, as Ctrl+K does. */
export function PartnerPicker({ children, id }: { children: ComponentChildren; id?: string }): JSX.Element {
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return
      if (event.key.toLowerCase() !== "k" || document.querySelector("dialog[open]")) return
      event.preventDefault()
      event.stopPropagation()
      setOpen((now) => !now)
    }
    addEventListener("keydown", press, true) // before the text fields, which have keys of their own
    return () => removeEventListener("keydown", press, true)
  }, [])
  return (
    <span class="under picker">
      <button
        type="button"
        class="pick"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-keyshortcuts="Control+K"
        onClick={() => setOpen(!open)}
      >
        {children}
        <Icon name="down" />
      </button>
      {open ? <Choices id={id ?? ""} onClose={() => setOpen(false)} /> : null}
    </span>
  )
}

interface Group {
  region: string
  members: Partner[]
}

/** The partners by region, in the order of the series; those of no region that it knows come last. */
function grouped(all: readonly Partner[]): Group[] {
  const regions = desk.value?.series?.regions ?? {}
  return [...Object.keys(regions), ""]
    .map((region) => ({
      region,
      members: all.filter((one) => (region ? one.region === region : !(one.region in regions))),
    }))
    .filter(({ members }) => members.length > 0)
}

function Choices({ id, onClose }: { id: string; onClose: () => void }): JSX.Element {
  const [words, setWords] = useState("")
  const list = useRef<HTMLDivElement>(null)
  const hays = useMemo(() => partners.value.map((one) => ({ one, hay: haystack(one) })), [partners.value])
  const groups = grouped(hays.filter(({ hay }) => matches(hay, words)).map(({ one }) => one))
  const found = groups.flatMap(({ members }) => members)
  const open = (one: Partner) => {
    onClose()
    go(hrefOf.partner(one.id))
  }
  return (
    <Popover label={t("list.pick")} class="choose" covers=".work,.notes" onClose={onClose}>
      <Find
        label={t("list.find")}
        value={words}
        controls="choices"
        keys={["Ctrl", "K"]}
        onInput={setWords}
        onEnter={() => found[0] && open(found[0])}
        onDown={() => list.current?.querySelector<HTMLElement>("a")?.focus()}
      />
      <p class="sr" role="status">
        {t("list.count", { n: found.length })}
      </p>
      <div id="choices" ref={list}>
        {groups.map(({ region, members }) => (
          <section key={region} aria-label={region ? regionName(region) : t("list.no_region")}>
            <h3>{region ? regionName(region) : t("list.no_region")}</h3>
            <ul role="list">
              {members.map((one) => (
                <li key={one.id}>
                  <a href={hrefOf.partner(one.id)} aria-current={one.id === id ? "page" : undefined} onClick={onClose}>
                    <span class="chip" style={{ "--c": one.accent || "#0b4f8a" }} />
                    <b>{nameOf(one)}</b>
                    <small>{one.country}</small>
                    <small>{one.as_of ? t("list.as_of_date", { date: dateName(one.as_of) }) : ""}</small>
                    <StateOf one={one} />
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      {found.length ? null : <p class="nothing">{t("list.nothing", { words })}</p>}
    </Popover>
  )
}

/** What has to be done: one thing, the most pressing. */
function StateOf({ one }: { one: Partner }): JSX.Element {
  if (one.broken || one.errors) return <span class="tag err">{t("common.errors", { n: one.errors ?? 1 })}</span>
  if (one.warnings) return <span class="tag warn">{t("common.warnings", { n: one.warnings })}</span>
  return <small>{one.unanswered ? t("list.unanswered_count", { n: one.unanswered }) : ""}</small>
}
