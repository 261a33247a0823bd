// Finding partners, readings of compositions, dates, and the order and filters of the list.
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import type { Partner } from "../src/api/types"
import { dateName, yearsSince } from "../src/list/dates"
import { haystack, matches } from "../src/list/find"
import { ReadingOf } from "../src/list/reading"
import * as shown from "../src/list/shown"
import { desk, partners } from "../src/store/desk"

const LIAONING = {
  id: "liaoning",
  name: "遼寧省",
  reading: "りょうねいしょう",
  latin: "Liaoning Province",
  country: "中国",
}
const WURTTEMBERG = {
  id: "baden",
  name: "バーデン＝ビュルテンベルク州",
  reading: "ばーでんびゅるてんべるくしゅう",
  latin: "Baden-Württemberg",
  country: "ドイツ",
}

const finds: [typeof LIAONING, string, boolean][] = [
  [LIAONING, "遼寧", true],
  [LIAONING, "りょうね", true],
  [LIAONING, "リョウネイ", true],
  [LIAONING, "ﾘｮｳﾈｲ", true],
  [LIAONING, "りょうn", true], // an input method before the syllable is complete
  [LIAONING, "ryounei", true],
  [LIAONING, "RYOU", true],
  [LIAONING, "liaoning", true],
  [LIAONING, "ｌｉａｏ", true],
  [LIAONING, "中国", true],
  [LIAONING, "中国 省", true],
  [LIAONING, "中国 ドイツ", false],
  [LIAONING, "province", true],
  [LIAONING, "  ", true],
  [LIAONING, "ベトナム", false],
  [LIAONING, "shou", true],
  [LIAONING, "syou", true],
  [WURTTEMBERG, "バーデン=ビュ", true],
  [WURTTEMBERG, "ばーでん　びゅる", true],
  [WURTTEMBERG, "byuruten", true],
  [WURTTEMBERG, "wurttemberg", true],
  [WURTTEMBERG, "württem", true],
  [WURTTEMBERG, "denbyu", true],
  [WURTTEMBERG, "りょう", false],
]

test("a partner is found by name, reading in any kana or Latin letters, and country", () => {
  for (const [partner, typed, expected] of finds)
    assert.equal(matches(haystack(partner), typed), expected, `${partner.name}: ${typed}`)
})

test("spellings of one sound find each other", () => {
  const pairs: [string, string][] = [
    ["ちゅうおうしょうちょう", "tyuuou"],
    ["ちゅうおうしょうちょう", "chuuou"],
    ["ふじさん", "huzi"],
    ["ふじさん", "fuji"],
    ["つしま", "tusima"],
    ["けっか", "kekka"],
    ["しんぶん", "shimbun"],
    ["じゃがいも", "jaga"],
    ["フィンランド", "finrando"],
    ["カード", "kaado"],
  ]
  for (const [reading, typed] of pairs)
    assert.ok(matches(haystack({ id: "x", name: "", latin: "", country: "", reading }), typed), `${reading}: ${typed}`)
})

test("a reading is put together of the kana before each conversion", () => {
  const name = new ReadingOf()
  for (const text of ["ｒ", "りょ", "りょうねい", "遼寧"]) name.update(text)
  const first = name.end("", "遼寧")
  assert.equal(first, "りょうねい")
  for (const text of ["s", "しょう", "省", "症"]) name.update(text)
  assert.equal(name.end(first, "省"), "りょうねいしょう")
  name.update("まちがい")
  assert.equal(name.end("りょう", ""), "りょう") // cancelled
  name.update("オウル")
  assert.equal(name.end("", "オウル"), "おうる")
})

test("years since a date are whole years, as people count the age of a survey", () => {
  const now = new Date(2026, 10, 30)
  const cases: [string, number | null][] = [
    ["2019-11", 7],
    ["2019-12", 6],
    ["2021-11-30", 5],
    ["2021-12-01", 4],
    ["2021", 4], // it may have been December
    ["2026-11", 0],
    ["2027-01", null],
    ["そのうち", null],
    ["", null],
  ]
  for (const [text, years] of cases) assert.equal(yearsSince(text, now), years, text)
})

test("a date is named as far as it is known", () => {
  assert.equal(dateName("2019-11"), "2019年11月")
  assert.equal(dateName("2019"), "2019年")
  assert.equal(dateName("2019-11-05"), "2019年11月5日")
  assert.equal(dateName("秋ごろ"), "秋ごろ")
})

function partner(id: string, more: Partial<Partner> = {}): Partner {
  return {
    id,
    name: id,
    reading: "",
    latin: "",
    country: "",
    region: "asia",
    kind: "city",
    as_of: "2026-01",
    edition: "2026-11",
    accent: "#0b4f8a",
    updated: "2026-11-01T00:00:00+00:00",
    errors: 0,
    warnings: 0,
    unanswered: 0,
    unanswered_questions: [],
    word: { made: null },
    stale: null,
    approval: null,
    round: null,
    broken: null,
    ...more,
  }
}

beforeEach(() => {
  shown.showAll()
  shown.picked.value = new Set()
  shown.order.value = { by: "reading", down: false }
  desk.value = {
    series: { title: "", regions: { europe: "欧州", asia: "アジア" }, kinds: { city: "都市", state: "州" }, questions: {} },
  } as unknown as typeof desk.value
  partners.value = [
    partner("a", { region: "europe", warnings: 1 }),
    partner("b", { region: "europe", kind: "state", as_of: "2001-01" }),
    partner("c", { errors: 2, unanswered: 3 }),
    partner("d", { region: "moon", kind: "ship", errors: null, warnings: null }),
  ]
})

const ids = () => shown.rows.value.map((one) => one.id).join("")

test("filters of different kinds hold together, and each choice counts what it would show", () => {
  shown.region.value = "europe"
  assert.equal(ids(), "ab")
  assert.deepEqual(
    shown.kindCounts.value.map((one) => [one.label, one.count]),
    [
      ["都市", 1],
      ["州", 1],
      ["ship", 0],
    ],
  )
  assert.deepEqual(
    shown.regionCounts.value.map((one) => one.count),
    [2, 1, 1],
  )
  shown.kind.value = "state"
  assert.equal(ids(), "b")
  shown.work.value = "mend"
  assert.equal(ids(), "")
  assert.equal(shown.workCounts.value.all, 1)
  shown.showAll()
  assert.equal(ids(), "abcd")
})

test("rows stand by region, or in one group in the order that is chosen", () => {
  assert.deepEqual(
    shown.groups.value.map((group) => [group.region, group.rows.length]),
    [
      ["europe", 2],
      ["asia", 1],
      ["moon", 1],
    ],
  )
  shown.sortBy("problems")
  assert.equal(ids(), "cabd") // most problems first; equal ones stay in their order
  shown.sortBy("problems")
  assert.equal(ids(), "bdac")
  shown.sortBy("as_of")
  assert.equal(ids()[0], "b")
  shown.sortBy("reading")
  assert.equal(ids(), "abcd")
})

test("of 400 partners the rows are worked out once for each change", () => {
  partners.value = Array.from({ length: 400 }, (_, index) => partner(`p${index}`, { reading: `きかん${index}` }))
  void shown.rows.value
  const before = shown.computations.count
  for (const text of ["き", "きか", "きかん", "きかん39"]) {
    shown.typed.value = text
    void shown.rows.value
    void shown.currentPartner.value
  }
  assert.equal(shown.computations.count, before + 4)
  assert.equal(shown.rows.value.length, 11)
})

test("what cannot be read is not chosen with all that is shown", () => {
  const broken = { code: "Y101" } as Partner["broken"]
  partners.value = [partner("a"), partner("b", { broken })]
  shown.pickShown(true)
  assert.deepEqual([...shown.picked.value], ["a"])
})
