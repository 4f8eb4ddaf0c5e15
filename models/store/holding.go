package store

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
)

// provenElsewhere are the kinds of event that are not counted among the steps of an account: the security log's, and
// those whose matter is an entry of its own.
var provenElsewhere = slices.Concat(models.SecurityEvents, choiceEvents, []models.EventKind{models.EventAgreementAccepted, models.EventNoteAdded})

// heldRows says which rows are held of which category. They are counted up to a cap, from the oldest on.
var heldRows = []struct {
	category models.CategoryKey
	part     models.PartKey
	rows     string // of person $1; $3 are the kinds of the security log, $4 those that are proven elsewhere
	at       string
}{
	{models.CategoryAddresses, "", `addresses where person_id = $1 and not removed`, `null::timestamptz`},
	{models.CategorySecurity, models.PartSignIns, `events where person_id = $1 and kind = any($3)`, `at`},
	{models.CategorySecurity, models.PartSessions, `sessions where person_id = $1`, `created_at`},
	{models.CategorySecurity, models.PartLinks, `tokens where person_id = $1`, `created_at`},
	{models.CategorySecurity, models.PartCodes, `link_codes where person_id = $1`, `null::timestamptz`},
	{models.CategoryConsents, models.PartChoices, `consents where person_id = $1`, `at`},
	{models.CategoryConsents, models.PartAcceptances, `acceptances where person_id = $1`, `at`},
	{models.CategoryConsents, models.PartNotes, `notes where person_id = $1`, `at`},
	{models.CategoryConsents, models.PartDisclosures, `disclosures where person_id = $1`, `at`},
	{models.CategoryConsents, models.PartSteps, `events where person_id = $1 and kind <> all($4)`, `at`},
	{models.CategoryChanges, "", `changes where person_id = $1`, `at`},
	{models.CategoryWaiting, "", `persons where id = $1 and waits_until is not null`, `created_at`},
}

// heldSQL asks for all of heldRows at once, each by one walk along an index, and answers with their places in the list.
// The newest of more rows than are counted is not looked for.
var heldSQL = func() string {
	questions := make([]string, len(heldRows))
	for i, held := range heldRows {
		questions[i] = fmt.Sprintf(`select %d, count(*), min(at), case when count(*) < $2 then max(at) end
			from (select %s as at from %s order by 1 limit $2) counted`, i, held.at, held.rows)
	}
	return strings.Join(questions, ` union all `)
}()

// held is what is held about a person, as it is read.
type held struct {
	waitsUntil *time.Time // see HomePage.Until
	profile    models.Profile
	rows       map[models.CategoryKey]*models.Holding
}

// reads are the questions that fill it.
func (h *held) reads(s *Store, person models.PersonID) []read {
	h.rows = map[models.CategoryKey]*models.Holding{}
	return []read{
		{
			`select p.waits_until, p.personal, i.personal from persons p left join sign_ins i on i.person_id = p.id where p.id = $1`,
			[]any{person},
			s.scanProfile(&h.waitsUntil, &h.profile),
		},
		{heldSQL, []any{person, CountCap + 1, models.SecurityEvents, provenElsewhere}, each(h.scanRows)},
	}
}

func (h *held) scanRows(rows pgx.Rows) error {
	var place, count int
	var oldest, newest *time.Time
	if err := rows.Scan(&place, &count, &oldest, &newest); err != nil {
		return err
	}
	of := heldRows[place]
	if h.rows[of.category] == nil {
		h.rows[of.category] = &models.Holding{}
	}
	h.rows[of.category].Add(of.part, count, orZero(oldest), orZero(newest))
	return nil
}

func orZero(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// holdings returns what is held of every category, in the data map's order.
func (h *held) holdings() []models.Holding {
	details := h.profile.Details()
	h.rows[models.CategoryProfile] = &models.Holding{Count: len(details), Details: details}
	list := make([]models.Holding, len(models.Categories))
	for i, category := range models.Categories {
		if rows := h.rows[category.Key]; rows != nil {
			list[i] = *rows
		}
		if list[i].Count > CountCap {
			list[i].Newest = time.Time{} // it may be one that was not counted
		}
		list[i].Category = category.Key
	}
	return list
}

// scanProfile reads until when somebody waits for a guardian, and a profile. The address that somebody signs in with
// is a detail of its own where the profile has another.
func (s *Store) scanProfile(until **time.Time, into *models.Profile) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var personal, signIn []byte
		if err := rows.Scan(until, &personal, &signIn); err != nil {
			return err
		}
		profile, account := models.Profile{}, signInPersonal{}
		if err := s.vault.Open(personal, &profile); err != nil {
			return err
		}
		if err := s.vault.Open(signIn, &account); err != nil {
			return err
		}
		if account.Email != "" && account.Email != strings.ToLower(profile.Value(models.FieldEmail)) {
			profile[models.FieldSignIn] = models.Entry[string]{Said: models.Said[string]{Value: account.Email, From: models.FromPerson}}
		}
		*into = profile
		return nil
	})
}
