// A file that cannot be read: its lines around the fault, which can be mended here.

import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { ApiError, api } from "../api/client"
import type { Doc } from "../api/types"
import type { DeskDocument } from "../store/document"
import { t } from "../store/words"

const BEFORE = 4 // lines shown before the fault, which often stands there
const BEHIND = 3

export function Broken({ doc }: { doc: DeskDocument }): JSX.Element | null {
  const [said, setSaid] = useState("")
  const raw = doc.raw.value
  const line = doc.broken.value?.line ?? 0
  if (!raw) return null
  const first = Math.max(0, line - 1 - BEFORE)
  const mend = async (number: number, was: string, use: string) => {
    try {
      await api.post<Doc>(`/api/${doc.doc}/lines`, { line: number, was, use })
      setSaid("")
    } catch (fault) {
      if (!(fault instanceof ApiError)) throw fault
      setSaid(fault.problems[0]?.message ?? t("state.line_refused"))
    }
    await doc.refresh()
  }
  return (
    <section class="raw" aria-label={t("state.broken_lines")}>
      <ol start={first + 1}>
        {raw
          .split(/\r?\n/)
          .slice(first, line + BEHIND)
          .map((text, index) => (
            <Line
              key={first + index}
              number={first + index + 1}
              text={text}
              isWrong={first + index + 1 === line}
              mend={(use) => void mend(first + index + 1, text, use)}
            />
          ))}
      </ol>
      <p class="hint" role="status">
        {said || t("state.line_help")}
      </p>
    </section>
  )
}

function Line(props: { number: number; text: string; isWrong: boolean; mend: (use: string) => void }): JSX.Element {
  const { number, text, isWrong, mend } = props
  const [use, setUse] = useState(text)
  useEffect(() => setUse(text), [text])
  return (
    <li class={isWrong ? "wrong" : ""}>
      <input
        value={use}
        aria-label={t(isWrong ? "state.line_wrong" : "state.line", { n: number })}
        aria-invalid={isWrong}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => setUse(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.isComposing || event.keyCode === 229) return
          if (event.key === "Enter" && use !== text) mend(use)
          else if (event.key === "Escape") setUse(text)
        }}
      />
      {use === text ? null : (
        <button type="button" class="btn small" onClick={() => mend(use)}>
          {t("state.line_mend")}
        </button>
      )}
    </li>
  )
}
