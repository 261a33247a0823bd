// A new partner: its names, region and kind. The desk writes the file and answers with its id.

import { signal } from "@preact/signals"
import type { JSX } from "preact"
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { ApiError, api } from "../api/client"
import type { NewPartner, Problem } from "../api/types"
import { Dialog } from "../parts/dialog"
import { Issue } from "../parts/issue"
import { desk, loadPartners, partners } from "../store/desk"
import { go, hrefOf } from "../store/router"
import { hasWord, t } from "../store/words"
import { ReadingOf } from "./reading"
import { unreached } from "../send/files"
import { current, showAll } from "./shown"

type Field = keyof NewPartner

const EMPTY: Required<NewPartner> = {
  id: "",
  name: "",
  reading: "",
  latin: "",
  country: "",
  country_reading: "",
  region: "",
  kind: "",
}
const KEPT = "desk-new-partner"

/** Whether the dialog is open. */
export const isOpen = signal(false)
/** What was typed, until the partner is made: closing the dialog or the tab loses nothing. */
const typed = signal<Required<NewPartner>>(readKept())

function readKept(): Required<NewPartner> {
  try {
    return { ...EMPTY, ...(JSON.parse(sessionStorage.getItem(KEPT) ?? "{}") as Partial<NewPartner>) }
  } catch {
    return EMPTY
  }
}

function set(field: Field, text: string): void {
  typed.value = { ...typed.value, [field]: text }
  sessionStorage.setItem(KEPT, JSON.stringify(typed.value))
}

export function openNew(name = ""): void {
  if (name && !typed.value.name) set("name", name)
  isOpen.value = true
}

export function NewPartnerDialog(): JSX.Element | null {
  return isOpen.value ? <Form /> : null
}

function Form(): JSX.Element {
  const [problems, setProblems] = useState<Problem[]>([])
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useLayoutEffect(() => {
    form.current?.querySelector<HTMLElement>("input")?.focus()
  }, [])
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus()
  }, [problems])
  const close = () => {
    isOpen.value = false
  }
  async function create(): Promise<void> {
    if (busy) return
    setBusy(true)
    try {
      const { id } = await api.post<{ id: string }>("/api/profiles", asked())
      typed.value = EMPTY
      sessionStorage.removeItem(KEPT)
      isOpen.value = false
      showAll() // back in the list, the new partner is seen
      current.value = id
      await loadPartners().catch(() => {})
      go(hrefOf.partner(id))
    } catch (fault) {
      if (!(fault instanceof ApiError)) throw fault
      setProblems(fault.problems.length ? fault.problems : [unreached(fault)])
      setBusy(false)
    }
  }
  const others = problems.filter((one) => !(String(one.path?.[0]) in EMPTY))
  return (
    <Dialog title={t("list.new")} class="new" onClose={close} onDo={() => void create()} footer={<Doing {...{ busy, close, create }} />}>
      <form
        ref={form}
        novalidate
        onSubmit={(event) => {
          event.preventDefault()
          void create()
        }}
      >
        {others.length ? (
          <div class="w2" role="alert">
            {others.map((one) => (
              <Issue key={one.code + one.message} problem={one} />
            ))}
          </div>
        ) : null}
        <NameFields problems={problems} />
        <Radios field="region" labels={desk.value?.series?.regions ?? {}} problems={problems} />
        <TextField field="country" problems={problems} hint={t("list.hint_country")} list />
        <TextField field="country_reading" problems={problems} hint={t("list.hint_country_reading")} />
        <Radios field="kind" labels={desk.value?.series?.kinds ?? {}} problems={problems} />
        <TextField field="id" problems={problems} hint={t("list.hint_id")} wide isFile />
      </form>
    </Dialog>
  )
}

/** What is sent: without an id, the desk makes one. */
function asked(): NewPartner {
  const { id, ...rest } = typed.value
  return id.trim() ? { ...rest, id: id.trim() } : rest
}

function Doing({ busy, close, create }: { busy: boolean; close: () => void; create: () => Promise<void> }): JSX.Element {
  return (
    <>
      <p>{t("list.new_note")}</p>
      <button type="button" class="btn" onClick={close}>
        {t("common.cancel")} <kbd>Esc</kbd>
      </button>
      <button type="button" class="btn main" aria-disabled={busy} onClick={() => void create()}>
        {t("list.create")} <kbd>Ctrl</kbd>
        <kbd>Enter</kbd>
      </button>
    </>
  )
}

function NameFields({ problems }: { problems: Problem[] }): JSX.Element {
  const heard = useRef(new ReadingOf())
  const given = useRef(typed.value.reading) // the reading that was taken from the input method
  const [isTaken, setTaken] = useState(false)
  return (
    <>
      <TextField
        field="name"
        problems={problems}
        required
        onShown={(text) => heard.current.update(text)}
        onEnd={(text) => {
          if (typed.value.reading !== given.current) return // the person wrote it
          given.current = heard.current.end(given.current, text)
          set("reading", given.current)
          setTaken(given.current !== "")
        }}
        onText={(text) => {
          if (text || typed.value.reading !== given.current) return
          given.current = ""
          set("reading", "")
        }}
      />
      <TextField field="reading" problems={problems} hint={t(isTaken ? "list.hint_reading_taken" : "list.hint_reading")} />
      <TextField field="latin" problems={problems} hint={t("list.hint_latin")} wide />
    </>
  )
}

interface TextFieldProps {
  field: Field
  problems: Problem[]
  hint?: string
  required?: boolean
  wide?: boolean
  isFile?: boolean
  list?: boolean
  onText?: (text: string) => void
  onShown?: (text: string) => void
  onEnd?: (text: string) => void
}

function TextField(props: TextFieldProps): JSX.Element {
  const { field, hint, required, wide, isFile, list, onText, onShown, onEnd } = props
  const problem = props.problems.find((one) => one.path?.[0] === field)
  const [id, told] = [`new-${field}`, `new-${field}-told`]
  const input = (
    <input
      class={isFile ? undefined : "inp"}
      id={id}
      value={typed.value[field]}
      required={required}
      aria-required={required}
      aria-invalid={problem ? "true" : undefined}
      aria-describedby={problem || hint ? told : undefined}
      list={list ? "new-countries" : undefined}
      autocomplete="off"
      autocapitalize={isFile ? "off" : undefined}
      spellcheck={false}
      lang={field === "latin" || isFile ? "en" : undefined}
      onInput={(event) => {
        set(field, event.currentTarget.value)
        onText?.(event.currentTarget.value)
      }}
      onCompositionUpdate={(event) => onShown?.(event.data)}
      onCompositionEnd={(event) => onEnd?.(event.data)}
    />
  )
  return (
    <div class={wide ? "w2" : undefined}>
      <label class="lab" for={id}>
        {t(`list.field_${field}`)}
        {required ? <span class="must">{t("list.required")}</span> : null}
      </label>
      {isFile ? (
        <div class={`path${problem ? " wrong" : ""}`}>
          <span>profiles/</span>
          {input}
          <span>.yaml</span>
        </div>
      ) : (
        input
      )}
      {list ? <Countries /> : null}
      <Told id={told} problem={problem} hint={hint} />
    </div>
  )
}

/** What is wrong in a field, in words of the form where those of the file say less. */
function saidOf(problem: Problem): string {
  if (problem.code === "F103" && !typed.value.id) return t("list.error_F103")
  const own = `list.error_${problem.code}_${problem.path?.[0]}`
  return hasWord(own) ? t(own) : `${problem.message}　${problem.hint}`
}

function Told({ id, problem, hint }: { id: string; problem: Problem | undefined; hint: string | undefined }): JSX.Element | null {
  if (problem)
    return (
      <p class="hint e" id={id}>
        {saidOf(problem)}
      </p>
    )
  return hint ? (
    <p class="hint" id={id}>
      {hint}
    </p>
  ) : null
}

function Countries(): JSX.Element {
  const known = [...new Set(partners.value.map((one) => one.country).filter(Boolean))]
  return (
    <datalist id="new-countries">
      {known.map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  )
}

function Radios({ field, labels, problems }: { field: Field; labels: Record<string, string>; problems: Problem[] }): JSX.Element | null {
  const keys = Object.keys(labels)
  const problem = problems.find((one) => one.path?.[0] === field)
  if (!keys.length && !problem) return null
  return (
    <fieldset class="w2" aria-describedby={problem ? `new-${field}-told` : undefined}>
      <legend class="lab">{t(`list.field_${field}`)}</legend>
      <div class="radios">
        {keys.map((key) => (
          <label key={key}>
            <input
              type="radio"
              name={`new-${field}`}
              value={key}
              checked={typed.value[field] === key}
              onChange={() => set(field, key)}
            />
            {labels[key]}
          </label>
        ))}
      </div>
      <Told id={`new-${field}-told`} problem={problem} hint={undefined} />
    </fieldset>
  )
}
