// The filters at the left. One of each group holds; pressed again it ends.

import type { Signal } from "@preact/signals"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { t } from "../store/words"
import { kind, kindCounts, region, regionCounts, showAll, typed, work, workCounts } from "./shown"

export function Side(): JSX.Element {
  const [open, setOpen] = useState(false)
  const { all, each } = workCounts.value
  const isAll = work.value === null && region.value === null && kind.value === null
  return (
    <nav class={`side${open ? " open" : ""}`} aria-label={t("list.filters")}>
      <button type="button" class="btn small fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t("list.filters")}
      </button>
      <h2 id="by-work">{t("list.work")}</h2>
      <ul aria-labelledby="by-work">
        <Filter
          label={t("list.all")}
          count={all}
          isOn={isAll}
          onPress={() => {
            const words = typed.value
            showAll()
            typed.value = words
          }}
        />
        {each.map(({ key, count }) => (
          <Filter
            key={key}
            label={t(`list.work_${key}`)}
            count={count}
            tone={key === "mend" && count ? "warn" : ""}
            isOn={work.value === key}
            onPress={() => toggle(work, key)}
          />
        ))}
      </ul>
      <Choices name={t("list.region")} id="by-region" chosen={region} choices={regionCounts.value} />
      <Choices name={t("list.kind")} id="by-kind" chosen={kind} choices={kindCounts.value} />
    </nav>
  )
}

function toggle<T>(chosen: Signal<T | null>, key: T): void {
  chosen.value = chosen.value === key ? null : key
}

interface ChoicesProps {
  name: string
  id: string
  chosen: Signal<string | null>
  choices: { key: string; label: string; count: number }[]
}

function Choices({ name, id, chosen, choices }: ChoicesProps): JSX.Element | null {
  if (!choices.length) return null
  return (
    <>
      <h2 id={id}>{name}</h2>
      <ul aria-labelledby={id}>
        {choices.map((one) => (
          <Filter
            key={one.key}
            label={one.label}
            count={one.count}
            isOn={chosen.value === one.key}
            onPress={() => toggle(chosen, one.key)}
          />
        ))}
      </ul>
    </>
  )
}

interface FilterProps {
  label: string
  count: number
  isOn: boolean
  tone?: string
  onPress: () => void
}

function Filter({ label, count, isOn, tone = "", onPress }: FilterProps): JSX.Element {
  return (
    <li>
      <button type="button" aria-pressed={isOn} onClick={onPress}>
        <span>{label}</span> <span class={`count ${tone}`}>{count}</span>
      </button>
    </li>
  )
}
