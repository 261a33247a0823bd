"""LibreOffice accepts or rejects all tracked changes of a Word file: a judge that is not ours."""

from __future__ import annotations

import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

from programs import program

MACRO = """
Sub Settle(source As String, command As String, target As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  Dim filter(0) As New com.sun.star.beans.PropertyValue
  filter(0).Name = "FilterName"
  filter(0).Value = "MS Word 2007 XML"
  Dim document As Object
  document = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  Dim dispatcher As Object
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  If command <> "" Then
    dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:" & command, "", 0, Array())
  End If
  document.storeToURL(target, filter())
  document.close(True)
End Sub
"""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MODULE = (
    _HEAD + '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
    'script:language="StarBasic">{code}</script:module>'
)
_LIBRARY = (
    _HEAD + '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
    'library:readonly="false" library:passwordprotected="false"><library:element library:name="Module1"/>'
    "</library:library>"
)
_LIBRARIES = (
    _HEAD + '<library:libraries xmlns:library="http://openoffice.org/2000/library" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard" '
    'xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>'
    "</library:libraries>"
)
COMMANDS = {"accept": "AcceptAllTrackedChanges", "reject": "RejectAllTrackedChanges", "keep": ""}


def settle(data: bytes, how: str, folder: Path) -> bytes:
    """A Word file as LibreOffice saves it after accepting or rejecting all changes."""
    office = [program("soffice"), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    basic = folder / "profile" / "user" / "basic"
    if not basic.is_dir():  # the first start puts LibreOffice's own files there
        subprocess.run([*office, "--terminate_after_init"], check=True, capture_output=True, timeout=180)
        (basic / "Standard").mkdir(parents=True, exist_ok=True)
        (basic / "Standard" / "Module1.xba").write_text(_MODULE.format(code=escape(MACRO)), "utf-8")
        (basic / "Standard" / "script.xlb").write_text(_LIBRARY, "utf-8")
        (basic / "script.xlc").write_text(_LIBRARIES, "utf-8")
    source, target = folder / "source.docx", folder / f"{how}.docx"
    source.write_bytes(data)
    target.unlink(missing_ok=True)
    call = f"macro:///Standard.Module1.Settle({source.as_uri()},{COMMANDS[how]},{target.as_uri()})"
    subprocess.run([*office, call], check=True, capture_output=True, timeout=180)
    assert target.exists(), "LibreOffice did not save the file"
    return target.read_bytes()
