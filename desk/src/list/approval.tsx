// Whether partners are approved (校了): in the table, beside the page, over the table, and in the editing view.

import type { JSX } from "preact"
import type { Approval, Partner } from "../api/types"
import { Icon } from "../parts/icon"
import { approvals, partners } from "../store/desk"
import { t } from "../store/words"
import { dateName, dayName } from "./dates"
import { isApproved } from "./shown"

type Look = "y" | "w" | ""

/** The look, the sign, the words and the day of an approval. */
function said(one: Approval | null): [look: Look, sign: string, text: string, day: string] {
  if (!one) return ["", "ring", t("list.draft"), ""]
  if (one.state === "unreadable") return ["w", "warn", t("list.approval_unreadable"), ""]
  if (one.state === "changed") return ["w", "warn", t("list.changed_since", { n: one.count }), ""]
  return ["y", "seal", t("list.approved"), dayName(one.signed.at(-1)?.date ?? "")]
}

export function ApprovalSign({ one }: { one: Partner }): JSX.Element {
  const [look, sign, text, day] = said(one.approval)
  return (
    <span class={`ap ${look}`}>
      <Icon name={sign} />
      <span>
        {text}
        {day ? <small>{day}</small> : null}
      </span>
    </span>
  )
}

/** Who approved a partner and when, in one line. */
export const signedBy = (one: Partner): string =>
  (one.approval?.signed ?? [])
    .map((who) => t("list.signed", { date: dateName(who.date), role: who.role, by: who.by }))
    .join("、")

/** Who approved it and when, and what changed since. */
export function ApprovalText({ one }: { one: Partner }): JSX.Element {
  const found = one.approval
  if (!found) return <ApprovalSign one={one} />
  return (
    <>
      <ApprovalSign one={one} />
      {found.signed.map((who) => (
        <div key={who.role + who.by}>{t("list.signed", { date: dateName(who.date), role: who.role, by: who.by })}</div>
      ))}
      {found.problem ? <div>{found.problem.message}</div> : null}
      {found.places.length ? (
        <ul class="places">
          {found.places.map((place) => (
            <li key={place}>{place}</li>
          ))}
          {found.count > found.places.length ? <li>{t("list.more_places", { n: found.count - found.places.length })}</li> : null}
        </ul>
      ) : null}
      {found.state === "changed" ? <div class="dim">{t("list.changed_note")}</div> : null}
    </>
  )
}

/** How many partners are approved, of all. */
export function ApprovalMeter(): JSX.Element | null {
  const all = partners.value.length
  if (!approvals.value || !all) return null
  const done = partners.value.filter(isApproved).length
  const changed = partners.value.filter((one) => one.approval?.state === "changed").length
  const part = (count: number) => ({ "--w": `${(100 * count) / all}%` })
  return (
    <span class="prog">
      <span class="meter" aria-hidden="true">
        <i style={part(done)} />
        <i class="c" style={part(changed)} />
      </span>
      <span>
        {t("list.approved")} <b>{`${done} / ${all}`}</b>
      </span>
    </span>
  )
}
