// The states of a file as the bar says them: one line that is always there, and lines under the bar where one can act.

import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { online, retryNow } from "../api/events"
import type { Lost } from "../api/types"
import { Difference, textOf } from "../form/difference"
import { Dialog } from "../parts/dialog"
import { NoteBar } from "../parts/bar"
import { Status, type Tone } from "../parts/status"
import { whereOf } from "../parts/issue"
import type { DeskDocument } from "../store/document"
import { type Fork, allKept, canKeep } from "../store/outbox"
import { partners } from "../store/desk"
import { atOf, get } from "../store/tree"
import { clock, hasWord, t } from "../store/words"
import type { Session } from "./session"

export function SaveStatus({ doc }: { doc: DeskDocument }): JSX.Element {
  const [tone, text] = said(doc)
  return <Status tone={tone}>{text}</Status>
}

function said(doc: DeskDocument): [Tone, string] {
  const state = doc.state.value
  const told = doc.told.value
  const forks = doc.forks.value.length
  const drafts = doc.drafts.value.length
  const n = doc.waiting.value
  if (!canKeep && n) return ["err", t("state.not_kept")]
  if (forks) return ["err", t("state.undecided", { n: forks })]
  if (state === "blocked") return ["err", t("state.blocked", { n })]
  if (state === "fault") return ["err", t("state.fault", { n })]
  if (state === "gone") return ["err", t("state.kept", { n })]
  if (state === "offline" || !online.value) return ["warn", n ? t("state.kept", { n }) : t("state.offline")]
  if (state === "held") return ["warn", t("state.held", { n })]
  if (told) return ["warn", hasWord(told) ? t(told) : told]
  if (state === "sending" || state === "waiting") return ["busy", t("state.saving")]
  if (drafts) return ["warn", t("state.drafts", { n: drafts })]
  const time = doc.savedAt.value
  return ["ok", time ? t("state.saved", { time: clock(time) }) : doc.loaded.value ? t("state.all_saved") : ""]
}

interface StateBarsProps {
  session: Session
  onGo: (at: string) => void
  onFormer: () => void
}

export function StateBars({ session, onGo, onFormer }: StateBarsProps): JSX.Element {
  const doc = session.document
  const broken = doc.broken.value
  const pages = session.pages
  const errors = doc.problems.value.filter((one) => one.severity === "error")
  const [first] = errors
  const state = doc.state.value
  return (
    <div class="notes">
      {!online.value || state === "offline" ? (
        <NoteBar
          kind="n"
          actions={
            <button type="button" class="btn small" onClick={() => again(doc)}>
              {t("state.reconnect")}
            </button>
          }
        >
          <b>{t("state.offline_head")}</b>
          {t("state.offline_text")}
        </NoteBar>
      ) : null}
      {doc.missing.value ? (
        <NoteBar kind="e" actions={<Download doc={doc} />}>
          <b>{t("state.missing_head")}</b>
          {t("state.missing_text")}
        </NoteBar>
      ) : null}
      {(state === "blocked" && !broken) || state === "fault" ? (
        <NoteBar
          kind="e"
          actions={
            <>
              <button type="button" class="btn small" onClick={() => void doc.flush()}>
                {t("common.retry")}
              </button>
              <Download doc={doc} />
            </>
          }
        >
          <b>{t("state.blocked_head")}</b>
          {doc.reasons.value.map((one) => `${one.message} ${one.hint} ${one.file ?? ""}`).join(" ") || t("state.blocked_text")}
        </NoteBar>
      ) : null}
      {broken ? (
        <NoteBar
          kind="e"
          actions={
            <>
              <button type="button" class="btn small" onClick={onFormer}>
                {t("state.open_former")}
              </button>
              <Download doc={doc} />
            </>
          }
        >
          <b>{t("state.broken_head")}</b>
          {broken.message} {broken.hint} <span class="mono">{whereOf(broken)}</span> {t("state.broken_text")}
        </NoteBar>
      ) : null}
      {doc.readonly.value !== null ? (
        <NoteBar kind="w" icon="lock">
          <b>{t("state.readonly_head")}</b>
          {doc.readonly.value}
        </NoteBar>
      ) : null}
      {state === "held" ? <Held doc={doc} /> : null}
      {doc.forks.value.map((fork) => (fork.lost ? <LostPlace key={fork.id} doc={doc} fork={fork} lost={fork.lost} /> : null))}
      <DiskNews session={session} onGo={onGo} />
      {first && !broken && pages?.failed.value ? (
        <NoteBar
          kind="e"
          actions={
            first.at ? (
              <button type="button" class="btn small" onClick={() => onGo(first.at as string)}>
                {t("state.to_field")}
              </button>
            ) : null
          }
        >
          <b>
            {pages.time.value && pages.pages.value.length
              ? t("state.error_head", { time: clock(pages.time.value) })
              : t("state.error_no_pages")}
          </b>
            {t("state.error_what", { code: first.code, what: first.message })}
            {first.at ? t("state.error_where", { name: session.nameOf(first.at) }) : ""} {t("state.error_text")}{" "}
            {first.at ? null : <span class="mono">{whereOf(first)}</span>}
        </NoteBar>
      ) : null}
    </div>
  )
}

function again(doc: DeskDocument): void {
  retryNow()
  void doc.flush()
}

/** What all partners share is saved only after the writer was told how many change. */
function Held({ doc }: { doc: DeskDocument }): JSX.Element {
  return (
    <NoteBar
      kind="w"
      icon="lock"
      actions={
        <>
          <button type="button" class="btn small" onClick={() => doc.withdraw()}>
            {t("common.cancel")}
          </button>
          <button type="button" class="btn small main" onClick={() => doc.release()}>
            {t("state.held_save", { n: partners.value.length })}
          </button>
        </>
      }
    >
      <b>{t("state.held_head", { n: partners.value.length })}</b>
      {t("state.held_text")}
    </NoteBar>
  )
}

/** What was typed where somebody else took the place out: it has no field any more. */
function LostPlace({ doc, fork, lost }: { doc: DeskDocument; fork: Fork; lost: Lost }): JSX.Element {
  return (
    <NoteBar
      kind="e"
      actions={
        <>
          <button type="button" class="btn small main" onClick={() => doc.keepMine(fork)}>
            {t("state.lost_back")}
          </button>
          <button type="button" class="btn small" onClick={() => doc.keepTheirs(fork)}>
            {t("state.lost_drop")}
          </button>
        </>
      }
    >
      <b>{t("state.lost_head", { name: fork.person || t("state.other") })}</b>
      {t("state.lost_text")} <span class="lost-text">{typeof fork.mine === "string" ? fork.mine : textOf(lost.use)}</span>
    </NoteBar>
  )
}

function DiskNews({ session, onGo }: { session: Session; onGo: (at: string) => void }): JSX.Element | null {
  const [open, setOpen] = useState(false)
  const doc = session.document
  const news = doc.news.value
  if (!news) return null
  const names = news.paths.slice(0, 2).map((path) => `「${session.nameOf(atOf(path))}」`).join("")
  const close = () => {
    doc.news.value = null
  }
  return (
    <>
      <NoteBar
        kind="w"
        icon="sync"
        actions={
          <>
            <button type="button" class="btn small" onClick={() => setOpen(true)}>
              {t("state.disk_difference")}
            </button>
            <button type="button" class="btn small plain" onClick={close}>
              {t("common.close")}
            </button>
          </>
        }
      >
        <b>{t("state.disk_head")}</b>
        {t("state.disk_text", { time: clock(news.time), names, n: news.paths.length })}
      </NoteBar>
      {open ? (
        <Dialog title={t("state.disk_difference")} class="wide" onClose={() => setOpen(false)}>
          <ul class="changes">
            {news.paths.map((path) => (
              <li key={atOf(path)}>
                <button
                  type="button"
                  class="btn small plain"
                  onClick={() => {
                    setOpen(false)
                    onGo(atOf(path))
                  }}
                >
                  {session.nameOf(atOf(path)) || atOf(path)}
                </button>
                <p>
                  <Difference before={get(news.before, path) ?? null} after={get(doc.local.value, path) ?? null} />
                </p>
              </li>
            ))}
          </ul>
        </Dialog>
      ) : null}
    </>
  )
}

/** What is kept in this browser, as a file: for the case that it cannot be saved here. */
function Download({ doc }: { doc: DeskDocument }): JSX.Element {
  const save = async () => {
    const records = (await allKept()).filter((one) => one.doc === doc.doc)
    const text = JSON.stringify({ doc: doc.doc, time: new Date().toISOString(), kept: records, data: doc.local.peek() }, null, 2)
    const url = URL.createObjectURL(new Blob([text], { type: "application/json" }))
    const link = document.createElement("a")
    link.href = url
    link.download = `${doc.doc.replace("/", "-")}-kept.json`
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), 10_000)
  }
  return (
    <button type="button" class="btn small" onClick={() => void save()}>
      {t("state.download")}
    </button>
  )
}
