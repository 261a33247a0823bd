// 「書き出す」: what can be sent out of a partner. What needs a choice, and what was refused, opens a dialog.

import type { JSX } from "preact"
import type { MadeFiles, Problem } from "../api/types"
import { Icon } from "../parts/icon"
import { MenuButton } from "../parts/popover"
import type { DeskDocument } from "../store/document"
import { desk } from "../store/desk"
import { t } from "../store/words"
import { download, make } from "./files"

/** What the dialog is about; the shop is chosen there. */
export type Sending = "pdf" | "docx" | "onepage" | "form" | "print" | "redline" | "impose"

/** A dialog to open: with what is to be chosen, or with what came of it. */
export interface SendDialogWanted {
  kind: Sending
  outcome?: MadeFiles | Problem[]
}

export type OpenSend = (wanted: SendDialogWanted) => void

const KINDS: readonly { kind: Sending; keys?: string[]; tail?: string; asks?: true }[] = [
  { kind: "pdf", keys: ["Ctrl", "Alt", "P"] },
  { kind: "docx", tail: ".docx" },
  { kind: "onepage", tail: "PDF" },
  { kind: "print", asks: true },
  { kind: "redline", asks: true },
  { kind: "impose", asks: true },
  { kind: "form", tail: ".docx" },
]

/** Make a file and let the browser download it; a refusal, or a file that is not fit to print, opens the dialog. */
export async function sendNow(doc: DeskDocument, kind: "pdf" | "docx" | "onepage" | "form", open: OpenSend): Promise<void> {
  doc.told.value = "edit.exporting"
  await doc.flush()
  const made = await make(doc.doc, kind)
  doc.told.value = ""
  const isRefused = Array.isArray(made)
  if (!isRefused) made.files.forEach(download)
  if (isRefused || made.problems.some((one) => one.severity === "error")) open({ kind, outcome: made })
}

export function SendMenu({ doc, isBroken, open }: { doc: DeskDocument; isBroken: boolean; open: OpenSend }): JSX.Element {
  const shops = desk.value?.shops ?? []
  const tails: Partial<Record<Sending, string>> = {
    print: shops.map((one) => one.id).join(" / "),
    redline: "Word、PDF",
    impose: "PDF",
  }
  const disabled = (kind: Sending): { disabled?: string } =>
    isBroken
      ? { disabled: t("edit.export_broken") }
      : kind === "print" && !shops.length
        ? { disabled: t("send.no_shops") }
        : {}
  return (
    <MenuButton
      class="btn main"
      label={
        <>
          {t("edit.export")}
          <Icon name="down" />
        </>
      }
      menuClass="end wide"
      items={KINDS.map(({ kind, keys, tail = tails[kind], asks }) => ({
        key: kind,
        label: t(`edit.export_${kind}`),
        note: t(`edit.export_${kind}_note`),
        ...(keys ? { keys } : {}),
        ...(tail ? { tail } : {}),
        ...disabled(kind),
        choose: () => (asks ? open({ kind }) : void sendNow(doc, kind as "pdf", open)),
      }))}
    />
  )
}
