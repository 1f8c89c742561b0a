"""Which page shows which step; one table a journey."""

from __future__ import annotations

from sel.journeys import (
    adopt,
    back_up,
    begin_anew,
    check_backup,
    directory,
    find_cause,
    get_certificate,
    given_file,
    guide,
    keep_given,
    leave,
    look_at,
    meet,
    opening,
    remove_key,
    renewed,
    restore,
    school_pack,
    try_it,
)
from sel.ui.pages.address import AddressPage
from sel.ui.pages.address_list import AddressListPage
from sel.ui.pages.again import AgainPage
from sel.ui.pages.answer import AnswerPage
from sel.ui.pages.ask import AskPage
from sel.ui.pages.backed_up import BackedUpPage
from sel.ui.pages.begun import BegunPage
from sel.ui.pages.causes import CausesPage
from sel.ui.pages.check import CheckPage
from sel.ui.pages.check_file import CheckFilePage
from sel.ui.pages.check_passphrase import CheckPassphrasePage
from sel.ui.pages.copy import CopyPage
from sel.ui.pages.file import FilePage
from sel.ui.pages.found import FoundPage
from sel.ui.pages.guide import GuidePage
from sel.ui.pages.helpdesk_report import HelpdeskReportPage
from sel.ui.pages.here import HerePage
from sel.ui.pages.keep_password import KeepPasswordPage
from sel.ui.pages.kept import KeptPage
from sel.ui.pages.leave_hand_over import LeaveHandOverPage
from sel.ui.pages.leave_remove import LeaveRemovePage
from sel.ui.pages.leave_revoke import LeaveRevokePage
from sel.ui.pages.leave_save import LeaveSavePage
from sel.ui.pages.left import LeftPage
from sel.ui.pages.letter import LetterPage
from sel.ui.pages.mail import MailPage
from sel.ui.pages.make_test_mail import MakeTestMailPage
from sel.ui.pages.met import MetPage
from sel.ui.pages.not_for_you import NotForYouPage
from sel.ui.pages.offers import OffersPage
from sel.ui.pages.old_one import OldOnePage
from sel.ui.pages.opened import OpenedPage
from sel.ui.pages.pack import PackPage
from sel.ui.pages.pack_taken import PackTakenPage
from sel.ui.pages.passphrase import PassphrasePage
from sel.ui.pages.password import PasswordPage
from sel.ui.pages.pilot import PilotPage
from sel.ui.pages.ready import ReadyPage
from sel.ui.pages.remove_key import RemoveKeyPage
from sel.ui.pages.renew import RenewPage
from sel.ui.pages.restore_file import RestoreFilePage
from sel.ui.pages.restore_passphrase import RestorePassphrasePage
from sel.ui.pages.restored import RestoredPage
from sel.ui.pages.seen import SeenPage
from sel.ui.pages.send import SendPage
from sel.ui.pages.shown import ShownPage
from sel.ui.pages.shut import ShutPage
from sel.ui.pages.taken import TakenPage
from sel.ui.pages.tell import TellPage
from sel.ui.pages.tell_words import TellWordsPage
from sel.ui.pages.testing import TestingPage
from sel.ui.pages.tried import TriedPage
from sel.ui.pages.website import WebsitePage
from sel.ui.pages.where import WherePage
from sel.ui.pages.which_message import WhichMessagePage
from sel.ui.pages.who import WhoPage
from sel.ui.pages.write import WritePage
from sel.ui.pages.you import YouPage
from sel.ui.wizard import PageTable

GIVEN_FILE: PageTable = {
    given_file.Step.FILE: FilePage,
    given_file.Step.PASSWORD: PasswordPage,
    given_file.Step.MAIL: MailPage,
    given_file.Step.NOT_FOR_YOU: NotForYouPage,
    given_file.Step.YOU: YouPage,
    given_file.Step.READY: ReadyPage,
}
GET_CERTIFICATE: PageTable = {
    get_certificate.Step.WHO: WhoPage,
    get_certificate.Step.ASK: AskPage,
    get_certificate.Step.WEBSITE: WebsitePage,
    get_certificate.Step.MAIL: MailPage,
    get_certificate.Step.NOT_FOR_YOU: NotForYouPage,
    get_certificate.Step.ADDRESS: AddressPage,
    get_certificate.Step.CHECK: CheckPage,
    get_certificate.Step.PILOT: PilotPage,
    get_certificate.Step.KEPT: KeptPage,
    get_certificate.Step.SEND: SendPage,
    get_certificate.Step.ANSWER: AnswerPage,
    get_certificate.Step.YOU: YouPage,
    get_certificate.Step.READY: ReadyPage,
}
BACK_UP: PageTable = {
    back_up.Step.WHERE: WherePage,
    back_up.Step.PASSPHRASE: PassphrasePage,
    back_up.Step.AGAIN: AgainPage,
    back_up.Step.TESTING: TestingPage,
    back_up.Step.BACKED_UP: BackedUpPage,
}
KEEP_GIVEN: PageTable = {
    keep_given.Step.WHERE: WherePage,
    keep_given.Step.PASSWORD: KeepPasswordPage,
    keep_given.Step.BACKED_UP: BackedUpPage,
}
RESTORE: PageTable = {
    restore.Step.FILE: RestoreFilePage,
    restore.Step.PASSPHRASE: RestorePassphrasePage,
    restore.Step.SHOWN: ShownPage,
    restore.Step.RESTORED: RestoredPage,
}
LOOK_AT: PageTable = {
    look_at.Step.SEEN: SeenPage,
    look_at.Step.LETTER: LetterPage,
    look_at.Step.COPY: CopyPage,
}
TRY_IT: PageTable = {
    try_it.Step.WRITE: WritePage,
    try_it.Step.TRIED: TriedPage,
}
GUIDE: PageTable = {guide.Step.GUIDE: GuidePage}
OPENING: PageTable = {
    opening.Step.MAKE: MakeTestMailPage,
    opening.Step.ANSWER: TellWordsPage,
    opening.Step.OPENED: OpenedPage,
}
ADOPT: PageTable = {
    adopt.Step.HERE: HerePage,
    adopt.Step.TAKEN: TakenPage,
}
BEGIN_ANEW: PageTable = {
    begin_anew.Step.SHUT: ShutPage,
    begin_anew.Step.BEGUN: BegunPage,
}
CHECK_BACKUP: PageTable = {
    check_backup.Step.FILE: CheckFilePage,
    check_backup.Step.PASSPHRASE: CheckPassphrasePage,
    check_backup.Step.FOUND: FoundPage,
}
RENEW: PageTable = {**GET_CERTIFICATE, get_certificate.Step.ADDRESS: RenewPage}
RENEWED: PageTable = {
    renewed.Step.OLD: OldOnePage,
    renewed.Step.TELL: TellPage,
    renewed.Step.ADDRESS_LIST: AddressListPage,
}
LEAVE: PageTable = {
    leave.Step.SAVE: LeaveSavePage,
    leave.Step.HAND_OVER: LeaveHandOverPage,
    leave.Step.REVOKE: LeaveRevokePage,
    leave.Step.REMOVE: LeaveRemovePage,
    leave.Step.LEFT: LeftPage,
}
MEET: PageTable = {meet.Step.MET: MetPage}
DIRECTORY: PageTable = {directory.Step.OFFERS: OffersPage, directory.Step.MET: MetPage}
SCHOOL_PACK: PageTable = {
    school_pack.Step.PACK: PackPage,
    school_pack.Step.PACK_TAKEN: PackTakenPage,
}
REMOVE_KEY: PageTable = {remove_key.Step.REMOVE: RemoveKeyPage}
FIND_CAUSE: PageTable = {
    find_cause.Step.MESSAGE: WhichMessagePage,
    find_cause.Step.CAUSES: CausesPage,
    find_cause.Step.REPORT: HelpdeskReportPage,
}
