// The bar of the editing view: which partner, which view, what is saved, what can be sent out.

import type { JSX } from "preact"
import { useRef, useState } from "preact/hooks"
import type { Partner } from "../api/types"
import { haystack, matches } from "../list/find"
import { Bar } from "../parts/bar"
import { Find } from "../parts/find"
import { Icon } from "../parts/icon"
import { Popover } from "../parts/popover"
import { desk, partnerById, partners } from "../store/desk"
import { go, hrefOf, lastPartner } from "../store/router"
import { get } from "../store/tree"
import { type OpenSend, SendMenu } from "../send/menu"
import { t } from "../store/words"
import type { Session } from "./session"
import { SaveStatus } from "./states"

export interface EditBarProps {
  session: Session
  id: string
  title: string
  picking: boolean
  setPicking: (open: boolean) => void
  onFormer: () => void
  onSend: OpenSend
}

export function EditBar({ session, id, title, picking, setPicking, onFormer, onSend }: EditBarProps): JSX.Element {
  const doc = session.document
  const accent = get(doc.local.value, ["accent"])
  const country = get(doc.local.value, ["partner", "country"])
  const edition = get(doc.local.value, ["edition"])
  const peers = session.places.peers.value
  const below = [country, edition ? t("edit.edition", { edition: String(edition) }) : ""].filter(Boolean).join("　")
  return (
    <Bar
      right={
        <>
          <SaveStatus doc={doc} />
          {peers.map((peer) => (
            <span key={peer.client} class="who b" title={t("edit.peer_at", { name: peer.person || t("edit.peer_other_window") })}>
              <span aria-hidden="true">{(peer.person || "?").slice(0, 1)}</span>
            </span>
          ))}
          <button type="button" class="btn saves" title={t("edit.former")} onClick={onFormer}>
            <Icon name="clock" />
            <span>{t("edit.former")}</span>
          </button>
          {session.kind === "profile" ? (
            <SendMenu doc={doc} isBroken={!!(partnerById.value.get(id)?.broken || doc.broken.value)} open={onSend} />
          ) : null}
        </>
      }
    >
      <span class="under picker">
        <button
          type="button"
          class="pick"
          aria-haspopup="dialog"
          aria-expanded={picking}
          onClick={() => setPicking(!picking)}
        >
          <span class="chip" style={{ "--c": typeof accent === "string" ? accent : "#0b4f8a" }} />
          <span>
            <b>{title}</b>
            <small>{session.kind === "profile" ? below : desk.value?.series?.title}</small>
          </span>
          <Icon name="down" />
        </button>
        {picking ? <PartnerPicker id={id} onClose={() => setPicking(false)} /> : null}
      </span>
      <nav class="tabs" aria-label={t("edit.views")}>
        <a
          href={session.kind === "profile" ? hrefOf.partner(id) : lastPartner() ? hrefOf.partner(lastPartner()) : hrefOf.list()}
          aria-current={session.kind === "profile" ? "page" : undefined}
        >
          {t("edit.view_edit")}
        </a>
        <a href={hrefOf.shared("series")} aria-current={session.kind === "series" ? "page" : undefined}>
          {t("edit.view_series")}
        </a>
        <a href={hrefOf.shared("sources")} aria-current={session.kind === "sources" ? "page" : undefined}>
          {t("edit.view_sources")}
        </a>
      </nav>
    </Bar>
  )
}

function found(text: string): Partner[] {
  return partners.value.filter((one) => matches(haystack(one), text))
}

function PartnerPicker({ id, onClose }: { id: string; onClose: () => void }): JSX.Element {
  const [text, setText] = useState("")
  const list = useRef<HTMLDivElement>(null)
  const regions = desk.value?.series?.regions ?? {}
  const all = found(text)
  const groups = [...Object.keys(regions), ""].map((region) => ({
    name: regions[region] ?? t("edit.no_region"),
    members: all.filter((one) => (region ? one.region === region : !(one.region in regions))),
  }))
  const open = (one: Partner | undefined) => {
    if (!one) return
    onClose()
    go(hrefOf.partner(one.id))
  }
  return (
    <Popover label={t("edit.pick")} class="pick-list" onClose={onClose}>
      <Find
        label={t("edit.find")}
        value={text}
        controls="pick-found"
        keys={["Ctrl", "K"]}
        onInput={setText}
        onDown={() => list.current?.querySelector<HTMLElement>("a")?.focus()}
        onEnter={() => open(groups.flatMap((one) => one.members)[0])}
      />
      <p class="sr" role="status">
        {t("edit.found", { n: all.length })}
      </p>
      <div ref={list} id="pick-found" class="found-list">
        {groups.map(({ name, members }) =>
          members.length ? (
            <section key={name} aria-label={name}>
              <h3>{name}</h3>
              {members.map((one) => (
                <a
                  key={one.id}
                  class={`r${one.id === id ? " on" : ""}`}
                  href={hrefOf.partner(one.id)}
                  aria-current={one.id === id ? "true" : undefined}
                  onClick={onClose}
                >
                  <span class="chip" style={{ "--c": one.accent || "#0b4f8a" }} />
                  <span>{one.name || one.id}</span>
                  <small>{one.country || regions[one.region]}</small>
                  <small>{one.as_of ? t("edit.as_of", { date: one.as_of }) : ""}</small>
                  <StateOf one={one} />
                </a>
              ))}
            </section>
          ) : null,
        )}
        {all.length ? null : <p class="none">{t("edit.nothing_found", { text })}</p>}
      </div>
    </Popover>
  )
}

function StateOf({ one }: { one: Partner }): JSX.Element {
  if (one.broken || one.errors) return <span class="tag err">{t("common.errors", { n: one.errors ?? 1 })}</span>
  if (one.warnings) return <span class="tag warn">{t("common.warnings", { n: one.warnings })}</span>
  return <small>{one.unanswered ? t("edit.unanswered", { n: one.unanswered }) : ""}</small>
}
