// The page of the desk: reads the token, asks for the words, shows the view of the address.

import { signal } from "@preact/signals"
import { render } from "preact"
import type { JSX } from "preact"
import { ApiError, nameTab, refused, takeToken } from "./api/client"
import { follow } from "./api/events"
import { EditView } from "./edit/view"
import { ListView } from "./list/view"
import { NoteBar } from "./parts/bar"
import { desk, followPartners, loadDesk, loadPartners, stopped } from "./store/desk"
import { useLetters } from "./store/letters"
import { followAddress, route } from "./store/router"
import { useTheme } from "./store/theme"
import { t } from "./store/words"

const away = signal(false)

function Desk(): JSX.Element {
  if (refused.value || stopped.value) return <Closed />
  if (!desk.value) return <main class="waiting" aria-busy="true">{away.value ? <Unreached /> : null}</main>
  const shown = route.value
  return shown.view === "list" ? <ListView /> : <EditView key={shown.doc} doc={shown.doc} at={shown.at} offset={shown.offset} />
}

/** The words are not there yet or may be those of a desk that ended, so both languages stand here. */
function Closed(): JSX.Element {
  const key = refused.value ? "error.refused" : "error.stopped"
  const fallback = refused.value
    ? "もう一度、机を開いてください。 / Open the desk again."
    : "机を終えました。 / The desk stopped."
  return (
    <main class="closed">
      <h1>{desk.value ? t(key) : fallback}</h1>
      {desk.value ? <p>{t("error.kept")}</p> : null}
    </main>
  )
}

function Unreached(): JSX.Element {
  return (
    <NoteBar
      kind="e"
      actions={
        <button type="button" class="btn small" onClick={() => void start()}>
          もう一度 / Try again
        </button>
      }
    >
      机につながりません。 / The desk cannot be reached.
    </NoteBar>
  )
}

async function start(): Promise<void> {
  try {
    await loadDesk()
  } catch (fault) {
    if (!(fault instanceof ApiError)) throw fault
    away.value = true
    return
  }
  followPartners()
  void follow()
  await loadPartners().catch(() => {})
}

/** A file that is dropped beside a field for it would be opened in place of the desk. */
function keepPage(event: DragEvent): void {
  if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return
  event.preventDefault()
  event.dataTransfer.dropEffect = "none"
}

addEventListener("dragover", keepPage)
addEventListener("drop", keepPage)
takeToken()
useTheme()
useLetters()
followAddress()
const place = document.getElementById("desk")
if (place) render(<Desk />, place)
void nameTab().then(start)
