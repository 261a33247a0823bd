"""All web addresses of partners and of the series are listed, each once with its places."""

from __future__ import annotations

from brochure.assembly.link_list import UsedAddress, used_addresses
from brochure.build.load import SharedInput
from small_partners import read_profile

PROFILE = """\
partner: {name: 架空機関, country: 架空国}
edition: 2026
answers:
  about:
    - paragraph: 詳しくは https://example.jp/a#place と[表示](https://example.jp/b)、<a@example.jp>。[@kaku]
    - facts: organisation
      rows:
        - {field: website, text: www.example.jp/遼}
sources:
  - {id: kaku, type: webpage, title: 架空, URL: "https://example.jp/a", archive_location: "https://warp.example.jp/a"}
  - {id: uncited, type: webpage, title: 引かない, URL: "https://example.jp/u"}
  - {id: paper, type: book, title: 本, archive_location: 書庫の棚}
contact: {organisation: 架空の課, website: "https://example.jp/contact"}
"""


def test_addresses_of_sources_contacts_and_texts_are_found_with_their_places(common: SharedInput) -> None:
    found = used_addresses([read_profile(PROFILE, common)], common.series)
    assert found == [
        UsedAddress("https://example.jp/a", ("p.yaml:10:47", "p.yaml:5:23"), "https://warp.example.jp/a"),
        UsedAddress("https://warp.example.jp/a", ("p.yaml:10:10",), ""),
        UsedAddress("https://example.jp/u", ("p.yaml:11:52",), ""),
        UsedAddress("https://example.jp/contact", ("p.yaml:13:40",), ""),
        UsedAddress("https://example.jp/b", ("p.yaml:5:51",), ""),
        UsedAddress("http://www.example.jp/%E9%81%BC", ("p.yaml:8:34",), ""),
    ]
