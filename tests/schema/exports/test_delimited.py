"""Tables of sources: NDL's TSV, CiNii's and Zotero's CSV."""

from __future__ import annotations

from exports import doubts, read_items

NDL = (
    "\ufeffタイトル\t著者\t出版者\t出版年月日\t掲載誌名\t掲載巻\t掲載号\t掲載ページ\t請求記号\n"
    "例示県の行政 ; 特集\t例示一郎 ; 例示花子\t例示学会\t2019.6\t例示季報\t30\t2\t12～15\tZ1\n"
)
CINII = (
    "著者名,書名,版表示,出版者名,出版年,シリーズ名,番号,ISBN,ISSN,URL\r\n"
    '"例示, 一郎 and DOE, Jane","例示史, 上",第3版,例示書房,2021.4,例示新書,21,9784001111111,,https://example.jp/1\r\n'
)
ZOTERO = (
    '"Key","Item Type","Publication Year","Author","Title","Publication Title","DOI","Url","Date",'
    '"Access Date","Pages"\n'
    '"AB12","journalArticle","2019","例示, 一郎; 例示県国際課","題 ""引用""","例示論集","10.9999/x","https://example.jp/",'
    '"2019-11","2026-09-01 10:00:00","31-44"\n'
)


def test_an_article_of_the_library() -> None:
    (item,) = read_items(NDL, "a.tsv")
    assert item == {
        "id": "例示一郎2019",
        "type": "article-journal",
        "author": [{"literal": "例示一郎"}, {"literal": "例示花子"}],
        "title": "例示県の行政 特集",
        "publisher": "例示学会",
        "issued": {"date-parts": [["2019", "6"]]},
        "container-title": "例示季報",
        "volume": "30",
        "issue": "2",
        "page": "12-15",
    }
    assert doubts(NDL, "a.tsv") == ["C211 2:1"]


def test_a_book_of_cinii() -> None:
    (item,) = read_items(CINII.encode("cp932"), "a.csv")
    assert item == {
        "id": "例示2021",
        "type": "book",
        "author": [{"family": "例示", "given": "一郎"}, {"family": "DOE", "given": "Jane"}],
        "title": "例示史, 上",
        "edition": "第3版",
        "publisher": "例示書房",
        "issued": {"date-parts": [["2021", "4"]]},
        "collection-title": "例示新書",
        "collection-number": "21",
        "ISBN": "9784001111111",
        "URL": "https://example.jp/1",
    }


def test_a_table_of_zotero() -> None:
    (item,) = read_items(ZOTERO, "a.csv")
    assert (item["id"], item["type"], item["title"]) == ("AB12", "article-journal", '題 "引用"')
    assert item["author"] == [{"family": "例示", "given": "一郎"}, {"literal": "例示県国際課"}]
    assert item["issued"] == {"date-parts": [["2019", "11"]]}
    assert item["accessed"] == {"date-parts": [["2026", "9", "1"]]}
    assert doubts(ZOTERO, "a.csv") == []


def test_columns_and_cells_that_are_not_read_are_reported() -> None:
    text = "ID\tタイトル\t色\t出版年\na\t題\t赤\t近刊\nb\t題\t\t2019\tあまり\n"
    assert doubts(text, "a.tsv") == ["C208 2:5", "C209 2:7", "C217 3:1"]
