"""The file as a whole: links, metadata, tags, page boxes and the number of pages."""

from __future__ import annotations

import pikepdf

from brochure.pdf.preflight import preflight
from preflight_pages import LINES, changed, codes, make


def test_a_number_of_pages_that_cannot_be_bound(plain: bytes) -> None:
    assert codes(plain, multiple=2) == {"Q304"}
    assert codes(make(f'{LINES}<div style="break-before: page">{LINES}</div>'), multiple=2) == set()


def test_page_boxes(plain: bytes) -> None:
    def outside(opened: pikepdf.Pdf) -> None:
        opened.pages[0].trimbox = pikepdf.Array([-20, -20, 400, 400])

    assert "Q305" in codes(changed(plain, outside))
    sizes = make(f"{LINES}<section>{LINES}</section>", "@page b { size: 90mm 80mm } section { page: b }")
    assert codes(sizes) == {"Q306"}


def test_bleed(plain: bytes) -> None:
    assert codes(plain, bleed=3) == {"Q307"}
    assert codes(make(LINES, "@page { bleed: 3mm; marks: crop }"), bleed=3) == set()


def test_links() -> None:
    good = '<p><a href="https://example.jp/a">表示</a> <a href="mailto:a@example.jp">表示</a></p>'
    assert codes(make(LINES + good)) == set()

    def elsewhere(address: str) -> set[str]:
        def change(opened: pikepdf.Pdf) -> None:
            opened.pages[0].Annots[0].A.URI = pikepdf.String(address)

        return codes(changed(make(LINES + good), change))

    assert elsewhere("ftp://example.jp/") == elsewhere("javascript:alert(1)") == {"Q702"}
    assert elsewhere("tel:+81-45-000-0000") == set()

    def nowhere(opened: pikepdf.Pdf) -> None:
        opened.pages[0].Annots[0].Dest = pikepdf.String("nowhere")

    inner = make(f'{LINES}<p><a href="#a">表示</a></p><p id="a">先の文です</p>')
    assert codes(inner) == set()
    assert codes(changed(inner, nowhere)) == {"Q701"}


def test_metadata(plain: bytes) -> None:
    def bare(opened: pikepdf.Pdf) -> None:
        del opened.Root.Metadata, opened.trailer["/Info"], opened.Root.Lang

    assert codes(changed(plain, bare)) == {"Q703", "Q704", "Q705", "Q706", "Q707"}


def test_content_leads_to_its_tags() -> None:
    whole = make(f'{LINES}<p><a href="https://example.jp/a">表示</a></p>')

    def crossed(opened: pikepdf.Pdf) -> None:
        of_page = opened.Root.StructTreeRoot.ParentTree.Nums[1]
        of_page[0], of_page[1] = of_page[1], of_page[0]

    def run_together(opened: pikepdf.Pdf) -> None:
        numbers = list(opened.Root.StructTreeRoot.ParentTree.Nums)
        opened.Root.StructTreeRoot.ParentTree.Nums = pikepdf.Array([10, *numbers[1:]])

    def without_link(opened: pikepdf.Pdf) -> None:
        opened.pages[0].Annots[0].StructParent = 99

    def of_a_form(opened: pikepdf.Pdf) -> None:  # whose numbers begin at 0 as those of the page do
        element = next(kid for kid in opened.Root.StructTreeRoot.ParentTree.Nums[1] if kid is not None)
        form = opened.make_stream(b"")
        mark = pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=opened.pages[0].obj, Stm=form, MCID=1)
        element.K = pikepdf.Array(
            [*(element.K if isinstance(element.K, pikepdf.Array) else [element.K]), mark]
        )

    assert codes(whole) == set() == codes(changed(whole, of_a_form))
    for change in (crossed, run_together, without_link):
        assert codes(changed(whole, change)) == {"Q708"}, change.__name__
    for change in (run_together, without_link):  # of a bound file only the entries are looked at
        with preflight.open_readable(changed(whole, change), file="x.pdf") as opened:
            found = {one.code for one in preflight.check_whole_file(opened, file="x.pdf").findings}
        assert found == {"Q708"}, change.__name__
