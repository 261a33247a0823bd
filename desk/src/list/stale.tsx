// What of a partner is old or no longer valid, each with the way to its field.

import type { JSX } from "preact"
import type { Partner } from "../api/types"
import { hrefOf } from "../store/router"
import { t } from "../store/words"
import { dateName } from "./dates"

const SHOWN = 4 // lines; the others stand in the editing view

export function StaleValues({ one }: { one: Partner }): JSX.Element {
  const stale = one.stale ?? []
  return (
    <>
      {t("list.places", { n: stale.length })}
      <ul class="stale">
        {stale.slice(0, SHOWN).map((value) => (
          <li key={value.at}>
            <a href={hrefOf.partner(one.id, value.at)}>{value.value}</a>{" "}
            <small class="w">{t(`list.stale_${value.reason}`, { date: dateName(value.date) })}</small>
          </li>
        ))}
      </ul>
    </>
  )
}
