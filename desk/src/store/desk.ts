// What the whole desk knows: its words, its workspace, its partners.

import { computed, signal } from "@preact/signals"
import { api, language } from "../api/client"
import { hearFrom, listen, onReturn } from "../api/events"
import type { DeskInfo, Partner, Partners, Problem } from "../api/types"
import { useWords } from "./words"

export const desk = signal<DeskInfo | null>(null)
export const partners = signal<Partner[]>([])
export const partnerProblems = signal<Problem[]>([])
/** Whether approvals (校了) are shown: somebody approved a partner, or the series asks for it. */
export const approvals = signal(false)
/** The newest round of the survey, once forms of it were sent. */
export const surveyRound = signal<Partners["round"]>(null)
export const partnersLoaded = signal(false)
/** True after the desk said that it stops. */
export const stopped = signal(false)

export const partnerById = computed(() => new Map(partners.value.map((one) => [one.id, one])))

export async function loadDesk(): Promise<void> {
  const kept = localStorage.getItem("desk-lang")
  if (kept === "ja" || kept === "en") language.value = kept
  const info = await api.get<DeskInfo>("/api/desk")
  desk.value = info
  hearFrom(info.heard)
  language.value = info.lang
  useWords(info.words)
  document.documentElement.lang = info.lang
}

export async function loadPartners(): Promise<void> {
  const found = await api.get<Partners>("/api/partners")
  partners.value = found.partners
  partnerProblems.value = found.problems
  approvals.value = found.approvals
  surveyRound.value = found.round
  partnersLoaded.value = true
}

export async function chooseLanguage(chosen: "ja" | "en"): Promise<void> {
  localStorage.setItem("desk-lang", chosen)
  language.value = chosen
  await loadDesk()
  await loadPartners()
}

let waiting = 0

function loadPartnersSoon(): void {
  clearTimeout(waiting)
  waiting = window.setTimeout(() => void loadPartners().catch(() => {}), 200)
}

/** Keep the partners as they are on disk. */
export function followPartners(): void {
  onReturn(() => void loadDesk().then(loadPartners, () => {}))
  listen((event) => {
    if (event.kind === "stopping") stopped.value = true
    if (event.kind === "partners" || event.kind === "saved" || event.kind === "changed") loadPartnersSoon()
    if (event.kind === "checked" && event.doc?.startsWith("profiles/")) {
      const id = event.doc.slice("profiles/".length)
      partners.value = partners.value.map((one) =>
        one.id === id
          ? { ...one, errors: event.errors ?? null, warnings: event.warnings ?? null, stale: event.stale ?? null }
          : one,
      )
    }
  })
}
