// Finding a partner by what a person types: a name, its reading in any kana or in Latin letters, a country.

export interface Findable {
  id: string
  name: string
  reading: string
  latin: string
  country: string
}

const ROWS: [string, string][] = [
  ["", "あいうえお"],
  ["k", "かきくけこ"],
  ["g", "がぎぐげご"],
  ["s", "さしすせそ"],
  ["z", "ざじずぜぞ"],
  ["t", "たちつてと"],
  ["d", "だぢづでど"],
  ["n", "なにぬねの"],
  ["h", "はひふへほ"],
  ["b", "ばびぶべぼ"],
  ["p", "ぱぴぷぺぽ"],
  ["m", "まみむめも"],
  ["r", "らりるれろ"],
]
const OTHERS: [string, string][] = [
  ["や", "ya"],
  ["ゆ", "yu"],
  ["よ", "yo"],
  ["わ", "wa"],
  ["を", "o"],
  ["ん", "n"],
  ["ゔ", "v"],
]
const KANA = new Map<string, string>([
  ...ROWS.flatMap(([consonant, row]) =>
    [...row].map((kana, index): [string, string] => [kana, consonant + "aiueo"[index]]),
  ),
  ...OTHERS,
])
const SMALL: Record<string, string> = { ぁ: "a", ぃ: "i", ぅ: "u", ぇ: "e", ぉ: "o", ゃ: "ya", ゅ: "yu", ょ: "yo", ゎ: "wa" }
// Several spellings of one syllable become one: shi and si, tsu and tu, ja and zya, fu and hu.
const SPELLINGS: [RegExp, string][] = [
  [/sh(?=[aueo])/g, "sy"],
  [/shi/g, "si"],
  [/ch(?=[aueo])/g, "ty"],
  [/chi/g, "ti"],
  [/tsu/g, "tu"],
  [/j(?=[aueo])/g, "zy"],
  [/ji/g, "zi"],
  [/fu/g, "hu"],
  [/f(?=[aieo])/g, "h"],
  [/di/g, "zi"],
  [/du/g, "zu"],
  [/m(?=[bmp])/g, "n"],
  [/n'/g, "n"],
]

/** A text for comparison: small letters, hiragana, no accents, blanks or signs. */
export function folded(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .normalize("NFD")
    .replace(/(?<=[a-z])[\u0300-\u036f]+/g, "")
    .normalize("NFC")
    .replace(/[\s・･.,'’\-‐–=＝*()（）]+/g, "")
}

/** A folded text in Latin letters, each syllable in one spelling; what is no kana stays. */
export function romanised(text: string): string {
  let made = ""
  for (const sign of text) {
    const small = SMALL[sign]
    if (sign === "ー") made += made.match(/[aiueo]$/)?.[0] ?? ""
    else if (small && /[aiueo]$/.test(made)) {
      const before = made.slice(0, -1)
      made = small.length > 1 && made.endsWith("i") ? before + small : before + small.at(-1)
    } else made += sign === "っ" ? "*" : (small ?? KANA.get(sign) ?? sign)
  }
  let found = made.replace(/\*([a-z])/g, "$1$1").replaceAll("*", "")
  for (const [spelling, one] of SPELLINGS) found = found.replace(spelling, one)
  return found
}

export interface Haystack {
  words: string
  sounds: string
}

export function haystack(partner: Findable): Haystack {
  const words = [partner.name, partner.reading, partner.latin, partner.country, partner.id].map(folded)
  return { words: words.join("\n"), sounds: romanised(folded(partner.reading)) }
}

/** Whether a partner has every word that is typed; Latin letters also find the sound of a reading. */
export function matches(hay: Haystack, typed: string): boolean {
  return typed
    .split(/\s+/)
    .map(folded)
    .filter(Boolean)
    .every((word) => hay.words.includes(word) || (/[a-z]/.test(word) && hay.sounds.includes(romanised(word))))
}
