// The reading of a name, taken from what the input method showed before it was converted to kanji.

const KANA = /^[\u3041-\u309f\u30a0-\u30ff\u30fcａ-ｚ]+$/

/** Hiragana of a text in kana; an empty text if it has another letter. */
export function asReading(text: string): string {
  if (!KANA.test(text)) return ""
  return text.replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60)).replace(/[ａ-ｚ]+$/, "")
}

/** Follows the compositions in one field and puts their readings together. */
export class ReadingOf {
  private latest = ""

  update(shown: string): void {
    this.latest = asReading(shown) || this.latest
  }

  /** The reading after a composition; `before` is that of the text before it. */
  end(before: string, committed: string): string {
    const found = committed ? asReading(committed) || this.latest : ""
    this.latest = ""
    return before + found
  }
}
