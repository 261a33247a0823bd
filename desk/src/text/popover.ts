// The small dialog of a ruby, link …: its words, what is done with them, and back to the text.
import { element } from "./dom"
import { FIELDS, type ThingName, type Values } from "./things"

export type Words = (key: string, values?: Record<string, string | number>) => string

const WIDTH = 270 // as in text.css

export interface ThingDialog {
  name: ThingName
  values: Values
  /** The thing is in the text already, so it can be taken out. */
  isThere: boolean
  words: Words
  /** Takes the values; returns false if they cannot be a thing. */
  use: (values: Values) => boolean
  remove: () => void
  close: () => void
}

export function openThingDialog(place: HTMLElement, left: number, top: number, about: ThingDialog): () => void {
  const { words, name, values } = about
  const fault = element("p", { class: "t-fault", role: "alert" })
  const inputs = new Map(FIELDS[name].map((field) => [field, inputOf(field, values[field] ?? "", words)]))
  const form = element("form", {}, ...[...inputs].map(([field, input]) => labelled(name, field, input, words)), fault)
  const doIt = element("button", { type: "submit", class: "btn small main" }, words("text.use"))
  const rest = element("button", { type: "button", class: "btn small" }, words("text.remove"))
  rest.addEventListener("click", () => {
    about.remove()
    end()
  })
  form.append(element("div", { class: "t-do" }, doIt, ...(about.isThere ? [rest] : [])))
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    const given = Object.fromEntries([...inputs].map(([field, input]) => [field, input.value]))
    if (about.use(given)) end()
    else fault.textContent = words(`text.${name}_wrong`)
  })
  const box = element("div", { class: "pop t-pop", role: "dialog", "aria-label": words(`text.${name}`) }, form)
  box.style.left = `${Math.max(0, Math.min(left, place.clientWidth - WIDTH))}px`
  box.style.top = `${top}px`
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) {
      if (event.key === "Enter") event.preventDefault() // it ends the conversion only
      event.stopPropagation()
      return
    }
    if (event.key === "Escape") {
      event.preventDefault()
      end()
    }
    event.stopPropagation()
  })
  const leave = (event: FocusEvent) => {
    if (event.relatedTarget instanceof Node && !box.contains(event.relatedTarget)) end()
  }
  box.addEventListener("focusout", leave)
  let isOpen = true
  function end(): void {
    if (!isOpen) return
    isOpen = false
    box.removeEventListener("focusout", leave)
    box.remove()
    about.close()
  }
  place.append(box)
  const empty = [...inputs.values()].find((input) => !input.value) ?? inputs.values().next().value
  empty?.focus()
  if (empty instanceof HTMLInputElement) empty.select()
  return end
}

function inputOf(field: string, value: string, words: Words): HTMLInputElement | HTMLSelectElement {
  if (field === "up") {
    const options = ["true", "false"].map((one) => element("option", { value: one }, words(`text.up_${one}`)))
    const made = element("select", { class: "inp" }, ...options)
    made.value = value || "true"
    return made
  }
  const made = element("input", { class: "inp", autocomplete: "off", spellcheck: "false" })
  made.value = value
  return made
}

function labelled(name: ThingName, field: string, input: HTMLElement, words: Words): HTMLElement {
  return element("label", {}, element("span", {}, words(`text.${name}_${field}`)), input)
}
