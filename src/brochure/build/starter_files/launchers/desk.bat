@echo off
rem brochure desk: opens the desk of this folder (WSL 2). Double-click it, or make a shortcut to it.
rem Without WSL, with Docker or Podman: desk-container.bat. See docs/install.md of brochure.
chcp 65001 >nul
setlocal
set "FOLDER=%~dp0."
set "DISTRO="
rem \\wsl.localhost\Debian\home\... : the folder is in this distribution.
for /f "tokens=1,2 delims=\" %%a in ("%~dp0") do (
  if /i "%%a"=="wsl.localhost" set "DISTRO=-d %%b"
  if /i "%%a"=="wsl$" set "DISTRO=-d %%b"
)
where wsl.exe >nul 2>nul
if errorlevel 1 (
  echo WSL is not installed. / WSL が入っていません。docs/install.md の「Windows（WSL 2）」を見てください。
  pause
  exit /b 1
)
wsl.exe %DISTRO% --cd "%FOLDER%" --exec bash -lc "PATH=$HOME/.local/bin:$PATH; exec brochure desk --lang ja"
if errorlevel 1 pause
