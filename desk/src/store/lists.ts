/** A copy of a list with items cut out or put in: what ``toSpliced`` of ES2023 does, for browsers without it. */
export function spliced<T>(list: readonly T[], index: number, count: number, ...items: T[]): T[] {
  return [...list.slice(0, index), ...items, ...list.slice(index + count)]
}
