// A mark table (星取表): one row a topic, three answers. The keys O, - and the space bar answer.

import type { JSX } from "preact"
import { useLayoutEffect, useRef } from "preact/hooks"
import type { Json, Path } from "../api/types"
import { atOf, get, isMapping, sub } from "../store/tree"
import type { Mapping } from "../store/tree"
import { letters } from "../store/letters"
import { t } from "../store/words"
import { PlaceProblems, idOf } from "./around"
import { type Form, useForm } from "./context"
import { FieldsView } from "./fields"
import type { Schema } from "./schema"

type Answer = "marked" | "none" | "unanswered"
const ANSWERS: readonly Answer[] = ["marked", "none", "unanswered"]

const signOf = (answer: Answer): string =>
  answer === "marked" ? "○" : answer === "none" ? "–" : t("form.sign_unanswered")
const KEYS: Record<string, Answer> = { o: "marked", O: "marked", "-": "none", "ー": "none", "－": "none", " ": "unanswered" }

export interface Topics {
  keys: string[]
  labels: Mapping
  legend: Mapping
}

function topicsOf(form: Form, table: string): Topics {
  const found = get(form.series.value, ["marks", table])
  const labels = get(found ?? null, ["topics"])
  const legend = get(found ?? null, ["legend"])
  return {
    keys: Object.keys(isMapping(labels) ? labels : {}),
    labels: isMapping(labels) ? labels : {},
    legend: isMapping(legend) ? legend : {},
  }
}

const names = (value: Json | undefined): string[] => (Array.isArray(value) ? value.map(String) : [])

export function answerOf(data: Mapping, topic: string): Answer {
  if (names(data.marked).includes(topic)) return "marked"
  if (data.none === "rest" || names(data.none).includes(topic)) return "none"
  return "unanswered"
}

/** What is written when a topic gets an answer: only the lists that change. */
export function answered(data: Mapping, topics: readonly string[], topic: string, answer: Answer): Mapping {
  const marked = names(data.marked).filter((one) => one !== topic)
  if (answer === "marked") marked.push(topic)
  const inOrder = (list: string[]): string[] => [
    ...topics.filter((one) => list.includes(one)),
    ...list.filter((one) => !topics.includes(one)),
  ]
  const { marked: _marked, none: _none, ...rest } = data
  let none: Json | undefined = data.none
  if (none === "rest") {
    if (answer === "unanswered")
      none = topics.filter((one) => one !== topic && !marked.includes(one))
  } else {
    const list = names(none).filter((one) => one !== topic)
    if (answer === "none") list.push(topic)
    none = inOrder(list)
  }
  return { ...rest, marked: inOrder(marked), ...(none === undefined ? {} : { none }) }
}

export interface MarksProps {
  path: Path
  schema: Schema
  value: Mapping
  name: string
}

export function MarksView({ path, schema, value, name }: MarksProps): JSX.Element {
  const form = useForm()
  const topics = topicsOf(form, String(value.marks))
  const isFixed = form.isFixed.value
  const write = (next: Mapping) => {
    const edits = (["marked", "none"] as const).map((key) => {
      const at = sub(path, key)
      const was = value[key]
      const use = next[key]
      const isEmpty = use === undefined || (Array.isArray(use) && !use.length)
      if (JSON.stringify(was) === JSON.stringify(use) || (was === undefined && isEmpty)) return null
      if (isEmpty) return was === undefined ? null : { at, remove: true as const, was }
      return { at, was: was ?? null, use: use as Json }
    })
    form.doc.edit(...edits)
  }
  const counts = ANSWERS.map((answer) => topics.keys.filter((topic) => answerOf(value, topic) === answer).length)
  const label = (answer: Answer) => String(topics.legend[answer] ?? t(`form.mark_${answer}`))
  return (
    <div class="marks-box">
      <PlaceProblems path={path} />
      <PlaceProblems path={sub(path, "marked")} />
      <PlaceProblems path={sub(path, "none")} />
      <p class="legend">
        {ANSWERS.map((answer, index) => (
          <span key={answer}>
            <b aria-hidden="true">{signOf(answer)}</b> {label(answer)} {counts[index]}
          </span>
        ))}
        {isFixed || value.none === "rest" ? null : (
          <button type="button" class="btn small plain" onClick={() => write({ ...value, none: "rest" })}>
            {t("form.mark_rest")}
          </button>
        )}
      </p>
      <ul class="marks" role="list">
        {topics.keys.map((topic, index) => (
          <Topic
            key={topic}
            path={path}
            topic={topic}
            letter={letterOf(index)}
            title={String(topics.labels[topic])}
            answer={answerOf(value, topic)}
            label={label}
            isFixed={isFixed}
            choose={(answer) => write(answered(value, topics.keys, topic, answer))}
          />
        ))}
      </ul>
      <FieldsView
        path={path}
        schema={schema}
        value={value}
        name={name}
        look="box"
        mayBeAbsent={false}
        without={["marks", "marked", "none"]}
      />
    </div>
  )
}

/** The letter that the table prints before a topic: a, b, … z, aa. */
function letterOf(index: number): string {
  const letter = String.fromCharCode(97 + (index % 26))
  return index < 26 ? letter : letterOf(Math.floor(index / 26) - 1) + letter
}

interface TopicProps {
  path: Path
  topic: string
  letter: string
  title: string
  answer: Answer
  label: (answer: Answer) => string
  isFixed: boolean
  choose: (answer: Answer) => void
}

function Topic({ path, topic, letter, title, answer, label, isFixed, choose }: TopicProps): JSX.Element {
  const form = useForm()
  const group = useRef<HTMLSpanElement>(null)
  const at = `${atOf(path)}.topics.${topic}` // as on the pages
  useLayoutEffect(() => {
    const element = group.current as HTMLElement
    const focusAt = () => element.querySelector<HTMLInputElement>("input:checked")?.focus({ preventScroll: true })
    return form.places.register(at, { element, focusAt })
  }, [at])
  return (
    <li data-at={at} id={idOf(at)}>
      <b aria-hidden="true">{letter}</b>
      <span>{title}</span>
      <span
        ref={group}
        class="tri"
        role="radiogroup"
        aria-label={title}
        aria-keyshortcuts={letters.value ? "O - Space" : undefined}
        onKeyDown={(event) => {
          const next = KEYS[event.key]
          if (!next || isFixed || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return
          if (!letters.peek()) return
          event.preventDefault()
          choose(next)
          const input = event.currentTarget.querySelectorAll("input")[ANSWERS.indexOf(next)]
          queueMicrotask(() => input?.focus())
        }}
      >
        {ANSWERS.map((one) => (
          <label key={one} class={one} title={label(one)}>
            <input
              type="radio"
              name={`r-${at}`}
              checked={answer === one}
              disabled={isFixed}
              onChange={() => choose(one)}
            />
            <span aria-hidden="true">{signOf(one)}</span>
            <span class="sr">{label(one)}</span>
          </label>
        ))}
      </span>
    </li>
  )
}
