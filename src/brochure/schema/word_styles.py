"""Names of the Word styles in a layout's manifest."""

from __future__ import annotations

from brochure.schema.base import Plain, Strict, described


class WordStyles(Strict):
    """Names of the styles of ``reference.docx``, by their use."""

    title: Plain
    kicker: Plain
    reading: Plain
    series: str = described(
        "表題の帯の冊子名。書かなければ kicker と同じ",
        "The series in the title band; without it, the style of kicker.",
        default="",
    )
    title_table: Plain = described("表のスタイル", "Table style.")
    photo: Plain
    credit: Plain = described("表題の写真と旗の提供元", "Credits of the pictures in the title.")
    question: Plain
    unanswered_heading: str = described(
        "答えのない質問のまとまりの見出し。書かなければ text と同じ",
        "Heading of the questions without an answer; without it, the style of text.",
        default="",
    )
    unanswered: str = described(
        "答えのない質問の行と、その下の一文。書かなければ text と同じ",
        "The questions without an answer and the sentence under them; without it, the style of text.",
        default="",
    )
    text: Plain
    bullet: Plain
    bullet_next: Plain = described("箇条書きの2段落目から", "Second and later paragraphs of a bullet.")
    callout_heading: Plain
    callout_title: Plain
    callout_text: Plain
    callout_number: str = described(
        "囲みの大きな数。この3つを書かなければ、数は囲み本文の1行になる",
        "The numbers of a callout; without these three styles a number is a line of the callout's text.",
        default="",
    )
    callout_unit: str = described("その単位。文字スタイル", "Their units; a character style.", default="")
    callout_label: str = described("大きな数の説明", "Their labels.", default="")
    caption: Plain
    fact_label: Plain
    fact_text: Plain
    fact_item: Plain
    fact_table: Plain = described("表のスタイル", "Table style.")
    topic_code: Plain
    topic: Plain
    mark: Plain
    marked: Plain
    mark_table: Plain = described("表のスタイル", "Table style.")
    mark_other: Plain
    legend: Plain
    remark: Plain
    remark_next: Plain = described("注記の2段落目から", "Second and later paragraphs of a remark.")
    gap: Plain = described("表のあとのすき間", "Empty paragraph after a table.")
    case_heading: Plain
    case_title: Plain
    case_text: Plain
    figure: Plain = described("図", "The paragraph of a picture among the answers.")
    figure_caption: Plain
    figure_credit: Plain
    strip_picture: str = described(
        "並べた写真。この3つを書かなければ、写真は縦に並ぶ",
        "A picture of a strip; without these three styles the pictures stand one below the other.",
        default="",
    )
    strip_caption: str = described("並べた写真の説明", "Its caption.", default="")
    strip_credit: str = described("並べた写真の提供元", "Its credit.", default="")
    code: Plain = described("二次元コード", "The paragraph of a code.")
    contact_heading: Plain
    contact_text: Plain
    imprint: Plain
    strong: Plain
    link: Plain
    foreign: Plain
    ruby: Plain
    note: Plain = described("脚注", "A note at the foot of the page.")
    call: Plain = described("脚注の合印", "The call of a footnote.")
    endnote: Plain = described("質問のあとや終わりの注", "A note after a question or at the end.")
    endnote_call: Plain = described("その合印", "The call of an endnote.")
    note_marker: Plain
    running_head: Plain
    folio: Plain
    cover_above: Plain = described("冊子の表紙：題名の上", "Cover of a booklet: above the title.")
    cover_title: Plain
    cover_subtitle: Plain
    cover_line: Plain = described("表紙の催し", "Cover: the event.")
    cover_publisher: Plain = described("表紙の発行者と版", "Cover: publisher and edition.")
    cover_photo: Plain = described("表紙の写真", "The paragraph of the cover's picture.")
    section_heading: Plain = described("部の見出し（早見表、索引など）", "Heading of a part of a booklet.")
    section_subheading: Plain = described("部の中の見出し（1つの早見表など）", "Heading within a part.")
    section_text: Plain
    contents_heading: Plain = described(
        "目次の見出し。目次には載らない", "Heading of the contents; not listed in them."
    )
    toc_1: Plain = described("目次の機関", "A partner in the contents.")
    toc_2: Plain = described("目次の、機関のあとの部", "A part after the partners, in the contents.")
    compare_table: Plain = described("表のスタイル", "Table style.")
    compare_head: Plain
    compare_name: Plain
    compare_text: Plain
    compare_mark: Plain
    compare_marked: Plain
    compare_legend: Plain
    glossary_term: Plain
    glossary_meaning: Plain
    index_head: Plain = described("索引の「あ」「か」", "The heading of a group in the index.")
    index_entry: Plain
    colophon_title: Plain
    colophon_label: Plain
    colophon_text: Plain
