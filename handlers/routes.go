package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/handlers/api"
	"jolara.com/privacy/models"
	"jolara.com/privacy/static"
	"jolara.com/privacy/views/layout"
	"jolara.com/privacy/views/pages"
)

// routes names every address of the portal. The access matrix is tested from this table (T1): a new route without its
// row there fails the tests.
func (p *portal) routes(e *echo.Echo) {
	// For anybody
	e.GET("/", p.showStart)
	e.GET("/policy", p.showPolicy)
	e.GET("/policy/versions/:version", p.showPolicyVersion)
	e.GET("/policy/data", p.showDataMap)
	e.GET("/policy/children", p.about(pages.Children))
	e.GET("/cookies", p.showCookies)
	e.GET("/security", p.about(pages.Security))
	e.GET("/accessibility", p.about(pages.Accessibility))
	e.GET("/complaints/deadline", p.countDeadline)
	e.GET("/contact", p.about(pages.Contact))
	e.GET("/sign-in", p.showSignIn)
	e.POST("/sign-in", p.signIn)
	e.GET("/sign-up", p.showSignUp)
	e.POST("/sign-up", p.signUp)
	e.GET("/verify", p.showVerify)
	e.POST("/verify", p.verify)
	e.GET("/verify/:token", p.takeVerifyLink)
	e.GET("/reset", p.showReset)
	e.POST("/reset", p.askReset)
	e.GET("/reset/new", p.showNewPassword)
	e.POST("/reset/new", p.setNewPassword)
	e.GET("/reset/:token", p.takeResetLink)
	e.POST("/sign-out", p.signOut)
	e.GET("/undo/:token", p.takeUndoLink)
	e.GET("/undo", p.showUndoEmail)
	e.POST("/undo", p.undoEmail)
	e.GET("/g/:token", p.takeGuardianLink)
	e.GET("/g/:token/remove", p.takeRemoveLink)
	e.GET("/g", p.showGuardian)
	e.POST("/g/code", p.sendGuardianCode)
	e.GET("/g/verify", p.showGuardianCode)
	e.POST("/g/verify", p.verifyGuardian)
	e.GET("/g/decide", p.showDecide)
	e.POST("/g/decide", p.decide)
	e.GET(paperPath, p.showPaper)
	e.POST(paperPath, p.sendPaper)
	e.GET(paperPath+".pdf", p.savePaperForm)
	e.GET("/g/done", p.showGuardianDone)
	e.GET("/g/declined", p.about(pages.GuardianDeclined))
	e.GET("/g/declined/second", p.about(pages.SecondDeclined))
	e.GET("/g/removed", p.about(pages.GuardianAddressRemoved))
	e.GET("/g/record.json", p.saveGuardianRecord)
	e.GET("/g/record.pdf", p.saveGuardianPaper)
	e.GET("/g/remove", p.showRemoveGuardianAddress)
	e.POST("/g/remove", p.removeGuardianAddress)
	p.visitRoutes()
	p.guardianAccountRoutes()
	p.wardDataRoutes()
	e.GET("/verify-receipt", p.showCheckRecord)
	e.POST("/verify-receipt", p.checkRecord)
	e.GET("/keep/:token", p.takeKeepLink)
	e.GET("/keep", p.showKeepPhotos)
	e.POST("/keep", p.keepPhotos)
	e.POST("/account/theme", p.chooseTheme) // the browser's, whoever sits before it
	e.POST("/account/language", p.chooseLanguage)

	// For machines: no session is read
	e.GET("/healthz", p.alive)
	e.GET("/readyz", p.ready)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		e.Add(method, "/static/*", echo.WrapHandler(static.Handler()))
	}
	api.Mount(e, api.Deps{Store: p.Store, Log: p.Log})

	// For a person who is signed in
	p.personPage(homePath, p.showHome)
	p.personPage("/data", p.showData)
	p.personPage("/permissions", p.showPermissions)
	e.POST("/permissions/:permission", p.switchPermission, p.requirePerson)
	p.personPage("/permissions/device/:platform", p.showDeviceSteps)
	p.personPage("/consents", p.own(p.showConsents))
	p.personPage("/receipts/:ref", p.showReceipt)
	e.POST("/receipts/:ref/notes", p.addNote, p.requirePerson)
	p.personPage("/data/profile/edit", p.showEditProfile)
	e.POST("/data/profile/edit", p.editProfile, p.requirePerson)
	e.POST("/data/profile/follow", p.followField, p.requirePerson)
	p.personPage(birthPath, p.showBirthDate)
	e.POST(birthPath, p.correctBirthDate, p.requirePerson)
	p.personPage("/data/addresses/new", p.showAddAddress)
	e.POST("/data/addresses/new", p.addAddress, p.requirePerson)
	p.personPage("/data/addresses/:address/edit", p.showEditAddress)
	e.POST("/data/addresses/:address/edit", p.editAddress, p.requirePerson)
	p.personPage("/data/addresses/:address/remove", p.showRemoveAddress)
	e.POST("/data/addresses/:address/remove", p.removeAddress, p.requirePerson)
	e.POST("/data/addresses/:address/follow", p.followAddress, p.requirePerson)
	p.personPage("/data/changes", p.own(p.showChanges))
	p.personPage("/data/changes/erase", p.showEraseChanges)
	e.POST("/data/changes/erase", p.eraseChanges, p.requirePerson)
	p.personPage("/data/recipients", p.own(p.showRecipients))
	p.personPage("/data/prints", p.own(p.showPrints))
	p.personPage(logPath, p.own(p.showLog))
	p.personPage(keepBehaviourPath, p.showKeepBehaviour)
	e.POST(keepBehaviourPath, p.keepBehaviour, p.requirePerson)
	p.personPage(voicePath, p.own(p.showVoice))
	e.POST("/data/voice/choices/:choice", p.chooseAboutRecordings, p.requirePerson)
	p.personPage("/data/photos", p.own(p.showPhotos))
	e.POST("/data/photos", p.hidePictures, p.requirePerson)
	p.personPage("/data/photos/:id", p.own(p.showPhoto))
	e.POST("/data/photos/:id", p.own(p.editPhoto), p.requirePerson)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		e.Add(method, "/files/:id", p.own(p.serveFile), p.requirePerson)
	}
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		e.Add(method, "/files/attachments/:id", p.serveAttachment, p.requirePerson)
	}
	p.personPage(complaintsPath, p.showComplaints)
	p.personPage(newComplaintPath, p.showNewComplaint)
	e.POST(newComplaintPath, p.fileComplaint, p.keepTyped(models.FieldWords), p.requirePerson)
	p.personPage("/complaints/:ref", p.showComplaint)
	e.POST("/complaints/:ref", p.changeComplaint, p.keepTyped(models.FieldWords), p.requirePerson)
	p.personPage(accessLogPath, p.showAccessLog)
	p.personPage(deletePath, p.showDelete)
	e.POST(deletePath, p.deleteSelected, p.requirePerson)
	p.personPage("/delete/:job", p.showDeletion)
	e.POST("/delete/:job/stop", p.stopDeletion, p.requirePerson)
	p.personPage("/account", p.showSettings)
	p.personPage("/account/password", p.showChangePassword)
	e.POST("/account/password", p.changePassword, p.requirePerson)
	p.personPage("/account/email", p.showChangeEmail)
	e.POST("/account/email", p.askNewEmail, p.requirePerson)
	p.personPage("/account/sessions", p.showSessions)
	e.POST("/account/sessions/:id/end", p.endSession, p.requirePerson)
	e.POST("/account/sessions/end", p.endAllSessions, p.requirePerson)
	p.personPage("/account/link", p.showLinkAccount)
	e.POST("/account/link", p.linkAccount, p.requirePerson)
	p.personPage(grownPath, p.showGrown)
	p.personPage(familyPath, p.requireMinor(p.showFamily))
	e.POST(familyPath, p.requireMinor(p.askFamily), p.requirePerson)
	p.personPage("/family/erase", p.requireMinor(p.showEraseOwnAccount))
	e.POST("/family/erase", p.requireMinor(p.eraseOwnAccount), p.requirePerson)

	// For staff, by role
	p.deskPage(deskPath, p.showDesk, anyRole)
	p.deskPage(deskComplaintsPath, p.showQueue, whoAnswers)
	e.POST(deskComplaintsPath, p.assignPicked, p.requireStaff(whoAnswers))
	e.POST(deskPath+"/allow", p.allowMore, p.requireStaff(whoAllows))
	p.deskPage(deskComplaintsPath+"/:ref", p.showDeskCase, whoAnswers)
	e.POST(deskComplaintsPath+"/:ref/open", p.openCase, p.requireStaff(whoAnswers))
	p.caseForm(pages.DeskAnswer, layout.FlashAnswered, p.answerCase)
	p.caseForm(pages.DeskReply, layout.FlashReplied, p.replyInCase)
	p.caseForm(pages.DeskNote, layout.FlashCaseNoted, p.noteOnCase)
	p.caseForm(pages.DeskAgain, layout.FlashCaseAdded, p.addToCase)
	p.caseForm(pages.DeskVerify, layout.FlashCaseVerified, p.verifyCase)
	p.caseForm(pages.DeskReject, layout.FlashCaseRejected, p.rejectCase)
	p.caseForm(pages.DeskRefile, layout.FlashCaseRefiled, p.refileCase)
	p.caseForm(pages.DeskMerge, layout.FlashCaseMerged, p.mergeCase)
	p.caseForm(pages.DeskClose, layout.FlashCaseClosed, p.closeCase)
	p.caseForm(pages.DeskAssign, layout.FlashCaseAssigned, p.assignCase)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		e.Add(method, deskComplaintsPath+"/:ref/files/:file", p.serveCasePicture, p.requireStaff(whoAnswers))
	}
	p.deskPage(deskApprovalsPath, p.showApprovals, whoAnswers)
	p.deskPage(deskApprovalsPath+"/:ref", p.showApproval, whoAnswers)
	e.POST(deskApprovalsPath+"/:ref", p.answerApproval, p.requireStaff(whoAnswers))
	p.deskPage(intakePath, p.showIntake, whoAnswers)
	e.POST(intakePath, p.takeIn, p.keepTyped(models.FieldWords, models.FieldReach), p.requireStaff(whoAnswers))
	p.deskPage(deskGuardiansPath, p.showDeskGuardians, whoFinds)
	p.deskPage(deskGuardiansPath+"/:ref", p.showDeskMatter, whoFinds)
	e.POST(deskGuardiansPath+"/:ref/open", p.openMatter, p.requireStaff(whoFinds))
	e.POST(deskGuardiansPath+"/:ref/find", p.settleMatter, p.keepTyped(models.FieldFindingWhy), p.requireStaff(whoFinds))
	e.POST(deskGuardiansPath+"/:ref/check", p.checkSheet, p.keepTyped(models.FieldSheetNote), p.requireStaff(whoFinds))
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		e.Add(method, deskGuardiansPath+"/:ref/sheet", p.serveSheet, p.requireStaff(whoFinds))
	}
	p.deskPage("/desk/jobs", p.showJobs, whoSeesJobs)
	e.POST("/desk/jobs/:job/retry", p.retryJob, p.requireStaff(whoSeesJobs))

	// For whoever develops: on loopback, and only where mail is not sent
	if p.Mailbox != nil {
		e.GET("/dev/mail", p.showMailbox, p.requireLoopback)
		e.GET("/dev/mail/:id", p.showLetter, p.requireLoopback)
	}
}

// caseForm adds a form of a case at the desk, whose words are kept where the session has ended or the case is locked.
func (p *portal) caseForm(what pages.DeskForm, flash layout.FlashID, do func(echo.Context, url.Values) error) {
	p.echo.POST(deskComplaintsPath+"/:ref/"+string(what), p.inCase(what, flash, do), p.keepTyped(what.Texts()...), p.requireStaff(whoAnswers))
}

// personPage adds a page of whoever is signed in, to which signing in may lead. (An Echo group would do, but answers
// every unknown address with its middleware.)
func (p *portal) personPage(path string, handler echo.HandlerFunc) {
	p.echo.GET(path, handler, p.requirePerson)
	p.personPages = append(p.personPages, path)
}
