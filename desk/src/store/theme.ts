// Light or dark: the person's choice stands before the system's.

import { effect, signal } from "@preact/signals"

export type Theme = "system" | "light" | "dark"
const KEPT = "desk-theme"

export const theme = signal<Theme>("system")

export function useTheme(): void {
  const kept = localStorage.getItem(KEPT)
  if (kept === "light" || kept === "dark") theme.value = kept
  effect(() => {
    if (theme.value === "system") {
      delete document.documentElement.dataset.theme
      localStorage.removeItem(KEPT)
    } else {
      document.documentElement.dataset.theme = theme.value
      localStorage.setItem(KEPT, theme.value)
    }
  })
}
