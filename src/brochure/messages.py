"""The words of every problem, in Japanese and English, keyed by code. ``docs/problems.md`` is made from this.

Words in braces are filled in from the problem's details; ``{suggestion}`` becomes a guess at what was
meant, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from brochure.diagnostics.problem import Exit, Problem

Lang = Literal["ja", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """A message and what to do, in one language."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one code; a warning does not stop a build."""

    exit: Exit
    warning: bool
    ja: Words
    en: Words

    def words(self, lang: Lang) -> Words:
        """The words in ``lang``."""
        return self.ja if lang == "ja" else self.en


def _error(exit_code: Exit, ja: tuple[str, str], en: tuple[str, str]) -> Entry:
    return Entry(exit_code, False, Words(*ja), Words(*en))


def _input(ja: tuple[str, str], en: tuple[str, str]) -> Entry:
    return _error(Exit.INPUT, ja, en)


def _pages(ja: tuple[str, str], en: tuple[str, str]) -> Entry:
    return _error(Exit.PAGES, ja, en)


def _warning(ja: tuple[str, str], en: tuple[str, str]) -> Entry:
    return Entry(Exit.OK, True, Words(*ja), Words(*en))


# Where on the finished pages: how a message of the preflight begins.
_SPOT = ("{page}頁（左{x}mm・上{y}mm）：", "page {page}, {x} mm from the left, {y} mm from the top: ")
_SHEET = ("{page}頁：", "page {page}: ")


def _at(place: tuple[str, str], entry: Entry) -> Entry:
    ja, en = (
        replace(words, message=begin + words.message)
        for begin, words in zip(place, (entry.ja, entry.en), strict=True)
    )
    return replace(entry, ja=ja, en=en)


GROUPS: dict[str, tuple[str, str]] = {
    "Y": ("YAMLの書き方", "YAML syntax"),
    "P": ("機関ファイルと共通ファイルの内容", "Contents of profiles and of the series file"),
    "S": ("出典と注への注意", "Doubts about sources and notes"),
    "G": ("文字と書体", "Characters and fonts"),
    "L": ("レイアウト", "Layouts"),
    "R": ("組版", "Rendering"),
    "Q": ("入稿前の点検", "Preflight"),
    "X": ("印刷所とその入稿データ", "Print shops and files for the press"),
    "K": ("冊子", "Booklets"),
    "I": ("面付け", "Imposition"),
    "D": ("Wordでの直しと、前の版との比較", "Edits made in Word, and earlier editions"),
    "F": ("ファイルとフォルダー", "Files and folders"),
    "U": ("コマンドの使い方", "Use of the commands"),
    "E": ("この機械の環境", "This machine"),
    "B": ("brochure の不具合", "Faults of brochure"),
}

CATALOGUE: dict[str, Entry] = {
    # --- YAML -----------------------------------------------------------------------------------
    "Y101": _input(
        (
            "YAMLとして読めません（{detail}）",
            "この行とその前の行を確かめてください。多いのは、字下げのずれ、「:」のあとの空白忘れ、"
            "閉じていない引用符、"
            'タブ文字です。文の中に「: 」や「 #」があるときは、全体を " " で囲みます。',
        ),
        (
            "this is not YAML ({detail})",
            "check this line and the one before it: indentation, a space after “:”, closing quotes, no tabs; "
            "put a text that contains “: ” or “ #” in single quotes",
        ),
    ),
    "Y102": _input(
        (
            "文字コードがUTF-8ではありません",
            "エディターで「UTF-8」を選んで保存し直してください（Shift_JISで保存されていることがよくあります）。",
        ),
        ("the file is not UTF-8", "save it again as UTF-8 in your editor (it may be Shift_JIS)"),
    ),
    "Y103": _input(
        ("使えない制御文字 {character} があります", "この文字を消してください。"),
        ("control character {character} is not allowed", "delete it"),
    ),
    "Y104": _input(
        (
            "アンカーや参照（{found}）は使えません",
            '値をそのまま書いてください。「&」「*」で始まる文字は " " で囲みます。',
        ),
        (
            "anchors and aliases ({found}) are not allowed",
            "write the value itself; quote a text that begins with & or *",
        ),
    ),
    "Y105": _input(
        ("タグ（{tag}）は使えません", '「!」で始まる部分を消すか、文字なら全体を " " で囲んでください。'),
        ("tags ({tag}) are not allowed", "delete what begins with “!”, or quote the text"),
    ),
    "Y106": _input(
        ("入れ子が深すぎます", "機関ファイルにこの深さは要りません。括弧や字下げを確かめてください。"),
        ("nested too deeply", "no profile needs this depth; check brackets and indentation"),
    ),
    "Y107": _input(
        ("ファイルが大きすぎます（{size}バイト、上限{limit}）", "違うファイルではないか確かめてください。"),
        ("the file is too large ({size} bytes, limit {limit})", "check that it is the right file"),
    ),
    "Y108": _input(
        ("ファイルが空です", "`brochure new 名前` で書き始めの見本を作れます。"),
        ("the file is empty", "`brochure new NAME` writes a starting point"),
    ),
    "Y109": _input(
        ("一つのファイルに文書が二つあります", "「---」の行を消すか、ファイルを分けてください。"),
        ("more than one document in a file", "delete the “---” line, or make two files"),
    ),
    "Y110": _input(
        (
            "リストやまとまりを項目名にはできません",
            '項目名は「name:」のような文字だけです。「{{」「[」で始まる文は " " で囲みます。',
        ),
        ("a list or mapping cannot be a key", "keys are plain words; quote a text that begins with {{ or ["),
    ),
    "Y111": _input(
        ("「{key}」が二度あります（前は{line}行目）", "どちらかを消すか、一つにまとめてください。"),
        ("“{key}” stands here twice (first in line {line})", "remove one of them, or merge them"),
    ),
    "Y201": _warning(
        (
            "「{value}」は、ほかのYAMLツールでは{ja}と読まれます",
            '文字なら "{value}" と囲んでください（印刷はこのまま「{value}」になります）。',
        ),
        ("other YAML tools read “{value}” as {en}", 'quote it: "{value}" (it is printed as it stands)'),
    ),
    "Y202": _warning(
        (
            "行を分けたところに空白が入ります",
            "一行に書くか、「|」を使って書いてください。「|」の改行に空白は入りません。",
        ),
        (
            "the line end inside this Japanese text becomes a space",
            "write it in one line, or as a block with “|”",
        ),
    ),
    "Y112": _input(
        (
            "「{sign}」で始まる文が引用符で囲まれていません",
            "文の全体を ' ' で囲んでください。例：'{{瀋陽|しんよう}}市は…'、'**強調**から始まる文'、"
            "'[表示](https://…)'",
        ),
        (
            "a text that begins with “{sign}” is not quoted",
            "put the whole text in single quotes: '{{瀋陽|しんよう}}市は…', '**strong** first', "
            "'[words](https://…)'",
        ),
    ),
    "Y204": _warning(
        (
            "「{key}」の文のあとの「#…」は自分用のメモになり、印刷されません",
            "文の一部なら、文の全体を ' ' で囲んでください。メモなら「#」のあとに空白を入れてください。",
        ),
        (
            "what stands behind # after “{key}” is a comment and is not printed",
            "if it belongs to the text, put all of it in single quotes; if not, put a blank behind the #",
        ),
    ),
    "Y203": _warning(
        (
            "「{key}」に値がなく、書かなかったのと同じになります",
            '値を書くか、行ごと消してください。「#」から後ろはメモになるので、色は "#0b4f8a" と囲みます。',
        ),
        (
            "“{key}” has no value and counts as not written",
            'write a value or remove the line; what follows # is a comment, so quote colours: "#0b4f8a"',
        ),
    ),
    # --- profile --------------------------------------------------------------------------------
    "P101": _input(
        ("「{found}」という項目はありません", "{suggestion}ここに書けるもの：{known}"),
        ("unknown key “{found}”", "{suggestion}known here: {known}"),
    ),
    "P102": _input(
        ("「{key}」がありません", "「{key}:」を書き加えてください。"),
        ("“{key}” is missing", "add “{key}:”"),
    ),
    "P103": _input(
        (
            "「{key}」は{expected}でなければなりません（今は{found}）",
            "書き方は docs/editor.md（レイアウトは docs/designer.md）にあります。",
        ),
        ("“{key}” must be {expected}, not {found}", "see docs/editor.md (docs/designer.md for layouts)"),
    ),
    "P104": _input(
        ("どの種類のまとまりか分かりません", "次のどれか一つで始めてください：{known}"),
        ("unknown kind of block", "begin it with one of: {known}"),
    ),
    "P105": _input(
        ("「{key}」が空です", "内容を書くか、項目ごと消してください。"),
        ("“{key}” is empty", "write something, or remove the key"),
    ),
    "P106": _input(
        ("「{value}」は日付として読めません", "2018、2018-05、2018-05-08 のように書いてください。"),
        ("“{value}” is not a date", "write 2018, 2018-05 or 2018-05-08"),
    ),
    "P107": _input(
        ("「{value}」は色として読めません", '"#0b4f8a" のように、# と6桁を " " で囲んで書いてください。'),
        ("“{value}” is not a colour", 'write # and six digits in quotes: "#0b4f8a"'),
    ),
    "P108": _input(
        ("「{value}」は名前として使えません", "名前は半角の英小文字・数字・「_」「-」で書きます。"),
        ("“{value}” cannot be a name", "use lower-case letters, digits, _ and -"),
    ),
    "P109": _input(
        ("「{key}」に「{value}」は書けません", "書けるもの：{known}"),
        ("“{key}” cannot be “{value}”", "it may be {known}"),
    ),
    "P110": _input(
        ("「{key}」に一つも入っていません", "一つ以上書くか、まとまりごと消してください。"),
        ("“{key}” is an empty list", "write at least one, or remove the block"),
    ),
    "P111": _input(
        (
            "「{key}」の値が正しくありません（{detail}）",
            "書き方は docs/editor.md（レイアウトは docs/designer.md）にあります。",
        ),
        ("“{key}” is not right ({detail})", "see docs/editor.md (docs/designer.md for layouts)"),
    ),
    "P112": _input(
        (
            "「{key}」は文字でなければなりません（今は{found}）",
            "「{{」や「[」で始まる文は、全体を ' ' で囲んでください。",
        ),
        ("“{key}” must be text, not {found}", "put a text that begins with {{ or [ in single quotes"),
    ),
    "P120": _input(
        ("「{found}」という質問はありません", "{suggestion}質問の名前：{known}（profiles/_series.yaml）"),
        ("unknown question “{found}”", "{suggestion}questions of the series: {known}"),
    ),
    "P121": _input(
        ("「{found}」という種類はありません", "{suggestion}使える種類：{known}（profiles/_series.yaml）"),
        ("unknown kind “{found}”", "{suggestion}kinds of the series: {known}"),
    ),
    "P122": _input(
        (
            "「{found}」という行はこの表にありません",
            "{suggestion}行の名前：{known}。この機関だけの行は field の代わりに label を使います。",
        ),
        (
            "the table has no row “{found}”",
            "{suggestion}its rows: {known}; for a row of your own write label instead of field",
        ),
    ),
    "P123": _input(
        ("「{found}」という項目はこの星取表にありません", "{suggestion}項目の名前：{known}"),
        ("the mark table has no topic “{found}”", "{suggestion}its topics: {known}"),
    ),
    "P124": _input(
        ("「{found}」がこのファイルにありません", "使える名前：{known}"),
        ("“{found}” is not defined in this file", "defined: {known}"),
    ),
    "P125": _input(
        ("「{found}」という地域はありません", "{suggestion}使える地域：{known}（profiles/_series.yaml）"),
        ("unknown region “{found}”", "{suggestion}regions of the series: {known}"),
    ),
    "P130": _input(
        (
            "行には field か label のどちらか一つが要ります",
            "共通の行なら field、この機関だけの行なら label を書きます。",
        ),
        ("a row needs either field or label", "field for a row of the series, label for one of your own"),
    ),
    "P131": _input(
        ("行に内容がありません", "text、date、items のどれかを書いてください。"),
        ("the row says nothing", "write text, date or items"),
    ),
    "P132": _input(
        ("text と date は一緒に書けません", "どちらかにしてください。"),
        ("text and date exclude each other", "keep one of them"),
    ),
    "P133": _input(
        ("項目「{topic}」が {one} と {other} の両方にあります", "どちらかから消してください。"),
        ("topic “{topic}” stands in both {one} and {other}", "remove it from one"),
    ),
    "P134": _input(
        (
            "星取表「{table}」に「なし」の答えはありません",
            "none: を消してください。書かない項目は空欄になります。",
        ),
        ("mark table “{table}” has no answer “none”", "remove none:; topics that are not marked stay empty"),
    ),
    "P135": _input(
        ("星取表「{table}」に自由記述の欄はありません", "other: を消してください。"),
        ("mark table “{table}” takes no free text", "remove other:"),
    ),
    "P136": _input(
        (
            "自由記述があるのに、項目「{topic}」が none にあります",
            "none から消すか、other: を消してください。",
        ),
        ("there is free text, yet topic “{topic}” is in none", "remove it from none, or remove other:"),
    ),
    "P137": _warning(
        ("「{sign}」は自動で付くので、書くと二重になります", "「{sign}」を消してください。"),
        ("“{sign}” is added by itself and would be printed twice", "remove it here"),
    ),
    "P138": _input(
        (
            "二次元コードを付けるURLがありません",
            "qr: true の行の text には、https:// で始まるURLを1つだけ書いてください。",
        ),
        ("there is no address to make a code of", "a row with qr: true has one URL as its text, and no more"),
    ),
    "P140": _input(
        (
            "画像「{file}」は作業フォルダーの外にあります",
            "画像を作業フォルダーの中（photos/ など）に置き、そこからの相対パスを書いてください。",
        ),
        (
            "image “{file}” is outside the workspace",
            "put it into the workspace and write its path from there",
        ),
    ),
    "P141": _input(
        (
            "画像「{file}」がありません",
            "パスとファイル名を確かめてください（作業フォルダーからの相対パス）。",
        ),
        ("image “{file}” does not exist", "check its path, which starts at the workspace"),
    ),
    "P142": _input(
        (
            "「{file}」は画像として読めません（{detail}）",
            "RGBかグレーのJPEGかPNG（8ビット）で保存し直してください。",
        ),
        ("“{file}” is not an image we can read ({detail})", "save it as an 8-bit JPEG or PNG in RGB or grey"),
    ),
    "P144": _input(
        ("図の幅「{found}」は、このレイアウトにありません", "使える幅：{known}"),
        ("the layout has no figure width “{found}”", "widths: {known}"),
    ),
    "P145": _input(
        (
            "「{file}」はSVGです。Wordで同じに見せられないため使えません",
            "印刷する大きさで300 dpiほどのPNGに書き出してください（幅10cmなら横1,200画素）。",
        ),
        (
            "“{file}” is an SVG, which Word would not show alike",
            "export it as PNG at about 300 dpi (1,200 pixels for a width of 10 cm)",
        ),
    ),
    "P146": _input(
        (
            "画像「{file}」は粗すぎます（{pixels}画素。この大きさでは{dpi} dpi、最低でも{least} dpi）",
            "{wanted}画素より大きい画像にするか、width: half のように小さく使ってください。",
        ),
        (
            "image “{file}” is too coarse to print ({pixels} pixels make {dpi} dpi; {least} are needed)",
            "take one of more than {wanted} pixels, or print it smaller (width: half)",
        ),
    ),
    "P147": _warning(
        (
            "画像「{file}」は粗めです（{pixels}画素。この大きさでは{dpi} dpi、{least} dpi以上がよい）",
            "あれば{wanted}画素より大きい画像にしてください。",
        ),
        (
            "image “{file}” is coarse in print ({pixels} pixels make {dpi} dpi; {least} or more are better)",
            "take one of more than {wanted} pixels if there is one",
        ),
    ),
    "P148": _warning(
        ("画像「{file}」は一色だけです", "仮の画像なら、本物に差し替えてください。"),
        ("image “{file}” is of one colour", "if it only keeps a place, put in the real one"),
    ),
    "P149": _warning(
        (
            "URLが長く（{count}字）、二次元コードは印刷しません（{side}mm角になり、最大は{largest}mm）",
            "短いURLにするか、qr: false と書いてください。URLの文字は印刷されます。",
        ),
        (
            "too long for a code ({count} characters make {side} mm; {largest} mm is the most)",
            "use a shorter one, or say qr: false; the address itself is printed",
        ),
    ),
    "P201": _input(
        (
            "注「{id}」が定義されていません",
            "notes: に「{id}: …」を加えるか、[^{id}] を消してください。{defined}",
        ),
        ("note “{id}” is called but not defined", "add it under notes:, or remove [^{id}]{defined}"),
    ),
    "P202": _input(
        ("注「{id}」はどこからも呼ばれていません", "本文に [^{id}] を書くか、この注を消してください。"),
        ("note “{id}” is never called", "write [^{id}] in a text, or remove the note"),
    ),
    "P203": _input(
        ("注「{id}」が複数の段落に分かれています", "注は一つの段落にしてください（空行を消す）。"),
        ("note “{id}” has more than one paragraph", "make it one: remove the blank line"),
    ),
    "P204": _input(
        ("注の中から注「{id}」は呼べません", "[^{id}] を消し、本文から呼んでください。"),
        ("a note cannot call note “{id}”", "remove [^{id}] here and call it from the text"),
    ),
    "P205": _input(
        ("ここから注「{id}」は呼べません", "注は質問の答えの本文（箇条書き、囲み、表、事例）から呼びます。"),
        (
            "note “{id}” cannot be called here",
            "notes are called from answers: bullets, callouts, tables, cases",
        ),
    ),
    "P206": _input(
        (
            "共通ファイルから注「{id}」は呼べません",
            "注は各機関のファイルに属します。[^{id}] を消してください。",
        ),
        ("the series file cannot call note “{id}”", "notes belong to profiles; remove [^{id}]"),
    ),
    "P210": _input(
        (
            "強調の ** が閉じていません",
            "強調の終わりにも ** を書いてください。** という文字なら \\*\\* と書きます。",
        ),
        ("** is not closed", "write ** at the end of the emphasis too, or \\*\\* for the characters"),
    ),
    "P211": _input(
        ("「{found}」の中身が足りません", "足りないところを書くか、記号を消してください。"),
        ("“{found}” lacks something", "write what is missing, or remove the marks"),
    ),
    "P212": _input(
        (
            "「{{」がルビの形になっていません",
            "ルビは {{漢字|よみ}} です。括弧の文字そのものなら \\{{ と書きます。",
        ),
        ("“{{” does not begin a reading", "readings are {{漢字|よみ}}; write \\{{ for the character itself"),
    ),
    "P213": _input(
        ("リンク先「{url}」が正しくありません", "http://、https://、mailto: のどれかで始めてください。"),
        ("“{url}” is not a link", "begin it with http://, https:// or mailto:"),
    ),
    "P214": _input(
        ("言語「{lang}」が分かりません", "zh-CN、ko、en のような言語タグを書いてください。"),
        ("“{lang}” is not a language tag", "write one like zh-CN, ko or en"),
    ),
    "P215": _input(
        (
            "「{found}」は注の呼び出しとして読めません",
            "[^名前] の名前は半角の英小文字・数字・「_」「-」です。",
        ),
        ("“{found}” is not a note call", "write [^id] with lower-case letters, digits, _ and -"),
    ),
    "P143": _input(
        ("画像「{file}」が大きすぎます（{detail}）", "長い辺が4000画素ほど、20MB以下に縮めてください。"),
        ("image “{file}” is too large ({detail})", "shrink it to about 4000 pixels and at most 20 MB"),
    ),
    "P150": _input(
        (
            "「{id}」は出典のidとして使えません",
            "半角の英数字と _ : . - / などで書きます（空白と日本語は使えません）。",
        ),
        ("“{id}” cannot be the id of a source", "use letters, digits and _ : . - /, no blanks"),
    ),
    "P151": _input(
        (
            "「{found}」という種類の出典はありません",
            "{suggestion}よく使うもの：webpage、report、book、article-journal",
        ),
        (
            "unknown type of source “{found}”",
            "{suggestion}often used: webpage, report, book, article-journal",
        ),
    ),
    "P152": _input(
        ("「{found}」という判定はありません", "{suggestion}判定：{known}"),
        ("unknown verdict “{found}”", "{suggestion}verdicts: {known}"),
    ),
    "P153": _input(
        (
            "出典のid「{id}」が二つあります（前は {first}）",
            "どちらかのidを変えるか、同じ出典なら片方を消してください。",
        ),
        (
            "the id “{id}” stands for two sources (first at {first})",
            "rename one, or remove it if they are the same",
        ),
    ),
    "P154": _input(
        (
            "出典のファイル「{file}」は作業フォルダーの外にあります",
            "profiles/ の中に写し、そこからの相対パスを書いてください。",
        ),
        (
            "the file of sources “{file}” is outside the workspace",
            "copy it into profiles/ and write its path from there",
        ),
    ),
    "P155": _input(
        ("出典のファイル「{file}」がありません", "profiles/ からの相対パスを確かめてください。"),
        ("there is no file of sources “{file}”", "check its path, which starts at profiles/"),
    ),
    "P216": _input(
        (
            "「{found}」は出典の引用として読めません",
            "[@id] や [@id, p. 12]、[@id より]、[@一つ; @二つ] のように書きます。",
        ),
        ("“{found}” is not a citation", "write [@id], [@id, p. 12], [see @id] or [@one; @two]"),
    ),
    "P217": _input(
        (
            "出典「{id}」がありません",
            "{suggestion}sources: か profiles/_sources.yaml に加えるか、[@{id}] を直してください。",
        ),
        (
            "there is no source “{id}”",
            "{suggestion}add it to sources: or to profiles/_sources.yaml, or correct [@{id}]",
        ),
    ),
    "P219": _input(
        ("「{found}」の記号が全角です", "記号 [ ] ^ @ * {{ | }} は半角で書いてください。"),
        ("the signs of “{found}” are full-width", "write [ ] ^ @ * {{ | }} in ASCII"),
    ),
    "P218": _input(
        (
            "出典「{id}」の引用が半角の [ ] に入っていません",
            "[@{id}] と書いてください（全角の括弧では引用になりません）。",
        ),
        ("the citation of “{id}” is not in square brackets", "write [@{id}], with ASCII brackets"),
    ),
    # --- doubts ---
    "S201": _warning(
        (
            "数字（{figure}）に出典がありません",
            "この文に [@id] を書くか、accepted: に理由を書いてください（code: S201、text: 文の一部）。",
        ),
        (
            "a figure ({figure}) without a source",
            "cite one in this sentence, or give a reason under accepted: (code: S201, text: part of it)",
        ),
    ),
    "S202": _warning(
        (
            "出典「{id}」は版より{age}年前のものです（この冊子では{oldest}年まで）",
            "新しい資料にするか、accepted: に理由を書いてください。",
        ),
        (
            "source “{id}” is {age} years older than the edition (the series allows {oldest})",
            "find a newer one, or give a reason under accepted:",
        ),
    ),
    "S203": _warning(
        (
            "出典「{id}」にURLがあって閲覧日がありません",
            "accessed: に閲覧日を書くか、accepted: に理由を書いてください。",
        ),
        ("source “{id}” has a URL but no date of access", "add accessed:, or give a reason under accepted:"),
    ),
    "S204": _warning(
        ("「{id}」がまだ仕上がっていません（{found}）", "最終の文にしてください。"),
        ("“{id}” is not in its final form ({found})", "write its final text"),
    ),
    "S205": _warning(
        (
            "出典「{id}」はどこからも引かれていません",
            "本文に [@{id}] を書くか、消すか、accepted: に理由を書いてください。",
        ),
        ("source “{id}” is never cited", "cite it as [@{id}], remove it, or give a reason under accepted:"),
    ),
    "S206": _warning(
        (
            "出典「{id}」は「{other}」と同じもののようです",
            "一つのidにまとめるか、accepted: に理由を書いてください。",
        ),
        (
            "source “{id}” seems to be the same as “{other}”",
            "use one id for both, or give a reason under accepted:",
        ),
    ),
    "S207": _warning(
        ("出典「{id}」に資料名がありません", "title: か container-title: を書いてください。"),
        ("source “{id}” has no title", "write title: or container-title:"),
    ),
    "S208": _warning(
        (
            "出典「{id}」は、もうないと記録されています（_ledger.yaml）",
            "別の資料にするか、保存先（archive）を書くか、accepted: に理由を書いてください。",
        ),
        (
            "the ledger says that source “{id}” is gone",
            "find another, give an archive address, or a reason under accepted:",
        ),
    ),
    "S209": _warning(
        (
            "accepted: の答え（{warned}「{text}」）に当たる注意がありません",
            "要らなくなった答えなら消してください。",
        ),
        (
            "an answer under accepted: ({warned}, “{text}”) matches no warning",
            "remove it if it is no longer needed",
        ),
    ),
    # --- characters -----------------------------------------------------------------------------
    "G101": _input(
        (
            "文字「{character}」（{code}）がどの書体にもありません",
            "別の字で書くか、この字を持つ書体を layout.yaml の fonts に加えてください（今の書体：{fonts}）。",
        ),
        (
            "no font of the layout has “{character}” ({code})",
            "use another character, or add a font that has it to the layout's fonts (now: {fonts})",
        ),
    ),
    # --- layouts --------------------------------------------------------------------------------
    "S210": _warning(
        (
            "画像「{file}」の提供元が書かれていません",
            "credit: に提供元を書くか、要らない画像なら credit: none と書いてください。",
        ),
        (
            "nothing says whose picture “{file}” is",
            "write its credit line, or credit: none where none is needed",
        ),
    ),
    "L101": _input(
        (
            "レイアウトのファイル {path} がありません",
            "標準レイアウト（layouts/standard）から写してください。",
        ),
        ("the layout lacks {path}", "copy it from layouts/standard"),
    ),
    "L102": _input(
        (
            "書体ファイル {file} が fonts/ にありません",
            "ファイル名を確かめるか、書体と許諾文を fonts/ に置いてください。",
        ),
        ("font file {file} is not in fonts/", "check its name, or put the font and its licence into fonts/"),
    ),
    "L103": _input(
        (
            "「{key}」の形「{value}」に {wanted} がありません",
            "{wanted} を一つずつ入れ、ほかの {{ }} を除いてください。",
        ),
        ("“{key}”: the form “{value}” lacks {wanted}", "put {wanted} into it once each, and no other braces"),
    ),
    "L104": _input(
        (
            "reference.docx に{type}「{name}」がありません",
            "Wordでこの名前のスタイルを作るか、layout.yaml の word: を直してください。",
        ),
        ("reference.docx lacks the {type} “{name}”", "make it in Word, or correct word: in layout.yaml"),
    ),
    "L105": _input(
        (
            "出典の形（CSL）に誤りがあります（{detail}）",
            "この行を直すか、citation/house.csl に戻してください。",
        ),
        ("the citation style is broken ({detail})", "correct this line, or go back to citation/house.csl"),
    ),
    "L106": _input(
        (
            "書体ファイル {file} を読めません（{detail}）",
            "壊れていないか確かめ、配布元から取り直してください。",
        ),
        ("font file {file} cannot be read ({detail})", "see whether it is broken, and get it again"),
    ),
    "L107": _input(
        (
            "reference.docx をWordファイルとして使えません（{detail}）",
            "標準レイアウトの reference.docx に戻し、Wordで直してください。",
        ),
        (
            "reference.docx cannot be used as a Word file ({detail})",
            "go back to the one of layouts/standard and edit it in Word",
        ),
    ),
    "L108": _input(
        ("ファイルの文字コードがUTF-8ではありません", "エディターで「UTF-8」を選んで保存し直してください。"),
        ("the file is not UTF-8", "save it again as UTF-8 in your editor"),
    ),
    "L109": _input(
        (
            "図の幅 full がありません",
            "pictures: の figures: に full を書いてください。機関ファイルで何も書かない図の幅です。",
        ),
        (
            "there is no figure width full",
            "add full to figures under pictures; it is what profiles get by default",
        ),
    ),
    "L110": _input(
        ("このレイアウトの tokens に「{name}」はありません", "{suggestion}あるのは {known} です。"),
        ("the layout has no token “{name}”", "{suggestion}there are: {known}"),
    ),
    "L201": _input(
        (
            "テンプレートに誤りがあります（{detail}）",
            "この行を直してください。書けるものは docs/designer.md にあります。",
        ),
        ("the template is broken ({detail})", "correct this line; docs/designer.md lists what there is"),
    ),
    "L202": _warning(
        (
            "スタイルシートの一部が無視されました（{detail}）",
            "この行の綴りと、使えるCSSを docs/designer.md で確かめてください。",
        ),
        (
            "part of the style sheet is ignored ({detail})",
            "check its spelling, and in docs/designer.md which CSS there is",
        ),
    ),
    # --- rendering ------------------------------------------------------------------------------
    "R101": _error(
        Exit.PAGES,
        ("ページに要るファイルを開けません（{detail}）", "作業フォルダーの中のファイルだけが使えます。"),
        ("a file that the page needs cannot be opened ({detail})", "only files of the workspace can be used"),
    ),
    "R201": _warning(
        ("組版エンジンからの注意（{detail}）", "仕上がりのページを目で確かめてください。"),
        ("the renderer says: {detail}", "look at the finished pages"),
    ),
    "R301": _pages(
        (
            "合印 {marker}（注「{id}」）が頁にありません",
            "この文が印刷されているか、レイアウトの CSS が合印を隠していないかを確かめてください。",
        ),
        (
            "call {marker} of note “{id}” is not on the pages",
            "see whether the text is printed, and whether the style sheet hides calls",
        ),
    ),
    "R302": _pages(
        (
            "注 {marker}（「{id}」）が頁にありません",
            "長すぎる注は短くしてください。レイアウトの CSS が注を隠していないかも確かめてください。",
        ),
        (
            "note {marker} (“{id}”) is not on the pages",
            "shorten a very long note; see whether the style sheet hides notes",
        ),
    ),
    "R303": _pages(
        (
            "注 {marker}（「{id}」）が{count}回印刷されています",
            "テンプレートが同じ文を二度出していないかを確かめてください。",
        ),
        ("note {marker} (“{id}”) is printed {count} times", "see whether a template prints the text twice"),
    ),
    "R304": _pages(
        (
            "注 {marker}（「{id}」）が{page}頁、その合印は{call_page}頁にあります",
            "注を短くするか、前後の文の量を変えてください。",
        ),
        (
            "note {marker} (“{id}”) is on page {page}, its call on page {call_page}",
            "shorten the note, or change the amount of text around",
        ),
    ),
    "R305": _pages(
        (
            "合印 {marker}（注「{id}」）の順番が違います（{page}頁）",
            "レイアウトの CSS が文の順番を変えていないかを確かめてください（position、float、grid）。",
        ),
        (
            "call {marker} of note “{id}” is out of order (page {page})",
            "see whether the style sheet moves text: position, float, grid",
        ),
    ),
    "R306": _pages(
        ("注が番号の順に並んでいません", "レイアウトの CSS を確かめてください。grid の中に注は置けません。"),
        (
            "the notes are not in the order of their numbers",
            "look at the style sheet; notes cannot stand in a grid",
        ),
    ),
    "R307": _pages(
        (
            "合印 {marker}（注「{id}」）が「{words}」と印刷されています（{page}頁）",
            "レイアウトの CSS の ::footnote-call を確かめてください。",
        ),
        (
            "call {marker} of note “{id}” reads “{words}” (page {page})",
            "look at ::footnote-call in the style sheet",
        ),
    ),
    "R308": _pages(
        (
            "注 {marker}（「{id}」）の文が途中で欠けています（{page}頁）",
            "注を短くしてください。レイアウトの CSS が文を隠していないかも確かめてください。",
        ),
        (
            "the text of note {marker} (“{id}”) is not whole (page {page})",
            "shorten the note; see whether the style sheet hides text",
        ),
    ),
    "R309": _pages(
        (
            "注 {marker}（「{id}」）が長すぎて、{page}頁からはみ出しています",
            "注を短くするか、layout.yaml の notes: placement を partner にしてください。",
        ),
        (
            "note {marker} (“{id}”) is too long and runs off page {page}",
            "shorten it, or say placement: partner under notes: in layout.yaml",
        ),
    ),
    # --- preflight ------------------------------------------------------------------------------
    "R310": _pages(
        (
            "できた頁に文字が足りません（{count}字。「{words}」のあたり）",
            "この文を短くするか、場所を変えてください。直らなければレイアウトの問題です。デザイナーへ。",
        ),
        (
            "the finished pages lack {count} characters, near “{words}”",
            "shorten or move this text; if that does not help, the layout is at fault",
        ),
    ),
    "Q101": _at(
        _SPOT,
        _pages(
            (
                "「{character}」が行の頭にあります（行頭禁則）",
                "文を少し変えるか、前の字と離れないようにして組み直してください。",
            ),
            (
                "“{character}” begins a line",
                "reword a little, or keep it with the character before it, and set again",
            ),
        ),
    ),
    "Q102": _at(
        _SPOT,
        _pages(
            (
                "「{character}」が行の終わりにあります（行末禁則）",
                "文を少し変えるか、次の字と離れないようにして組み直してください。",
            ),
            (
                "“{character}” ends a line",
                "reword a little, or keep it with the character behind it, and set again",
            ),
        ),
    ),
    "Q103": _at(
        _SPOT,
        _pages(
            (
                "注の合印「{words}」が行の頭にあります",
                "合印は、付いている語と同じ行に置きます。組み方（U+2060）を直してください。",
            ),
            (
                "note call “{words}” begins a line",
                "a call stands on the line of its word: mend the layout (U+2060)",
            ),
        ),
    ),
    "Q104": _at(
        _SPOT,
        _warning(
            (
                "数と助数詞が二行に分かれています（{words}）",
                "文を少し変えるか、分かれない組み方（kinsoku.unbroken）にしてください。",
            ),
            (
                "a number is parted from what it counts: {words}",
                "reword a little, or keep both together in the layout",
            ),
        ),
    ),
    "Q105": _at(
        _SPOT,
        _warning(
            (
                "行の右端が本文の幅とそろっていません（{off} pt）",
                "両端ぞろえが効いているか、長い英単語やURLがないかを見てください。",
            ),
            (
                "a line is {off} pt off the measure",
                "see whether the text is justified, and whether it has long words or URLs",
            ),
        ),
    ),
    "Q106": _at(
        _SPOT,
        _warning(
            (
                "字の間が空きすぎた行です（最大で文字の{gap}倍）",
                "文を少し変えるか、離れない語句を短くしてください。",
            ),
            ("a line has a gap of {gap} em", "reword a little, or shorten what may not be broken"),
        ),
    ),
    "Q107": _at(
        _SPOT,
        _warning(
            (
                "段落の最後の行が一字だけです（{words}）",
                "文を少し変えて、前の行に収めるか、二字以上にしてください。",
            ),
            (
                "the last line of a paragraph is a single character: {words}",
                "reword a little, so that it fits the line before or has more characters",
            ),
        ),
    ),
    "Q201": _at(
        _SPOT,
        _pages(
            (
                "文字が仕上りの外に出ています（{words}）",
                "はみ出したところは印刷されません。文を短くするか、レイアウトを直してください。",
            ),
            (
                "text runs off the trim: {words}",
                "it will not be printed: shorten the text, or mend the layout",
            ),
        ),
    ),
    "Q202": _at(
        _SPOT,
        _warning(
            (
                "文字が断ち切りの線から{safe}mm以内にあります（{words}）",
                "断裁のずれで切れることがあります。内側へ動かしてください。",
            ),
            ("text is less than {safe} mm from the trim: {words}", "the knife may cut it: move it inwards"),
        ),
    ),
    "Q203": _at(
        _SPOT,
        _warning(
            (
                "文字が版面の左右に{off}mmはみ出しています（{words}）",
                "長い語やURLが折り返せるか、枠の幅が足りるかを見てください。",
            ),
            (
                "text sticks {off} mm out of the type area: {words}",
                "see whether long words can break, and whether the box is wide enough",
            ),
        ),
    ),
    "Q204": _at(
        _SPOT,
        _pages(
            ("「{one}」と「{other}」が重なっています", "行間、枠の高さ、位置の指定を直してください。"),
            (
                "“{one}” and “{other}” are printed over each other",
                "mend leading, heights of boxes, or positions",
            ),
        ),
    ),
    "Q301": _at(
        _SPOT,
        _pages(
            (
                "見出し「{words}」が頁の終わりに取り残されています",
                "見出しのあとの文と同じ頁に送ってください（break-after: avoid）。",
            ),
            (
                "heading “{words}” is the last on its page",
                "send it to the page of its text (break-after: avoid)",
            ),
        ),
    ),
    "Q302": _at(
        _SPOT,
        _pages(
            (
                "「{words}」で始まる表が、見出しと印の間で頁をまたいでいます",
                "表を一つの頁に収めてください（break-inside: avoid）。",
            ),
            (
                "the table that begins with “{words}” is cut between its heads and its marks",
                "keep it on one page (break-inside: avoid)",
            ),
        ),
    ),
    "Q303": _at(
        _SPOT,
        _warning(
            ("この頁には{count}行しかありません", "前の頁に収まるように文を減らすか、増やしてください。"),
            (
                "the page has only {count} lines",
                "shorten the text so that it fits the page before, or add some",
            ),
        ),
    ),
    "Q304": _pages(
        (
            "{count}頁あります。{multiple}の倍数でなければなりません",
            "あと{lacking}頁加えるか、減らしてください（白い頁も数えます）。",
        ),
        (
            "{count} pages, which is no multiple of {multiple}",
            "add {lacking}, or take some away; blank pages count",
        ),
    ),
    "Q305": _at(
        _SHEET,
        _pages(
            (
                "頁の枠（メディア、裁ち落とし、仕上り）の大きさの順が正しくありません",
                "PDFを作り直してください。仕上りは裁ち落としの中、裁ち落としはメディアの中です。",
            ),
            (
                "page boxes are not inside each other",
                "make the PDF again: trim lies in bleed, bleed in media",
            ),
        ),
    ),
    "Q306": _at(
        _SHEET,
        _warning(
            (
                "仕上りの大きさが1頁目と違います（{size}mm、1頁目は{first}mm）",
                "意図したものでなければ、判型をそろえてください。",
            ),
            ("the page is {size} mm, the first {first} mm", "make them equal unless that is meant"),
        ),
    ),
    "Q307": _at(
        _SHEET,
        _pages(
            (
                "塗り足しが足りません（{bleed}mm、{least}mm必要）",
                "印刷所向けのPDFを、塗り足しのある設定で作り直してください。",
            ),
            ("bleed is {bleed} mm, {least} mm are needed", "make the PDF again with bleed"),
        ),
    ),
    "Q401": _at(
        _SPOT,
        _pages(
            (
                "合印「{words}」の注がありません",
                "注が組まれているか（隠れていないか）を見て、作り直してください。",
            ),
            (
                "call “{words}” has no note",
                "see whether the note is set and not hidden, and make the PDF again",
            ),
        ),
    ),
    "Q402": _at(
        _SPOT,
        _pages(
            ("合印「{words}」の注が別の頁（{other}頁）にあります", "注を合印と同じ頁に組んでください。"),
            ("the note of call “{words}” is on page {other}", "set it on the page of its call"),
        ),
    ),
    "Q403": _at(
        _SPOT,
        _pages(
            (
                "注「{words}」に文がありません",
                "注が頁の外に出ているか、隠れています。注を短くするか、レイアウトを直してください。",
            ),
            (
                "note “{words}” has no text",
                "it runs off the page or is hidden: shorten it, or mend the layout",
            ),
        ),
    ),
    "Q501": _pages(
        (
            "書体「{font}」が埋め込まれていません",
            "印刷所や他の機械で別の字になります。埋め込む設定でPDFを作り直してください。",
        ),
        (
            "font “{font}” is not embedded",
            "other machines will replace it: make the PDF again with embedded fonts",
        ),
    ),
    "Q502": _warning(
        (
            "書体「{font}」が、使わない字まで全部埋め込まれています",
            "ファイルが重くなります。サブセットで埋め込んでください。",
        ),
        ("font “{font}” is embedded whole", "the file is needlessly large: embed a subset"),
    ),
    "Q503": _pages(
        ("書体「{font}」はこのレイアウトのものではありません", "使える書体：{known}"),
        ("font “{font}” is not of the layout", "fonts that may be used: {known}"),
    ),
    "Q504": _at(
        _SHEET,
        _pages(
            (
                "字形のない文字が{count}字あります（□で印刷されます）",
                "その字のある書体を加えるか、別の字に変えてください。",
            ),
            (
                "{count} characters have no glyph and are printed as boxes",
                "add a font that has them, or write other characters",
            ),
        ),
    ),
    "Q505": _at(
        _SPOT,
        _pages(
            (
                "文字として読めない字があります（{character}）",
                "コピーや読み上げができません。外字をふつうの文字に変えてください。",
            ),
            (
                "a character that cannot be read ({character})",
                "it cannot be copied or spoken: replace it with a standard character",
            ),
        ),
    ),
    "Q601": _at(
        _SPOT,
        _warning(
            (
                "画像が粗すぎます（{dpi} dpi、{least} dpi以上が必要）",
                "大きい画像に差し替えるか、小さく置いてください。",
            ),
            (
                "a picture is too coarse: {dpi} dpi, at least {least} are needed",
                "use a larger picture, or print it smaller",
            ),
        ),
    ),
    "Q602": _at(
        _SPOT,
        _pages(
            (
                "文字と地の明るさの差が足りません（{ratio}:1、{least}:1以上が必要。文字{colour}、"
                "地{ground}、{count}か所）",
                "文字を濃くするか、地を薄くしてください。写真の上の文字には地を敷いてください。",
            ),
            (
                "contrast is {ratio}:1, at least {least}:1 is needed: {colour} on {ground} ({count} places)",
                "darken the text or lighten its ground; put a ground under text on a photograph",
            ),
        ),
    ),
    "Q603": _at(
        _SPOT,
        _warning(
            (
                "色覚によっては文字が読みにくい配色です（{ratio}:1、{least}:1以上が必要。文字{colour}、"
                "地{ground}、{count}か所）",
                "色みでなく明るさで差をつけてください。",
            ),
            (
                "hard for the colour-blind: {ratio}:1, at least {least}:1 is needed, "
                "{colour} on {ground} ({count} places)",
                "let them differ in lightness, not in hue only",
            ),
        ),
    ),
    "Q604": _at(
        _SPOT,
        _pages(
            ("文字が何かの下に隠れています（{words}）", "上に重なっている図や地を動かしてください。"),
            ("text is covered by something: {words}", "move what lies over it"),
        ),
    ),
    "Q605": _at(
        _SPOT,
        _pages(
            (
                "二次元コードの1マスが小さすぎます（{cell}mm、{least}mm以上が要ります）",
                "大きく印刷するか、短いURLにしてください。",
            ),
            (
                "the cells of a code are too small: {cell} mm, at least {least} mm are needed",
                "print it larger, or use a shorter address",
            ),
        ),
    ),
    "Q606": _at(
        _SPOT,
        _pages(
            (
                "二次元コードのまわりに白い余白（4マス、{quiet}mm）がありません",
                "近くの文字や地を離してください。",
            ),
            (
                "a code lacks its quiet zone of four white cells ({quiet} mm)",
                "move what is near, or put it on white",
            ),
        ),
    ),
    "Q701": _at(
        _SPOT,
        _pages(
            (
                "冊子の中へのリンク「{target}」の行き先がありません",
                "リンク先の見出しや注があるかを見て、作り直してください。",
            ),
            ("inner link “{target}” leads nowhere", "see whether its target exists, and make the PDF again"),
        ),
    ),
    "Q702": _at(
        _SPOT,
        _pages(
            (
                "リンク先「{target}」が正しくありません",
                "http://、https://、mailto: のどれかで始まるアドレスにしてください。",
            ),
            ("“{target}” is not a link that works", "begin it with http://, https:// or mailto:"),
        ),
    ),
    "Q703": _warning(
        ("文書のタイトルがありません", "PDFの文書情報に、冊子の名前を入れてください。"),
        ("the file has no title", "put the name of the brochure into its metadata"),
    ),
    "Q704": _warning(
        ("文書の言語が書かれていません", "読み上げの声が選べません。言語（ja）を入れてください。"),
        ("the file does not say its language", "a screen reader cannot choose its voice: set it (ja)"),
    ),
    "Q705": _warning(
        (
            "タグがないか、PDF/UAの印がありません",
            "読み上げに使えません。見出しや表の検査もできません。タグ付きのPDFを作ってください。",
        ),
        (
            "the file has no tags, or no mark of PDF/UA",
            "it cannot be read aloud, and headings and tables cannot be checked: make a tagged PDF",
        ),
    ),
    "Q706": _warning(
        ("PDF/AでもPDF/Xでもありません", "保存用ならPDF/A、印刷用ならPDF/Xで作ってください。"),
        ("the file is neither PDF/A nor PDF/X", "make PDF/A to keep it, PDF/X to print it"),
    ),
    "Q707": _warning(
        ("作成日が書かれていません", "文書情報に日付を入れてください。"),
        ("the file has no date", "put a date into its metadata"),
    ),
    "Q708": _at(
        _SHEET,
        _pages(
            (
                "文字や図から、そのタグをたどれません",
                "読み上げソフトに読まれないところがあります。PDFを作り直してください。"
                "brochure が作ったPDFなら、このファイルを添えて開発者に知らせてください。",
            ),
            (
                "what is on the page does not lead to its tags",
                "a screen reader misses some of it: make the file again; "
                "if brochure made it, send it to its makers",
            ),
        ),
    ),
    "Q801": _warning(
        (
            "{pages}頁になりました。レイアウトは{most}頁までです（{lines}行、"
            "約{characters}字多い：{fields}）",
            "ここから後の文を減らすか、レイアウトの budget に詰め方（tighten）を加えてください。",
        ),
        (
            "{pages} pages, but the layout allows {most}: {lines} lines, about {characters} characters, "
            "too many ({fields})",
            "shorten the text from here on, or let the layout tighten it (budget: tighten)",
        ),
    ),
    "Q802": _warning(
        (
            "{pages}頁になりました。レイアウトは{most}頁までで、詰めても（{names}）入りません"
            "（あと{lines}行、約{characters}字：{fields}）。詰めずに組みました",
            "ここから後の文を減らすか、レイアウトの budget の頁数を増やしてください。",
        ),
        (
            "{pages} pages, but the layout allows {most}; tightened ({names}) it is still {lines} lines, "
            "about {characters} characters, too long ({fields}), so it was set as it is",
            "shorten the text from here on, or allow more pages in the layout's budget",
        ),
    ),
    "Q803": _warning(
        (
            "{most}頁に収めるために詰めました：{names}",
            "そのままでも構いません。文を少し減らすと、詰めずに組めます。",
        ),
        (
            "tightened to fit {most} pages: {names}",
            "this may stand; a little less text would need no tightening",
        ),
    ),
    "Q804": _warning(
        (
            "最後の{page}頁目は{percent}%しか埋まっていません（{lines}行、約{characters}字）",
            "その分を減らすと1頁少なくなります。文や写真を足しても構いません。",
        ),
        (
            "the last page, {page}, is only {percent}% full ({lines} lines, about {characters} characters)",
            "cut as much to save the page, or add text or a picture",
        ),
    ),
    "Q901": _error(
        Exit.FILES,
        (
            "PDFとして読めません（{detail}）",
            "PDFかどうか、途中で切れていないかを確かめて、作り直すかもう一度受け取ってください。",
        ),
        (
            "this cannot be read as a PDF ({detail})",
            "check that it is a PDF and complete; make it or fetch it again",
        ),
    ),
    "Q902": _error(
        Exit.FILES,
        ("パスワードのかかったPDFは調べられません", "パスワードを外したものを使ってください。"),
        ("the PDF is locked with a password", "use a copy without it"),
    ),
    # --- for the press --------------------------------------------------------------------------
    "X101": _input(
        (
            "ICCプロファイル {file} が shops/ にありません",
            "ファイル名を確かめるか、印刷所から受け取ったファイルを shops/ に置いてください。",
        ),
        ("the ICC profile {file} is not in shops/", "check its name, or put the shop's file into shops/"),
    ),
    "X102": _input(
        (
            "{file} は印刷用（CMYK、出力）のICCプロファイルではありません（{detail}）",
            "印刷所に、入稿用のICCプロファイル（CMYK）を尋ねてください。",
        ),
        (
            "{file} is no ICC profile of a press (CMYK, output): {detail}",
            "ask the print shop for its CMYK profile",
        ),
    ),
    "X103": _input(
        (
            "PDF/X-4 にはICCプロファイルが要ります（output_intent の icc）",
            "印刷所のプロファイルを shops/ に置き、icc: に名前を書いてください。",
        ),
        (
            "PDF/X-4 needs an ICC profile (icc: in output_intent)",
            "put the shop's profile into shops/ and name it",
        ),
    ),
    "X104": _input(
        ("PDF/X-1a にRGBは入れられません", "rgb: false にするか、standard: x-4 にしてください。"),
        ("PDF/X-1a holds no RGB", "write rgb: false, or standard: x-4"),
    ),
    "X105": _input(
        (
            "トンボ（仕上りから{distance}mm）が塗り足し（{bleed}mm）の中に入ります",
            "distance: を {bleed} 以上にしてください。",
        ),
        (
            "marks at {distance} mm from the trim lie in the bleed ({bleed} mm)",
            "make distance: {bleed} or more",
        ),
    ),
    "X201": _at(
        _SHEET,
        _pages(
            (
                "透明な部分があります。PDF/X-1a では使えません",
                "style.css の opacity や rgba() をやめるか、standard: x-4 の印刷所にしてください。",
            ),
            (
                "something is transparent, which PDF/X-1a forbids",
                "take opacity, rgba() and half-transparent gradients out of style.css, or use standard: x-4",
            ),
        ),
    ),
    "X202": _at(
        _SHEET,
        _pages(
            (
                "インキでない色が残っています（{space}、{what}）",
                "`brochure build --for print` で作り、まだ出れば画像の形式を確かめてください。",
            ),
            (
                "a colour that is no ink is left ({space}, {what})",
                "make it with `brochure build --for print`; if it stays, look at the picture's format",
            ),
        ),
    ),
    "X203": _at(
        _SHEET,
        _pages(
            (
                "黒い文字が墨版だけになっていません（CMYK {ink}）",
                "版がずれるとにじみます。文字の色を黒か灰色か device-cmyk(0 0 0 1) にしてください。",
            ),
            (
                "black text is not on the K plate only (CMYK {ink})",
                "it blurs when plates are out of register: make it black or grey, or device-cmyk(0 0 0 1)",
            ),
        ),
    ),
    "X204": _at(
        _SHEET,
        _pages(
            (
                "総インキ量が{ink}%です（上限{limit}%）",
                "乾かずに裏へ移ります。画像か色を薄くしてください。",
            ),
            (
                "total ink is {ink} %, at most {limit} % dries",
                "it would set off on the next sheet: make the picture or the colour lighter",
            ),
        ),
    ),
    "X205": _at(
        _SHEET,
        _pages(
            (
                "断ち切りに届く色が、塗り足しの端まで届いていません（{side}、約{length}mm）",
                "断裁がずれると白い筋が出ます。style.css で var(--bleed) だけ外へ伸ばしてください。",
            ),
            (
                "colour reaches the trim but not the end of the bleed ({side}, about {length} mm)",
                "the knife would leave white: let it go on by var(--bleed) in style.css (docs/designer.md)",
            ),
        ),
    ),
    "X206": _at(
        _SHEET,
        _pages(
            (
                "ノンブル（{number}）がありません",
                "@page に counter(page) を入れるか、1枚ものなら every_page: false にしてください。",
            ),
            (
                "there is no folio {number}",
                "put counter(page) into the layout's @page, or write every_page: false for a single sheet",
            ),
        ),
    ),
    "X207": _at(
        _SPOT,
        _pages(
            (
                "ノンブルが仕上りから{gap}mmです（{least}mm以上）",
                "断裁で切れることがあります。style.css で内側へ動かしてください。",
            ),
            (
                "the folio is {gap} mm from the trim, {least} mm are needed",
                "the knife may cut it: move it inwards in style.css",
            ),
        ),
    ),
    "X208": _at(
        _SHEET,
        _pages(
            (
                "全部の版に出るトンボ（レジストレーション）がありません",
                "トンボを付けて作り直すか、要らない印刷所なら style: none にしてください。",
            ),
            (
                "there are no crop marks in the registration colour",
                "make the file with marks, or write style: none",
            ),
        ),
    ),
    "X209": _pages(
        (
            "印刷用の規格に要るものがありません（{what}）",
            "`brochure build --for print` で作り直してください。",
        ),
        ("the file lacks what its standard asks for ({what})", "make it with `brochure build --for print`"),
    ),
    "X210": _at(
        _SPOT,
        _pages(
            (
                "画像が粗すぎます（{dpi} dpi、{least} dpi以上が必要）",
                "大きい画像に差し替えるか、小さく置いてください。",
            ),
            (
                "a picture is too coarse: {dpi} dpi, at least {least} are needed",
                "use a larger picture, or print it smaller",
            ),
        ),
    ),
    "X212": _at(
        _SHEET,
        _pages(
            ("トンボが塗り足しの中に入っています", "distance: を塗り足しより大きくして作り直してください。"),
            (
                "crop marks lie inside the bleed",
                "make distance: larger than the bleed, and make the file again",
            ),
        ),
    ),
    "X213": _at(
        _SHEET,
        _pages(
            ("リンクや注釈が残っています", "`brochure build --for print` で作り直してください。"),
            ("links or annotations are left", "make the file with `brochure build --for print`"),
        ),
    ),
    "X214": _at(
        _SHEET,
        _pages(
            ("見える範囲（CropBox）が塗り足しより小さくなっています", "CropBox を外して作り直してください。"),
            ("the CropBox is smaller than the bleed", "make the file again without a CropBox"),
        ),
    ),
    "X301": _at(
        _SHEET,
        _warning(
            (
                "画像の透明な部分を白で埋めました（PDF/X-1a）",
                "下の地が白でなければ、透明のない画像に替えてください。",
            ),
            (
                "the transparent part of a picture was filled with white (PDF/X-1a)",
                "if its ground is not white, use a picture without transparency",
            ),
        ),
    ),
    # --- imposition -----------------------------------------------------------------------------
    "I101": _at(
        _SHEET,
        _pages(
            (
                "頁の大きさが1頁目と違います（{size}mm、1頁目は{first}mm）",
                "面付けできるのは、大きさのそろったPDFです。判型をそろえて作り直すか、"
                "別々に面付けしてください。",
            ),
            (
                "the page is {size} mm, the first {first} mm",
                "only pages of one size can be imposed: make them equal, or impose them apart",
            ),
        ),
    ),
    "I102": _error(
        Exit.FILES,
        ("パスワードのかかったPDFは面付けできません", "パスワードを外したものを使ってください。"),
        ("a PDF that is locked with a password cannot be imposed", "use a copy without it"),
    ),
    "I103": _error(
        Exit.FILES,
        ("作った人が印刷を禁じているPDFです", "印刷できるものを、作った人にもらってください。"),
        ("the author of this PDF does not allow it to be printed", "ask for a copy that may be"),
    ),
    "I104": _error(
        Exit.USAGE,
        (
            "余白{margin}mmでは、紙に刷るところが残りません",
            "--margin を小さくするか、紙を大きくしてください。",
        ),
        ("a margin of {margin} mm leaves too little paper", "make --margin smaller or the paper larger"),
    ),
    "I201": _warning(
        (
            "{count}頁は{multiple}の倍数でないので、{after}頁目のあとに白い頁を{lacking}頁入れました",
            "白い頁をなくすには、頁をあと{lacking}頁加えるか、"
            "{surplus}頁減らします（表紙と白い頁も数えます）。"
            "最後の頁が裏表紙でなければ、--blanks-last で白い頁を最後に回せます。",
        ),
        (
            "{count} pages are no multiple of {multiple}: {lacking} blank ones were put after page {after}",
            "to be without them, add {lacking} or take away {surplus} (covers and blank pages count); if the "
            "last page is no back cover, --blanks-last puts them at the end",
        ),
    ),
    "I202": _warning(
        (
            "{sheets}枚は、"
            "ホチキスで綴じるには厚すぎるかもしれません（{thickness}mmの紙で{most}枚までが目安）",
            "薄い紙にするか、2冊に分けるか、綴じられる枚数を複合機の説明書で確かめてください。",
        ),
        (
            "{sheets} sheets may be too thick to staple; {most} are a guide for paper of {thickness} mm",
            "take thinner paper, make two booklets, or see how many sheets your finisher takes",
        ),
    ),
    "I203": _warning(
        (
            "印刷できない所に文字があります：{pages}頁（紙の端から{margin}mmと、折り目の向こう）",
            "--fit inside で全体を少し縮めるか、端まで印刷できるなら --margin を小さくしてください。",
        ),
        (
            "text that will not be printed, on pages {pages}: within {margin} mm of the paper's edge or "
            "beyond the fold",
            "make all pages a little smaller with --fit inside, or --margin smaller if your printer can",
        ),
    ),
    # --- files ----------------------------------------------------------------------------------
    "K101": _input(
        ("「{found}」はありません", "{suggestion}書けるのは {known} です。"),
        ("there is no “{found}”", "{suggestion}known are: {known}"),
    ),
    "K102": _input(
        ("機関「{id}」が2度書かれています", "どちらかを消してください。"),
        ("partner “{id}” is listed twice", "delete one of them"),
    ),
    "K103": _input(
        (
            "列の内容が決まりません",
            "value（place、mou、as_of）か、facts と field の組のどちらかを書いてください。",
        ),
        ("the column has no content, or two", "give either value, or facts with field"),
    ),
    "K104": _input(
        (
            "{file} に「{at}」という値（文字）はありません",
            "`brochure show` や機関ファイルで場所を確かめてください。番号は0からです。",
        ),
        ("{file} has no text at “{at}”", "look it up in the profile; numbers count from 0"),
    ),
    "K105": _input(
        ("冊子のファイルの文から注や出典「{id}」は呼べません", "注は機関ファイルの文に付けてください。"),
        ("the booklet's own texts cannot call “{id}”", "put notes into the profiles' texts"),
    ),
    "K106": _input(
        (
            "レイアウト「{layout}」には冊子の頁（{path}）がありません",
            "standard の book フォルダーを写して始められます。",
        ),
        ("layout “{layout}” has no pages for booklets ({path})", "copy the folder book of layout standard"),
    ),
    "K107": _input(
        ("この冊子に「{name}」はありません（載っているのは {known}）", "機関の名前を確かめてください。"),
        ("the booklet does not have “{name}”; it has {known}", "check the name"),
    ),
    "K108": _error(
        Exit.MACHINE,
        (
            "「{name}」のあたりで、組んでいた処理が止まりました（記憶容量が足りないのかもしれません）",
            "--jobs を小さくするか（--executor ではワーカーの記憶容量を増やし）、もう一度実行してください。",
        ),
        (
            "a process died near “{name}”; there may be too little memory",
            "try again with fewer --jobs; with --executor, give the workers more memory",
        ),
    ),
    "K109": _input(
        (
            "無線綴じの背幅が出せません。印刷所のファイルに用紙（paper）がありません",
            "paper: に用紙の名前と、一枚の厚さ（mm）を書いてください。印刷所に聞けます。",
        ),
        (
            "the width of the spine is unknown: the shop's file names no paper",
            "write the paper's name and the thickness of a sheet (mm) under paper:; the shop knows them",
        ),
    ),
    "K110": _error(
        Exit.MACHINE,
        (
            "Daskのワーカーのファイルか版が、こちらと違います（{what}）",
            "作業フォルダーを共有して同じパスで見えるようにし、同じ版を入れてください。"
            "保存した直後なら、少し待ってもう一度実行してください。",
        ),
        (
            "a Dask worker has other files or versions than are here ({what})",
            "share the workspace under the same path and install the same versions; "
            "if a file was saved just now, wait a little and try again",
        ),
    ),
    "K201": _warning(
        (
            "機関ファイルの「{at}」が変わりました（今は「{now}」）",
            "この冊子での値でよいか確かめ、was を今の値に直してください。",
        ),
        (
            "“{at}” has changed in the profile (now “{now}”)",
            "see whether the booklet's value still holds, and correct was",
        ),
    ),
    "K202": _warning(
        (
            "全部で{pages}頁です。{multiple}の倍数にするため、白い頁が{blank}頁入りました（奥付の前）",
            "closing に{blank}頁分の文（メモ欄など）を足すか、{over}頁減らすと、白い頁はなくなります。"
            "1頁だけにする機関は depth: page です（2頁以上で、最後の頁がいちばん空いている機関：{thin}）。",
        ),
        (
            "{pages} pages; {blank} blank before the colophon make a multiple of {multiple}",
            "add {blank} under closing (room for notes, addresses), or take {over} away: depth: page prints "
            "a partner on one (of those with more, the emptiest last page: {thin})",
        ),
    ),
    "K203": _warning(
        (
            "背幅は{spine}mmとして表紙を作りました（本文{pages}頁、{paper}）",
            "印刷所が決めた背幅と違うときは、用紙の厚さ（thickness）を直してください。",
        ),
        (
            "the cover was made for a spine of {spine} mm ({pages} pages of {paper})",
            "if the shop says otherwise, correct the paper's thickness",
        ),
    ),
    # --- edits made in Word -----------------------------------------------------------------------
    "D101": _input(
        (
            "Wordのファイル（.docx）として読めません",
            "brochure が作った .docx を直したものを指定してください。壊れているときは、"
            "Wordで開いて「名前を付けて保存」で"
            " .docx に保存し直してください。",
        ),
        (
            "this is not a Word file (.docx)",
            "name a .docx that brochure made and somebody edited; if it is damaged, open it in Word and "
            "save it again",
        ),
    ),
    "D102": _input(
        (
            "古い形式（.doc）です",
            "Wordで開き、「名前を付けて保存」で「Word文書（.docx）」に保存し直してください。",
        ),
        ("this is an old .doc file", "open it in Word and save it as a Word document (.docx)"),
    ),
    "D103": _input(
        (
            "パスワードで保護されています",
            "Wordで開き、「ファイル」→「情報」→「文書の保護」でパスワードを外して保存し直してください。",
        ),
        (
            "it is protected by a password",
            "open it in Word and remove the password (File, Info, Protect Document)",
        ),
    ),
    "D104": _input(
        (
            "マクロ付きの文書（.docm）です",
            "Wordで「Word文書（.docx）」に保存し直してください。マクロは読みません。",
        ),
        ("it contains macros (.docm)", "save it as a Word document (.docx); macros are not read"),
    ),
    "D105": _input(
        (
            "「Strict Open XML」形式です",
            "Wordで「名前を付けて保存」→ファイルの種類「Word文書（*.docx）」（Strictの付かないもの）で保存し直してください。",
        ),
        ("it is in the Strict Open XML format", "save it as “Word Document (*.docx)”, not as the Strict one"),
    ),
    "D106": _input(
        (
            "大きすぎます（{detail}）",
            "brochure が作ったファイルか確かめてください。貼り付けた大きな画像は消してください。",
        ),
        ("it is too large ({detail})", "check that brochure made it; take large pasted pictures out"),
    ),
    "D107": _input(
        (
            "中の {part} が読めません（{detail}）",
            "Wordで開いて「名前を付けて保存」で .docx に保存し直してください。",
        ),
        ("its part {part} cannot be read ({detail})", "open it in Word and save it again as .docx"),
    ),
    "D108": _input(
        (
            "どの機関のファイルか分かりません（brochure の情報が残っていません）",
            "--profile 名前 で機関を指定してください。今の機関ファイルと比べ、"
            "すべて確認が要る変更として示します。",
        ),
        (
            "it does not say whose file it is: nothing of brochure is left in it",
            "say --profile NAME; it is compared with the profile as it is now, and every change must be "
            "confirmed",
        ),
    ),
    "D109": _input(
        (
            "「{found}」のファイルで、「{wanted}」のものではありません",
            "--profile を外すか、「{found}」にしてください。",
        ),
        ("it is the file of “{found}”, not of “{wanted}”", "leave --profile out, or say “{found}”"),
    ),
    "D110": _input(
        (
            "新しい版の brochure が作ったファイルです（形式{schema}、この版が読めるのは{known}まで）",
            "brochure を新しくしてください。",
        ),
        ("a newer brochure made it (format {schema}, known up to {known})", "update brochure"),
    ),
    "D111": _input(
        (
            "中の控え（もとの文）が壊れているか、古い版の brochure のものです",
            "送ったときの .docx があれば --baseline ファイル で指定してください。なければ --profile "
            "{profile} で今の"
            "機関ファイルと比べられます。",
        ),
        (
            "the copy of what was sent, which it carries, is damaged or of an older brochure",
            "if you have the .docx as it was sent, name it with --baseline; else --profile {profile} "
            "compares "
            "with the profile as it is now",
        ),
    ),
    "D112": _input(
        (
            "両方で違う直しが{count}か所にあります",
            "--ours（今の機関ファイル）、--theirs（Wordの直し）、"
            "--interactive（一つずつ選ぶ）のどれかを付けてください。"
            "何も書いていません。",
        ),
        (
            "{count} places were changed in both, and differently",
            "say --ours (the profile as it is), --theirs (the edits) or --interactive; nothing was written",
        ),
    ),
    "D113": _input(
        (
            "どの文の直しか確かでないものが{count}か所あります",
            "一覧を確かめ、よければ --confirm を付けるか、--interactive で一つずつ選んでください。"
            "何も書いていません。",
        ),
        (
            "{count} changes are of texts that could not be told for certain",
            "look through them, then say --confirm, or choose with --interactive; nothing was written",
        ),
    ),
    "D114": _error(
        Exit.BUG,
        (
            "書き込むと、Wordの文と同じになりません（{at}：{detail}）",
            "何も書いていません。この箇所は機関ファイルで直してください。brochure の不具合です。"
            "知らせてください。",
        ),
        (
            "written down, it would not be the edited text ({at}: {detail})",
            "nothing was written; make this change in the profile, and please report it: it is our fault",
        ),
    ),
    "D115": _input(
        (
            "機関ファイル「{name}」がありません",
            "Wordファイルは「{name}」のものです。名前を変えたなら --profile 新しい名前 を付けてください。",
        ),
        ("there is no profile “{name}”, whose file this is", "if it was renamed, say --profile NEWNAME"),
    ),
    "D201": _warning(
        (
            "共通の文の直しは、この機関のファイルには書けません",
            "すべての機関に及びます。よければ {where} を直してください。",
        ),
        (
            "a text of the series was edited; it is not this profile's",
            "it stands in all brochures; if that is meant, edit {where}",
        ),
    ),
    "D202": _warning(
        (
            "自動で作られる文の直しです（番号、凡例、目次、早見表、索引、柱など）",
            "もとになる値を直してください。形はレイアウトが決めます。",
        ),
        (
            "a text was edited that is made from data (numbers, legends, contents, tables, index, "
            "running heads)",
            "edit the values it is made from; the layout decides its form",
        ),
    ),
    "D203": _warning(
        (
            "いくつかの値から作られる行で、どの値の直しか決められません",
            "機関ファイルの partner、milestones、edition、as_of を直してください。",
        ),
        (
            "this line is made from several values, and the edit does not tell which is meant",
            "edit partner, milestones, edition or as_of in the profile",
        ),
    ),
    "D204": _warning(
        (
            "入れる場所のないものが加わっています（{kind}：{words}）",
            "機関ファイルに書ける形（箇条書き、段落、項目）にするか、図は figure として加えてください。",
        ),
        (
            "something was added that has no place ({kind}: {words})",
            "make it a bullet, a paragraph or an item; add pictures as figure in the profile",
        ),
    ),
    "D205": _warning(
        (
            "文字の飾りは取り込みません（{kind}：{words}）",
            "見た目はレイアウトが決めます。強調は太字（**…**）だけです。",
        ),
        (
            "looks are not taken over ({kind}: {words})",
            "the layout decides them; bold (**…**) is the one emphasis",
        ),
    ),
    "D206": _warning(
        (
            "星取表の列や行が変わっています",
            "項目は共通ファイル（_series.yaml の marks）で加えたり除いたりします。",
        ),
        ("columns or rows of a mark table were changed", "topics are those of the series file (marks)"),
    ),
    "D207": _warning(
        (
            "空にできない文が空になっています",
            "行や項目ごと要らなければ、Wordで行や項目ごと消してください。"
            "分からないことは「回答なし」と書きます。",
        ),
        (
            "a text was emptied that must say something",
            "delete the whole row or item instead; what is not known is 回答なし",
        ),
    ),
    "D208": _warning(
        ("このままでは機関ファイルが正しくなくなります（{detail}）", "機関ファイルで直してください。"),
        ("with this change the profile would not be valid ({detail})", "make it in the profile"),
    ),
    "D209": _warning(
        (
            "出典の直しが、どの欄のことか決められません",
            "{at} の欄（著者、題名、日付など）を直すか、出典でない注にするなら本文の [@…] を [^名前] "
            "に替えてください。",
        ),
        (
            "a citation was edited in a way that no field of its source stands for",
            "edit the fields of {at}, or make it a free note: replace [@…] by [^name]",
        ),
    ),
    "D210": _warning(
        (
            "印「{found}」の意味が分かりません",
            "○（あり）、－（なし）、空欄（回答なし）のどれかにしてください。",
        ),
        ("the mark “{found}” may mean anything", "write ○ (yes), – (none), or nothing (no answer)"),
    ),
    "D211": _warning(
        (
            "出典の文が自由に書き替えられたので、出典でない注 [^{name}] にしました",
            "出典として残すなら、書き込む前に {at} の欄を直してください。",
        ),
        (
            "a citation was rewritten, so it becomes the free note [^{name}]",
            "to keep it a source, edit the fields of {at} instead",
        ),
    ),
    "D212": _warning(
        (
            "今の機関ファイルには、この値がもうありません",
            "ファイルを送ったあとで消されたか、移されました。要る直しなら機関ファイルで加えてください。",
        ),
        (
            "the profile no longer has this value",
            "it was removed or moved after the file was sent; if the edit is needed, make it in the profile",
        ),
    ),
    "D213": _warning(
        (
            "行の中で改行されています（{words}）",
            "改行は取り込みません。段落を分けるなら Enter で分けてください。",
        ),
        (
            "there is a line break within a line ({words})",
            "it is not taken over; press Enter for a new paragraph",
        ),
    ),
    "D214": _warning(
        (
            "Wordの文と、取り込んだあとの文が、ここで違います",
            "取り込めなかった直しです。機関ファイルで直してください。",
        ),
        ("here the edited text and the revised profile still differ", "make this change in the profile"),
    ),
    "D215": _warning(
        (
            "この冊子だけの値の直しです",
            "機関ファイルはそのままです。{file} の overrides を直してください。",
        ),
        (
            "a value was edited that is different in this booklet only",
            "the profile stays as it is; edit overrides in {file}",
        ),
    ),
    "D216": _warning(
        (
            "図や写真が消されています（{words}）",
            "要らないなら、機関ファイルの photo、flag、figure を消してください。",
        ),
        (
            "a picture was removed ({words})",
            "if that is meant, remove photo, flag or figure from the profile",
        ),
    ),
    "D217": _warning(
        (
            "もとの控えがないので、今の機関ファイルと比べました",
            "ファイルを送ったあとで機関ファイルを直していれば、それもWordでの直しに見えます。"
            "よく確かめてください。",
        ),
        (
            "the file carries no copy of what was sent: it was compared with the profile as it is now",
            "what was changed in the profile since then looks like an edit: look through the changes",
        ),
    ),
    "D218": _input(
        (
            "ファイルの書き方のため、この値だけを書き替えることができません（{detail}）",
            "機関ファイルで直してください。",
        ),
        (
            "the file is written in a way in which this value alone cannot be changed ({detail})",
            "make this change in the profile",
        ),
    ),
    "D219": _warning(
        (
            "この行の直しは取り込めませんでした（{words}）",
            "Wordの文と機関ファイルを見比べて、機関ファイルで直してください。",
        ),
        (
            "the edit of this line was not taken over ({words})",
            "compare the Word file with the profile, and make the edit in the profile",
        ),
    ),
    "F101": _error(
        Exit.FILES,
        (
            "ここは brochure の作業フォルダーではありません（{path}）",
            "profiles/_series.yaml のあるフォルダーへ移るか、`brochure init フォルダー` で作ってください。",
        ),
        (
            "{path} is not a brochure workspace",
            "go to the folder that has profiles/_series.yaml, or make one with `brochure init DIR`",
        ),
    ),
    "F102": _error(
        Exit.FILES,
        ("「{name}」という機関ファイルはありません", "{suggestion}今あるもの：{known}"),
        ("there is no profile “{name}”", "{suggestion}there are: {known}"),
    ),
    "F103": _error(
        Exit.FILES,
        (
            "「{name}」は{folder}/ のファイルの名前になりません",
            "{folder}/ のファイル名から .yaml を除いて書きます（半角の英小文字・数字・「-」「_」）。",
        ),
        (
            "“{name}” cannot be the name of a file in {folder}/",
            "write a file name of {folder}/ without .yaml: lower-case letters, digits, - and _",
        ),
    ),
    "F104": _error(
        Exit.FILES,
        ("{path} を読めません（{reason}）", "ファイルがあるか、読む権限があるかを確かめてください。"),
        ("cannot read {path} ({reason})", "check that it exists and that you may read it"),
    ),
    "F105": _error(
        Exit.FILES,
        ("「{name}」というレイアウトはありません", "{suggestion}今あるもの：{known}"),
        ("there is no layout “{name}”", "{suggestion}there are: {known}"),
    ),
    "F109": _error(
        Exit.FILES,
        (
            "「{name}」という印刷所はありません",
            "{suggestion}今あるもの：{known}。足すには shops/ にファイルを置きます。",
        ),
        (
            "there is no print shop “{name}”",
            "{suggestion}there are: {known}; to add one, put a file into shops/",
        ),
    ),
    "F106": _error(
        Exit.FILES,
        (
            "{path} に書けません（{reason}）",
            "書く権限と空き容量を確かめ、Wordなどで開いていれば閉じてください。"
            "前からあるファイルはそのままです。",
        ),
        (
            "cannot write {path} ({reason})",
            "check permission and space, and close it in Word; files that were there are unchanged",
        ),
    ),
    "F107": _error(
        Exit.FILES,
        ("{path} はもうあります", "別の名前にするか、先にそのファイルを片づけてください。"),
        ("{path} exists already", "choose another name, or move it away first"),
    ),
    "F108": _error(
        Exit.FILES,
        ("機関ファイルが一つもありません", "`brochure new 名前` で書き始めてください。"),
        ("there are no profiles", "begin one with `brochure new NAME`"),
    ),
    # --- earlier editions (brochure redline) ----------------------------------------------------
    "D501": _error(
        Exit.FILES,
        (
            "前の版のファイル「{path}」がありません",
            "ファイルの場所を確かめてください。gitの版と比べるときは、版の名前（例：v1.0、HEAD~3）を書きます。",
        ),
        (
            "there is no file “{path}” of an earlier edition",
            "check the path; to compare with a revision of git, give its name, such as v1.0 or HEAD~3",
        ),
    ),
    "D503": _error(
        Exit.FILES,
        (
            "このWordファイルには、もとの機関ファイルが入っていません",
            "--since には、brochure が作った .docx か、前の版の機関ファイル（.yaml）か、gitの版を書きます。",
        ),
        (
            "this Word file does not carry the profile that it was made from",
            "give a .docx that brochure made, a profile (.yaml), or a revision of git",
        ),
    ),
    "D504": _error(
        Exit.FILES,
        (
            "このWordファイルは「{name}」ではなく「{found}」のものです",
            "「{name}」の前の版を指定するか、比べる機関の名前を確かめてください。",
        ),
        (
            "this Word file is of “{found}”, not of “{name}”",
            "give an earlier edition of “{name}”, or check which partner you mean",
        ),
    ),
    "D505": _error(
        Exit.FILES,
        (
            "「{revision}」を調べられません：作業フォルダーがgitで管理されていないか、gitがこの機械にありません",
            "前の版の .yaml か、brochure が作った前の版の .docx を --since に指定してください。",
        ),
        (
            "“{revision}” cannot be looked up: the workspace is in no git repository, or git is missing",
            "give an earlier profile (.yaml) or a .docx that brochure made",
        ),
    ),
    "D506": _error(
        Exit.FILES,
        (
            "gitに「{revision}」という版がありません",
            "`git log --oneline -- profiles` で版を確かめてください。"
            "ファイルと比べるときは .yaml か .docx を指定します。",
        ),
        (
            "git knows no revision “{revision}”",
            "see `git log --oneline -- profiles`; a file to compare with ends in .yaml or .docx",
        ),
    ),
    "D507": _error(
        Exit.FILES,
        (
            "版「{revision}」には {path} がありません",
            "`git log --oneline -- {path}` で、このファイルのある版を確かめてください。",
        ),
        (
            "revision “{revision}” has no {path}",
            "see which revisions have it: `git log --oneline -- {path}`",
        ),
    ),
    "D508": _input(
        (
            "前の版（{since}）を今の brochure では組めません。わけは次のとおりです",
            "前の版の機関ファイルを書き出して直し、そのファイル（.yaml）を --since に書いてください。",
        ),
        (
            "the earlier edition ({since}) cannot be assembled today; the reasons follow",
            "save its profile under another name (.yaml), mend it, and give that file as --since",
        ),
    ),
    # --- usage ----------------------------------------------------------------------------------
    "F110": _error(
        Exit.FILES,
        (
            "冊子「{name}」がありません",
            "{suggestion}今あるもの：{known}。`brochure booklet --new {name}` で作れます。",
        ),
        (
            "there is no booklet “{name}”",
            "{suggestion}there are: {known}; make one with brochure booklet --new {name}",
        ),
    ),
    "U101": _error(
        Exit.USAGE,
        ("コマンドの書き方が違います（{detail}）", "`{command} --help` で使い方が見られます。"),
        ("{detail}", "`{command} --help` shows how it is used"),
    ),
    "U102": _error(
        Exit.USAGE,
        ("機関の名前か --all が要ります", "例：brochure {command} liaoning"),
        ("name a profile, or say --all", "for example: brochure {command} liaoning"),
    ),
    "U103": _error(
        Exit.USAGE,
        (
            "印刷用（--for print）には印刷所の名前（--shop）が要ります",
            "今あるもの：{known}。例：--for print --shop {first}",
        ),
        (
            "--for print needs a print shop (--shop)",
            "there are: {known}; for example: --for print --shop {first}",
        ),
    ),
    "U104": _error(
        Exit.USAGE,
        ("--shop は印刷用のときだけ使います", "--for print も付けてください。"),
        ("--shop is for the press", "add --for print"),
    ),
    "U105": _error(
        Exit.USAGE,
        ("印刷用に作れるのはPDFだけです", "--format docx を外してください。"),
        ("only a PDF can be made for the press", "leave out --format docx"),
    ),
    "U106": _error(
        Exit.USAGE,
        ("冊子の名前を書いてください", "あるのは {known} です。例：brochure booklet seminar"),
        ("name a booklet", "there are {known}; for example: brochure booklet seminar"),
    ),
    "F201": _warning(
        (
            "控えのフォルダー {path} に書けません（{reason}）。次の回も初めから作ります",
            "フォルダーの権限と空き容量を確かめてください。控えを使わないなら --no-cache を付けます。",
        ),
        (
            "the folder {path} cannot be written to ({reason}); the next run will make everything again",
            "check its permissions and the room on the disk; --no-cache does without it",
        ),
    ),
    # --- machine --------------------------------------------------------------------------------
    "E101": _error(
        Exit.MACHINE,
        (
            "PDFに要るライブラリーがありません（{detail}）",
            "Debian・Ubuntu：sudo apt install {debian}　"
            "Fedora：sudo dnf install {fedora}　macOS：brew install {macos}",
        ),
        (
            "a library that the PDF needs is missing ({detail})",
            "Debian, Ubuntu: sudo apt install {debian}; "
            "Fedora: sudo dnf install {fedora}; macOS: brew install {macos}",
        ),
    ),
    "E102": _error(
        Exit.MACHINE,
        (
            "--executor に要る distributed がありません",
            "brochure と同じ所に入れてください。pipx inject brochure distributed、"
            "uv tool install --with distributed ./brochure-….whl、pip install distributed のどれかです。",
        ),
        (
            "--executor needs distributed, which is not installed",
            "install it beside brochure: pipx inject brochure distributed, "
            "uv tool install --with distributed ./brochure-….whl, or pip install distributed",
        ),
    ),
    "E103": _error(
        Exit.MACHINE,
        (
            "Daskのスケジューラー {address} が答えません（{reason}）",
            "アドレスを確かめ、スケジューラーが動いているか見てください（dask scheduler）。",
        ),
        (
            "the Dask scheduler {address} does not answer ({reason})",
            "check the address, and that the scheduler runs (dask scheduler)",
        ),
    ),
    "E104": _error(
        Exit.MACHINE,
        (
            "Daskのスケジューラー {address} にワーカーがいません",
            "ワーカーを動かしてください：dask worker {address} --nthreads 1",
        ),
        (
            "the Dask scheduler {address} has no workers",
            "start some: dask worker {address} --nthreads 1",
        ),
    ),
    # --- bugs -----------------------------------------------------------------------------------
    "B101": _error(
        Exit.BUG,
        (
            "brochure の中で予期しないことが起きました（{detail}）",
            "こちらの不具合です。{report} と入力ファイルを添えて知らせてください。出力は変えていません。",
        ),
        (
            "something unexpected happened inside brochure ({detail})",
            "this is our fault: please send us {report} and your input; no output was changed",
        ),
    ),
}

_WORDS: dict[Lang, dict[str, str]] = {
    "ja": {
        "text": "文字",
        "list": "リスト（「- 」で始まる行の並び）",
        "mapping": "「名前: 値」の並び",
        "number": "数",
        "boolean": "true か false",
        "nothing": "空",
        "paragraph style": "段落スタイル",
        "character style": "文字スタイル",
        "table style": "表のスタイル",
        "path": "線や地",
        "picture": "画像",
        "gradient": "グラデーション",
        "top": "天",
        "bottom": "地",
        "left": "左",
        "right": "右",
    },
    "en": {
        "text": "text",
        "list": "a list (lines that begin with “- ”)",
        "mapping": "a mapping (“name: value”)",
        "number": "a number",
        "boolean": "true or false",
        "nothing": "nothing",
    },
}


@dataclass(frozen=True, slots=True)
class Said:
    """A problem in words."""

    where: str
    severity: str
    code: str
    message: str
    hint: str
    warning: bool

    def __str__(self) -> str:
        """Two lines: where, what; and what to do."""
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.severity} {self.code}: {self.message}\n  → {self.hint}"


def say(problem: Problem, lang: Lang) -> Said:
    """Put a problem into words."""
    entry = CATALOGUE[problem.code]
    words = entry.words(lang)
    details = {
        key: _WORDS[lang].get(value, value) if key in _TRANSLATED else value for key, value in problem.details
    }
    details["suggestion"] = _suggestion(details.get("nearest", ""), lang)
    details["defined"] = _defined(details.get("known", ""), lang)
    severity = {"ja": ("エラー", "注意"), "en": ("error", "warning")}[lang][entry.warning]
    return Said(
        where=str(problem.location) if problem.location else "",
        severity=severity,
        code=problem.code,
        message=words.message.format_map(details),
        hint=words.hint.format_map(details),
        warning=entry.warning,
    )


_TRANSLATED = {"expected", "found", "type", "what", "side"}


def _suggestion(nearest: str, lang: Lang) -> str:
    if not nearest:
        return ""
    return f"「{nearest}」ではありませんか。" if lang == "ja" else f"did you mean “{nearest}”? "


def _defined(known: str, lang: Lang) -> str:
    if not known:
        return ""
    return f"今ある注：{known}" if lang == "ja" else f"; defined: {known}"


def exit_code(problems: Iterable[Problem]) -> Exit:
    """The exit code for a run's problems: the gravest, where a machine's lack outweighs an input's."""
    order = [Exit.OK, Exit.INPUT, Exit.PAGES, Exit.FILES, Exit.USAGE, Exit.MACHINE, Exit.BUG]
    return max((CATALOGUE[problem.code].exit for problem in problems), key=order.index, default=Exit.OK)
