// The list of what is to be mended.

import type { JSX } from "preact"
import type { Json, Problem } from "../api/types"
import { placeOf } from "../form/places"
import { Icon } from "../parts/icon"
import { whereOf } from "../parts/issue"
import { get, isMapping } from "../store/tree"
import { t } from "../store/words"
import type { Session } from "./session"

export interface Walk {
  at: string
  problem: Problem
}

/** All problems with their places, in the order of the page. */
export function walkOf(session: Session): Walk[] {
  const doc = session.document
  const data = doc.local.peek()
  const found = [
    ...doc.problems.peek().map((problem) => ({ at: placeOf(problem, data), problem })),
    ...doc.drafts.peek().flatMap((draft) =>
      draft.problems.map((problem) => ({ at: problem.at ?? draft.edit.at.join("."), problem })),
    ),
  ]
  const elements = [...document.querySelectorAll<HTMLElement>("#fields [data-at]")].map((one) => one.dataset.at ?? "")
  const order = (at: string) => {
    const index = elements.indexOf(at)
    return index < 0 ? elements.findIndex((one) => one.startsWith(`${at}.`)) : index
  }
  return found.sort((one, two) => order(one.at) - order(two.at))
}

/** What the check of the finished pages found, beside the problems of the file. */
export function pageProblems(session: Session): Problem[] {
  const known = new Set(session.document.problems.value.map((one) => `${one.code} ${one.message}`))
  return (session.pages?.problems.value ?? []).filter((one) => !known.has(`${one.code} ${one.message}`))
}

export function ProblemList({ session, onGo }: { session: Session; onGo: (at: string) => void }): JSX.Element {
  const doc = session.document
  const problems = doc.problems.value
  const count = (severity: Problem["severity"]) => problems.filter((one) => one.severity === severity).length
  const accepted = get(doc.local.value, ["accepted"])
  const ofPages = pageProblems(session)
  return (
    <section class="list" id="problems" tabIndex={-1} aria-label={t("edit.problems")}>
      <h2>
        <b>{t("edit.problems")}</b>
        <span>{t("common.errors", { n: count("error") })}</span>
        <span>{t("common.warnings", { n: count("warning") })}</span>
        {session.pages ? <span title={t("edit.page_checks_note")}>{t("edit.page_checks", { n: ofPages.length })}</span> : null}
      </h2>
      <ul role="list">
        {[...problems, ...ofPages].map((problem, index) => (
          <li key={index}>
            <Line {...{ problem, index, session, onGo }} />
          </li>
        ))}
        {(Array.isArray(accepted) ? accepted : []).map((one: Json, index) =>
          isMapping(one) ? (
            <li key={`accepted ${index}`}>
              <button type="button" class="line accepted" onClick={() => onGo(`accepted.${index}`)}>
                <Icon name="check" class="ok" />
                <b>{String(one.code ?? "")}</b>
                <span>{String(one.text ?? "")}</span>
                <span>{t("edit.accepted_because", { reason: String(one.reason ?? "") })}</span>
              </button>
            </li>
          ) : null,
        )}
      </ul>
      {problems.length || ofPages.length ? null : <p class="none">{t("edit.no_problems")}</p>}
    </section>
  )
}

function Line(props: { problem: Problem; index: number; session: Session; onGo: (at: string) => void }): JSX.Element {
  const { problem, index, session, onGo } = props
  const isError = problem.severity === "error"
  const at = placeOf(problem, session.document.local.value)
  return (
    <button type="button" class={`line ${isError ? "error" : "warning"}`} onClick={() => onGo(at)} disabled={!at && !problem.at}>
      <span class={`count ${isError ? "err" : "warn"}`}>{index + 1}</span>
      <b>
        <span class="sr">{t(isError ? "common.error" : "common.warning")} </span>
        {problem.code}
      </b>
      <span>{session.nameOf(at) || whereOf(problem)}</span>
      <span>{problem.message}</span>
      <span class="hint-text">{problem.hint}</span>
    </button>
  )
}
