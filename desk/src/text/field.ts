// A text field: the text as it reads, with ruby, notes and sources in it; the value is the text of the profile.
import { baseKeymap, splitBlock, toggleMark } from "prosemirror-commands"
import { closeHistory, history, redo, undo } from "prosemirror-history"
import { keymap } from "prosemirror-keymap"
import type { Node } from "prosemirror-model"
import { type Command, EditorState, type Plugin, TextSelection, type Transaction } from "prosemirror-state"
import { EditorView } from "prosemirror-view"
import { changes } from "./changes"
import { Chip } from "./chips"
import { copy, paste, sliceOf } from "./clipboard"
import { element } from "./dom"
import { besideCursor, frameThing, framePlugin, isFraming } from "./framed"
import { isLossless, offsetAt, parse, positionAt, write } from "./markup"
import { printedLength } from "./offsets"
import { attributesOf, type TextFieldApi, type TextFieldOptions } from "./options"
import { typedId } from "./pieces"
import { openThingDialog } from "./popover"
import { type Mode, schema } from "./schema"
import { isThing, thingOf, type ThingName, valuesOf } from "./things"
import { type Tool, Tools } from "./tools"

/** Whether a button of the mouse is down: then a field that loses the focus loses it by a click. */
let isPressed = false
if (typeof document !== "undefined") {
  addEventListener("mousedown", () => (isPressed = true), true)
  addEventListener("mouseup", () => (isPressed = false), true)
}

export class TextField implements TextFieldApi {
  readonly element: HTMLElement
  private readonly view: EditorView
  private readonly chips = new Set<Chip>()
  private readonly tools: Tools | undefined
  private options: TextFieldOptions
  private told: string // the value that the form knows
  private composing = false
  private waiting: { value: string; base: string }[] = [] // edits from elsewhere
  private exact: { pos: number; offset: number } | undefined // the character that the cursor was put at
  private closeDialog: (() => void) | undefined
  private dialogPlace: { from: number; to: number } | undefined
  private counting = 0
  private scrolling = 0 // the frame that scrolls to the cursor; -1 while it does

  constructor(place: HTMLElement, options: TextFieldOptions) {
    this.options = options
    this.told = options.value
    this.element = element("div", { class: "t-field" })
    this.tools = options.kind === "plain" || options.withoutTools ? undefined : this.makeTools()
    if (this.tools) this.element.append(this.tools.dom)
    this.view = new EditorView(this.element, {
      state: EditorState.create({ doc: this.read(options.value), plugins: this.plugins() }),
      attributes: () => this.attributes(),
      editable: () => !this.options.readOnly,
      dispatchTransaction: (tr) => this.dispatch(tr),
      handleKeyDown: (_, event) => this.keyDown(event),
      handleScrollToSelection: () => this.scrollSoon(),
      handlePaste: (view, event) => paste(view, event.clipboardData, this.breaks()),
      handleDrop: (view, event, _, moved) => !moved && this.drop(view, event),
      handleDOMEvents: {
        copy: (view, event) => copy(view, event, false),
        cut: (view, event) => copy(view, event, true),
      },
      nodeViews: {
        call: (node) => new Chip(node, () => this.options, this.chips),
        cite: (node) => new Chip(node, () => this.options, this.chips),
      },
      handleDoubleClickOn: (_view, _pos, node, nodePos) => isThing(node) && this.openThing(node.type.name as ThingName, nodePos),
    })
    const { dom } = this.view
    dom.addEventListener("compositionstart", () => this.compose(true))
    dom.addEventListener("compositionend", () => this.compose(false))
    dom.addEventListener("mousedown", () => this.showTools(false))
    dom.addEventListener("focus", () => setTimeout(() => this.showTools(true), 0))
    this.element.addEventListener("focusout", (event) => this.leave(event))
    place.append(this.element)
  }

  get value(): string {
    return write(this.view.state.doc).value
  }

  get isComposing(): boolean {
    return this.composing || this.view.composing
  }

  update(options: Partial<TextFieldOptions>): void {
    const before: Record<string, unknown> = { ...this.options }
    const changed = Object.entries(options).filter(([name, value]) => before[name] !== value)
    if (!changed.length) return
    this.options = { ...this.options, ...options, value: this.options.value }
    if (options.lines !== before.lines) this.countSoon()
    if (options.nameOf !== before.nameOf) for (const chip of this.chips) chip.show()
    this.view.setProps({}) // attributes and marked parts are read again
  }

  destroy(): void {
    this.closeDialog?.()
    clearTimeout(this.counting)
    cancelAnimationFrame(this.scrolling)
    this.view.destroy()
    this.element.remove()
  }

  // --- the value ---

  private mode(): Mode {
    return this.view.state.doc.attrs.mode
  }

  private read(value: string): Node {
    const mode = this.options.kind === "plain" || !isLossless(value, "markup") ? "characters" : "markup"
    return parse(value, mode)
  }

  private dispatch(tr: Transaction): void {
    const isMine = !tr.getMeta("outside")
    if (tr.docChanged || (tr.selectionSet && !isFraming(tr))) this.exact = undefined
    this.view.updateState(this.view.state.apply(tr))
    if (this.dialogPlace)
      this.dialogPlace = { from: tr.mapping.map(this.dialogPlace.from, -1), to: tr.mapping.map(this.dialogPlace.to) }
    if (tr.docChanged) {
      if (isMine && !this.isComposing) this.tell()
      this.countSoon()
    }
    if ((tr.selectionSet || tr.docChanged) && !this.isComposing) this.tellCursor()
  }

  /** Tell the form the value, if it does not know it. */
  private tell(): void {
    const { value } = this
    if (value === this.told) return
    this.told = value
    this.options.onChange(value)
  }

  private tellCursor(): void {
    const { head } = this.view.state.selection
    const offset = this.exact?.pos === head ? this.exact.offset : offsetAt(write(this.view.state.doc), head)
    this.options.onCursor?.(offset)
    const strong = schema.marks.strong!
    const { $from, empty, from, to } = this.view.state.selection
    const marks = this.view.state.storedMarks ?? $from.marks()
    this.tools?.press("bold", empty ? Boolean(strong.isInSet(marks)) : this.view.state.doc.rangeHasMark(from, to, strong))
  }

  setOutside(value: string, base?: string): void {
    const known = base ?? this.told
    if (this.isComposing) {
      this.waiting.push({ value, base: known })
      return
    }
    const now = this.value
    this.told = value
    if (value === now) return
    const mode = this.mode()
    if (mode === "markup" && !isLossless(value, "markup")) this.replaceAll(value, "characters")
    else this.applyOutside(parse(known, mode), parse(value, mode), known === now)
    this.tell() // own edits beside it that the form does not know
  }

  private applyOutside(from: Node, to: Node, isCurrent: boolean): void {
    const { tr } = this.view.state
    const mine = isCurrent ? undefined : changes(from, this.view.state.doc).mapping
    for (const step of changes(from, to).steps) {
      const mapped = mine ? step.map(mine) : step
      if (mapped) tr.maybeStep(mapped)
    }
    this.view.dispatch(tr.setMeta("addToHistory", false).setMeta("outside", true))
  }

  private replaceAll(value: string, mode: Mode): void {
    const offset = offsetAt(write(this.view.state.doc), this.view.state.selection.head)
    const made = parse(value, mode)
    const { tr } = this.view.state
    tr.replaceWith(0, tr.doc.content.size, made.content)
    for (const [name, own] of Object.entries(made.attrs)) tr.setDocAttribute(name, own)
    tr.setSelection(TextSelection.create(tr.doc, positionAt(write(tr.doc), offset).pos))
    this.view.dispatch(closeHistory(tr))
  }

  // --- composition ---

  private compose(isComposing: boolean): void {
    if (isComposing === this.composing) return
    this.composing = isComposing
    if (!isComposing) void Promise.resolve().then(() => this.endComposition())
    this.options.onCompose?.(isComposing)
  }

  /** What was composed is in the document now: tell it, then take what came from elsewhere. */
  private endComposition(): void {
    if (this.isComposing) return
    this.tell()
    this.tellCursor()
    if (!this.waiting.length) return
    setTimeout(() => {
      if (this.isComposing) return // the end of that composition does it
      for (const { value, base } of this.waiting.splice(0)) this.setOutside(value, base)
    }, 40) // the editor itself tidies up 20 ms after the end
  }

  // --- the cursor ---

  /** The cursor is scrolled to with the next picture: to read its place in the handler of a key delays the key. */
  private scrollSoon(): boolean {
    if (this.scrolling < 0) return false // now the editor does it
    cancelAnimationFrame(this.scrolling)
    this.scrolling = requestAnimationFrame(() => {
      this.scrolling = -1
      if (!this.isComposing && this.view.hasFocus()) this.view.dispatch(this.view.state.tr.scrollIntoView())
      this.scrolling = 0
    })
    return true
  }

  focusAt(offset?: number): void {
    this.view.focus()
    this.showTools(true)
    if (offset === undefined) return
    const { doc } = this.view.state
    const { pos, inside } = positionAt(write(doc), Math.max(0, Math.min(offset, this.value.length)))
    const selection = TextSelection.create(doc, pos)
    this.exact = inside ? { pos, offset } : undefined
    const tr = this.view.state.tr.setSelection(selection).scrollIntoView()
    this.view.dispatch(frameThing(tr, inside ? pos : undefined))
  }

  insert(markup: string): void {
    const slice = sliceOf(parse(markup, this.mode()), this.breaks())
    this.view.dispatch(closeHistory(this.view.state.tr).replaceSelection(slice).scrollIntoView())
    this.view.focus()
  }

  private leave(event: FocusEvent): void {
    if (event.relatedTarget instanceof Element && this.element.contains(event.relatedTarget)) return
    this.hideTools()
    const { doc } = this.view.state
    if (this.isComposing || this.mode() !== "markup") return
    let isBroken = false
    doc.descendants((node) => {
      isBroken ||= Boolean(schema.marks.asis!.isInSet(node.marks))
    })
    if (!isBroken || !isLossless(this.value, "markup")) return
    const read = parse(this.value, "markup") // what was mended reads as markup now
    if (!read.eq(doc)) this.applyOutside(doc, read, true)
  }

  // --- keys and commands ---

  private plugins(): Plugin[] {
    const strong: Command = (state, dispatch) =>
      state.doc.attrs.mode === "markup" && toggleMark(schema.marks.strong!)(state, dispatch)
    const keys: Record<string, Command> = {
      "Mod-z": undo,
      "Mod-y": redo,
      "Mod-Shift-z": redo,
      "Mod-b": strong,
      "Mod-/": () => this.toggleSyntax(),
      "Ctrl-Alt-r": () => this.openThing("ruby"),
      "Ctrl-Alt-s": () => this.chooseSource(),
      "Ctrl-Alt-f": () => this.chooseNote(),
      "Alt-F10": () => Boolean(this.tools) && (this.tools?.focus(), true),
      "Shift-Enter": (state, dispatch) => !this.breaks() || splitBlock(state, dispatch),
    }
    return [history(), keymap(keys), keymap(baseKeymap), framePlugin(() => this.options.marked ?? [])]
  }

  /** Whether the text may have several paragraphs, or lines. */
  private breaks(): boolean {
    return this.options.multiline || this.options.kind === "markup"
  }

  private keyDown(event: KeyboardEvent): boolean {
    if (event.isComposing || event.keyCode === 229 || this.isComposing) return false
    const isPlainKey = !event.ctrlKey && !event.metaKey && !event.shiftKey
    if (event.key === "Enter" && isPlainKey && !event.altKey) {
      if (this.options.onEnter) this.options.onEnter()
      return Boolean(this.options.onEnter) || !this.options.multiline
    }
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0
    if (step && event.altKey && isPlainKey && this.options.onMove) {
      event.stopPropagation()
      this.options.onMove(step)
      return true
    }
    if (event.key === "Backspace" && !this.value && this.options.onErase) {
      this.options.onErase()
      return true
    }
    return false
  }

  private toggleSyntax(): boolean {
    if (this.options.kind === "plain") return false
    const { value } = this
    if (this.mode() === "markup") this.replaceAll(value, "characters")
    else if (isLossless(value, "markup")) this.replaceAll(value, "markup")
    return true
  }

  private drop(view: EditorView, event: DragEvent): boolean {
    const place = view.posAtCoords({ left: event.clientX, top: event.clientY })
    if (place) view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(place.pos))))
    event.preventDefault()
    return paste(view, event.dataTransfer, this.breaks())
  }

  private chooseNote(): boolean {
    if (this.options.kind !== "markup" || this.options.readOnly) return false
    const beside = besideCursor(this.view.state, "call")
    const dom = beside && this.view.nodeDOM(beside.pos)
    if (beside && dom instanceof HTMLElement) this.options.onOpenNote?.(beside.node.attrs.id, dom)
    else this.options.onChooseNote?.((id) => this.insert(`[^${id}]`))
    return true
  }

  private chooseSource(): boolean {
    if (this.options.kind !== "markup" || this.options.readOnly) return false
    const beside = besideCursor(this.view.state, "cite")
    const dom = beside && this.view.nodeDOM(beside.pos)
    if (beside && dom instanceof HTMLElement) this.options.onOpenSource?.(beside.node.attrs.ids, dom)
    else this.options.onChooseSource?.((id, rest = "") => this.insert(`[@${typedId(id)}${rest}]`))
    return true
  }

  /** Open the dialog of the thing at a position, of the one beside the cursor, or of a new one. */
  private openThing(name: ThingName, at?: number): boolean {
    if (this.mode() !== "markup" || this.options.readOnly) return false
    const { doc, selection } = this.view.state
    const node = at === undefined ? undefined : doc.nodeAt(at)
    const there = node && at !== undefined ? { node, pos: at } : besideCursor(this.view.state, name)
    const from = there?.pos ?? selection.from
    const to = there ? there.pos + 1 : selection.to
    const { $from, $to } = selection
    if (!$from.parent.inlineContent || !$from.sameParent($to)) return true // no thing goes over paragraphs
    const words = doc.textBetween(from, to)
    const values = there ? valuesOf(there.node) : name === "ruby" ? { base: words } : { text: words }
    const { left, bottom } = this.view.coordsAtPos(from)
    const box = this.element.getBoundingClientRect()
    const put = (made: Node | null) => {
      const { tr } = this.view.state
      const place = this.dialogPlace ?? { from, to }
      const [start, end] = [tr.doc.resolve(place.from), tr.doc.resolve(place.to)]
      if (made) {
        tr.replaceWith(start.pos, end.pos, made.mark(start.marksAcross(end) ?? start.marks()))
        tr.setSelection(TextSelection.create(tr.doc, start.pos + 1))
      } else tr.delete(start.pos, end.pos)
      this.view.dispatch(closeHistory(tr))
    }
    this.closeDialog?.()
    this.dialogPlace = { from, to }
    this.closeDialog = openThingDialog(this.element, left - box.left, bottom - box.top + 4, {
      name,
      values,
      isThere: Boolean(there),
      words: this.options.words,
      use: (given) => {
        const made = thingOf(name, given)
        if (made) put(made)
        return Boolean(made)
      },
      remove: () => put(null),
      close: () => {
        this.closeDialog = undefined
        this.dialogPlace = undefined
        this.view.focus()
      },
    })
    return true
  }

  // --- looks ---

  private attributes(): Record<string, string> {
    const isSyntax = this.view?.state.doc.attrs.mode === "characters" && this.options.kind !== "plain"
    return attributesOf(this.options, this.breaks(), isSyntax)
  }

  private makeTools(): Tools {
    const { options } = this
    const thing = (name: ThingName, keys?: string): Tool => ({ name, ...(keys && { keys }), press: () => this.openThing(name) })
    const calls: Tool[] = [
      { name: "source", keys: "Ctrl+Alt+S", press: () => this.chooseSource() },
      { name: "note", keys: "Ctrl+Alt+F", press: () => this.chooseNote() },
    ]
    const bold = () => toggleMark(schema.marks.strong!)(this.view.state, this.view.dispatch)
    return new Tools(
      options.words,
      [
        { name: "bold", keys: "Ctrl+B", isBold: true, press: () => this.mode() === "markup" && bold() },
        thing("ruby", "Ctrl+Alt+R"),
        ...(options.kind === "markup" ? calls : []),
        thing("link"),
        thing("foreign"),
        thing("raised"),
        { name: "syntax", keys: "Ctrl+/", press: () => this.toggleSyntax() },
      ],
      () => this.view.focus(),
    )
  }

  /** Buttons come when the mouse is up: text that moves under it would be clicked elsewhere. */
  private showTools(isShown: boolean): void {
    if (!this.tools) return
    if (isShown) {
      this.element.classList.add("t-with-tools")
      this.countSoon()
    } else if (!this.view.hasFocus())
      addEventListener("mouseup", () => this.view.hasFocus() && this.element.classList.add("t-with-tools"), { once: true })
  }

  /** Buttons go when the mouse is up, too: what stands below would move away from under a click. */
  private hideTools(): void {
    const hide = () => this.view.hasFocus() || this.element.classList.remove("t-with-tools")
    if (isPressed) addEventListener("mouseup", () => setTimeout(hide), { once: true })
    else hide()
  }

  private countSoon(): void {
    if (!this.tools) return
    clearTimeout(this.counting)
    this.counting = window.setTimeout(() => this.tools?.count(printedLength(this.value), this.options.lines ?? 0), 200)
  }
}
