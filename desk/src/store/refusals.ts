// What the desk did not save, sorted out: which edits become conflicts, which stay as drafts, which wait on.

import type { Conflict, Conflicts, Edit, Path, Problem } from "../api/types"
import { type Insert, type Put, type Under, apply, isInsert, isNote, isPut, isRemove, under } from "./edits"
import { spliced } from "./lists"
import type { Fork } from "./outbox"
import { equal, intern, samePath, startsWith } from "./tree"

/** Values that somebody else changed, too: their edits leave the queue and become conflicts. */
export function splitConflicts(
  { conflicts, person, time }: Conflicts, edits: readonly Edit[], queue: readonly Edit[],
): { queue: Edit[]; forks: Fork[] } {
  const forks: Fork[] = []
  let rest = [...queue]
  for (const conflict of conflicts) {
    const at = intern(conflict.at)
    const taken = editsOf(conflict, edits.filter((edit) => rest.includes(edit)))
    const places = taken.map((edit) => edit.at)
    const later = rest.filter(
      (edit) => !edits.includes(edit) && isPut(edit) && places.some((place) => samePath(edit.at, place)),
    )
    const { lost } = conflict
    const inside = lost ? rest.filter((edit) => !edits.includes(edit) && startsWith(edit.at, lost.at)) : []
    rest = rest.filter((edit) => !taken.includes(edit) && !later.includes(edit) && !inside.includes(edit))
    const last = later[later.length - 1]
    const same = lost ? forks.findIndex((one) => one.lost && samePath(one.lost.at, lost.at)) : -1
    if (same >= 0) forks.splice(same, 1) // the later one has the edits of both
    forks.push({
      ...conflict,
      ...(lost ? { lost: { ...lost, use: inside.reduce((use, edit) => apply(use, within(edit, lost.at)), lost.use) } } : {}),
      id: crypto.randomUUID(),
      at,
      mine: last && isPut(last) ? last.use : conflict.mine,
      removes: taken.every(isRemove),
      person,
      time: time ?? new Date().toISOString(),
    })
  }
  return { queue: conflicts.length ? rest : rest.slice(1), forks }
}

/** An edit of a value inside another, as an edit of that. */
const within = (edit: Edit, place: Path): Edit => ({ ...edit, at: edit.at.slice(place.length) }) as Edit

/** Whether a conflict stands in its field: one of a note, or of a place that is gone, does not. */
export const isShown = (fork: Fork): boolean => !fork.lost && !fork.note

/** The edits that a conflict is about. Its path is that of the file now; others may have moved the value. */
function editsOf(conflict: Conflict, edits: Edit[]): Edit[] {
  const isSame = (edit: Edit): boolean =>
    isPut(edit)
      ? equal(edit.use, conflict.mine)
      : isNote(edit)
        ? edit.note === conflict.mine
        : isInsert(edit)
          ? equal([edit.use], conflict.mine)
          : isRemove(edit) && conflict.mine === null
  const isThere = (edit: Edit): boolean => samePath(edit.at, conflict.at)
  const isNear = (edit: Edit): boolean => startsWith(edit.at, conflict.at) || startsWith(conflict.at, edit.at)
  for (const fits of [(edit: Edit) => isThere(edit) && isSame(edit), isSame, isThere, isNear]) {
    const found = edits.filter(fits)
    if (found.length) return found.slice(0, 1)
  }
  return edits.slice(0, 1)
}

/** Whether a problem at a path is one of what an edit puts. */
export function isAbout(edit: Edit, path: Path): boolean {
  const place = isInsert(edit) ? intern([...edit.at, edit.insert]) : edit.at
  return startsWith(path, place) || startsWith(place, path)
}

/** The edits that problems are about; none if nobody can tell. */
export function wrongEdits(problems: readonly Problem[], edits: readonly Edit[]): Edit[] {
  const paths = problems.flatMap((one) => (one.path ? [one.path] : []))
  return edits.filter((edit) => edits.length === 1 || paths.some((path) => isAbout(edit, path)))
}

/** Take an edit out of the queue; later edits of what it puts become part of it. */
export function withoutEdit(queue: readonly Edit[], edit: Edit): { queue: Edit[]; kept: Put | Insert | null } {
  const index = queue.indexOf(edit)
  const rest = spliced(queue, index, 1)
  if (!isPut(edit) && !isInsert(edit)) return { queue: rest, kept: null }
  let kept: Put | Insert | null = edit
  const behind: Edit[] = []
  for (const other of rest.slice(index)) {
    const found: Under | null = kept && under(other, kept)
    if (!found) behind.push(other)
    else {
      kept = found.draft
      if ("edit" in found) behind.push(found.edit)
    }
  }
  return { queue: [...rest.slice(0, index), ...behind], kept }
}
