// A problem as it stands in a field or in a list.

import type { ComponentChildren, JSX } from "preact"
import type { Problem } from "../api/types"
import { t } from "../store/words"

export interface IssueProps {
  problem: Problem
  id?: string
  /** The hint says what to write in the file; it is left out where buttons do it. */
  withoutHint?: boolean
  children?: ComponentChildren
}

export function Issue({ problem, id, withoutHint, children }: IssueProps): JSX.Element {
  const isError = problem.severity === "error"
  return (
    <div class={`issue${isError ? " err" : ""}`} id={id}>
      <code>
        {t(isError ? "common.error" : "common.warning")} {problem.code}
      </code>
      <span>
        {problem.message}
        {problem.hint && !withoutHint ? <small> {problem.hint}</small> : null}
      </span>
      {children ? <span class="do">{children}</span> : null}
    </div>
  )
}

/** The place of a problem in a file, for problems that have no field. */
export function whereOf(problem: Problem): string {
  if (!problem.file) return ""
  return [problem.file, problem.line, problem.column].filter(Boolean).join(":") // a whole file has the line 0
}
