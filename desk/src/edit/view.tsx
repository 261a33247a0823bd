// The editing view: outline, fields, pages, and the keys that join them.

import { useSignal } from "@preact/signals"
import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import type { Path } from "../api/types"
import { type Choosing, choosing, opening } from "../form/actions"
import { type Form, FormContext } from "../form/context"
import { FormView } from "../form/form"
import { type Target, ownerOf } from "../pages/boxes"
import { PagesView } from "../pages/view"
import { Foot } from "../parts/bar"
import { Dialog } from "../parts/dialog"
import { partnerById, partners } from "../store/desk"
import { letters } from "../store/letters"
import { go, hrefOf, rememberPartner } from "../store/router"
import { get } from "../store/tree"
import { t } from "../store/words"
import { SendDialog } from "../send/dialog"
import { type SendDialogWanted, sendNow } from "../send/menu"
import { EditBar } from "./bar"
import { Broken } from "./broken"
import { CommonDialog, FormerDialog, KeysDialog } from "./dialogs"
import { NoteDialog, SourceDialog } from "./choices"
import { Outline } from "./outline"
import { ProblemList, pageProblems, walkOf } from "./problems"
import { Session } from "./session"
import { StateBars } from "./states"

type Panel = "outline" | "fields" | "pages"
type Open = { what: "keys" | "former" | "problems" } | { what: "common"; target: Target } | { what: "choose"; wanted: Choosing } | { what: "send"; wanted: SendDialogWanted } | null

export function EditView({ doc, at, offset }: { doc: string; at: string; offset: number | undefined }): JSX.Element {
  const [session] = useState(() => new Session(doc))
  const [open, setOpen] = useState<Open>(null)
  const [panel, setPanel] = useState<Panel>("fields")
  const [onlyProblems, setOnly] = useState(false)
  const walked = useSignal(-1)
  const form = session.form.value
  const document_ = session.document
  const id = doc.startsWith("profiles/") ? doc.slice("profiles/".length) : ""
  const title = titleOf(session, id)
  const shown = `${title} ─ ${t("common.desk")}`

  useEffect(() => {
    rememberPartner()
    void session.open()
    choosing.value = (wanted) => setOpen({ what: "choose", wanted })
    opening.value = openTarget
    return () => {
      choosing.value = null
      opening.value = null
      session.close()
    }
  }, [])
  useEffect(() => {
    document.title = shown
  }, [shown])
  useEffect(() => {
    if (!form || !document_.loaded.value) return
    if (at) session.places.goSoon(at, offset)
    else if (document.activeElement === document.body) document.getElementById("fields")?.focus({ preventScroll: true })
  }, [at, offset, form, document_.loaded.value])
  useEffect(() => {
    if (!document_.told.value) return
    const timer = setTimeout(() => {
      document_.told.value = ""
    }, 6000)
    return () => clearTimeout(timer)
  }, [document_.told.value])

  const goTo = (place: string, character?: number) => {
    setPanel("fields")
    requestAnimationFrame(() => session.places.go(place, character))
  }
  /** A value on the pages: of this file, or of another, which is opened after it was told who shares it. */
  const openTarget = (target: Target) => {
    if (target.doc === session.owner) goTo(target.at, target.offset)
    else if (target.doc === "own") go(hrefOf.partner(session.besideId, target.at, target.offset))
    else setOpen({ what: "common", target })
  }
  const openCommon = (place: string) => openTarget({ ...ownerOf(`_series:${place}`), offset: undefined })
  const walk = (by: number) => {
    const all = walkOf(session)
    if (!all.length) return
    const here = all.findIndex((one) => one.at === session.places.focus.peek())
    const from = here >= 0 ? here : walked.value
    walked.value = from < 0 && by < 0 ? all.length - 1 : (from + by + all.length) % all.length
    goTo(all[walked.value]?.at ?? "")
  }
  const takeBack = (place: Path | null) => {
    if (place) requestAnimationFrame(() => session.places.go(place.join(".")))
  }
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || event.keyCode === 229) return
      if (pressed(event, { session, walk, takeBack, setOpen, isTyping: isTyping(event.target) })) {
        event.preventDefault()
        event.stopPropagation()
      }
    }
    addEventListener("keydown", press, true)
    return () => removeEventListener("keydown", press, true)
  }, [session])

  return (
    <div class={`app edit kind-${session.kind}`} data-panel={panel}>
      <a
        class="skip"
        href="#fields"
        onClick={(event) => {
          event.preventDefault()
          document.getElementById("fields")?.focus()
        }}
      >
        {t("common.skip")}
      </a>
      <EditBar
        {...{ session, id, title }}
        onFormer={() => setOpen({ what: "former" })}
        onSend={(wanted) => setOpen({ what: "send", wanted })}
      >
        <Panels panel={panel} setPanel={setPanel} />
      </EditBar>
      <StateBars session={session} onGo={goTo} onFormer={() => setOpen({ what: "former" })} />
      <main class="work">
        <h1 class="sr">{t("edit.title", { name: title })}</h1>
        {form && document_.loaded.value ? (
          <FormContext.Provider value={form}>
            <Outline
              form={form}
              id={id}
              title={title}
              hrefTo={(place) => (id ? hrefOf.partner(id, place) : hrefOf.shared(doc as "series" | "sources", place))}
              onlyProblems={onlyProblems}
              onOnly={() => setOnly(!onlyProblems)}
              onGo={goTo}
            />
            <Fields form={form} session={session} onCommon={openCommon} />
            <div class="beside">
              {session.pages ? (
                <PagesView
                  form={form}
                  pages={session.pages}
                  title={id ? title : (partnerById.value.get(session.besideId)?.name ?? session.besideId)}
                  nameOf={(place) => session.nameOf(place)}
                  edited={session.owner}
                  shown={open?.what === "common" ? open.target : null}
                  onTarget={openTarget}
                />
              ) : (
                <Shared session={session} />
              )}
              <ProblemList session={session} onGo={goTo} />
            </div>
          </FormContext.Provider>
        ) : (
          <p class="loading" role="status" aria-busy="true">
            {document_.missing.value ? t("edit.not_found", { name: id || doc }) : t("common.loading")}
          </p>
        )}
      </main>
      <EditFoot session={session} onProblems={() => setOpen({ what: "problems" })} onKeys={() => setOpen({ what: "keys" })} />
      {form ? <Opened open={open} close={() => setOpen(null)} session={session} form={form} goTo={goTo} /> : null}
    </div>
  )
}

function titleOf(session: Session, id: string): string {
  if (session.kind === "series") return t("edit.view_series")
  if (session.kind === "sources") return t("edit.view_sources")
  const name = get(session.document.local.value, ["partner", "name"])
  return (typeof name === "string" && name) || partnerById.value.get(id)?.name || id
}

function Fields({ form, session, onCommon }: { form: Form; session: Session; onCommon: (at: string) => void }): JSX.Element {
  const box = useRef<HTMLElement>(null)
  const isBroken = session.document.broken.value !== null
  useEffect(() => {
    if (isBroken) box.current?.scrollTo({ top: 0 }) // the lines that cannot be read stand there
  }, [isBroken])
  return (
    <section
      ref={box}
      class="form"
      id="fields"
      tabIndex={-1}
      aria-label={t("edit.fields")}
      onFocusIn={(event) => {
        const at = (event.target as HTMLElement).closest<HTMLElement>("[data-at]")?.dataset.at
        if (at !== undefined) form.places.focus.value = at
      }}
    >
      {session.document.broken.value ? <Broken doc={session.document} /> : null}
      <FormView onCommon={onCommon} />
    </section>
  )
}

/** Which part is shown where the window has no room for all. */
function Panels(props: { panel: Panel; setPanel: (panel: Panel) => void }): JSX.Element {
  return (
    <div class="panels seg" role="group" aria-label={t("edit.panels")}>
      {(["outline", "fields", "pages"] as const).map((one) => (
        <button key={one} type="button" aria-pressed={props.panel === one} onClick={() => props.setPanel(one)}>
          {t(`edit.panel_${one}`)}
        </button>
      ))}
    </div>
  )
}

/** Beside what all partners share there are no pages, but the partners. */
function Shared({ session }: { session: Session }): JSX.Element {
  return (
    <section class="pages shared" aria-label={t("edit.partners_name")} tabIndex={-1}>
      <div class="ptools">{t(`edit.shared_${session.kind}`, { n: partners.value.length })}</div>
      <ul class="names" role="list">
        {partners.value.map((one) => (
          <li key={one.id}>
            <a href={hrefOf.partner(one.id)}>
              <span class="chip" style={{ "--c": one.accent || "#0b4f8a" }} />
              {one.name || one.id}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function EditFoot(props: { session: Session; onProblems: () => void; onKeys: () => void }): JSX.Element {
  const problems = props.session.document.problems.value
  const errors = problems.filter((one) => one.severity === "error").length
  const warnings = problems.length - errors
  const pages = props.session.pages?.pages.value.length ?? 0
  const found = pageProblems(props.session).length
  return (
    <Foot
      keys={[
        [["F6"], t("edit.foot_regions")],
        [["F8"], t("edit.foot_problem")],
        [["Ctrl", "Z"], t("edit.foot_undo")],
      ]}
    >
      <button type="button" class="counts" title={t("edit.problems")} onClick={props.onProblems}>
        {errors ? <span class="tag err">{t("common.errors", { n: errors })}</span> : <span>{t("common.errors", { n: 0 })}</span>}
        {warnings ? <span class="tag warn">{t("common.warnings", { n: warnings })}</span> : <span>{t("common.warnings", { n: 0 })}</span>}
        {props.session.pages ? (
          found ? <span class="tag warn">{t("edit.page_checks", { n: found })}</span> : <span>{t("edit.page_checks", { n: 0 })}</span>
        ) : null}
      </button>
      {pages ? <span>{t("edit.pages", { n: pages })}</span> : null}
      <button type="button" class="counts" onClick={props.onKeys}>
        {letters.value ? <kbd>?</kbd> : null} {t("edit.foot_keys")}
      </button>
    </Foot>
  )
}

interface OpenedProps {
  open: Open
  close: () => void
  session: Session
  form: Form
  goTo: (at: string) => void
}

function Opened({ open, close, session, form, goTo }: OpenedProps): JSX.Element | null {
  switch (open?.what) {
    case "keys":
      return <KeysDialog onClose={close} />
    case "former":
      return <FormerDialog session={session} onClose={close} />
    case "common":
      return <CommonDialog target={open.target} onClose={close} />
    case "choose":
      return open.wanted.kind === "source" ? (
        <SourceDialog form={form} wanted={open.wanted} onClose={close} />
      ) : (
        <NoteDialog form={form} wanted={open.wanted} onClose={close} />
      )
    case "send":
      return (
        <SendDialog
          key={open.wanted.kind}
          doc={session.document}
          wanted={open.wanted}
          onClose={close}
          onGo={(at) => {
            close()
            goTo(at)
          }}
          nameOf={(at) => session.nameOf(at)}
        />
      )
    case "problems":
      return (
        <Dialog title={t("edit.problems")} class="wide" onClose={close}>
          <ProblemList
            session={session}
            onGo={(at) => {
              close()
              goTo(at)
            }}
          />
        </Dialog>
      )
    default:
      return null
  }
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches("input:not([type=radio]):not([type=checkbox]),textarea,select"))

interface Commands {
  session: Session
  walk: (by: number) => void
  takeBack: (place: Path | null) => void
  setOpen: (open: Open) => void
  isTyping: boolean
}

/** Do what a key says; false for keys that are not ours. Keys of the browser are left alone. */
function pressed(event: KeyboardEvent, commands: Commands): boolean {
  const { session } = commands
  if (document.querySelector("dialog[open]")) return false
  const inForm = event.target instanceof HTMLElement && !!event.target.closest("#fields")
  const key = event.key.toLowerCase()
  const ctrl = event.ctrlKey || event.metaKey
  if (event.key === "F8") commands.walk(event.shiftKey ? -1 : 1)
  else if (event.key === "F6") nextRegion(event.shiftKey ? -1 : 1)
  else if (ctrl && event.altKey && key === "p" && session.kind === "profile")
    void sendNow(session.document, "pdf", (wanted) => commands.setOpen({ what: "send", wanted }))
  else if (event.altKey) return false
  else if (ctrl && key === "s") void session.document.flush()
  else if (ctrl && key === "z" && !event.shiftKey && (inForm || !commands.isTyping)) commands.takeBack(session.document.undo())
  else if (ctrl && (key === "y" || (key === "z" && event.shiftKey)) && (inForm || !commands.isTyping))
    commands.takeBack(session.document.redo())
  else if (event.key === "?" && !ctrl && letters.value && !commands.isTyping) commands.setOpen({ what: "keys" })
  else return false
  return true
}

const REGIONS = ["#outline", "#fields", ".beside .pages", ".beside .list"]

/** F6: from the outline to the fields, the pages, the list. */
function nextRegion(by: number): void {
  const regions = REGIONS.flatMap((one) => {
    const found = document.querySelector<HTMLElement>(one)
    return found && found.offsetParent !== null ? [found] : []
  })
  const here = regions.findIndex((one) => one.contains(document.activeElement))
  const next = regions[(here + by + regions.length) % regions.length]
  const first = (wanted: string) => next?.querySelector<HTMLElement>(wanted)
  const inside =
    next?.id === "fields"
      ? (first(".field.on :is(.tx,[role=textbox])") ?? first(":is(.tx,[role=textbox])") ?? next) // where one was
      : next?.id === "outline"
        ? (first(":scope > a[aria-current]") ?? first(":scope > a") ?? next)
        : next
  inside?.focus()
}
