// Whether single letters and signs are commands. Speech input and a tremor send them without being meant, so they
// can be switched off (WCAG 2.1.4).

import { effect, signal } from "@preact/signals"

const KEPT = "desk-letters"

export const letters = signal(true)

export function useLetters(): void {
  letters.value = localStorage.getItem(KEPT) !== "off"
  effect(() => {
    if (letters.value) localStorage.removeItem(KEPT)
    else localStorage.setItem(KEPT, "off")
  })
}
