// Long texts are folded to their first lines while somebody writes elsewhere.

import type { RefObject } from "preact"
import { useLayoutEffect, useState } from "preact/hooks"

const FEWEST = 6 // lines of a text that is folded
export const SHOWN = 3 // lines that stay; see .fold in edit.css

/** Whether a button of the mouse is down: then nothing may move under it. */
let isPressed = false
if (typeof document !== "undefined") {
  addEventListener("mousedown", () => (isPressed = true), true)
  addEventListener("mouseup", () => (isPressed = false), true)
}

export interface Fold {
  isFolded: boolean
  /** How many lines are not shown. */
  hidden: number
  /** Whether somebody opened it for good. */
  isOpened: boolean
  setOpened: (isOpened: boolean) => void
}

/** The fold of the text in a box; the text that has the focus (`isOn`), and one that `stays`, is shown whole. */
export function useFold(box: RefObject<HTMLElement | null>, isOn: boolean, stays: boolean): Fold {
  const [lines, setLines] = useState(0)
  const [isOpened, setOpened] = useState(false)
  const isHeld = useHeld(isOn)
  useLayoutEffect(() => {
    const text = stays ? null : box.current?.querySelector<HTMLElement>(".tx")
    if (!text) return
    const observer = new ResizeObserver(() => {
      const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(text)
      const height = text.scrollHeight - parseFloat(paddingTop) - parseFloat(paddingBottom)
      setLines(Math.round(height / parseFloat(lineHeight)) || 0)
    })
    observer.observe(text)
    return () => observer.disconnect()
  }, [stays, isHeld])
  return { isFolded: !stays && !isHeld && !isOpened && lines >= FEWEST, hidden: lines - SHOWN, isOpened, setOpened }
}

/** True from the moment that something is on until the mouse is up after it is not. */
function useHeld(isOn: boolean): boolean {
  const [held, setHeld] = useState(isOn)
  useLayoutEffect(() => {
    if (isOn || !isPressed) {
      setHeld(isOn)
      return
    }
    const release = () => setTimeout(() => setHeld(false))
    addEventListener("mouseup", release, { once: true })
    return () => removeEventListener("mouseup", release)
  }, [isOn])
  return held || isOn
}
