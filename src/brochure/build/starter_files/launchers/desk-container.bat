@echo off
rem brochure desk in a container: opens the desk of this folder (Docker or Podman). Double-click it.
rem The image is made once: docker build -f Containerfile -t brochure .   See docs/install.md of brochure.
chcp 65001 >nul
setlocal
set "TOOL=docker"
where docker.exe >nul 2>nul
if errorlevel 1 set "TOOL=podman"
where %TOOL% >nul 2>nul
if errorlevel 1 (
  echo Neither Docker nor Podman is installed. / Docker も Podman も入っていません。
  pause
  exit /b 1
)
rem The port is published to this machine only.
%TOOL% run --rm -d --name brochure-desk -p 127.0.0.1:24680:24680 -v "%~dp0.:/work" brochure desk --in-container --lang en >nul
if errorlevel 1 (
  echo The desk did not start. / 机を始められませんでした。ほかの作業フォルダーの机が動いていませんか。
  pause
  exit /b 1
)
set "ADDRESS="
for /l %%n in (1,1,30) do (
  if not defined ADDRESS (
    for /f "tokens=3" %%a in ('%TOOL% logs brochure-desk 2^>nul ^| findstr /c:"The desk: http://127.0.0.1:"') do set "ADDRESS=%%a"
    if not defined ADDRESS ping -n 2 127.0.0.1 >nul
  )
)
if not defined ADDRESS (
  %TOOL% logs brochure-desk
  %TOOL% stop brochure-desk >nul
  pause
  exit /b 1
)
echo %ADDRESS%
start "" "%ADDRESS%"
echo.
echo 終わるときは、何かキーを押してください。 / Press a key to end the desk.
pause >nul
%TOOL% stop brochure-desk >nul
