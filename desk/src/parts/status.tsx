// The one line that says what is saved.

import type { JSX } from "preact"
import { Icon } from "./icon"

export type Tone = "ok" | "busy" | "warn" | "err"

const SIGNS: Record<Tone, string> = { ok: "check", busy: "sync", warn: "warn", err: "warn" }

export function Status({ tone, children }: { tone: Tone; children: string }): JSX.Element {
  return (
    <span class={`saved ${tone}`} role="status">
      {children ? <Icon name={SIGNS[tone]} /> : null}
      <span>{children}</span>
    </span>
  )
}
