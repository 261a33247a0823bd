// The choice of a source or of a note for a text, and a new one where none fits.

import type { JSX } from "preact"
import { useState } from "preact/hooks"
import type { Choosing } from "../form/actions"
import type { Form } from "../form/context"
import { sourcesOf } from "../form/text-field"
import { Dialog } from "../parts/dialog"
import { ROOT, get, isMapping, sub } from "../store/tree"
import { t } from "../store/words"

export interface ChoiceProps {
  form: Form
  wanted: Choosing
  onClose: () => void
}

/** The dialog gives the focus back to the text before anything is put in it. */
function take(props: ChoiceProps, id: string): void {
  props.onClose()
  requestAnimationFrame(() => props.wanted.insert(id))
}

export function SourceDialog(props: ChoiceProps): JSX.Element {
  const { form, onClose } = props
  const sources = sourcesOf(form).filter((one) => one.id)
  return (
    <Dialog
      title={t("form.do_cite")}
      onClose={onClose}
      footer={
        <>
          <p />
          <button
            type="button"
            class="btn"
            onClick={() => {
              onClose()
              requestAnimationFrame(() => form.places.go("sources"))
            }}
          >
            {t("edit.to_sources")}
          </button>
        </>
      }
    >
      {sources.length ? null : <p>{t("edit.no_sources")}</p>}
      <ul role="list" class="choices">
        {sources.map((one) => (
          <li key={String(one.id)}>
            <button type="button" class="line" onClick={() => take(props, String(one.id))}>
              <b>{String(one.id)}</b>
              <span>
                {[one.author, one.title ?? one["container-title"], one.issued]
                  .filter((part) => typeof part === "string")
                  .join("　")}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

const ID = /^[a-z0-9][a-z0-9_-]*$/

export function NoteDialog(props: ChoiceProps): JSX.Element {
  const { form, onClose } = props
  const found = get(form.doc.local.value, ["notes"])
  const notes = isMapping(found) ? found : {}
  const free = nextId(Object.keys(notes))
  const [id, setId] = useState(free)
  const [text, setText] = useState("")
  const isWrong = !ID.test(id) || id in notes
  const make = () => {
    if (isWrong || !text.trim()) return
    const at = sub(ROOT, "notes")
    form.doc.edit(
      isMapping(found) ? { at: sub(at, id), was: null, use: text } : { at, was: null, use: { [id]: text } },
    )
    take(props, id)
  }
  return (
    <Dialog
      title={t("edit.note_choose")}
      onClose={onClose}
      onDo={make}
      footer={
        <>
          <p>{isWrong ? t(id in notes ? "form.key_taken" : "form.key_wrong") : ""}</p>
          <button type="button" class="btn main" disabled={isWrong || !text.trim()} onClick={make}>
            {t("edit.note_make")}
          </button>
        </>
      }
    >
      <ul role="list" class="choices">
        {Object.entries(notes).map(([key, value]) => (
          <li key={key}>
            <button type="button" class="line" onClick={() => take(props, key)}>
              <b>{key}</b>
              <span>{String(value)}</span>
            </button>
          </li>
        ))}
      </ul>
      <label class="lab" for="note-text">
        {t("edit.note_text")}
      </label>
      <textarea id="note-text" class="inp" rows={3} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      <label class="lab" for="note-id">
        {t("form.key_name", { name: t("text.note") })}
      </label>
      <input
        id="note-id"
        class="inp"
        value={id}
        aria-invalid={isWrong}
        autocomplete="off"
        onInput={(event) => setId(event.currentTarget.value)}
      />
    </Dialog>
  )
}

function nextId(taken: string[]): string {
  let number = taken.length + 1
  while (taken.includes(`note-${number}`)) number += 1
  return `note-${number}`
}
