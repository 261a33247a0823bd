// The words of the interface, as the desk gives them.

import { signal } from "@preact/signals"

const words = signal<Record<string, string>>({})

export function useWords(given: Record<string, string>): void {
  words.value = given
}

/** The words of a key, with {name} filled in. */
export function t(key: string, values: Record<string, string | number> = {}): string {
  const text = words.value[key] ?? key
  return text.replace(/\{(\w+)\}/g, (all, name: string) => (name in values ? String(values[name]) : all))
}

export const hasWord = (key: string): boolean => key in words.value

export function clock(time: Date | string): string {
  const when = typeof time === "string" ? new Date(time) : time
  return `${when.getHours()}:${String(when.getMinutes()).padStart(2, "0")}`
}
