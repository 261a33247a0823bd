"""LibreOffice as an editor's hands: scripts of edits, done as a person does them, in one start of it.

A script is a list of steps such as ``("find", "瀋陽")`` or ``("type", "本渓")``. They move the view's cursor
and send the commands of menus and keys, so that bookmarks, tracked changes and styles become what they
become at an editor's desk. The steps are those of ``_BASIC``; every file is opened, edited, saved as .docx
and closed, and a step that fails is told with its script.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from programs import program

AUTHOR = "編集 花子"
Step = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """The file that is opened, and what is done in it before it is saved."""

    source: Path
    steps: Sequence[Step] = ()


PATIENCE = 900  # seconds; it decides nothing, a busy machine only takes longer


def edited(scripts: Mapping[str, Script], folder: Path) -> dict[str, Path]:
    """Do all scripts; the files as LibreOffice saved them, by the names of the scripts.

    Raises:
        AssertionError: A step could not be done.
    """
    made, faults = _run(scripts, folder / "run")
    assert not faults, "\n".join(faults)
    return made


def edited_as_far_as_possible(
    scripts: Mapping[str, Script], folder: Path
) -> tuple[dict[str, Path], list[str]]:
    """Do all scripts, and start LibreOffice again behind a script that it crashes on.

    Returns:
        The files by the names of the scripts, and the names of those without a file.

    Raises:
        AssertionError: A step could not be done.
    """
    made: dict[str, Path] = {}
    crashed: list[str] = []
    waiting = dict(scripts)
    while waiting:
        files, faults = _run(waiting, folder / f"start{len(crashed)}")
        names = [*waiting]
        made |= {name: files[name] for name in names if files[name].exists()}
        last = next((number for number, name in enumerate(names) if not files[name].exists()), None)
        if last is None:
            assert not faults, "\n".join(faults)
            break
        crashed.append(names[last])
        waiting = {name: waiting[name] for name in names[last + 1 :]}
        for lock in {script.source.with_name(f".~lock.{script.source.name}#") for script in scripts.values()}:
            lock.unlink(missing_ok=True)  # a crashed LibreOffice leaves it, and the next refuses the file
    return made, crashed


def _run(scripts: Mapping[str, Script], folder: Path) -> tuple[dict[str, Path], list[str]]:
    """Do all scripts in one start of LibreOffice; the files, and what went wrong."""
    soffice = program("soffice")
    folder.mkdir(parents=True)
    profile = folder / "profile"
    made = {name: folder / f"{number:03}.docx" for number, name in enumerate(scripts)}
    orders, log = folder / "orders.txt", folder / "log.txt"
    _write_profile(profile)
    listed = [_orders(name, scripts[name], made[name]) for name in scripts]
    orders.write_text("".join(listed) + "\n" * 3, "utf-8")  # its reader may not give the last line
    done = subprocess.run(
        [
            soffice,
            "--headless",
            f"-env:UserInstallation={profile.as_uri()}",
            f'macro:///Standard.Bench.Main("{orders.as_uri()}","{log.as_uri()}")',
        ],
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    if done.returncode:
        return made, [f"LibreOffice ended with {done.returncode}: {done.stderr}"]
    told = log.read_text("utf-8").splitlines() if log.exists() else ["LibreOffice did not run the macro"]
    faults = [line for line in told if line != "done"]
    return made, faults or ([] if told == ["done"] else ["LibreOffice stopped before the end"])


def _orders(name: str, script: Script, target: Path) -> str:
    steps = [("begin", name), ("open", script.source.as_uri()), *script.steps, ("save", target.as_uri())]
    return "".join("\t".join(step) + "\n" for step in steps)


def _write_profile(folder: Path) -> None:
    """A user profile of its own: the macro, the editor's name, no first-start questions."""
    library = folder / "user" / "basic" / "Standard"
    library.mkdir(parents=True)
    kind = '<?xml version="1.0" encoding="UTF-8"?>\n'
    space = 'xmlns:library="http://openoffice.org/2000/library"'
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    for what in ("script", "dialog"):
        (folder / "user" / "basic" / f"{what}.xlc").write_text(
            f"{kind}<library:libraries {space} {link}><library:library "
            f'library:name="Standard" xlink:href="$(USER)/basic/Standard/{what}.xlb/" '
            'xlink:type="simple" library:link="false"/></library:libraries>',
            "utf-8",
        )
        element = '<library:element library:name="Bench"/>' if what == "script" else ""
        (library / f"{what}.xlb").write_text(
            f'{kind}<library:library {space} library:name="Standard" library:readonly="false" '
            f'library:passwordprotected="false">{element}</library:library>',
            "utf-8",
        )
    (library / "Bench.xba").write_text(
        f'{kind}<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Bench" '
        f'script:language="StarBasic">{escape(_BASIC)}</script:module>',
        "utf-8",
    )
    items = {
        "/org.openoffice.UserProfile/Data": {"sn": AUTHOR},
        "/org.openoffice.Setup/Office": {"ooSetupInstCompleted": "true"},
        "/org.openoffice.Office.Common/Misc": {"FirstRun": "false"},
    }
    listed = "".join(
        f'<item oor:path="{path}"><prop oor:name="{key}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in items.items()
        for key, value in values.items()
    )
    (folder / "user" / "registrymodifications.xcu").write_text(
        f'{kind}<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{listed}</oor:items>',
        "utf-8",
    )


_BASIC = r"""
Dim doc As Object, frame As Object, view As Object, dispatcher As Object, told As Object, script As String

Sub Main(orders As String, log As String)
  Dim files As Object, source As Object, line As String, gone As Boolean
  files = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
  source = CreateUnoService("com.sun.star.io.TextInputStream")
  source.setInputStream(files.openFileRead(orders))
  source.setEncoding("UTF-8")
  told = CreateUnoService("com.sun.star.io.TextOutputStream")
  told.setOutputStream(files.openFileWrite(log))
  told.setEncoding("UTF-8")
  dispatcher = CreateUnoService("com.sun.star.frame.DispatchHelper")
  Do While Not source.isEOF()
    line = source.readLine()
    If line <> "" Then
      Attempt(line)
    End If
  Loop
  told.writeString("done" & Chr(10))
  told.closeOutput()
  StarDesktop.terminate()
End Sub

Sub Attempt(line As String)
  ' The cursor cannot go to a note on a page that is not laid out yet: wait for that on a busy machine.
  Dim tries As Integer
Again:
  On Error Goto Failed
  Perform(line)
  Exit Sub
Failed:
  If tries < 100 And InStr(" find behind select paragraph line cell cell-here at marked within till note ", _
      " " & Split(line, Chr(9))(0)) > 0 Then
    tries = tries + 1
    Wait 100
    Resume Again
  End If
  told.writeString(script & ": " & line & ": " & Error$ & Chr(10))
End Sub

Sub Perform(line As String)
  Dim part, i As Integer
  part = Split(line, Chr(9))
  Select Case part(0)
  Case "begin"
    script = part(1)
  Case "open"
    Dim unseen(0) As New com.sun.star.beans.PropertyValue
    unseen(0).Name = "Hidden"
    unseen(0).Value = True
    doc = StarDesktop.loadComponentFromURL(part(1), "_blank", 0, unseen())
    frame = doc.CurrentController.Frame
    view = doc.CurrentController.ViewCursor
  Case "save"
    Dim how(0) As New com.sun.star.beans.PropertyValue
    how(0).Name = "FilterName"
    how(0).Value = "MS Word 2007 XML"
    doc.storeToURL(part(1), how())
    doc.close(True)
  Case "find"
    view.gotoRange(Found(part(1)).Start, False)
  Case "behind"
    view.gotoRange(Found(part(1)).End, False)
  Case "select"
    view.gotoRange(Found(part(1)), False)
  Case "paragraph"
    view.gotoRange(Found(part(1)).Start, False)
    Paragraph()
  Case "at"
    ' The bookmarks of brochure, which stay where the words of a text are.
    view.gotoRange(doc.Bookmarks.getByName(part(1)).Anchor.Start, False)
  Case "marked"
    view.gotoRange(doc.Bookmarks.getByName(part(1)).Anchor, False)
  Case "within"
    ' Behind words of the text with a bookmark.
    Dim there As Object
    there = doc.createSearchDescriptor()
    there.SearchString = part(2)
    there.SearchCaseSensitive = True
    view.gotoRange(doc.findNext(doc.Bookmarks.getByName(part(1)).Anchor.Start, there).End, False)
  Case "until"
    ' Everything before the next words; a call that is a field is several characters.
    Dim next_ As Object
    next_ = doc.createSearchDescriptor()
    next_.SearchString = part(1)
    next_.SearchCaseSensitive = True
    view.gotoRange(doc.findNext(view.End, next_).Start, True)
  Case "till"
    view.gotoRange(Found(part(1)).End, True)
  Case "end-of"
    Dim rest As Object
    rest = view.Text.createTextCursorByRange(view.End)
    rest.gotoEndOfParagraph(False)
    view.gotoRange(rest, True)
  Case "note"
    view.gotoRange(Notes().getByIndex(CInt(part(1))).Text.End, False)
  Case "line"
    view.gotoRange(Found(part(1)).Start, False)
    Paragraph()
    view.goRight(1, True)
  Case "cell"
    view.gotoRange(doc.TextTables.getByIndex(CInt(part(1))).getCellByName(part(2)).Text.Start, False)
  Case "cell-here"
    view.gotoRange(view.TextTable.getCellByName(part(1)).Text.Start, False)
  Case "whole"
    Paragraph()
  Case "home"
    view.gotoRange(Cursor().Start, False)
  Case "end"
    view.gotoRange(Cursor().End, False)
  Case "left"
    view.goLeft(CInt(part(1)), False)
  Case "right"
    view.goRight(CInt(part(1)), False)
  Case "extend"
    view.goRight(CInt(part(1)), True)
  Case "type"
    Dim text(0) As New com.sun.star.beans.PropertyValue
    text(0).Name = "Text"
    text(0).Value = Join(Split(part(1), "\t"), Chr(9))
    dispatcher.executeDispatch(frame, ".uno:InsertText", "", 0, text())
  Case "comment"
    Dim said(1) As New com.sun.star.beans.PropertyValue
    said(0).Name = "Text"
    said(0).Value = part(1)
    said(1).Name = "Author"
    said(1).Value = part(2)
    dispatcher.executeDispatch(frame, ".uno:InsertAnnotation", "", 0, said())
  Case "style"
    view.ParaStyleName = part(1)
  Case "colour"
    view.CharColor = CLng(part(1))
  Case "reading"
    ' The dialog of readings sets this property of the words that are selected.
    view.RubyText = part(1)
  Case "track"
    doc.RecordChanges = (part(1) = "on")
  Case "replace"
    Dim wanted As Object
    wanted = doc.createReplaceDescriptor()
    wanted.SearchString = part(1)
    wanted.ReplaceString = part(2)
    wanted.SearchCaseSensitive = True
    doc.replaceAll(wanted)
  Case "link"
    view.HyperLinkURL = part(1)
  Case "box"
    Dim box As Object
    box = doc.createInstance("com.sun.star.text.TextFrame")
    view.Text.insertTextContent(view.Start, box, False)
    box.Text.String = part(1)
  Case "do"
    ' A command with a value for each of its arguments: Name=value, numbers as numbers.
    Dim given(UBound(part) - 2) As New com.sun.star.beans.PropertyValue
    For i = 2 To UBound(part)
      given(i - 2).Name = Split(part(i), "=")(0)
      given(i - 2).Value = Valued(Split(part(i), "=")(1))
    Next
    dispatcher.executeDispatch(frame, ".uno:" & part(1), "", 0, given())
  Case "key"
    For i = 1 To UBound(part)
      If InStr(part(i), "Rows") + InStr(part(i), "Columns") + InStr(part(i), "Table") > 0 Then
        Wait 300 ' these commands are there when the cursor has been in a table for a moment
      End If
      Send(part(i))
    Next
  Case Else
    Error 5
  End Select
End Sub

Function Found(words As String) As Object
  Dim wanted As Object
  wanted = doc.createSearchDescriptor()
  wanted.SearchString = words
  wanted.SearchCaseSensitive = True
  Found = doc.findFirst(wanted)
  If IsNull(Found) Then
    Error 5
  End If
End Function

Function Notes() As Object
  Notes = doc.Footnotes
  If Notes.Count = 0 Then
    Notes = doc.Endnotes
  End If
End Function

Function Valued(text As String) As Variant
  If text = "true" Or text = "false" Then
    Valued = (text = "true")
  ElseIf IsNumeric(text) Then
    Valued = CLng(text)
  Else
    Valued = text
  End If
End Function

Function Cursor() As Object
  ' The paragraph of the cursor; the keys for it go one paragraph too far where they begin at its edge.
  Dim made As Object
  made = view.Text.createTextCursorByRange(view.Start)
  made.gotoStartOfParagraph(False)
  made.gotoEndOfParagraph(True)
  Cursor = made
End Function

Sub Paragraph()
  view.gotoRange(Cursor(), False)
End Sub

Sub Send(command As String)
  dispatcher.executeDispatch(frame, ".uno:" & command, "", 0, Array())
End Sub
"""
