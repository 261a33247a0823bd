// Choosing a partner from any view: a button in the bar, and Ctrl+K.

import type { ComponentChildren, JSX } from "preact"
import { useEffect, useMemo, useRef, useState } from "preact/hooks"
import type { Partner } from "../api/types"
import { Find } from "../parts/find"
import { Icon } from "../parts/icon"
import { Popover } from "../parts/popover"
import { partners } from "../store/desk"
import { go, hrefOf } from "../store/router"
import { t } from "../store/words"
import { nameOf } from "./cells"
import { haystack, matches } from "./find"
import { regionName } from "./shown"

/** The button with the name of what is open. It opens the partners, as Ctrl+K does. */
export function PartnerPicker({ children, id }: { children: ComponentChildren; id?: string }): JSX.Element {
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return
      if (event.key.toLowerCase() !== "k" || document.querySelector("dialog[open]")) return
      event.preventDefault()
      setOpen((now) => !now)
    }
    document.addEventListener("keydown", press)
    return () => document.removeEventListener("keydown", press)
  }, [])
  return (
    <span class="under picker">
      <button
        type="button"
        class="pick"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-keyshortcuts="Control+K"
        onClick={() => setOpen(!open)}
      >
        <span>{children}</span>
        <Icon name="down" />
      </button>
      {open ? <Choices id={id ?? ""} onClose={() => setOpen(false)} /> : null}
    </span>
  )
}

function Choices({ id, onClose }: { id: string; onClose: () => void }): JSX.Element {
  const [words, setWords] = useState("")
  const list = useRef<HTMLUListElement>(null)
  const hays = useMemo(() => partners.value.map((one) => ({ one, hay: haystack(one) })), [partners.value])
  const found = hays.filter(({ hay }) => matches(hay, words)).map(({ one }) => one)
  const open = (one: Partner) => {
    onClose()
    go(hrefOf.partner(one.id))
  }
  return (
    <Popover label={t("list.pick")} class="choose" onClose={onClose}>
      <Find
        label={t("list.find")}
        value={words}
        controls="choices"
        keys={["Ctrl", "K"]}
        onInput={setWords}
        onEnter={() => found[0] && open(found[0])}
        onDown={() => list.current?.querySelector<HTMLElement>("a")?.focus()}
      />
      <p class="sr" role="status">
        {t("list.count", { n: found.length })}
      </p>
      <ul id="choices" ref={list}>
        {found.map((one) => (
          <li key={one.id}>
            <a href={hrefOf.partner(one.id)} aria-current={one.id === id ? "page" : undefined} onClick={onClose}>
              <b>{nameOf(one)}</b>
              <small>{[one.country, one.region ? regionName(one.region) : ""].filter(Boolean).join("　")}</small>
            </a>
          </li>
        ))}
      </ul>
      {found.length ? null : <p class="nothing">{t("list.nothing", { words })}</p>}
    </Popover>
  )
}
