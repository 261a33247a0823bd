// What can be done with several chosen partners.

import type { JSX } from "preact"
import { useState } from "preact/hooks"
import type { Problem } from "../api/types"
import { Icon } from "../parts/icon"
import { hrefOf } from "../store/router"
import { t } from "../store/words"
import { nameOf } from "./cells"
import { send } from "../send/files"
import { picked, pickedPartners } from "./shown"

interface Refused {
  id: string
  name: string
  problem: Problem
}

export function Bulk(): JSX.Element {
  const chosen = pickedPartners.value
  const [busy, setBusy] = useState(false)
  const [said, say] = useState("")
  const [refused, setRefused] = useState<Refused[]>([])
  async function make(kind: "pdf" | "docx"): Promise<void> {
    const found: Refused[] = []
    setRefused([])
    setBusy(true)
    for (const [index, one] of chosen.entries()) {
      say(t("list.making", { n: index + 1, all: chosen.length, name: nameOf(one) }))
      const problem = (await send(one.id, kind))[0]
      if (problem) found.push({ id: one.id, name: nameOf(one), problem })
    }
    setRefused(found)
    say(t("list.made", { n: chosen.length - found.length }))
    setBusy(false)
  }
  return (
    <div class="bulk" role="region" aria-label={t("list.picked")} hidden={!chosen.length}>
      <b>{t("list.picked_count", { n: chosen.length })}</b>
      <button type="button" class="btn small" disabled={busy} onClick={() => void make("pdf")}>
        <Icon name="out" />
        {t("list.make_pdf")}
      </button>
      <button type="button" class="btn small" disabled={busy} onClick={() => void make("docx")}>
        <Icon name="out" />
        {t("list.make_word")}
      </button>
      <span role="status">{said}</span>
      {refused.map((one) => (
        <a key={one.id} class="tag err" href={hrefOf.partner(one.id, one.problem.at ?? "")} title={one.problem.message}>
          {one.name}　{one.problem.code}
        </a>
      ))}
      <button
        type="button"
        class="btn small plain"
        onClick={() => {
          say("")
          setRefused([])
          picked.value = new Set()
        }}
      >
        {t("list.unpick")} <kbd>Esc</kbd>
      </button>
    </div>
  )
}
