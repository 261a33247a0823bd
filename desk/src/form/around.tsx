// What stands around a value: its frame, help, problems, memo, draft, conflict, somebody else's cursor.

import { useComputed } from "@preact/signals"
import type { ComponentChildren, JSX } from "preact"
import { useRef, useState } from "preact/hooks"
import type { Path, Problem } from "../api/types"
import { Icon } from "../parts/icon"
import { Issue } from "../parts/issue"
import { MenuButton, type MenuItem } from "../parts/popover"
import { clock, t } from "../store/words"
import type { Draft, Fork } from "../store/outbox"
import { atOf } from "../store/tree"
import { actionsFor } from "./actions"
import { useForm } from "./context"
import type { Asking, Peer } from "./places"
import { Difference, bothIn, textOf } from "./difference"
import { useFold } from "./fold"

export interface AroundProps {
  path: Path
  /** The name of the value, for the menu. */
  name: string
  help?: string | undefined
  look?: "box" | "bare"
  menu?: MenuItem[] | undefined
  isText?: boolean
  children: ComponentChildren
  label?: ComponentChildren
}

export const idOf = (at: string): string => `f-${at}`

/** The ids of what is said about a value, for aria-describedby. */
export function useAbout(path: Path, help: string | undefined): { ids: string | undefined; isWrong: boolean } {
  const { places } = useForm()
  const at = atOf(path)
  const place = places.at(at).value
  const ids = [
    help ? `h-${at}` : "",
    ...place.problems.map((_, index) => `i-${at}-${index}`),
    place.fork ? `c-${at}` : "",
    place.memo ? `m-${at}` : "",
  ].filter(Boolean)
  return {
    ids: ids.length ? ids.join(" ") : undefined,
    isWrong: !!place.draft?.problems.length || place.problems.some((one) => one.severity === "error"),
  }
}

export function Around({ path, name, help, look = "box", menu, isText, children, label }: AroundProps): JSX.Element {
  const form = useForm()
  const at = atOf(path)
  const place = form.places.at(at).value
  const on = useComputed(() => form.places.focus.value === at)
  const [noting, setNoting] = useState(false)
  const main = useRef<HTMLDivElement>(null)
  const isTold = place.problems.length > 0 || !!place.fork || !!place.draft
  const fold = useFold(main, on.value, !isText || isTold)
  const items: MenuItem[] = [
    ...(menu ?? []),
    ...(fold.isOpened ? [{ key: "fold", label: t("form.fold"), sign: "up", choose: () => fold.setOpened(false) }] : []),
    ...(place.memo || form.isFixed.value
      ? []
      : [{ key: "memo", label: t("form.memo_add"), sign: "memo", choose: () => setNoting(true) }]),
  ]
  const isWrong = place.problems.some((one) => one.severity === "error")
  return (
    <div
      class={`field ${look}${on.value ? " on" : ""}${isWrong ? " wrong" : ""}${place.fork ? " forked" : ""}`}
      data-at={at}
    >
      {label}
      <div class={`main${fold.isFolded ? " fold" : ""}`} ref={main}>
        {children}
        {fold.isFolded ? (
          <button
            type="button"
            class="more-lines"
            tabIndex={-1}
            aria-label={t("form.unfold", { name, n: fold.hidden })}
            onMouseDown={(event) => event.preventDefault()} // the focus would open the text, and take this button away
            onClick={() => fold.setOpened(true)}
          >
            {t("form.more_lines", { n: fold.hidden })}
          </button>
        ) : null}
        {items.length ? (
          <MenuButton
            class="btn small plain icon quiet"
            icon="more"
            label=""
            name={t("form.menu_of", { name })}
            menuClass="end"
            tabIndex={on.value ? 0 : -1}
            items={items}
          />
        ) : null}
      </div>
      {help ? (
        <p class="hint help" id={`h-${at}`}>
          {help}
        </p>
      ) : null}
      {place.peer ? <PeerNote peer={place.peer} isText={isText ?? false} /> : null}
      {place.asking ? <AskingNote asking={place.asking} /> : null}
      {place.fork ? <ForkBox fork={place.fork} at={at} isText={isText ?? false} /> : null}
      {place.draft ? <DraftBox draft={place.draft} /> : null}
      <Problems problems={place.problems} path={path} />
      {place.memo || noting ? (
        <Memo path={path} text={place.memo} isOpen={noting} onDone={() => setNoting(false)} name={name} />
      ) : null}
    </div>
  )
}

const personOf = ({ person }: { person: string }): string => person || t("edit.peer_other_window")

/** Who else is in the field; one who writes there may be asked to leave it. */
function PeerNote({ peer, isText }: { peer: Peer; isText: boolean }): JSX.Element {
  const { places } = useForm()
  const [asked, setAsked] = useState(false)
  return (
    <p class="peer-note">
      <span class="who b" aria-hidden="true">
        {(peer.person || "?").slice(0, 1)}
      </span>
      <span>{t(peer.holds ? "edit.peer_writes" : "edit.peer_here", { name: personOf(peer) })}</span>
      {peer.holds && isText ? (
        <button
          type="button"
          class="btn small"
          aria-pressed={asked}
          onClick={() => {
            setAsked(true)
            places.ask(peer)
          }}
        >
          {t("edit.peer_ask")}
        </button>
      ) : null}
    </p>
  )
}

function AskingNote({ asking }: { asking: Asking }): JSX.Element {
  const { places } = useForm()
  return (
    <p class="peer-note asking">
      <span class="who b" aria-hidden="true">
        {(asking.person || "?").slice(0, 1)}
      </span>
      <span>{t("edit.peer_asks", { name: personOf(asking) })}</span>
      <button type="button" class="btn small" onClick={() => places.give()}>
        {t("edit.peer_give")}
      </button>
    </p>
  )
}

/** The problems of a value that has no frame of its own, such as a list. */
export function PlaceProblems({ path, missing = [] }: { path: Path; missing?: string[] }): JSX.Element | null {
  const { places } = useForm()
  const place = places.at(atOf(path)).value
  if (!place.problems.length && !place.draft && !place.memo && !place.fork) return null
  return (
    <div class="about">
      {place.fork ? <ForkBox fork={place.fork} at={atOf(path)} isText={false} /> : null}
      {place.draft ? <DraftBox draft={place.draft} missing={missing} /> : null}
      <Problems problems={place.problems} path={path} />
      {place.memo ? <Memo path={path} text={place.memo} isOpen={false} onDone={() => {}} name="" /> : null}
    </div>
  )
}

function Problems({ problems, path }: { problems: readonly Problem[]; path: Path }): JSX.Element {
  const form = useForm()
  return (
    <>
      {problems.map((problem, index) => {
        const actions = form.isFixed.value ? [] : actionsFor(form, path, problem)
        return (
          <Issue key={index} problem={problem} id={`i-${atOf(path)}-${index}`} withoutHint={actions.length > 1}>
            {actions.length
              ? actions.map((action) => (
                  <button key={action.key} type="button" class="btn small" onClick={action.run}>
                    {action.label}
                  </button>
                ))
              : null}
          </Issue>
        )
      })}
    </>
  )
}

/** A value that waits here; of something new it says which fields it needs. */
function DraftBox({ draft, missing = [] }: { draft: Draft; missing?: string[] }): JSX.Element {
  const { doc } = useForm()
  const names = missing.map((name) => t("form.quoted", { name })).join("")
  return (
    <div class={`draft${draft.problems.length ? "" : " empty"}`}>
      <Icon name="clock" />
      <span>
        {draft.problems.length
          ? t("state.draft")
          : names
            ? t("state.draft_missing", { names })
            : t("state.draft_empty")}
      </span>
      <button type="button" class="btn small plain" onClick={() => doc.dropDraft(draft)}>
        {t("state.draft_drop")}
      </button>
    </div>
  )
}

function ForkBox({ fork, at, isText }: { fork: Fork; at: string; isText: boolean }): JSX.Element {
  const { doc, places } = useForm()
  const who = fork.person === null ? t("state.other_program") : fork.person || t("state.other")
  const base = textOf(fork.base)
  const both = bothIn(base, textOf(fork.mine), textOf(fork.theirs))
  const isGone = fork.theirs === null && fork.base !== null
  return (
    <div class="fork" id={`c-${at}`} role="group" aria-label={t("state.fork_name")}>
      <h4>{t(isGone ? "state.fork_gone" : "state.fork", { name: who, time: clock(fork.time) })}</h4>
      <div>
        <b>{who}</b>
        {isGone ? t("state.fork_removed") : <Difference before={fork.base} after={fork.theirs} />}
      </div>
      <div>
        <b>{t("state.you")}</b>
        {fork.removes ? t("state.fork_removed") : <Difference before={fork.base} after={fork.mine} />}
      </div>
      <p>
        {isText && !fork.removes && !isGone ? (
          <button
            type="button"
            class="btn small main"
            disabled={doc.isFixed.value}
            onClick={() => {
              doc.keepMine(fork, both)
              places.go(at)
            }}
          >
            {t("state.fork_both")}
          </button>
        ) : null}
        <button type="button" class="btn small" disabled={doc.isFixed.value} onClick={() => doc.keepTheirs(fork)}>
          {t("state.fork_theirs", { name: who })}
        </button>
        <button type="button" class="btn small" disabled={doc.isFixed.value} onClick={() => doc.keepMine(fork)}>
          {t("state.fork_mine")}
        </button>
      </p>
    </div>
  )
}

function Memo(props: { path: Path; text: string; isOpen: boolean; onDone: () => void; name: string }): JSX.Element {
  const { doc } = useForm()
  const [open, setOpen] = useState(props.isOpen)
  const at = atOf(props.path)
  if (!open && !props.isOpen)
    return (
      <button
        type="button"
        class="memo"
        id={`m-${at}`}
        title={t("form.memo_note")}
        disabled={doc.isFixed.value}
        onClick={() => setOpen(true)}
      >
        <Icon name="memo" />
        <span class="sr">{t("form.memo") + t("common.colon")}</span>
        <span>{props.text}</span>
      </button>
    )
  const done = () => {
    setOpen(false)
    props.onDone()
  }
  return (
    <div class="memo open">
      <label class="lab" for={`n-${at}`}>
        {t("form.memo")}
      </label>
      <textarea
        id={`n-${at}`}
        class="inp"
        rows={2}
        aria-describedby={`n-${at}-h`}
        ref={(area) => {
          if (area && document.activeElement !== area && !area.dataset.seen) {
            area.dataset.seen = "1"
            area.focus()
          }
        }}
        value={props.text}
        onChange={(event) => doc.edit({ at: props.path, note: event.currentTarget.value.trim() })}
        onBlur={done}
        onKeyDown={(event) => {
          if (event.isComposing) return
          event.stopPropagation()
          if (event.key === "Escape") done()
        }}
      />
      <p class="hint" id={`n-${at}-h`}>
        {t("form.memo_note")}
      </p>
    </div>
  )
}
