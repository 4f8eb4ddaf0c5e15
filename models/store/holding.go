package store

import (
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
)

// notProvenElsewhere leaves out the events that are not counted among the steps of an account: their matter is an entry of
// its own.
const notProvenElsewhere = notChoices + ` and kind not in ('` + string(models.EventAgreementAccepted) + `', '` + string(models.EventNoteAdded) + `')`

// heldRows says which other rows are held of which category. They are counted up to a cap, from the oldest on.
var heldRows = []struct {
	category models.CategoryKey
	part     models.PartKey
	rows     string // of person $1
	at       string
}{
	{models.CategoryAddresses, "", `addresses where person_id = $1 and not removed`, `null::timestamptz`},
	{models.CategorySecurity, models.PartSessions, `sessions where person_id = $1`, `created_at`},
	{models.CategorySecurity, models.PartLinks, `tokens where person_id = $1`, `created_at`},
	{models.CategorySecurity, models.PartCodes, `link_codes where person_id = $1`, `null::timestamptz`},
	{models.CategoryConsents, models.PartChoices, `consents where person_id = $1`, `at`},
	{models.CategoryConsents, models.PartAcceptances, `acceptances where person_id = $1`, `at`},
	{models.CategoryConsents, models.PartNotes, `notes where person_id = $1`, `at`},
	{models.CategoryConsents, models.PartDisclosures, `disclosures where person_id = $1`, `at`},
	{models.CategoryConsents, models.PartSteps, `events where person_id = $1 and ` + notProvenElsewhere, `at`},
	{models.CategoryChanges, "", `changes where person_id = $1`, `at`},
	{models.CategoryWaiting, "", `persons where id = $1 and waits_until is not null`, `created_at`},
}

// tallied says which kinds of entry are held of which category that are counted as they come and go.
var tallied = func() (list []talliedKind) {
	list = []talliedKind{
		{models.CategoryPhotos, "", entryPhoto},
		{models.CategoryPrints, "", entryPrint},
	}
	for _, kind := range models.TalkKinds {
		list = append(list, talliedKind{models.CategoryVoice, models.PartKey(kind), string(kind)})
	}
	for category, kinds := range models.ActivityKinds {
		for _, kind := range kinds {
			list = append(list, talliedKind{category, models.PartKey(kind), string(kind)})
		}
	}
	return list
}()

type talliedKind struct {
	category models.CategoryKey
	part     models.PartKey
	kind     string // in the table of tallies
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
	rows       []models.Holding // of every category, in the data map's order
}

// reads are the questions that fill it.
func (h *held) reads(s *Store, person models.PersonID) []read {
	h.rows = make([]models.Holding, len(models.Categories))
	for i, category := range models.Categories {
		h.rows[i].Category = category.Key
	}
	return []read{
		h.talliesRead(person),
		{
			`select p.waits_until, p.personal, i.personal from persons p left join sign_ins i on i.person_id = p.id where p.id = $1`,
			[]any{person},
			s.scanProfile(&h.waitsUntil, &h.profile),
		},
		{heldSQL, []any{person, CountCap + 1}, each(h.scanRows)},
	}
}

func (h *held) talliesRead(person models.PersonID) read {
	counts := tallies{}
	r := talliesRead(person, counts)
	scan := r.scan
	r.scan = func(rows pgx.Rows) error {
		err := scan(rows)
		for _, of := range tallied {
			h.of(of.category).Add(of.part, counts[of.kind], false)
		}
		return err
	}
	return r
}

func (h *held) scanRows(rows pgx.Rows) error {
	var place int
	var counted models.Tally
	var oldest, newest *time.Time
	if err := rows.Scan(&place, &counted.Count, &oldest, &newest); err != nil {
		return err
	}
	more := counted.Count > CountCap
	counted.Count, counted.Oldest, counted.Newest = min(counted.Count, CountCap), orZero(oldest), orZero(newest)
	h.of(heldRows[place].category).Add(heldRows[place].part, counted, more)
	return nil
}

// placeOf is where each category stands in the data map.
var placeOf = func() map[models.CategoryKey]int {
	places := map[models.CategoryKey]int{}
	for i, category := range models.Categories {
		places[category.Key] = i
	}
	return places
}()

// of is what is held of a category.
func (h *held) of(category models.CategoryKey) *models.Holding { return &h.rows[placeOf[category]] }

func orZero(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// holdings returns what is held of every category, in the data map's order.
func (h *held) holdings() []models.Holding {
	details := h.profile.Details()
	h.of(models.CategoryProfile).Count, h.of(models.CategoryProfile).Details = len(details), details
	return h.rows
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
