// Dialogs of the editing view: former saves, all keys, the text that all partners share.

import type { JSX } from "preact"
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { ApiError, api } from "../api/client"
import type { Former, Json, Saved } from "../api/types"
import { Difference } from "../form/difference"
import type { Target } from "../pages/boxes"
import { Dialog } from "../parts/dialog"
import { partners } from "../store/desk"
import { letters } from "../store/letters"
import { hrefOf } from "../store/router"
import { atOf, differences, get } from "../store/tree"
import { t } from "../store/words"
import type { Session } from "./session"

export function FormerDialog({ session, onClose }: { session: Session; onClose: () => void }): JSX.Element {
  const doc = session.document
  const [list, setList] = useState<Former[] | null>(null)
  const [chosen, setChosen] = useState<{ rev: string; data: Json } | null>(null)
  const [said, setSaid] = useState("")
  useEffect(() => {
    api.get<Former[]>(`/api/${doc.doc}/former`).then(setList, () => setSaid(t("edit.former_failed")))
  }, [])
  const look = async (rev: string) => {
    try {
      setChosen({ rev, data: (await api.get<{ data: Json }>(`/api/${doc.doc}/former/${rev}`)).data })
      setSaid("")
    } catch {
      setSaid(t("edit.former_failed"))
    }
  }
  const take = async () => {
    if (!chosen) return
    try {
      await doc.flush()
      await api.post<Saved>(`/api/${doc.doc}/former/${chosen.rev}`, { base: doc.rev.peek() })
      await doc.refresh()
      onClose()
    } catch (fault) {
      setSaid((fault instanceof ApiError ? fault.problems[0]?.message : "") || t("edit.former_failed"))
    }
  }
  const when = (time: string) => new Date(time).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" })
  const paths = chosen ? differences(chosen.data, doc.local.value) : []
  return (
    <Dialog
      title={t("edit.former")}
      class="wide"
      onClose={onClose}
      footer={
        <>
          <p role="status">{said || (chosen ? t("edit.former_note") : t("edit.former_help"))}</p>
          <button type="button" class="btn main" disabled={!chosen || (doc.isFixed.value && !doc.broken.value)} onClick={() => void take()}>
            {t("edit.former_take")}
          </button>
        </>
      }
    >
      <div class="former">
        <ol role="list">
          {(list ?? []).map((one) => (
            <li key={one.rev}>
              <button
                type="button"
                class="line"
                aria-pressed={chosen?.rev === one.rev}
                onClick={() => void look(one.rev)}
              >
                <b>{when(one.time)}</b>
                <span>{one.person}</span>
                {one.lines === undefined ? null : <span class="dim">{t("edit.former_lines", { n: one.lines })}</span>}
              </button>
            </li>
          ))}
          {list?.length === 0 ? <li class="none">{t("edit.former_none")}</li> : null}
        </ol>
        <ul class="changes" role="list" aria-label={t("edit.former_changes")}>
          {paths.map((path) => (
            <li key={atOf(path)}>
              <b>{session.nameOf(atOf(path)) || atOf(path)}</b>
              <p>
                <Difference before={get(doc.local.value, path) ?? null} after={get(chosen?.data ?? null, path) ?? null} />
              </p>
            </li>
          ))}
          {chosen && !paths.length ? <li class="none">{t("edit.former_same")}</li> : null}
        </ul>
      </div>
    </Dialog>
  )
}

const KEYS: readonly [string[], string][] = [
  [["Ctrl", "K"], "partner"],
  [["F6"], "regions"],
  [["F8"], "problem_next"],
  [["Shift", "F8"], "problem_before"],
  [["Alt", "↑"], "move_up"],
  [["Alt", "↓"], "move_down"],
  [["Enter"], "item"],
  [["Shift", "Enter"], "paragraph"],
  [["Ctrl", "B"], "strong"],
  [["Ctrl", "Alt", "R"], "ruby"],
  [["Ctrl", "Alt", "S"], "source"],
  [["Ctrl", "Alt", "F"], "note"],
  [["Ctrl", "/"], "syntax"],
  [["Ctrl", "Z"], "undo"],
  [["Ctrl", "Y"], "redo"],
  [["Ctrl", "S"], "save"],
  [["Ctrl", "Alt", "P"], "pdf"],
  [["PgUp"], "page_before"],
  [["PgDn"], "page_next"],
  [["O"], "mark"],
  [["-"], "mark_none"],
  [["Space"], "mark_empty"],
  [["?"], "keys"],
]

export function KeysDialog({ onClose }: { onClose: () => void }): JSX.Element {
  return (
    <Dialog title={t("edit.keys")} onClose={onClose}>
      <dl class="keys-list">
        {KEYS.map(([names, what]) => (
          <div key={what}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{t(`edit.key_${what}`)}</dd>
          </div>
        ))}
      </dl>
      <label class="letters">
        <input
          type="checkbox"
          checked={letters.value}
          onChange={(event) => {
            letters.value = event.currentTarget.checked
          }}
        />
        {t("common.letters")}
      </label>
    </Dialog>
  )
}

/** Before the text that all share is opened: who else prints it. */
export function CommonDialog({ target, onClose }: { target: Target; onClose: () => void }): JSX.Element {
  const link = useRef<HTMLAnchorElement>(null)
  // before the next key, which would press the button that closes
  useLayoutEffect(() => link.current?.focus(), [])
  if (target.doc === "own") return <></>
  const href = hrefOf.shared(target.doc, target.at, target.offset)
  if (target.doc === "sources")
    return (
      <Dialog
        title={t("edit.view_sources")}
        onClose={onClose}
        footer={
          <a ref={link} class="btn main" href={href} onClick={onClose}>
            {t("edit.common_source_open")}
          </a>
        }
      >
        <p>{t("edit.common_source")}</p>
      </Dialog>
    )
  return (
    <Dialog
      title={t("edit.common")}
      onClose={onClose}
      footer={
        <>
          <p>{t("edit.common_saved")}</p>
          <a ref={link} class="btn main" href={href} onClick={onClose}>
            {t("edit.common_open")}
          </a>
        </>
      }
    >
      <p>{t("edit.common_text", { n: partners.value.length })}</p>
      <ul class="names" role="list">
        {partners.value.map((one) => (
          <li key={one.id}>
            <span class="chip" style={{ "--c": one.accent || "#0b4f8a" }} />
            {one.name || one.id}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
