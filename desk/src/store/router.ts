// Which view the address shows: #/ the list, #/p/<id> a partner, #/series and #/sources what all share.
// A place in the view may follow: #/p/<id>?at=answers.about.0

import { signal } from "@preact/signals"

export type Route =
  | { view: "list" }
  | { view: "edit"; doc: string; id: string; at: string }

function read(): Route {
  const [path = "", query = ""] = location.hash.replace(/^#/, "").split("?")
  const at = new URLSearchParams(query).get("at") ?? ""
  const partner = /^\/p\/([a-z0-9_-]+)$/.exec(path)
  if (partner?.[1]) return { view: "edit", doc: `profiles/${partner[1]}`, id: partner[1], at }
  if (path === "/series" || path === "/sources")
    return { view: "edit", doc: path.slice(1), id: "", at }
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

export const hrefOf = {
  list: () => "#/",
  partner: (id: string, at = "") => `#/p/${id}${at ? `?at=${encodeURIComponent(at)}` : ""}`,
  shared: (doc: "series" | "sources", at = "") => `#/${doc}${at ? `?at=${encodeURIComponent(at)}` : ""}`,
}

export function go(href: string): void {
  location.hash = href
}
