// The dialog of 「書き出す」: what is to be chosen, then the files, or why there are none.

import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import type { Edition, ExportKind, MadeFiles, Problem } from "../api/types"
import { Dialog } from "../parts/dialog"
import { Icon } from "../parts/icon"
import { Issue, whereOf } from "../parts/issue"
import { desk } from "../store/desk"
import type { DeskDocument } from "../store/document"
import { t } from "../store/words"
import { download, make } from "./files"
import type { SendDialogWanted, Sending } from "./menu"
import { ImposeWishes, PrintWishes, RedlineWishes, type Wishes, paperFor } from "./wishes"

const GOOD_FOR = 55_000 // ms: the desk keeps a file for a minute

export interface SendDialogProps {
  doc: DeskDocument
  wanted: SendDialogWanted
  onClose: () => void
  /** Go to the field of a problem; its name there. */
  onGo: (at: string) => void
  nameOf: (at: string) => string
}

export function SendDialog({ doc, wanted, onClose, onGo, nameOf }: SendDialogProps): JSX.Element {
  const { kind } = wanted
  const [wishes, setWishes] = useState<Wishes>(() => startOf(kind))
  const [outcome, setOutcome] = useState<MadeFiles | Problem[] | null>(wanted.outcome ?? null)
  const [editions, setEditions] = useState<Edition[] | null>(null)
  const [said, say] = useState("")
  const [busy, setBusy] = useState(false)
  const isReady = kind === "redline" ? !!wishes.since : kind === "print" ? !!wishes.shop : true
  const run = async () => {
    if (busy || !isReady) return
    setBusy(true)
    setOutcome(null)
    say(t("edit.exporting"))
    await doc.flush()
    const made = await make(doc.doc, exportKind(kind, wishes), kind === "print" ? {} : wishes)
    if (!Array.isArray(made) && made.files.length === 1) made.files.forEach(download)
    setOutcome(made)
    say(spoken(made))
    setBusy(false)
  }
  const choose = (next: Wishes) => {
    setWishes(next)
    setOutcome(null)
    say("")
  }
  const props = { doc: doc.doc, wishes, set: choose }
  return (
    <Dialog
      title={t(`edit.export_${kind}`).replace("…", "")}
      class="send"
      onClose={onClose}
      onDo={() => void run()}
      footer={
        <>
          <p role="status">{said || (outcome ? spoken(outcome) : "")}</p>
          <button type="button" class="btn main" disabled={!isReady || busy} onClick={() => void run()}>
            <Icon name={busy ? "sync" : "out"} />
            {t(outcome ? "send.again" : "edit.export")}
          </button>
        </>
      }
    >
      {kind === "print" ? <PrintWishes {...props} /> : null}
      {kind === "impose" ? <ImposeWishes {...props} /> : null}
      {kind === "redline" ? (
        <RedlineWishes {...props} {...{ editions, setEditions }} fail={() => say(t("send.editions_failed"))} />
      ) : null}
      {outcome && !Array.isArray(outcome) ? <Files made={outcome} /> : null}
      {outcome ? <Reasons problems={Array.isArray(outcome) ? outcome : outcome.problems} {...{ onGo, nameOf }} /> : null}
    </Dialog>
  )
}

function startOf(kind: Sending): Wishes {
  if (kind === "print") return { shop: desk.peek()?.shops[0]?.id ?? "" }
  if (kind === "impose") {
    const choices = Object.entries(desk.peek()?.imposition ?? {})
    const first = Object.fromEntries(choices.map(([key, values]) => [key, values[0] ?? ""]))
    return { ...first, paper: paperFor(first.scheme ?? "") }
  }
  return {}
}

const exportKind = (kind: Sending, wishes: Wishes): ExportKind => (kind === "print" ? `print-${wishes.shop ?? ""}` : kind)

function spoken(outcome: MadeFiles | Problem[]): string {
  if (Array.isArray(outcome)) return t("send.refused")
  const [first] = outcome.files
  if (!first) return t("send.same")
  if (outcome.problems.some((one) => one.severity === "error")) return t("send.faults", { name: first.name })
  return outcome.files.length > 1 ? t("send.made_several", { n: outcome.files.length }) : t("send.made", { name: first.name })
}

/** The files, if they are several; a browser asks before it downloads more than one at once. */
function Files({ made }: { made: MadeFiles }): JSX.Element | null {
  const [taken, setTaken] = useState<readonly string[]>([])
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    setTaken([])
    setOver(false)
    const timer = setTimeout(() => setOver(true), GOOD_FOR)
    return () => clearTimeout(timer)
  }, [made])
  return (
    <>
      {made.files.length > 1 ? (
        <ul role="list" class="files" aria-label={t("send.files")}>
          {made.files.map((file) => (
            <li key={file.name}>
              <span>{file.name}</span>
              {taken.includes(file.name) ? (
                <span class="tag ok">{t("send.taken")}</span>
              ) : (
                <button
                  type="button"
                  class="btn small"
                  disabled={isOver}
                  aria-label={t("send.take_name", { name: file.name })}
                  onClick={() => {
                    download(file)
                    setTaken([...taken, file.name])
                  }}
                >
                  <Icon name="out" />
                  {t("send.take")}
                </button>
              )}
            </li>
          ))}
        </ul>
      ) : null}
      {isOver && taken.length < made.files.length && made.files.length > 1 ? <p class="hint">{t("send.over")}</p> : null}
      {made.lines.length ? (
        <ul class="lines">
          {made.lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : null}
    </>
  )
}

interface ReasonsProps {
  problems: Problem[]
  onGo: (at: string) => void
  nameOf: (at: string) => string
}

/** Why there is no file, or what to mend in it: the problem, its place, and the way there. */
function Reasons({ problems, onGo, nameOf }: ReasonsProps): JSX.Element | null {
  if (!problems.length) return null
  return (
    <ul class="reasons" role="list" aria-label={t("send.reasons")}>
      {problems.map((problem, index) => {
        const { at } = problem
        const place = at ? nameOf(at) : whereOf(problem)
        return (
          <li key={index}>
            <Issue problem={problem}>
              {place ? <span class="place">{place}</span> : null}
              {at ? (
                <button type="button" class="btn small" onClick={() => onGo(at)}>
                  {t("state.to_field")}
                </button>
              ) : null}
            </Issue>
          </li>
        )
      })}
    </ul>
  )
}
