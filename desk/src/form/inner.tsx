// A value within a list or a mapping: the form says how values are shown, so that its parts need not know each other.

import type { JSX } from "preact"
import { useForm } from "./context"
import type { ValueProps } from "./props"

export function InnerValue(props: ValueProps): JSX.Element {
  const { Value } = useForm()
  return <Value {...props} />
}
