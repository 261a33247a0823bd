// The buttons above the text that has the focus. The keyboard gets there by Alt+F10, and back by Escape.
import { button, element } from "./dom"
import type { Words } from "./popover"

export interface Tool {
  name: string
  keys?: string
  isBold?: boolean
  press: () => void
}

export class Tools {
  readonly dom: HTMLElement
  private readonly length = element("span", { class: "len" })
  private readonly buttons = new Map<string, HTMLButtonElement>()

  constructor(
    private readonly words: Words,
    tools: Tool[],
    private readonly back: () => void,
  ) {
    for (const { name, keys, isBold, press } of tools) {
      const made = button(isBold ? "" : words(`text.${name}`), { tabindex: "-1", title: this.title(name, keys) }, press)
      if (isBold) made.append(element("b", {}, words(`text.${name}`)))
      this.buttons.set(name, made)
    }
    this.dom = element("div", { class: "tools", role: "toolbar", "aria-label": words("text.tools") }, ...this.buttons.values(), this.length)
    this.dom.addEventListener("keydown", (event) => this.walk(event))
  }

  focus(): void {
    this.buttons.values().next().value?.focus()
  }

  press(name: string, isPressed: boolean): void {
    this.buttons.get(name)?.setAttribute("aria-pressed", String(isPressed))
  }

  count(characters: number, lines: number): void {
    const counted = this.words("text.length", { n: characters })
    this.length.textContent = lines ? this.words("text.length_lines", { length: counted, lines }) : counted
  }

  private title(name: string, keys: string | undefined): string {
    const said = this.words(`text.${name}`)
    return keys ? this.words("text.tool_keys", { name: said, keys }) : said
  }

  private walk(event: KeyboardEvent): void {
    const all = [...this.buttons.values()]
    const index = all.indexOf(document.activeElement as HTMLButtonElement)
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0
    if (event.key === "Escape") this.back()
    else if (step) all[(index + step + all.length) % all.length]?.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
}
