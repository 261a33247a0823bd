// The state of a partner in the newest round of the survey.

import type { JSX } from "preact"
import type { RoundState } from "../api/types"
import { t } from "../store/words"
import { dateName, dayName } from "./dates"

export function RoundText({ one }: { one: RoundState }): JSX.Element {
  const { questions = 0, missing = 0, overdue = 0 } = one
  return (
    <>
      {t(`list.round_${one.state.replace(" ", "_")}`, { date: dayName(one.received || one.sent || "") })}
      {one.problem ? <div>{one.problem.message}</div> : null}
      {questions ? <div>{t("list.round_questions", { n: questions })}</div> : null}
      {missing ? <div>{t("list.round_missing", { n: missing })}</div> : null}
      {overdue ? <div class="late">{t("list.round_overdue", { n: overdue })}</div> : null}
    </>
  )
}

export const roundName = (round: { id: string; title: string }): string => round.title || dateName(round.id)
