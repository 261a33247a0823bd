// Two texts side by side, and both changes in one text.
import assert from "node:assert/strict"
import { test } from "node:test"
import { bothIn, pieces } from "../src/form/difference"

const read = (all: ReturnType<typeof pieces>, without: "ins" | "del") =>
  all.filter((one) => one.kind !== without).map((one) => one.text).join("")

test("the pieces give both texts", () => {
  const texts = ["", "14市", "14の市", "撫順市など14市から", "など", "𠮷野家", "吉野家", "ああああ", "ああ"]
  for (const one of texts)
    for (const two of texts) {
      const all = pieces(one, two)
      assert.equal(read(all, "ins"), one)
      assert.equal(read(all, "del"), two)
    }
})

test("changes at different places are both made; where they touch both texts stand", () => {
  assert.equal(bothIn("市が14ある", "市が15ある", "県が14ある"), "県が15ある")
  assert.equal(bothIn("終わり。", "終わり。わたし", "終わり。相手"), "終わり。相手わたし")
  assert.equal(bothIn("同じ", "同じ直し", "同じ直し"), "同じ直し")
  assert.equal(bothIn("abcdef", "abXXef", "abcdef"), "abXXef")
})
