package models

// CategoryKey names one kind of personal data.
type CategoryKey string

// The categories of product.md. Each is declared once, in Categories; one that holds nothing yet owns no column.
const (
	CategoryProfile   CategoryKey = "profile"
	CategoryAddresses CategoryKey = "addresses"
	CategorySecurity  CategoryKey = "security_log"
	CategoryConsents  CategoryKey = "consents"
)

// Start is the moment from which a retention runs.
type Start string

// The starts of a retention.
const (
	FromCollection Start = "collection"
	FromAccountEnd Start = "account_end"
	FromClosing    Start = "closing"
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
	Days, Months, Years int // all zero: while the account lives
	From                Start
	Floor               *Law
	Proof               *Law
}

// Category is one kind of personal data: what it is for, where it lies and how long it is kept (#6, #7, #72).
type Category struct {
	Key         CategoryKey
	Needed      bool // without it the contract cannot be kept; otherwise the person's choice (#30)
	Kept        Retention
	Obligations []int    // numbers of the agreement's promises
	Columns     []string // table.column of every column that belongs to it
}

// Categories is the data map: it is closed, and a test fails on a column of the schema that neither it nor Plumbing owns.
var Categories = []Category{
	{
		Key: CategoryProfile, Needed: true, Kept: Retention{From: FromAccountEnd}, Obligations: []int{8, 9, 10, 11, 13, 17, 19},
		Columns: []string{
			"persons.id", "persons.created_at", "persons.personal",
			"external_ids.id", "external_ids.person_id",
			"sign_ins.person_id", "sign_ins.password_hash", "sign_ins.created_at", "sign_ins.personal",
			"emails.lookup", "emails.person_id",
		},
	},
	{
		Key: CategoryAddresses, Kept: Retention{From: FromAccountEnd}, Obligations: []int{14},
		Columns: []string{"addresses.person_id", "addresses.id", "addresses.personal"},
	},
	{
		Key: CategorySecurity, Needed: true, Kept: Retention{Months: 6, From: FromCollection, Floor: &CybersecurityLaw}, Obligations: []int{34, 35},
		Columns: []string{
			"sessions.token_hash", "sessions.person_id", "sessions.data", "sessions.created_at", "sessions.seen_at", "sessions.expires_at",
			"limits.key", "limits.window_start", "limits.used",
			"events.person_id", "events.at", "events.id", "events.kind", "events.subject", "events.actor", "events.clause",
		},
	},
	{
		Key: CategoryConsents, Needed: true, Kept: Retention{Years: 3, From: FromAccountEnd, Proof: &CivilCode}, Obligations: []int{3, 28, 38},
		Columns: []string{
			"permissions.person_id", "permissions.kind", "permissions.state", "permissions.since", "permissions.chosen_at",
			"permissions.policy_version", "permissions.receipt",
			"consents.person_id", "consents.at", "consents.id", "consents.kind", "consents.state", "consents.recorded_at",
			"consents.made_by", "consents.policy_version", "consents.receipt", "consents.personal",
			"receipt_refs.ref", "receipt_refs.person_id", "receipt_refs.consent_id",
		},
	},
}

// Plumbing lists the tables that hold nothing about a person: whose they are is known without asking.
var Plumbing = []string{"clients", "goose_db_version", "river_client", "river_client_queue", "river_job", "river_leader", "river_migration", "river_queue"}
