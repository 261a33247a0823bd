// Elements of the page, made without HTML: the page allows no text as HTML.

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

/** A button that leaves the cursor where it is. */
export function button(label: string, attributes: Record<string, string>, press: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, label)
  made.addEventListener("mousedown", (event) => event.preventDefault())
  made.addEventListener("click", press)
  return made
}
