// The pages beside the form: frames lead to the fields, a click to the character.

import { useComputed, useSignal } from "@preact/signals"
import type { JSX } from "preact"
import { useEffect, useRef } from "preact/hooks"
import type { Box } from "../api/types"
import type { Form } from "../form/context"
import { placeOf } from "../form/places"
import { Icon } from "../parts/icon"
import { MenuButton } from "../parts/popover"
import { desk } from "../store/desk"
import { get, pathOf } from "../store/tree"
import { clock, hasWord, t } from "../store/words"
import { type Frame, type Owner, type Target, boxesOf, framesOf, isOfNote, onPages, ownerOf, targetAt } from "./boxes"
import { FormChoice, Refused } from "./forms"
import { type Pin, pinsOf } from "./pins"
import type { PagesStore, Shown } from "./store"

export interface PagesViewProps {
  form: Form
  pages: PagesStore
  title: string
  /** What a value is called, for the names of frames. */
  nameOf: (at: string) => string
  /** The file that is edited beside the pages. */
  edited: Owner
  /** A value of another file that is told of: it is framed. */
  shown: Target | null
  /** Go to a value of any file. */
  onTarget: (target: Target) => void
}

export function PagesView({ form, pages, title, nameOf, edited, shown: told, onTarget }: PagesViewProps): JSX.Element {
  const view = useRef<HTMLDivElement>(null)
  const current = useSignal(0)
  const framed = useSignal(true)
  const spread = useSignal(true)
  const focus = told ? onPages(told.doc, told.at) : onPages(edited, form.places.focus.value)
  const boxes = pages.boxes.value
  const on = focus ? framesOf(boxesOf(boxes, focus)) : []
  const first = on[0]
  const shown = pages.pages.value

  useEffect(() => {
    if (!first) return
    // with the next picture: a key does not wait for the layout
    const turn = requestAnimationFrame(() => {
      const sheet = view.current?.querySelectorAll<HTMLElement>(".sheet")[first.page]
      const page = shown[first.page]
      if (!sheet || !page || !view.current) return
      scrollTo(view.current, sheet, first, page)
      current.value = first.page
    })
    return () => cancelAnimationFrame(turn)
  }, [first?.page, first?.y, first?.h, focus])

  const step = (by: number) => {
    const next = Math.max(0, Math.min(shown.length - 1, current.value + by))
    current.value = next
    view.current?.querySelectorAll(".sheet")[next]?.scrollIntoView({ block: "start", inline: "nearest" })
  }
  const click = (page: number, x: number, y: number) => {
    const texts = { own: null, series: form.series.peek(), sources: form.shared.peek(), [edited]: form.doc.local.peek() }
    const found = targetAt(pages.boxes.peek(), page, x, y, texts)
    if (found) onTarget(found)
  }
  return (
    <section
      class="pages"
      aria-label={t("pages.name")}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === "PageDown" || event.key === "PageUp") {
          event.preventDefault()
          step(event.key === "PageDown" ? 1 : -1)
        }
      }}
    >
      <Tools id={form.doc.doc.slice("profiles/".length)} {...{ pages, step, current, framed, spread, count: shown.length }} />
      <Refused pages={pages} />
      <div class={`view${spread.value ? " spread" : ""}`} ref={view} tabIndex={0} role="group" aria-label={t("pages.scroll", { name: title })}>
        {shown.map((page, index) => (
          <Sheet
            key={index}
            {...{ form, pages, page, index, nameOf, edited, focus, onTarget }}
            name={t("pages.page_of", { name: title, n: index + 1 })}
            frames={on.filter((one) => one.page === index)}
            framed={framed.value}
            onPoint={(x, y) => click(index, x, y)}
          />
        ))}
        {shown.length ? null : <Blank pages={pages} />}
      </div>
    </section>
  )
}

function scrollTo(view: HTMLElement, sheet: HTMLElement, frame: Frame, page: Shown): void {
  const scale = sheet.clientHeight / page.height
  const top = sheet.offsetTop + frame.y * scale
  const bottom = top + frame.h * scale
  const room = 36
  if (top - room >= view.scrollTop && bottom + room <= view.scrollTop + view.clientHeight) return
  view.scrollTo({ top: Math.max(0, top - Math.max(room, (view.clientHeight - frame.h * scale) / 3)) })
}

function Blank({ pages }: { pages: PagesStore }): JSX.Element {
  if (pages.isBuilding.value)
    return <p class="none" role="status">{t("pages.first")}</p>
  return <p class="none">{t(pages.failed.value ? "pages.no_pages_error" : "pages.no_pages")}</p>
}

interface ToolsProps {
  id: string
  pages: PagesStore
  step: (by: number) => void
  current: { value: number }
  framed: { value: boolean }
  spread: { value: boolean }
  count: number
}

function Tools({ id, pages, step, current, framed, spread, count }: ToolsProps): JSX.Element {
  const layouts = desk.value?.layouts ?? []
  const layoutName = (name: string) => (hasWord(`pages.layout_${name}`) ? t(`pages.layout_${name}`) : name)
  return (
    <div class="ptools">
      <button type="button" class="btn small plain icon" aria-label={t("pages.before")} disabled={current.value <= 0} onClick={() => step(-1)}>
        <Icon name="left" />
      </button>
      <span class="num">{count ? `${Math.min(current.value, count - 1) + 1} / ${count}` : "–"}</span>
      <button type="button" class="btn small plain icon" aria-label={t("pages.next")} disabled={current.value >= count - 1} onClick={() => step(1)}>
        <Icon name="right" />
      </button>
      <span class="sep" />
      <button
        type="button"
        class="btn small plain icon wide"
        aria-pressed={spread.value}
        aria-label={t("pages.spread")}
        title={t("pages.spread")}
        onClick={() => {
          spread.value = !spread.value
        }}
      >
        <Icon name={spread.value ? "two" : "one"} />
        <span>{t("pages.spread")}</span>
      </button>
      <FormChoice pages={pages} id={id} />
      {layouts.length > 1 && !pages.form.value.startsWith("booklet:") ? (
        <MenuButton
          label={<>{layoutName(pages.layout.value)} <Icon name="down" /></>}
          name={`${t("pages.layout")} ${layoutName(pages.layout.value)}`}
          items={layouts.map((name) => ({
            key: name,
            label: layoutName(name),
            checked: name === pages.layout.value,
            choose: () => pages.choose(name, pages.form.peek()),
          }))}
        />
      ) : null}
      <button
        type="button"
        class="btn small plain"
        aria-pressed={framed.value}
        onClick={() => {
          framed.value = !framed.value
        }}
      >
        <Icon name="frame" />
        {t("pages.frames")}
      </button>
      <BuildState pages={pages} />
    </div>
  )
}

function BuildState({ pages }: { pages: PagesStore }): JSX.Element {
  const seconds = pages.seconds.value
  if (pages.isBuilding.value)
    return (
      <span class="end" role="status">
        <Icon name="sync" />
        {t("pages.building")}
      </span>
    )
  if (pages.failed.value && pages.isOld.value)
    return (
      <span class="end old" role="status">
        {t("pages.old", { time: clock(pages.time.value) })}
      </span>
    )
  return (
    <span class="end ready" role="status">
      {seconds === null || !pages.pages.value.length ? "" : (
        <>
          <Icon name="check" />
          {t("pages.seconds", { n: seconds.toFixed(1) })}
        </>
      )}
    </span>
  )
}

interface SheetProps {
  form: Form
  pages: PagesStore
  page: Shown
  index: number
  name: string
  frames: Frame[]
  framed: boolean
  nameOf: (at: string) => string
  edited: Owner
  focus: string
  onPoint: (x: number, y: number) => void
  onTarget: (target: Target) => void
}

/** Addresses that have a frame of their own: the value that is one field. */
function framesOn(boxes: readonly Box[], index: number): [string, Frame][] {
  const found = new Map<string, Box[]>()
  for (const box of boxes) {
    if (box[2] !== index || isOfNote(box[0])) continue
    const known = found.get(box[0])
    if (known) known.push(box)
    else found.set(box[0], [box])
  }
  return [...found].map(([at, own]) => [at, framesOf(own)[0] as Frame])
}

function Sheet(props: SheetProps): JSX.Element {
  const { form, pages, page, index, name, frames, framed, nameOf, edited, focus, onPoint, onTarget } = props
  const links = useComputed(() => framesOn(pages.boxes.value, index).filter(([at]) => edited === "own" || ownerOf(at).doc === edited))
  const pins = useComputed(() => pinsOn(form, edited, pages.boxes.value, index))
  const peers = form.places.peers.value
  const part = (frame: Frame) => ({
    "--x": (frame.x / page.width) * 100,
    "--y": (frame.y / page.height) * 100,
    "--w": (frame.w / page.width) * 100,
    "--h": (frame.h / page.height) * 100,
  })
  const padded = (frame: Frame): Frame => ({ ...frame, x: frame.x - 1, y: frame.y - 0.6, w: frame.w + 2, h: frame.h + 1.2 })
  return (
    <figure
      class={`sheet${pages.isOld.value ? " old" : ""}${pages.isBuilding.value ? " building" : ""}`}
      onClick={(event) => {
        if (event.detail === 0) return // a link followed by the keyboard
        event.preventDefault()
        const at = event.currentTarget.getBoundingClientRect()
        onPoint(
          ((event.clientX - at.left) / at.width) * page.width,
          ((event.clientY - at.top) / at.height) * page.height,
        )
      }}
    >
      <img src={page.url} alt={name} width={page.width * 4} height={page.height * 4} draggable={false} />
      {framed
        ? links.value.map(([at, frame]) => (
            <a
              key={at}
              class="hs"
              href={location.hash || "#"}
              style={part(padded(frame))}
              aria-label={t("pages.to_field", { name: nameOf(at) })}
              onClick={(event) => {
                event.preventDefault()
                if (event.detail !== 0) return
                onTarget({ ...ownerOf(at), offset: undefined })
              }}
            />
          ))
        : null}
      {frames.map((frame, number) => (
        <span key={`on ${number}`} class="hs on" style={part(padded(frame))} aria-hidden="true">
          {number === 0 ? <b>{nameOf(focus)}</b> : null}
        </span>
      ))}
      {pins.value.map(({ frame, number, severity }, place) => (
        <span key={`pin ${place}`} class={`pin ${severity}`} style={part(frame)} aria-hidden="true">
          {number === undefined ? null : <b>{number}</b>}
        </span>
      ))}
      {peers.flatMap((peer) =>
        framesOf(boxesOf(pages.boxes.value, onPages(edited, peer.at)))
          .filter((frame) => frame.page === index)
          .map((frame) => (
            <span key={`peer ${peer.client}`} class="peer" style={part(frame)} aria-hidden="true">
              <span>{peer.person || t("edit.peer_other_window")}</span>
            </span>
          )),
      )}
    </figure>
  )
}

/** Problems as pins, numbered as in the list. */
function pinsOn(form: Form, edited: Owner, boxes: readonly Box[], index: number): Pin[] {
  const data = form.doc.local.value
  return form.doc.problems.value.flatMap((problem, number) => {
    const at = placeOf(problem, data)
    const pins = at ? pinsOf(problem, number + 1, boxes, onPages(edited, at), get(data, pathOf(at, data))) : []
    return pins.filter((pin) => pin.frame.page === index)
  })
}
