# Tries both packages on a real Windows: installs in silence, smoke-tests, removes.
#
#   try.ps1 FOLDER
#
# Run in the release workflow, as an administrator (the .msi is for all users). Everything it
# installs it removes again. Not verified until it has run there.
param([Parameter(Mandatory)] [string] $Folder)
$ErrorActionPreference = 'Stop'

function Invoke-Silently([string] $Program, [string[]] $Arguments) {
    $done = Start-Process -FilePath $Program -ArgumentList $Arguments -Wait -PassThru
    if ($done.ExitCode -ne 0) { throw "$Program $Arguments ended with $($done.ExitCode)" }
}

function Test-Program([string] $Installed) {
    $report = Join-Path $env:TEMP 'smoke.json'
    & (Join-Path $Installed 'sel.com') --smoke $report
    if ($LASTEXITCODE -ne 0) {
        Get-Content $report
        throw "the smoke test in $Installed ended with $LASTEXITCODE"
    }
    $found = Get-Content -Raw -Encoding utf8 $report | ConvertFrom-Json
    if (-not ($found.frozen -and $found.held)) { throw "not held in $Installed" }
    Write-Output "$Installed holds: $($found.checks.Count) checks, $($found.seconds) s"
}

function Assert-Gone([string] $Installed) {
    # The uninstaller works on from a copy of itself.
    foreach ($second in 1..30) {
        if (-not (Test-Path (Join-Path $Installed 'Sel.exe'))) { return }
        Start-Sleep -Seconds 1
    }
    throw "$Installed is still there"
}

$setup = (Get-ChildItem $Folder -Filter 'Sel-*-setup.exe' | Select-Object -First 1).FullName
$msi = (Get-ChildItem $Folder -Filter 'Sel-*.msi' | Select-Object -First 1).FullName
if (-not $setup -or -not $msi) { throw "both packages have to be in $Folder" }

$mine = Join-Path $env:LOCALAPPDATA 'Programs\Sel'
Invoke-Silently $setup @('/S')
Test-Program $mine
Invoke-Silently (Join-Path $mine 'uninstall.exe') @('/S')
Assert-Gone $mine

$everyones = Join-Path $env:ProgramFiles 'Sel'
Invoke-Silently 'msiexec.exe' @('/i', "`"$msi`"", '/qn', '/norestart')
Test-Program $everyones
Invoke-Silently 'msiexec.exe' @('/x', "`"$msi`"", '/qn', '/norestart')
Assert-Gone $everyones
