"""The words of the command line's help, in Japanese and English."""

from __future__ import annotations

from brochure.messages import Lang

WORDS: dict[Lang, dict[str, str]] = {
    "ja": {
        "brochure": "相手機関の紹介冊子を、機関ファイル（YAML）からPDFとWordに組みます。",
        "build": "冊子を作ります。例：brochure build liaoning",
        "check": "機関ファイルの誤りを調べます。名前がなければ全部を調べます。",
        "show": "組み上がる内容を文字で表示します。",
        "new": "書き込み式の見本から、新しい機関ファイルを作ります。",
        "schema": "機関ファイルのJSON Schemaを出します（VS Codeの入力補助用）。",
        "init": "新しい作業フォルダーを、レイアウト・書体・見本つきで作ります。",
        "NAME": "名前",
        "NAME…": "[名前]...",
        "DIR": "フォルダー",
        "--version": "バージョンを表示します。",
        "--lang": "メッセージの言語。",
        "--all": "すべての機関。",
        "--layout": "layouts/ の中のレイアウト。",
        "--format": "作る形式。繰り返せます。",
        "--output": "書き出し先のフォルダー。",
        "--debug": "途中の段階も output/debug/ に残します。",
        "nothing wrong": "{count}件、問題はありません。",
        "begun": "作業フォルダーができました。次は：cd {folder} && brochure build liaoning",
    },
    "en": {
        "brochure": "Typeset partner brochures, PDF and Word, from YAML profiles.",
        "build": "Make brochures: brochure build liaoning",
        "check": "Look for mistakes in profiles; in all of them if none is named.",
        "show": "Print the assembled document as text.",
        "new": "Write a commented profile to start from.",
        "schema": "Print the JSON Schema of profiles, for VS Code and its like.",
        "init": "Start a workspace with layouts, fonts and a sample.",
        "NAME": "NAME",
        "NAME…": "[NAME]...",
        "DIR": "DIR",
        "--version": "Show the version.",
        "--lang": "Language of the messages.",
        "--all": "All partners.",
        "--layout": "Layout, a folder of layouts/.",
        "--format": "What to make; may be repeated.",
        "--output": "Folder to write to.",
        "--debug": "Leave the stages on the way in output/debug/.",
        "nothing wrong": "{count} checked, nothing wrong.",
        "begun": "A workspace is ready. Next: cd {folder} && brochure build liaoning",
    },
}
