// The field of a text: with the signs of running text, or without any.

import type { JSX } from "preact"
import { TextInput, type TextInputProps } from "./text-input"

export function TextField(props: TextInputProps): JSX.Element {
  return <TextInput {...props} />
}
