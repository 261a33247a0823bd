// The bar at the top, the lines under it, and the foot. Views fill them.

import type { ComponentChildren, JSX } from "preact"
import { chooseLanguage, desk } from "../store/desk"
import { letters } from "../store/letters"
import { hrefOf } from "../store/router"
import { type Theme, theme } from "../store/theme"
import { t } from "../store/words"
import { api, language } from "../api/client"
import { Book, Icon } from "./icon"
import { MenuButton, type MenuItem } from "./popover"

export function Bar({ children, right }: { children?: ComponentChildren; right?: ComponentChildren }): JSX.Element {
  return (
    <header class="bar">
      <a class="mark" href={hrefOf.list()} aria-label={t("common.home")}>
        <Book />
      </a>
      {children}
      <div class="right">
        {right}
        <MenuButton
          class="btn plain icon"
          icon="gear"
          label=""
          name={t("common.settings")}
          menuClass="end"
          items={settings()}
        />
      </div>
    </header>
  )
}

function settings(): MenuItem[] {
  const themes: Theme[] = ["system", "light", "dark"]
  return [
    ...themes.map((one) => ({
      key: one,
      label: t(`common.theme_${one}`),
      checked: theme.value === one,
      choose: () => {
        theme.value = one
      },
    })),
    ...(["ja", "en"] as const).map((one) => ({
      key: one,
      label: one === "ja" ? "日本語" : "English",
      checked: language.value === one,
      choose: () => void chooseLanguage(one),
    })),
    {
      key: "letters",
      label: t("common.letters"),
      checked: letters.value,
      isSwitch: true,
      choose: () => {
        letters.value = !letters.value
      },
    },
    ...(desk.value?.share
      ? []
      : [{ key: "stop", label: t("common.stop"), note: t("common.stop_note"), choose: stopDesk }]),
  ]
}

function stopDesk(): void {
  void api.post("/api/stop", {}).catch(() => {})
}

/** One line under the bar: n for a message, w for a warning, e for an error. */
export function NoteBar({
  kind,
  icon = "warn",
  children,
  actions,
}: {
  kind: "n" | "w" | "e"
  icon?: string
  children: ComponentChildren
  actions?: ComponentChildren
}): JSX.Element {
  return (
    <div class={`note-bar ${kind}`} role="alert">
      <Icon name={icon} />
      <p>{children}</p>
      {actions}
    </div>
  )
}

export function Foot({ children, keys }: { children?: ComponentChildren; keys?: [string[], string][] }): JSX.Element {
  return (
    <footer class="foot">
      {children}
      <span class="end keys">
        {(keys ?? []).map(([names, what]) => (
          <span key={what}>
            {names.map((name) => (
              <kbd key={name}>{name}</kbd>
            ))}{" "}
            {what}
          </span>
        ))}
      </span>
      <span class="end" title={t(desk.value?.share ? "common.shared_note" : "common.here_note")}>
        <Icon name="home" />
        {t(desk.value?.share ? "common.shared" : "common.here")}
      </span>
    </footer>
  )
}
