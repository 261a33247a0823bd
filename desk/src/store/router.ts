// Which view the address shows: #/ the list, #/p/<id> a partner, #/series and #/sources what all share.
// A place in the view may follow, with a character: #/p/<id>?at=answers.about.0.paragraph&o=12

import { signal } from "@preact/signals"

export type Route =
  | { view: "list" }
  | { view: "edit"; doc: string; id: string; at: string; offset: number | undefined }

function read(): Route {
  const [path = "", query = ""] = location.hash.replace(/^#/, "").split("?")
  const given = new URLSearchParams(query)
  const at = given.get("at") ?? ""
  const typed = given.get("o") ?? ""
  const offset = /^\d{1,9}$/.test(typed) ? Number(typed) : undefined
  const partner = /^\/p\/([a-z0-9_-]+)$/.exec(path)
  if (partner?.[1]) return { view: "edit", doc: `profiles/${partner[1]}`, id: partner[1], at, offset }
  if (path === "/series" || path === "/sources")
    return { view: "edit", doc: path.slice(1), id: "", at, offset }
  return { view: "list" }
}

export const route = signal<Route>({ view: "list" })

export function followAddress(): void {
  const take = () => {
    route.value = read()
  }
  take()
  addEventListener("hashchange", take)
}

const placeIn = (at: string, offset: number | undefined): string =>
  at ? `?at=${encodeURIComponent(at)}${offset === undefined ? "" : `&o=${offset}`}` : ""

export const hrefOf = {
  list: () => "#/",
  partner: (id: string, at = "", offset?: number) => `#/p/${id}${placeIn(at, offset)}`,
  shared: (doc: "series" | "sources", at = "", offset?: number) => `#/${doc}${placeIn(at, offset)}`,
}

/** The partner that was edited last: its pages stand beside what all share. */
let last = ""

export function lastPartner(): string {
  return last
}

export function rememberPartner(): void {
  const shown = route.peek()
  if (shown.view === "edit" && shown.id) last = shown.id
}

export function go(href: string): void {
  location.hash = href
}
