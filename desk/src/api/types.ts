// The values that the desk and this page send each other; see docs/desk.md.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type Key = string | number
export type Path = readonly Key[]

export interface Problem {
  code: string
  severity: "error" | "warning"
  at: string | null
  path: Path | null
  /** The words of the text that it is about; `start` counts from the text's first character. */
  mark?: { start: number; text: string } | null
  message: string
  hint: string
  file: string | null
  line: number | null
  column: number | null
}

export interface SeriesLabels {
  title: string
  regions: Record<string, string>
  kinds: Record<string, string>
  questions: Record<string, string>
}

export interface DeskInfo {
  version: string
  lang: "ja" | "en"
  words: Record<string, string>
  workspace: string
  person: string
  share: boolean
  series: SeriesLabels | null
  problems: Problem[]
  layouts: string[]
  /** The last event before this answer: the stream goes on from here, so that none is missed. */
  heard: string
  shops: { id: string; title: string }[]
  /** The choices of an imposition; the first of each is the default. */
  imposition: Record<"scheme" | "paper" | "stock" | "duplex" | "blanks", string[]>
  /** The booklets with their partners; null if a booklet chooses them by rules. */
  booklets: { id: string; title: string; partners: string[] | null }[]
}

export interface Partner {
  id: string
  name: string
  reading: string
  latin: string
  country: string
  region: string
  kind: string
  as_of: string
  edition: string
  accent: string
  updated: string
  errors: number | null
  warnings: number | null
  unanswered: number | null
  /** Numbers of the questions that have no answer at all. */
  unanswered_questions: number[]
  word: { made: string | null }
  /** What is old or no longer valid; null until it was checked. */
  stale: Stale[] | null
  /** Whether its edition is approved (校了); null for a draft. */
  approval: Approval | null
  /** Its state in the newest round of the survey; null as long as no form of it was sent to anybody. */
  round: RoundState | null
  broken: Problem | null
}

export interface RoundState {
  state: "not sent" | "waiting" | "open" | "answered" | "unreadable"
  sent?: string
  received?: string
  questions?: number
  missing?: number
  overdue?: number
  problem: Problem | null
}

export interface Stale {
  value: string
  reason: "old" | "expired"
  date: string
  months: number
  at: string
}

export interface Approval {
  state: "approved" | "changed" | "unreadable"
  signed: { by: string; role: string; date: string }[]
  /** How many places changed since, and the first of them. */
  count: number
  places: string[]
  problem: Problem | null
}

export interface Partners {
  partners: Partner[]
  problems: Problem[]
  /** Whether approvals are shown. */
  approvals: boolean
  /** The newest round of the survey, once forms of it were sent. */
  round: { id: string; title: string } | null
}

export interface NewPartner {
  id?: string
  name: string
  reading: string
  latin: string
  country: string
  country_reading: string
  region: string
  kind: string
}

export interface Doc {
  doc: string
  rev: string
  data: Json
  raw?: string
  comments: Record<string, string>
  problems: Problem[]
  broken: Problem | null
  readonly: string | null
}

export type Edit =
  | { at: Path; was: Json; use: Json }
  | { at: Path; insert: number; use: Json }
  | { at: Path; remove: true; was: Json }
  | { at: Path; move: readonly [number, number] }
  | { at: Path; note: string }

export interface Saved extends Doc {
  /** The revision of the text that this page has: the one it edited, with its edits. */
  mine: string
  merged: Path[]
}

export interface Conflict {
  at: Path
  base: Json
  theirs: Json
  mine: Json
  /** The texts are notes of the value. */
  note?: boolean
  /** What the value stood in, if others took that out: it can be put back. */
  lost?: Lost | null
}

/** A value that is gone: where it was in this page's text, where it would stand now, and what it is with the edit. */
export interface Lost {
  at: Path
  into: Path
  step: Key
  use: Json
}

export interface Conflicts extends Doc {
  conflicts: Conflict[]
  /** Who saved the file last, and when; null if it was another program. */
  person: string | null
  time: string | null
}

export interface Former {
  rev: string
  time: string
  person: string
  lines?: number
}

export type Box = [
  at: string,
  start: number,
  page: number,
  x: number,
  y: number,
  w: number,
  h: number,
  edges: number[] | null,
  text: string,
  turn: number,
]

export interface PageShown {
  width: number
  height: number
  digest: string
  url: string
}

export interface Pages {
  rev: string
  current: boolean
  layout: string
  /** Empty for the screen, else shop:NAME or booklet:NAME. */
  form: string
  time: string
  pages: PageShown[]
  boxes: Box[]
  problems: Problem[]
  failed: boolean
}

export interface Picture {
  path: string
  width: number
  height: number
  /** What it says beside what it shows: place, person, camera, time. */
  metadata: string[]
}

export type ExportKind = "pdf" | "docx" | "onepage" | "form" | "redline" | "impose" | `print-${string}`

export interface MadeFile {
  url: string
  name: string
}

export interface MadeFiles {
  files: MadeFile[]
  /** How to print and fold them. */
  lines: string[]
  problems: Problem[]
}

/** An earlier state of a partner, that a redline may start from. */
export interface Edition {
  key: string
  kind: "word" | "saved" | "tag" | "commit"
  name: string
  time: string
}

export interface DeskEvent {
  kind:
    | "saved"
    | "changed"
    | "building"
    | "built"
    | "failed"
    | "checked"
    | "presence"
    | "partners"
    | "picture"
    | "stopping"
  doc?: string
  rev?: string
  client?: string
  person?: string
  paths?: Path[]
  layout?: string
  form?: string
  errors?: number
  warnings?: number
  stale?: Stale[]
  at?: string | null
  /** picture: the file that was changed. */
  path?: string
  /** presence: the person types there, or asks another tab to let them write. */
  writes?: boolean
  asks?: string
}
