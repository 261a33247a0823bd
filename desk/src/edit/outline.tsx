// The outline at the left: partners on wide screens, the sections and blocks of the form.

import { useComputed } from "@preact/signals"
import type { JSX } from "preact"
import type { Form } from "../form/context"
import { placeOf } from "../form/places"
import { type Entry, type Section, entriesOf, sectionsOf } from "../form/sections"
import { ApprovalText } from "../list/approval"
import { openNew } from "../list/new_partner"
import { Icon } from "../parts/icon"
import { approvals, partnerById, partners } from "../store/desk"
import { go, hrefOf } from "../store/router"
import { t } from "../store/words"

export interface OutlineProps {
  form: Form
  id: string
  title: string
  hrefTo: (at: string) => string
  onlyProblems: boolean
  onOnly: () => void
  onGo: (at: string) => void
}

export function Outline({ form, id, title, hrefTo, onlyProblems, onOnly, onGo }: OutlineProps): JSX.Element {
  const data = form.doc.local.value
  const counted = useComputed(() => {
    const found = new Map<string, number>()
    for (const problem of form.doc.problems.value) {
      const at = placeOf(problem, form.doc.local.value)
      found.set(at, (found.get(at) ?? 0) + 1)
    }
    return found
  })
  const below = (at: string) => {
    let sum = 0
    for (const [place, count] of counted.value) if (place === at || place.startsWith(`${at}.`)) sum += count
    return sum
  }
  const focus = form.places.focus.value
  const isIn = (at: string) => focus === at || focus.startsWith(`${at}.`)
  const peerIn = (at: string) => form.places.peers.value.find((one) => one.at === at || one.at.startsWith(`${at}.`))
  const isNew = (at: string) => form.doc.changed.value.some((one) => one === at || one.startsWith(`${at}.`) || at.startsWith(`${one}.`))
  const sections = sectionsOf(form, data)
  const numbered = sections.filter((one) => one.kind === "basics" || one.kind === "blocks")
  const others = sections.filter((one) => !numbered.includes(one))
  const line = (at: string, name: string, tail: string, kind: string, section?: Section) => {
    const count = at ? below(at) : 0
    if (onlyProblems && !count) return null
    const peer = section || !tail ? peerIn(at) : undefined
    return (
      <a
        key={at}
        class={`${kind}${isNew(at) ? " blink" : ""}`}
        href={hrefTo(at)}
        aria-current={kind !== "q" && isIn(at) ? "true" : undefined}
        onClick={(event) => {
          event.preventDefault()
          onGo(at)
        }}
      >
        {section?.number ? <i>{section.number}</i> : null}
        <span>{name}</span>
        {peer ? (
          <span class="who b" title={t("edit.peer_at", { name: peer.person || t("edit.peer_other_window") })}>
            <span aria-hidden="true">{(peer.person || "?").slice(0, 1)}</span>
          </span>
        ) : count && kind !== "q" ? (
          <span class="count warn" title={t("common.warnings", { n: count })}>
            {count}
          </span>
        ) : (
          <span class="tail">{tail}</span>
        )}
      </a>
    )
  }
  const approved = approvals.value ? partnerById.value.get(id) : undefined
  return (
    <nav class="side" id="outline" tabIndex={-1} aria-label={t("edit.outline")} onKeyDown={(event) => walk(event, event.currentTarget)}>
      <Partners id={id} />
      <h2>
        {t("edit.fields_of", { name: title })}
        <button
          type="button"
          class="btn small plain icon"
          aria-pressed={onlyProblems}
          aria-label={t("edit.only_problems")}
          title={t("edit.only_problems")}
          onClick={onOnly}
        >
          <Icon name="warn" />
        </button>
      </h2>
      {numbered.map((section) => [
        line(section.at, section.title, "", "q", section),
        ...entriesOf(form, section, data).map((entry: Entry) => line(entry.at, entry.name, entry.tail, "sub")),
      ])}
      {others.length ? <hr /> : null}
      {others.map((section) => line(section.at, section.title, section.tail, "own", section))}
      {approved?.approval ? (
        <div class="approved">
          <h2>{t("list.sort_approval")}</h2>
          <ApprovalText one={approved} />
        </div>
      ) : null}
      {onlyProblems && !form.doc.problems.value.length ? <p class="none">{t("edit.no_problems")}</p> : null}
    </nav>
  )
}

/** The arrow keys walk the lines. */
function walk(event: KeyboardEvent, nav: HTMLElement): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0
  if (!step || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return
  const lines = [...nav.querySelectorAll<HTMLElement>("a")].filter((one) => one.offsetParent !== null)
  const here = lines.indexOf(document.activeElement as HTMLElement)
  const next = lines[here + step]
  if (here < 0 || !next) return
  event.preventDefault()
  next.focus()
}

function Partners({ id }: { id: string }): JSX.Element {
  return (
    <div class="partners">
      <h2>
        {t("edit.partners", { n: partners.value.length })}
        <button
          type="button"
          class="btn small plain icon"
          aria-label={t("list.new")}
          title={t("list.new")}
          onClick={() => {
            go(hrefOf.list())
            openNew()
          }}
        >
          <Icon name="plus" />
        </button>
      </h2>
      {partners.value.map((one) => (
        <a key={one.id} href={hrefOf.partner(one.id)} aria-current={one.id === id ? "true" : undefined}>
          <span class="chip" style={{ "--c": one.accent || "#0b4f8a" }} />
          <span>{one.name || one.id}</span>
          {one.broken || one.errors ? (
            <span class="count err" title={t("common.errors", { n: one.errors ?? 1 })}>{one.errors ?? "!"}</span>
          ) : one.warnings ? (
            <span class="count warn" title={t("common.warnings", { n: one.warnings })}>{one.warnings}</span>
          ) : one.unanswered ? (
            <small>{t("edit.unanswered", { n: one.unanswered })}</small>
          ) : null}
        </a>
      ))}
      <hr />
    </div>
  )
}
