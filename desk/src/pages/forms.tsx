// Which file's pages are shown: that for the screen, the one that a print shop gets, or the partner's part of a booklet.

import type { JSX } from "preact"
import { Icon } from "../parts/icon"
import { Issue, whereOf } from "../parts/issue"
import { MenuButton, type MenuItem } from "../parts/popover"
import { desk } from "../store/desk"
import { t } from "../store/words"
import type { PagesStore } from "./store"

type Kind = "shop" | "booklet"

export function FormChoice({ pages, id }: { pages: PagesStore; id: string }): JSX.Element | null {
  const booklets = (desk.value?.booklets ?? []).filter((one) => !one.partners || one.partners.includes(id))
  const shops = desk.value?.shops ?? []
  if (!shops.length && !booklets.length) return null
  return (
    <div class="seg" role="group" aria-label={t("pages.form")}>
      <button type="button" aria-pressed={pages.form.value === ""} onClick={() => pages.choose(pages.layout.peek(), "")}>
        {t("pages.form_screen")}
      </button>
      <Choice kind="shop" choices={shops} pages={pages} />
      <Choice kind="booklet" choices={booklets} pages={pages} />
    </div>
  )
}

/** A button of the group; with several shops or booklets it opens their list. */
function Choice({ kind, choices, pages }: { kind: Kind; choices: { id: string; title: string }[]; pages: PagesStore }): JSX.Element | null {
  const [only] = choices
  const now = pages.form.value
  const isOn = now.startsWith(`${kind}:`)
  const show = (id: string) => pages.choose(kind === "booklet" ? "standard" : pages.layout.peek(), `${kind}:${id}`)
  if (!only) return null
  if (choices.length === 1)
    return (
      <button type="button" aria-pressed={isOn} title={only.title} onClick={() => show(only.id)}>
        {t(`pages.form_${kind}`)}
      </button>
    )
  const items: MenuItem[] = choices.map((one) => ({
    key: one.id,
    label: one.title,
    tail: one.id,
    checked: now === `${kind}:${one.id}`,
    choose: () => show(one.id),
  }))
  const chosen = choices.find((one) => now === `${kind}:${one.id}`)
  return (
    <MenuButton
      class={`part${isOn ? " on" : ""}`}
      label={
        <>
          {t(`pages.form_${kind}`)}
          <Icon name="down" />
        </>
      }
      name={chosen ? t(`pages.form_${kind}_name`, { name: chosen.title }) : t(`pages.form_${kind}_choose`)}
      items={items}
    />
  )
}

/** Why the shop would not take the file, or why the partner cannot be shown in the booklet. */
export function Refused({ pages }: { pages: PagesStore }): JSX.Element | null {
  const [kind] = pages.form.value.split(":")
  const errors = pages.problems.value.filter((one) => one.severity === "error")
  if (!kind || !errors.length) return null
  return (
    <div class="refused" role="alert">
      <p>{t(pages.pages.value.length && !pages.failed.value ? `pages.refused_${kind}` : `pages.failed_${kind}`)}</p>
      {errors.slice(0, 3).map((problem, index) => (
        <Issue key={index} problem={problem}>
          <span class="place">{whereOf(problem)}</span>
        </Issue>
      ))}
    </div>
  )
}
