// The field for a value: chosen by what the schema says that it is.

import type { JSX } from "preact"
import { useForm } from "./context"
import { FieldsView } from "./fields"
import { ChoiceLeaf, Strange, TextLeaf, TruthLeaf } from "./leaf"
import { ListView } from "./list"
import { MapView } from "./map"
import type { ValueProps } from "./props"

export function ValueView(props: ValueProps): JSX.Element {
  const { book } = useForm()
  const schema = book.node(props.schema)
  switch (book.kind(schema)) {
    case "text":
      return <TextLeaf {...props} schema={schema} />
    case "choice":
      return <ChoiceLeaf {...props} schema={schema} />
    case "truth":
      return <TruthLeaf {...props} schema={schema} />
    case "list":
    case "blocks":
      return <ListView {...props} schema={schema} />
    case "fields":
      return <FieldsView {...props} schema={schema} />
    case "map":
      return <MapView {...props} schema={schema} />
    case "either": {
      const branch = book.branchOf(schema, props.value)
      if (!branch) return <Strange {...props} schema={schema} />
      const described = schema.description ? { ...branch, description: schema.description } : branch
      return <ValueView {...props} schema={described} />
    }
    default:
      return <Strange {...props} schema={schema} />
  }
}
