// Copy, cut, paste and drop. Within the desk, ruby and citations go along; what comes from elsewhere is plain text.
import { Fragment, type Node, Slice } from "prosemirror-model"
import type { EditorView } from "prosemirror-view"
import { parse, write } from "./markup"
import { schema } from "./schema"

const OWN = "application/x-brochure-text"
const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2026\u2014\u2015\u{20000}-\u{3ffff}]/u

/** The characters that a part of the text shows. */
function shownText(content: Fragment): string {
  return content.textBetween(0, content.size, "\n\n", (node: Node) => {
    const { type, attrs } = node
    if (type.name === "ruby") return attrs.base
    if (type.name === "lineend") return attrs.shown
    return attrs.text ?? attrs.raw
  })
}

export function copy(view: EditorView, event: ClipboardEvent, isCut: boolean): boolean {
  const { selection, doc } = view.state
  if (selection.empty || !event.clipboardData) return false
  const { content } = selection.content()
  const part = schema.nodes.doc!.create({ mode: doc.attrs.mode }, content)
  event.preventDefault()
  event.clipboardData.clearData()
  const isMarkup = doc.attrs.mode === "markup"
  event.clipboardData.setData("text/plain", isMarkup ? shownText(content) : write(part).value)
  if (isMarkup) event.clipboardData.setData(OWN, write(part).value)
  if (isCut && view.editable) view.dispatch(view.state.tr.deleteSelection().scrollIntoView().setMeta("uiEvent", "cut"))
  return true
}

export function paste(view: EditorView, data: DataTransfer | null, breaks: boolean): boolean {
  if (!data) return false
  const own = view.state.doc.attrs.mode === "markup" ? data.getData(OWN) : ""
  const plain = data.getData("text/plain").replace(/\r\n?/g, "\n")
  const slice = own ? sliceOf(parse(own, "markup"), breaks) : plainSlice(view, plain, breaks)
  if (slice.size) view.dispatch(view.state.tr.replaceSelection(slice).scrollIntoView().setMeta("uiEvent", "paste"))
  return true
}

function plainSlice(view: EditorView, text: string, breaks: boolean): Slice {
  const { mode } = view.state.doc.attrs
  const marks = view.state.storedMarks ?? view.state.selection.$from.marks()
  const lines = mode === "markup" ? text.trim().split(/\n[ \t]*\n\s*/).map(joinLines) : text.split("\n")
  const paragraphs = (breaks ? lines : [joinLines(lines.join("\n"))]).map((line) =>
    schema.nodes.paragraph!.create({ before: mode === "markup" ? "\n\n" : "\n" }, line ? schema.text(line, marks) : null),
  )
  return openSlice(paragraphs)
}

/** Lines as one, with a space between Latin words only, as line ends are printed. */
function joinLines(text: string): string {
  return text.replace(/[ \t]*\n\s*/g, (found, index: number) => {
    const after = text.slice(index + found.length)
    return WIDE.test([...text.slice(0, index)].at(-1) ?? "") || WIDE.test([...after.slice(0, 2)][0] ?? "") ? "" : " "
  })
}

/** Markup put in at the cursor; in a text of one paragraph its paragraphs are one. */
export function sliceOf(doc: Node, breaks: boolean): Slice {
  const paragraphs: Node[] = []
  doc.forEach((one) => paragraphs.push(one))
  if (breaks) return openSlice(paragraphs)
  const inline = paragraphs.reduce((all, one) => all.append(one.content), Fragment.empty)
  return openSlice([schema.nodes.paragraph!.create(null, inline)])
}

function openSlice(paragraphs: Node[]): Slice {
  return new Slice(Fragment.fromArray(paragraphs), 1, 1)
}
