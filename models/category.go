package models

import (
	"slices"
	"time"
)

// CategoryKey names one kind of personal data, alike in code and in the addresses of the data map.
type CategoryKey string

// The categories of product.md's table. Each is declared once, in Categories; one that the portal does not hold yet owns
// no column.
const (
	CategoryProfile    CategoryKey = "profile"
	CategoryAddresses  CategoryKey = "addresses"
	CategoryPhotos     CategoryKey = "photos"
	CategoryPrints     CategoryKey = "print_jobs"
	CategoryBehaviour  CategoryKey = "behaviour" // what somebody browsed, clicked, searched for and marked
	CategoryOrders     CategoryKey = "transactions"
	CategorySecurity   CategoryKey = "security_log"
	CategoryVoice      CategoryKey = "voice_and_calls"
	CategoryConsents   CategoryKey = "consents" // with receipts and disclosures
	CategoryChanges    CategoryKey = "changes"  // what a field was
	CategoryComplaints CategoryKey = "complaints"
	CategoryGuardian   CategoryKey = "guardian"
	CategoryLooks      CategoryKey = "looks" // which staff opened what, and why
	CategoryExports    CategoryKey = "exports"
	CategorySignUps    CategoryKey = "unconfirmed_sign_ups"
	CategoryWaiting    CategoryKey = "waiting_account" // a minor's, without a guardian's yes
)

// Purpose names what a kind of personal data is for: it is used for this and for nothing else (#6).
type Purpose string

// The purposes.
const (
	PurposeAccount      Purpose = "account"
	PurposeDelivery     Purpose = "delivery"
	PurposePrinting     Purpose = "printing"
	PurposeOrdering     Purpose = "ordering"
	PurposeFinding      Purpose = "finding"
	PurposeTrade        Purpose = "trade"
	PurposeSecurity     Purpose = "security"
	PurposeSupport      Purpose = "support"
	PurposeProof        Purpose = "proof"
	PurposeTracing      Purpose = "tracing"
	PurposeAnswering    Purpose = "answering"
	PurposeGuardianship Purpose = "guardianship"
	PurposeOversight    Purpose = "oversight"
	PurposeCopying      Purpose = "copying"
	PurposeSignUp       Purpose = "sign_up"
	PurposeWaiting      Purpose = "waiting"
)

// FromPortal is the source of what the portal records by itself (#31, #35).
const FromPortal Source = "portal"

// Start is the moment from which a retention runs.
type Start string

// The starts of a retention.
const (
	FromCollection   Start = "collection"
	FromLastUse      Start = "last_use" // a sign-in, an upload or a print
	FromAccountEnd   Start = "account_end"
	FromClosing      Start = "closing"
	FromGuardianship Start = "guardianship_end" // the child is 18, or the account ends
)

// Law names the statute and article that sets a floor, or the ground on which a proof is kept.
type Law struct {
	Name    string
	Article int // 0 where the law is named as a whole
}

// The laws that product.md's table names.
var (
	ECommerceLaw     = Law{"E-Commerce Law", 31}
	CybersecurityLaw = Law{"Cybersecurity Law", 0}
	CivilCode        = Law{"Civil Code", 188}
)

// Retention says how long a category is kept (#72). A floor is kept, locked and out of use, even where the person asks
// for deletion; a proof is kept because a claim may still be made.
type Retention struct {
	Days, Months, Years int // all zero: until the start, and no longer
	From                Start
	Choices             []int // months that the person may choose instead
	Letters             []int // days before the end on which we write to the person
	Anonymised          bool  // at the end what points to the person goes, and the rest stays
	Floor               *Law
	Proof               *Law
}

// Cutoff returns the instant that lies a whole retention before now: what began then or earlier is due. Where a month is
// too short to have the day, its last one counts, so that nothing goes early.
func (r Retention) Cutoff(now time.Time) time.Time {
	now = now.In(Shanghai)
	cutoff := now.AddDate(-r.Years, -r.Months, 0)
	if over := cutoff.Day(); over != now.Day() {
		cutoff = cutoff.AddDate(0, 0, -over)
	}
	return cutoff.AddDate(0, 0, -r.Days)
}

// longestOvershoot is by how many days Go's arithmetic with months can pass the end of a short one.
const longestOvershoot = 3

// End returns when what began at start falls due: the earliest day, at start's time of day, whose Cutoff is not before it.
func (r Retention) End(start time.Time) time.Time {
	end := start.In(Shanghai).AddDate(r.Years, r.Months, r.Days-longestOvershoot)
	for r.Cutoff(end).Before(start) {
		end = end.AddDate(0, 0, 1)
	}
	return end
}

// Category is one kind of personal data: what it is for, where it comes from and lies, who gets it and how long it is
// kept (#6, #7, #67, #72).
type Category struct {
	Key         CategoryKey
	Purpose     Purpose
	Needed      bool // without it the contract cannot be kept; otherwise the person's choice (#30)
	Sources     []Source
	Place       Country
	Recipients  []RecipientKey // who may get some of it
	Kept        Retention
	OfMinors    *Retention // where something of a minor is kept for a shorter time: photos, and of voice and calls the recordings
	AdultsOnly  bool       // not collected from minors at all (#93)
	Obligations []int      // numbers of the agreement's promises
	Columns     []string   // table.column of every column that belongs to it
	Files       []string   // prefixes of the files that belong to it
}

// Days that other rules count by as well.
const (
	signUpDays  = 7
	waitingDays = 7
)

// Categories is the data map, in product.md's order: it is closed, and a test fails on a column of the schema that
// neither it nor Plumbing owns.
var Categories = []Category{
	{
		Key: CategoryProfile, Purpose: PurposeAccount, Needed: true,
		Sources: []Source{FromPerson, FromJolara}, Place: China, Recipients: []RecipientKey{RecipientPrinter, RecipientMail},
		Kept: Retention{From: FromAccountEnd}, Obligations: []int{8, 9, 10, 11, 13, 17, 18, 19},
		Columns: []string{
			"tallies.person_id", "tallies.kind", "tallies.count", "tallies.bytes", "tallies.oldest", "tallies.newest",
			"persons.id", "persons.created_at", "persons.personal", "persons.version", "persons.ended_at",
			"external_ids.id", "external_ids.person_id",
			"sign_ins.person_id", "sign_ins.password_hash", "sign_ins.created_at", "sign_ins.personal",
			"emails.lookup", "emails.person_id", "emails.staff_id",
		},
	},
	{
		Key: CategoryAddresses, Purpose: PurposeDelivery,
		Sources: []Source{FromPerson, FromJolara}, Place: China, Recipients: []RecipientKey{RecipientCourier},
		Kept: Retention{From: FromAccountEnd}, Obligations: []int{14},
		Columns: []string{"addresses.person_id", "addresses.id", "addresses.personal", "addresses.removed"},
	},
	{
		Key: CategoryPhotos, Purpose: PurposePrinting,
		Sources: []Source{FromJolara}, Place: China, Recipients: []RecipientKey{RecipientPrinter},
		Kept:     Retention{Months: 24, From: FromLastUse, Letters: []int{90, 30, 7}},
		OfMinors: &Retention{Months: 12, From: FromLastUse, Letters: []int{90, 30, 7}}, Obligations: []int{5, 12, 23, 24},
		Columns: []string{
			"photos.person_id", "photos.at", "photos.id", "photos.client_id", "photos.functions", "photos.media_type", "photos.width",
			"photos.height", "photos.bytes", "photos.receipt", "photos.file", "photos.digest", "photos.personal",
			"photo_groups.person_id", "photo_groups.function", "photo_groups.client_id", "photo_groups.count",
			"photo_uses.person_id", "photo_uses.at", "photo_uses.id", "photo_uses.photo_id", "photo_uses.client_id",
			"photo_uses.function", "photo_uses.allowed",
			"persons.used_at", "persons.unused_check_at", "last_calls.person_id", "last_calls.days", "last_calls.asked_at", "last_calls.sent_at",
		},
		Files: []string{"photos/"},
	},
	{
		Key: CategoryPrints, Purpose: PurposeOrdering, Needed: true,
		Sources: []Source{FromJolara}, Place: China, Recipients: []RecipientKey{RecipientPrinter, RecipientCourier},
		Kept: Retention{Years: 3, From: FromCollection, Anonymised: true, Floor: &ECommerceLaw}, Obligations: []int{19, 83, 84},
		Columns: []string{
			"print_jobs.person_id", "print_jobs.at", "print_jobs.id", "print_jobs.state", "print_jobs.digest", "print_jobs.personal",
			"printed_photos.person_id", "printed_photos.print_id", "printed_photos.photo_id", "printed_photos.position",
		},
	},
	{
		Key: CategoryBehaviour, Purpose: PurposeFinding, AdultsOnly: true,
		Sources: []Source{FromJolara}, Place: China,
		Kept: Retention{Months: 6, From: FromCollection, Choices: []int{1, 3, 6, 12}}, Obligations: []int{31, 32, 34},
		Columns: []string{"persons.behaviour_months"},
	},
	{
		Key: CategoryOrders, Purpose: PurposeTrade, Needed: true,
		Sources: []Source{FromJolara}, Place: China,
		Kept: Retention{Years: 3, From: FromCollection, Floor: &ECommerceLaw}, Obligations: []int{33},
	},
	{
		Key: CategorySecurity, Purpose: PurposeSecurity, Needed: true,
		Sources: []Source{FromPortal, FromJolara}, Place: China,
		Kept: Retention{Months: 6, From: FromCollection, Floor: &CybersecurityLaw}, Obligations: []int{34, 35},
		Columns: []string{
			"sessions.token_hash", "sessions.person_id", "sessions.data", "sessions.created_at", "sessions.seen_at", "sessions.expires_at",
			"sessions.id", "sessions.staff_id", "sessions.personal",
			"tokens.id", "tokens.hash", "tokens.person_id", "tokens.purpose", "tokens.created_at", "tokens.expires_at",
			"tokens.used_at", "tokens.staff_id", "tokens.personal",
			"link_codes.person_id", "link_codes.code_hash", "link_codes.expires_at",
			"limits.key", "limits.window_start", "limits.used",
			"activity.person_id", "activity.at", "activity.id", "activity.kind", "activity.digest", "activity.personal", // with behaviour's and trade's rows
			"events.person_id", "events.at", "events.id", "events.kind", "events.subject", "events.actor", "events.clause",
		},
	},
	{
		Key: CategoryVoice, Purpose: PurposeSupport,
		Sources: []Source{FromJolara}, Place: China,
		Kept: Retention{Days: 90, From: FromCollection}, OfMinors: &Retention{Days: 30, From: FromCollection},
		Obligations: []int{16, 25, 26, 27},
		Columns: []string{
			"voice.person_id", "voice.at", "voice.id", "voice.kind", "voice.seconds", "voice.media_type", "voice.bytes",
			"voice.file", "voice.digest", "voice.personal",
		},
		Files: []string{"recordings/"},
	},
	{
		Key: CategoryConsents, Purpose: PurposeProof, Needed: true,
		Sources: []Source{FromPerson, FromJolara, FromPortal}, Place: China, Recipients: []RecipientKey{RecipientMail},
		Kept: Retention{Years: 3, From: FromAccountEnd, Proof: &CivilCode}, Obligations: []int{3, 28, 38, 43, 79},
		Columns: []string{
			"permissions.person_id", "permissions.kind", "permissions.state", "permissions.since", "permissions.chosen_at",
			"permissions.policy_version", "permissions.receipt", "permissions.choices", "permissions.first_at",
			"consents.person_id", "consents.at", "consents.id", "consents.kind", "consents.state", "consents.recorded_at",
			"consents.made_by", "consents.policy_version", "consents.receipt", "consents.personal",
			"receipt_refs.ref", "receipt_refs.person_id", "receipt_refs.consent_id", "receipt_refs.deletion_id",
			"deletions.person_id", "deletions.at", "deletions.id", "deletions.receipt", "deletions.state", "deletions.scope",
			"deletions.made_by", "deletions.due_at", "deletions.done_at", "deletions.items", "deletions.tries",
			"deleted.person_id", "deleted.deletion_id", "deleted.at", "deleted.id", "deleted.kind", "deleted.outcome",
			"deleted.locked_until", "deleted.held", // until it is erased: of every category
			"acceptances.person_id", "acceptances.at", "acceptances.id", "acceptances.version", "acceptances.policy_hash",
			"acceptances.screen_hash", "acceptances.channel",
			"notes.person_id", "notes.at", "notes.id", "notes.record", "notes.record_id", "notes.personal",
			"disclosures.person_id", "disclosures.at", "disclosures.id", "disclosures.recipient", "disclosures.purpose",
			"disclosures.reference", "disclosures.fields", "disclosures.clause",
		},
	},
	{
		Key: CategoryChanges, Purpose: PurposeTracing,
		Sources: []Source{FromPortal}, Place: China,
		Kept: Retention{From: FromAccountEnd}, Obligations: []int{78, 82},
		Columns: []string{"changes.person_id", "changes.at", "changes.id", "changes.field", "changes.made_by", "changes.personal", "changes.photo_id"},
	},
	{
		Key: CategoryComplaints, Purpose: PurposeAnswering, Needed: true,
		Sources: []Source{FromPerson}, Place: China, Recipients: []RecipientKey{RecipientMail},
		Kept: Retention{Years: 3, From: FromClosing, Proof: &CivilCode}, Obligations: []int{112, 113, 114, 115, 116, 117},
		Columns: []string{
			"complaints.id", "complaints.person_id", "complaints.at", "complaints.ref", "complaints.kind", "complaints.about",
			"complaints.channel", "complaints.state", "complaints.closed_at", "complaints.round", "complaints.personal",
			"complaint_rounds.case_id", "complaint_rounds.number", "complaint_rounds.received_at", "complaint_rounds.days",
			"complaint_rounds.due", "complaint_rounds.provisional", "complaint_rounds.versions", "complaint_rounds.verified_at",
			"complaint_rounds.overrun", "complaint_rounds.answered_at", "complaint_rounds.answered_by", "complaint_rounds.late_at",
			"complaint_rounds.new_date",
			"complaint_messages.case_id", "complaint_messages.at", "complaint_messages.id", "complaint_messages.kind",
			"complaint_messages.staff_id", "complaint_messages.personal",
			"complaint_files.id", "complaint_files.case_id", "complaint_files.message_id", "complaint_files.position",
			"complaint_files.photo_id", "complaint_files.file", "complaint_files.media_type", "complaint_files.width",
			"complaint_files.height", "complaint_files.bytes", "complaint_files.personal",
			"complaint_drafts.case_id", "complaint_drafts.personal",
			"complaint_events.case_id", "complaint_events.at", "complaint_events.id", "complaint_events.kind", "complaint_events.actor",
			"complaint_events.staff_id", "complaint_events.from_date", "complaint_events.to_date", "complaint_events.was_kind",
			"complaint_events.new_kind", "complaint_events.other",
			"desk_cases.case_id", "desk_cases.ref", "desk_cases.kind", "desk_cases.state", "desk_cases.due", "desk_cases.provisional",
			"desk_cases.owner",
			"desk_reminders.case_id", "desk_reminders.kind", "desk_reminders.day",
		},
		Files: []string{"attachments/"},
	},
	{
		Key: CategoryGuardian, Purpose: PurposeGuardianship, Needed: true,
		Sources: []Source{FromPerson}, Place: China,
		Kept: Retention{Years: 3, From: FromGuardianship, Proof: &CivilCode}, Obligations: []int{18, 91},
		Columns: []string{
			"persons.guardian",
			"guardian_requests.id", "guardian_requests.person_id", "guardian_requests.at", "guardian_requests.until", "guardian_requests.state",
			"guardian_requests.decided_at", "guardian_requests.lookup", "guardian_requests.refused", "guardian_requests.words",
			"guardian_requests.letter", "guardian_requests.sent_at", "guardian_requests.reminded", "guardian_requests.token_hash",
			"guardian_requests.codes", "guardian_requests.code_until", "guardian_requests.tries", "guardian_requests.proof_hash",
			"guardian_requests.proof_until", "guardian_requests.personal",
			"guardian_records.person_id", "guardian_records.at", "guardian_records.id", "guardian_records.request_id", "guardian_records.ref",
			"guardian_records.personal",
			"guardian_requests.second", "guardian_requests.ref",
			"guardian_standings.record_id", "guardian_standings.person_id", "guardian_standings.word", "guardian_standings.allows",
			"guardian_papers.id", "guardian_papers.person_id", "guardian_papers.request_id", "guardian_papers.ref", "guardian_papers.at",
			"guardian_papers.state", "guardian_papers.decided_at", "guardian_papers.fault", "guardian_papers.file",
			"guardian_papers.media_type", "guardian_papers.width", "guardian_papers.height", "guardian_papers.bytes", "guardian_papers.digest",
			"persons.locked", "persons.band",
			"birth_requests.id", "birth_requests.person_id", "birth_requests.ref", "birth_requests.at", "birth_requests.personal",
			"locks.id", "locks.person_id", "locks.ref", "locks.kind", "locks.at", "locks.confirmed_at",
			"locks.erase_at", "locks.reminded", "locks.ended_at", "locks.outcome", "locks.erased_at", "locks.personal",
			"findings.id", "findings.person_id", "findings.ref", "findings.at", "findings.is_true", "findings.staff_id", "findings.personal",
			"guardian_visits.id", "guardian_visits.token_hash", "guardian_visits.lookup", "guardian_visits.at", "guardian_visits.until",
			"guardian_visits.codes", "guardian_visits.code_until", "guardian_visits.tries", "guardian_visits.proven_at", "guardian_visits.personal",
			"guardian_visits.guardian_id", "guardian_visits.seen_at",
			"guardians.id", "guardians.lookup", "guardians.created_at", "guardians.empty_since", "guardians.personal",
			"guardian_moves.id", "guardian_moves.guardian_id", "guardian_moves.at", "guardian_moves.until", "guardian_moves.lookup",
			"guardian_moves.codes", "guardian_moves.code_until", "guardian_moves.tries", "guardian_moves.confirmed_at",
			"guardian_moves.requests", "guardian_moves.undo_hash", "guardian_moves.personal",
		},
		Files: []string{"papers/"},
	},
	{
		Key: CategoryLooks, Purpose: PurposeOversight, Needed: true,
		Sources: []Source{FromPortal}, Place: China,
		Kept: Retention{Years: 3, From: FromCollection}, Obligations: []int{42, 87},
		Columns: []string{
			"looks.id", "looks.person_id", "looks.at", "looks.until", "looks.staff_id", "looks.case_id", "looks.ref", "looks.cause",
			"looks.fields", "looks.personal", "looks.agreed_by", "looks.agreed_at",
			"approvals.id", "approvals.person_id", "approvals.at", "approvals.case_id", "approvals.ref", "approvals.staff_id", "approvals.cause",
			"approvals.personal", "approvals.answer", "approvals.answered_at", "approvals.answered_by", "approvals.ended_at",
			"look_allowances.id", "look_allowances.at", "look_allowances.day", "look_allowances.staff_id", "look_allowances.allowed_by",
		},
	},
	{
		Key: CategoryExports, Purpose: PurposeCopying,
		Sources: []Source{FromPortal}, Place: China,
		Kept: Retention{Days: 7, From: FromCollection}, Obligations: []int{77},
	},
	{
		Key: CategorySignUps, Purpose: PurposeSignUp, Needed: true,
		Sources: []Source{FromPerson}, Place: China, Recipients: []RecipientKey{RecipientMail},
		Kept: Retention{Days: signUpDays, From: FromCollection}, Obligations: []int{3, 8, 11, 17},
		Columns: []string{"sign_ups.id", "sign_ups.token_hash", "sign_ups.created_at", "sign_ups.password_hash", "sign_ups.personal"},
	},
	{
		Key: CategoryWaiting, Purpose: PurposeWaiting, Needed: true,
		Sources: []Source{FromPerson}, Place: China,
		Kept: Retention{Days: waitingDays, From: FromCollection}, Obligations: []int{91, 93, 95},
		Columns: []string{"persons.waits_until"},
	},
}

// CategoryOf returns the category of that key, which is one of the constants.
func CategoryOf(key CategoryKey) Category {
	return Categories[slices.IndexFunc(Categories, func(c Category) bool { return c.Key == key })]
}

// RetentionOf returns how long a category is kept.
func RetentionOf(key CategoryKey) Retention { return CategoryOf(key).Kept }

// RetentionOfMinors returns how long what OfMinors speaks of is kept of a minor.
func RetentionOfMinors(key CategoryKey) Retention {
	category := CategoryOf(key)
	if category.OfMinors != nil {
		return *category.OfMinors
	}
	return category.Kept
}

// Plumbing lists the tables that hold nothing about a person: whose they are is known without asking. In staff stand those
// who work at the desk.
var Plumbing = []string{"calendars", "clauses", "clients", "complaint_refs", "goose_db_version", "policies", "river_job", "river_leader", "river_migration", "river_notification", "river_queue", "staff"}
