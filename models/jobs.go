package models

// Jobs carry ids only, never a personal value (house.md): what a worker needs, it reads when it runs.

// ReceiptMail asks for the letter that confirms one choice of a person.
type ReceiptMail struct {
	PersonID  PersonID
	ConsentID string
}

// Kind names the job in the queue.
func (ReceiptMail) Kind() string { return "receipt_mail" }

// SignUpMail asks for the letter by which somebody who signed up confirms their address.
type SignUpMail struct{ SignUpID string }

// Kind names the job in the queue.
func (SignUpMail) Kind() string { return "sign_up_mail" }

// AccountExistsMail asks for the letter to a person whose address somebody signed up with again.
type AccountExistsMail struct{ PersonID PersonID }

// Kind names the job in the queue.
func (AccountExistsMail) Kind() string { return "account_exists_mail" }

// StaffAddressMail asks for the letter to a staff member at whose address somebody asked for an account or a new password.
type StaffAddressMail struct{ StaffID StaffID }

// Kind names the job in the queue.
func (StaffAddressMail) Kind() string { return "staff_address_mail" }

// ResetMail asks for the letter with the link that sets a new password. A link that is not there asks for none.
type ResetMail struct{ LinkID string }

// Kind names the job in the queue.
func (ResetMail) Kind() string { return "reset_mail" }

// PasswordChangedMail asks for the letter that tells a person of their new password.
type PasswordChangedMail struct{ PersonID PersonID }

// Kind names the job in the queue.
func (PasswordChangedMail) Kind() string { return "password_changed_mail" }

// NewEmailMail asks for the letter to an address with which a person wants to sign in.
type NewEmailMail struct{ LinkID string }

// Kind names the job in the queue.
func (NewEmailMail) Kind() string { return "new_email_mail" }

// EmailChangedMail asks for the letter to the address with which a person no longer signs in.
type EmailChangedMail struct{ LinkID string }

// Kind names the job in the queue.
func (EmailChangedMail) Kind() string { return "email_changed_mail" }

// EraseFiles asks for the files of photos, recordings, attachments and guardians' sheets to be erased whose rows are gone. Each
// is named by the random name of its files.
type EraseFiles struct{ Photos, Recordings, Attachments, Papers []string }

// Kind names the job in the queue.
func (EraseFiles) Kind() string { return "erase_files" }

// EraseJob asks for what a deletion took to be erased, once that is due.
type EraseJob struct{ DeletionID string }

// Kind names the job in the queue.
func (EraseJob) Kind() string { return "erase" }

// ResumeErasing asks for every deletion that is due and not done to be worked again, so that none depends on one job.
type ResumeErasing struct{}

// Kind names the job in the queue.
func (ResumeErasing) Kind() string { return "resume_erasing" }

// EraseOrphans asks for files without a row to be erased.
type EraseOrphans struct{}

// Kind names the job in the queue.
func (EraseOrphans) Kind() string { return "erase_orphans" }

// DeletionScheduledMail asks for the letter that says when a deletion begins and how it is stopped.
type DeletionScheduledMail struct {
	PersonID   PersonID
	DeletionID string
}

// Kind names the job in the queue.
func (DeletionScheduledMail) Kind() string { return "deletion_scheduled_mail" }

// DeletedMail asks for the letter with a deletion's receipt.
type DeletedMail struct {
	PersonID   PersonID
	DeletionID string
}

// Kind names the job in the queue.
func (DeletedMail) Kind() string { return "deleted_mail" }

// LastCallMail asks for a letter that says when photos go that nobody used: so many days before. Its link keeps them.
type LastCallMail struct {
	PersonID PersonID
	Days     int
	LinkID   string
}

// Kind names the job in the queue.
func (LastCallMail) Kind() string { return "last_call_mail" }

// Sweep asks for what has fallen due to be erased; it is about nobody in particular.
type Sweep struct{}

// Kind names the job in the queue.
func (Sweep) Kind() string { return "sweep" }

// CaseMail asks for a letter about a case, to whoever wrote it: that it is here (CaseFiled, CaseReopened), that somebody wrote
// back (CaseReplied, CaseWasAnswered, CaseRejected), or that we are late (CaseLate).
type CaseMail struct {
	CaseID    string
	About     CaseEventKind
	Round     int
	MessageID string // of what the desk wrote; empty where the letter is about no message
}

// Kind names the job in the queue.
func (CaseMail) Kind() string { return "case_mail" }

// StaffReminderMail asks for the letter that reminds a staff member of an open case.
type StaffReminderMail struct {
	CaseID   string
	StaffID  StaffID
	Reminder Reminder
}

// Kind names the job in the queue.
func (StaffReminderMail) Kind() string { return "staff_reminder_mail" }

// MindCases asks for what the time brings about in cases: reminders, apologies, confirmations and closings.
type MindCases struct{}

// Kind names the job in the queue.
func (MindCases) Kind() string { return "mind_cases" }

// GuardianMail asks for the letter that asks a guardian to decide: of a request, the letter of that number. A reminder is the
// same letter once more.
type GuardianMail struct {
	RequestID string
	Letter    int
	Reminder  int // 0 for the letter itself
}

// Kind names the job in the queue.
func (GuardianMail) Kind() string { return "guardian_mail" }

// GuardianCodeMail asks for the letter with the code by which a guardian proves to read their letters now.
type GuardianCodeMail struct {
	RequestID string
	Letter    int
	Code      int // which of them
}

// Kind names the job in the queue.
func (GuardianCodeMail) Kind() string { return "guardian_code_mail" }

// GuardianRecordMail asks for the letter that tells a guardian what they decided.
type GuardianRecordMail struct{ RequestID string }

// Kind names the job in the queue.
func (GuardianRecordMail) Kind() string { return "guardian_record_mail" }

// PaperRefusedMail asks for the letter that tells a guardian why their sheet cannot be accepted, and where to send another.
type PaperRefusedMail struct{ PaperID string }

// Kind names the job in the queue.
func (PaperRefusedMail) Kind() string { return "paper_refused_mail" }

// ChildToldMail asks for the letter that tells a minor how it stands with their guardian; one without an address reads it on
// their page.
type ChildToldMail struct {
	PersonID PersonID
	State    GuardianState
	Second   bool // of a guardian beside the one who decides
}

// SecondAskedMail asks for the letter that asks a guardian whether a second one may be written to, whom the child named.
type SecondAskedMail struct{ RequestID string }

// Kind names the job in the queue.
func (SecondAskedMail) Kind() string { return "second_asked_mail" }

// Kind names the job in the queue.
func (ChildToldMail) Kind() string { return "child_told_mail" }

// VisitCodeMail asks for the letter with the code by which a guardian comes back.
type VisitCodeMail struct {
	VisitID string
	Code    int // which of them
}

// Kind names the job in the queue.
func (VisitCodeMail) Kind() string { return "visit_code_mail" }

// GuardianSignedInMail asks for the letter to a guardian that another browser signed in to their account.
type GuardianSignedInMail struct{ VisitID string }

// Kind names the job in the queue.
func (GuardianSignedInMail) Kind() string { return "guardian_signed_in_mail" }

// GuardianMoveMail asks for the letter with a code to the address that a guardian wants to have from now on.
type GuardianMoveMail struct {
	MoveID string
	Code   int // which of them
}

// Kind names the job in the queue.
func (GuardianMoveMail) Kind() string { return "guardian_move_mail" }

// GuardianMovedMail asks for the letter to the address that a guardian had before, with the link that puts it back.
type GuardianMovedMail struct{ MoveID string }

// Kind names the job in the queue.
func (GuardianMovedMail) Kind() string { return "guardian_moved_mail" }

// LockMail asks for a letter about a lock, to the child or to a guardian.
type LockMail struct {
	LockID   string
	Guardian bool   // to them, not to the child
	Record   string // the id of the guardian's record; empty in one to the child
	About    LockNews
	Reminder int // which; 0 for the letter itself
}

// Kind names the job in the queue.
func (LockMail) Kind() string { return "lock_mail" }

// GrownUpMail asks for the letter about the birthday that brought a person into another band.
type GrownUpMail struct{ PersonID PersonID }

// Kind names the job in the queue.
func (GrownUpMail) Kind() string { return "grown_up_mail" }

// RemindGuardians asks for the guardians who did not answer to be reminded.
type RemindGuardians struct{}

// Kind names the job in the queue.
func (RemindGuardians) Kind() string { return "remind_guardians" }
