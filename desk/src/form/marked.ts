// The words that problems are about, in the text as it is now.

import type { Problem } from "../api/types"

/** Where the words that problems are about stand now: the text may have changed since it was checked. */
export function markedIn(problems: readonly Problem[], value: string): { from: number; to: number }[] {
  return problems.flatMap(({ mark }) => {
    if (!mark?.text) return []
    const before = value.lastIndexOf(mark.text, mark.start)
    const after = value.indexOf(mark.text, mark.start)
    if (before < 0 && after < 0) return []
    const from = before < 0 || (after >= 0 && after - mark.start < mark.start - before) ? after : before
    return [{ from, to: from + mark.text.length }]
  })
}
