// The partner of the current row: the first page, the facts, and what can be done.

import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { ApiError, api } from "../api/client"
import { listen } from "../api/events"
import type { Pages, Partner, Problem } from "../api/types"
import { Icon } from "../parts/icon"
import { Issue, whereOf } from "../parts/issue"
import { hrefOf } from "../store/router"
import { t } from "../store/words"
import { approvals, surveyRound } from "../store/desk"
import { ApprovalText } from "./approval"
import { AsOf, None, Problems, Unanswered, WordMade, nameOf } from "./cells"
import { timeName } from "./dates"
import { send, unreached } from "../send/files"
import { RoundText, roundName } from "./round"
import { StaleValues } from "./stale"
import { currentPartner, kindName, regionName } from "./shown"

const PAUSE = 300 // ms on a row before its page is asked for
const AGAIN = 1000 // ms until a page that is not there yet is asked for again

interface FirstPage {
  picture: string
  width: number
  height: number
  count: number
  time: string
  isOld: boolean
}

interface Shown {
  id: string
  page: FirstPage | null
  problem: Problem | null
}

/** The first page of a partner: asked for when the row has been current for a moment, and when it was set again. */
function useFirstPage(one: Partner | null): Shown | null {
  const [shown, setShown] = useState<Shown | null>(null)
  const id = one && !one.broken ? one.id : ""
  const state = one?.updated ?? ""
  useEffect(() => {
    if (!id) return
    const ending = new AbortController()
    let timer = setTimeout(load, PAUSE)
    let made = ""
    function load(): void {
      void ask(id, ending.signal).then(take, () => {})
    }
    function take(found: Shown | null): void {
      const old = made
      made = found?.page?.picture ?? ""
      if (ending.signal.aborted) return URL.revokeObjectURL(made)
      if (found) setShown(found)
      else timer = setTimeout(load, AGAIN) // the desk answers after 20 s, whether there are pages or not
      if (old) URL.revokeObjectURL(old)
    }
    const end = listen((event) => {
      if (event.doc !== `profiles/${id}` || (event.kind !== "built" && event.kind !== "failed")) return
      clearTimeout(timer)
      timer = setTimeout(load, PAUSE)
    })
    return () => {
      end()
      clearTimeout(timer)
      ending.abort()
      if (made) URL.revokeObjectURL(made)
    }
  }, [id, state])
  return shown?.id === id ? shown : null
}

/** Ask for the first page; null while there is none yet. */
async function ask(id: string, signal: AbortSignal): Promise<Shown | null> {
  try {
    const found = await api.get<Pages>(`/api/profiles/${id}/pages?layout=standard`, signal)
    const first = found.pages[0]
    const problem = found.failed ? (found.problems.find((one) => one.severity === "error") ?? null) : null
    if (!first) return found.failed ? { id, page: null, problem } : null
    const picture = URL.createObjectURL(await api.blob(first.url, signal))
    const { width, height } = first
    const page = { picture, width, height, count: found.pages.length, time: found.time, isOld: found.failed }
    return { id, page, problem }
  } catch (fault) {
    if (!(fault instanceof ApiError)) throw fault
    return { id, page: null, problem: fault.problems[0] ?? unreached(fault) }
  }
}

export function Panel(): JSX.Element {
  const one = currentPartner.value
  const first = useFirstPage(one)
  return (
    <aside class="panel" aria-label={t("list.panel")} tabIndex={0}>
      {one ? <Card key={one.id} one={one} first={first} /> : null}
    </aside>
  )
}

function Card({ one, first }: { one: Partner; first: Shown | null }): JSX.Element {
  return (
    <>
      {one.broken ? <Unreadable problem={one.broken} /> : <Sheet one={one} first={first} />}
      <h2>{nameOf(one)}</h2>
      <p class="lat">{[one.reading, one.latin].filter(Boolean).join("　")}</p>
      <dl>
        <Fact name={t("list.as_of")}>
          <AsOf one={one} />
        </Fact>
        <Fact name={t("list.region")}>
          {[one.country, one.region ? regionName(one.region) : ""].filter(Boolean).join("　") || <None />}
        </Fact>
        <Fact name={t("list.kind")}>{one.kind ? kindName(one.kind) : <None />}</Fact>
        {first?.page ? <Fact name={t("list.pages")}>{t("list.page_count", { n: first.page.count })}</Fact> : null}
        <Fact name={t("list.sort_updated")}>{timeName(one.updated)}</Fact>
        <Fact name={t("list.sort_problems")}>
          <Problems one={one} />
        </Fact>
        <Fact name={t("list.sort_unanswered")}>
          <Unanswered one={one} />
        </Fact>
        <Fact name={t("list.sort_word")}>
          <WordMade one={one} />
        </Fact>
        {one.stale?.length ? (
          <Fact name={t("list.stale")}>
            <StaleValues one={one} />
          </Fact>
        ) : null}
        {one.round && surveyRound.value ? (
          <Fact name={t("list.round")}>
            <div class="dim">{roundName(surveyRound.value)}</div>
            <RoundText one={one.round} />
          </Fact>
        ) : null}
        {approvals.value ? (
          <Fact name={t("list.sort_approval")}>
            <ApprovalText one={one} />
          </Fact>
        ) : null}
      </dl>
      <Doing one={one} />
    </>
  )
}

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }): JSX.Element {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Sheet({ one, first }: { one: Partner; first: Shown | null }): JSX.Element {
  const page = first?.page
  return (
    <>
      <figure class={`sheet${page?.isOld ? " old" : ""}`}>
        {page ? (
          <img src={page.picture} width={page.width} height={page.height} alt={t("list.first_page", { name: nameOf(one) })} />
        ) : (
          <div class="blank" aria-hidden="true" />
        )}
        {first ? null : (
          <figcaption class="building">
            <Icon name="sync" />
            {t("list.building")}
          </figcaption>
        )}
      </figure>
      {page?.isOld ? <p class="since">{t("list.page_of", { time: timeName(page.time) })}</p> : null}
      {first?.problem ? <Issue problem={first.problem} /> : null}
    </>
  )
}

function Unreadable({ problem }: { problem: Problem }): JSX.Element {
  return (
    <div class="broken">
      <Issue problem={problem}>
        <span>{whereOf(problem)}</span>
      </Issue>
    </div>
  )
}

function Doing({ one }: { one: Partner }): JSX.Element {
  const [busy, setBusy] = useState("")
  const [problems, setProblems] = useState<Problem[]>([])
  async function make(kind: "pdf" | "docx"): Promise<void> {
    setBusy(kind)
    setProblems([])
    setProblems(await send(one.id, kind))
    setBusy("")
  }
  return (
    <div class="go">
      <a class="btn main" href={hrefOf.partner(one.id)}>
        {t(one.broken ? "list.see_line" : "list.edit")} <kbd>Enter</kbd>
      </a>
      {one.broken ? null : (
        <>
          <button type="button" class="btn" disabled={!!busy} onClick={() => void make("pdf")}>
            <Icon name={busy === "pdf" ? "sync" : "out"} />
            {t("list.make_pdf")}
          </button>
          <button type="button" class="btn" disabled={!!busy} onClick={() => void make("docx")}>
            <Icon name={busy === "docx" ? "sync" : "out"} />
            {t("list.make_word")}
          </button>
        </>
      )}
      <div class="told" role="status">
        {problems.map((problem) => (
          <Issue key={problem.code + problem.message} problem={problem} />
        ))}
      </div>
    </div>
  )
}
