// Dates of profiles (2019, 2019-11, 2019-11-05) and times of files, in words of the interface's language.

import { language } from "../api/client"
import { clock, t } from "../store/words"

const PARTIAL = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/

/** 2019年11月; what is no date stays as it is. */
export function dateName(text: string): string {
  const found = PARTIAL.exec(text)
  if (!found) return text
  const [, year, month, day] = found
  const shown: Intl.DateTimeFormatOptions = { year: "numeric" }
  if (month) shown.month = language.value === "ja" ? "long" : "short"
  if (day) shown.day = "numeric"
  const date = new Date(Number(year), Number(month ?? 1) - 1, Number(day ?? 1))
  return new Intl.DateTimeFormat(language.value, shown).format(date)
}

/** 11月18日 of this year, else with its year. */
export function dayName(text: string, now = new Date()): string {
  const found = PARTIAL.exec(text)
  if (!found?.[3] || Number(found[1]) !== now.getFullYear()) return dateName(text)
  const day = new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3]))
  const month = language.value === "ja" ? "long" : "short"
  return new Intl.DateTimeFormat(language.value, { month, day: "numeric" }).format(day)
}

/** The whole years since a date; null if it is none, or lies in the future. */
export function yearsSince(text: string, now = new Date()): number | null {
  const found = PARTIAL.exec(text)
  if (!found) return null
  const [year, month, day] = [Number(found[1]), Number(found[2] ?? 12), Number(found[3] ?? 1)]
  const months = (now.getFullYear() - year) * 12 + now.getMonth() + 1 - month - (now.getDate() < day ? 1 : 0)
  return months < 0 ? null : Math.floor(months / 12)
}

/** 今日 14:32, 11月17日, 2025年3月2日. */
export function timeName(iso: string, now = new Date()): string {
  const when = new Date(iso)
  if (Number.isNaN(when.getTime())) return ""
  if (when.toDateString() === now.toDateString()) return t("list.today", { time: clock(when) })
  const shown: Intl.DateTimeFormatOptions = { month: language.value === "ja" ? "long" : "short", day: "numeric" }
  if (when.getFullYear() !== now.getFullYear()) shown.year = "numeric"
  return new Intl.DateTimeFormat(language.value, shown).format(when)
}
