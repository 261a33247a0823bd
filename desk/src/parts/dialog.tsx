// A dialog over the page. The browser's own element keeps the focus inside and the rest inert.

import type { ComponentChildren, JSX } from "preact"
import { useId, useLayoutEffect, useRef } from "preact/hooks"
import { t } from "../store/words"
import { Icon } from "./icon"

export interface DialogProps {
  title: string
  onClose: () => void
  /** What Ctrl+Enter does. */
  onDo?: () => void
  class?: string
  children: ComponentChildren
  footer?: ComponentChildren
}

export function Dialog({ title, onClose, onDo, class: more, children, footer }: DialogProps): JSX.Element {
  const box = useRef<HTMLDialogElement>(null)
  const name = useId()
  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | null
    box.current?.showModal()
    return () => {
      box.current?.close()
      before?.focus()
    }
  }, [])
  return (
    <dialog
      ref={box}
      class={`dialog${more ? ` ${more}` : ""}`}
      aria-labelledby={name}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing && onDo) {
          event.preventDefault()
          onDo()
        }
      }}
      onClick={(event) => {
        if (event.target === box.current) onClose()
      }}
    >
      <div class="inner">
        <header>
          <h2 id={name}>{title}</h2>
          <button type="button" class="btn small plain" aria-label={t("common.close")} onClick={onClose}>
            <Icon name="cross" />
          </button>
        </header>
        <div class="content">{children}</div>
        {footer ? <footer>{footer}</footer> : null}
      </div>
    </dialog>
  )
}
