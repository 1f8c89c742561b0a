<#
.SYNOPSIS
    Enforced TLS to partner domains, in Exchange Online.
    TLS gorfodol i barthau partner, yn Exchange Online.

.DESCRIPTION
    Made by Sêl on @DATE@ for whoever looks after the tenant. Read it before you run it.
    Gwnaed gan Sêl ar @DATE@ i bwy bynnag sy'n gofalu am y tenant. Darllenwch ef cyn ei redeg.

    For each domain below it sees to one outbound connector (TLS with a certificate that is
    checked) and one mail-flow rule (no TLS, no mail). Mail that cannot go over TLS is not sent:
    whoever wrote it gets it back after about a day. Run again, it changes nothing that is right
    already. It leaves alone whatever it did not make, and a domain that another connector names.
    Ar gyfer pob parth isod mae'n gofalu am un cysylltydd allan (TLS a thystysgrif sy'n cael ei
    gwirio) ac un rheol llif post (dim TLS, dim e-bost). Nid yw e-bost nad yw'n gallu mynd dros TLS
    yn cael ei anfon: daw yn ei ôl at bwy bynnag a'i hysgrifennodd ymhen tua diwrnod. O'i redeg
    eto, nid yw'n newid dim sydd eisoes yn iawn. Mae'n gadael llonydd i bopeth na wnaeth ef ei hun,
    ac i barth y mae cysylltydd arall yn ei enwi.

    The connector names exactly these domains. The rule reaches their sub-domains, too: that is
    how Exchange reads RecipientDomainIs.
    Mae'r cysylltydd yn enwi'r union barthau hyn. Mae'r rheol yn cyrraedd eu his-barthau hefyd:
    dyna sut mae Exchange yn darllen RecipientDomainIs.

    Before: Connect-ExchangeOnline. Afterwards: Validate-OutboundConnector, and a mail to each.
    Cyn hynny: Connect-ExchangeOnline. Wedyn: Validate-OutboundConnector, ac e-bost at bob un.

.PARAMETER Undo
    Takes out again what this script made, and nothing else.
    Yn tynnu'r hyn a wnaeth y sgript hon, a dim byd arall.

.EXAMPLE
    .\enforce-tls.ps1 -WhatIf
    Says what it would do, and does nothing.
    Yn dweud beth y byddai'n ei wneud, heb wneud dim.

.EXAMPLE
    .\enforce-tls.ps1 -Undo -WhatIf
#>
#Requires -Version 5.1
[CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High')]
param(
    [switch] $Undo
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# TlsDomain: the name that the partner's certificate has to bear; empty: any name, from a trusted
# authority. Mark: tells long names apart.
# TlsDomain: yr enw y mae'n rhaid iddo fod ar dystysgrif y partner; gwag: unrhyw enw, gan awdurdod
# dibynadwy. Mark: i wahaniaethu rhwng enwau hir.
$partners = @(
@PARTNERS@
)
$withSubdomains = @SUBDOMAINS@
$inboundToo = @INBOUND@
$ours = 'Made by Sel; enforce-tls'

$needed = @(
    'Get-OutboundConnector', 'New-OutboundConnector', 'Set-OutboundConnector',
    'Remove-OutboundConnector', 'Get-InboundConnector', 'New-InboundConnector',
    'Set-InboundConnector', 'Remove-InboundConnector', 'Get-TransportRule', 'New-TransportRule',
    'Set-TransportRule', 'Enable-TransportRule', 'Remove-TransportRule'
)
foreach ($command in $needed) {
    if (-not (Get-Command -Name $command -ErrorAction SilentlyContinue)) {
        throw ('Connect-ExchangeOnline first. / Connect-ExchangeOnline yn gyntaf. ' + $command)
    }
}

function Get-PartnerName {
    param([hashtable] $Partner)
    $name = 'Sel TLS ' + $Partner.Domain
    if ($name.Length -gt 64) { $name = $name.Substring(0, 55) + '~' + $Partner.Mark }
    return $name
}

# Exchange writes a domain as 'smtp:domain;1' in some answers.
# Mae Exchange yn ysgrifennu parth fel 'smtp:domain;1' mewn rhai atebion.
function Test-Named {
    param([object] $Domains, [string] $Domain)
    foreach ($each in @($Domains)) {
        $bare = ([string] $each) -replace '^smtp:', '' -replace ';[0-9]+$', ''
        if ($bare -eq $Domain) { return $true }
    }
    return $false
}

function Test-Ours {
    param([object] $Text)
    return ([string] $Text).Trim() -eq $ours
}

foreach ($partner in $partners) {
    $name = Get-PartnerName -Partner $partner
    $domain = $partner.Domain
    $domains = @($domain)
    if ($withSubdomains) { $domains += '*.' + $domain }

    $rules = @(Get-TransportRule | Where-Object { $_.Name -eq $name })
    $outbound = @(Get-OutboundConnector | Where-Object { $_.Name -eq $name })
    $inbound = @(Get-InboundConnector | Where-Object { $_.Name -eq $name })
    $foreign = @($rules | Where-Object { -not (Test-Ours -Text $_.Comments) })
    $foreign += @(@($outbound) + @($inbound) | Where-Object { -not (Test-Ours -Text $_.Comment) })
    if ($foreign.Count -gt 0) {
        Write-Warning ('Left alone, this script did not make it. / Gadawyd, nid y sgript hon a''i gwnaeth. ' + $name)
        continue
    }

    if ($Undo) {
        foreach ($each in $rules) {
            if ($PSCmdlet.ShouldProcess($name, 'Remove-TransportRule')) {
                Remove-TransportRule -Identity $each.Identity -Confirm:$false
            }
        }
        foreach ($each in $outbound) {
            if ($PSCmdlet.ShouldProcess($name, 'Remove-OutboundConnector')) {
                Remove-OutboundConnector -Identity $each.Identity -Confirm:$false
            }
        }
        foreach ($each in $inbound) {
            if ($PSCmdlet.ShouldProcess($name, 'Remove-InboundConnector')) {
                Remove-InboundConnector -Identity $each.Identity -Confirm:$false
            }
        }
        continue
    }

    $others = @(Get-OutboundConnector | Where-Object {
            $_.Name -ne $name -and (Test-Named -Domains $_.RecipientDomains -Domain $domain)
        })
    if ($others.Count -gt 0) {
        Write-Warning ('Left alone, another connector names it. / Gadawyd, mae cysylltydd arall yn ei enwi. ' + $domain)
        continue
    }

    $connector = @{
        RecipientDomains = $domains
        UseMXRecord      = $true
        TlsSettings      = 'CertificateValidation'
        TlsDomain        = $null
        Enabled          = $true
        Comment          = $ours
    }
    if ($partner.TlsDomain -ne '') {
        $connector.TlsSettings = 'DomainValidation'
        $connector.TlsDomain = $partner.TlsDomain
    }
    if ($outbound.Count -gt 0) {
        if ($PSCmdlet.ShouldProcess($name, 'Set-OutboundConnector')) {
            Set-OutboundConnector -Identity $outbound[0].Identity @connector
        }
    } elseif ($PSCmdlet.ShouldProcess($name, 'New-OutboundConnector')) {
        New-OutboundConnector -Name $name -ConnectorType 'Partner' @connector | Out-Null
    }

    $rule = @{
        RecipientDomainIs              = $domain
        RouteMessageOutboundRequireTls = $true
        Mode                           = 'Enforce'
        Comments                       = $ours
    }
    if ($rules.Count -gt 0) {
        if ($PSCmdlet.ShouldProcess($name, 'Set-TransportRule')) {
            Set-TransportRule -Identity $rules[0].Identity @rule
            if ($rules[0].State -eq 'Disabled') {
                Enable-TransportRule -Identity $rules[0].Identity -Confirm:$false
            }
        }
    } elseif ($PSCmdlet.ShouldProcess($name, 'New-TransportRule')) {
        New-TransportRule -Name $name @rule | Out-Null
    }

    if ($inboundToo) {
        # Mail of the partner's that comes without TLS is turned away from now on.
        # Bydd e-bost y partner sy'n dod heb TLS yn cael ei wrthod o hyn ymlaen.
        $gate = @{
            SenderDomains = $domains
            RequireTls    = $true
            Enabled       = $true
            Comment       = $ours
        }
        if ($inbound.Count -gt 0) {
            if ($PSCmdlet.ShouldProcess($name, 'Set-InboundConnector')) {
                Set-InboundConnector -Identity $inbound[0].Identity @gate
            }
        } elseif ($PSCmdlet.ShouldProcess($name, 'New-InboundConnector')) {
            New-InboundConnector -Name $name -ConnectorType 'Partner' @gate | Out-Null
        }
    }
}
