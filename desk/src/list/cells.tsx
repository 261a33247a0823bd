// What stands in the cells of the table, and again beside the page of the partner.

import type { JSX } from "preact"
import type { Partner } from "../api/types"
import { Icon } from "../parts/icon"
import { t } from "../store/words"
import { dateName, timeName, yearsSince } from "./dates"
import { OLD } from "./shown"

export const nameOf = (one: Partner): string => one.name || `${one.id}.yaml`

export function None(): JSX.Element {
  return (
    <span class="dim">
      <span aria-hidden="true">–</span>
      <span class="sr">{t("common.none")}</span>
    </span>
  )
}

export function AsOf({ one }: { one: Partner }): JSX.Element {
  if (!one.as_of) return <None />
  const years = yearsSince(one.as_of)
  return (
    <>
      <span>{dateName(one.as_of)}</span>
      {years !== null && years >= OLD ? <small class="w">{t("list.years_ago", { n: years })}</small> : null}
    </>
  )
}

export function Problems({ one }: { one: Partner }): JSX.Element {
  if (one.broken) return <span class="tag err">{t("list.unreadable", { code: one.broken.code })}</span>
  if (one.errors === null)
    return (
      <span class="dim">
        <span aria-hidden="true">…</span>
        <span class="sr">{t("list.unchecked")}</span>
      </span>
    )
  if (!one.errors && !one.warnings)
    return (
      <span class="okk">
        <Icon name="check" />
        <span class="sr">{t("common.none")}</span>
      </span>
    )
  return (
    <span class="tags">
      {one.errors ? <span class="tag err">{t("common.errors", { n: one.errors })}</span> : null}
      {one.warnings ? <span class="tag warn">{t("common.warnings", { n: one.warnings })}</span> : null}
    </span>
  )
}

export function Unanswered({ one }: { one: Partner }): JSX.Element {
  if (!one.unanswered) return <None />
  const silent = one.unanswered_questions
  if (!silent.length) return <>{t("list.places", { n: one.unanswered })}</>
  const shown = t("list.questions", { n: silent.join(t("list.comma")) })
  const rest = one.unanswered - silent.length
  return <>{rest ? t("list.and_more", { what: shown, n: rest }) : shown}</>
}

export function WordMade({ one }: { one: Partner }): JSX.Element {
  return one.word.made ? <>{timeName(one.word.made)}</> : <None />
}
