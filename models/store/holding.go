package store

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
)

// notProvenElsewhere leaves out the events that are not counted among the steps of an account: their matter is an entry of
// its own.
const notProvenElsewhere = notToldElsewhere + ` and kind not in ('` + string(models.EventAgreementAccepted) + `', '` + string(models.EventNoteAdded) + `')`

// heldRows says which other rows are held of which category. Where there may be many they are counted up to a cap, from
// the oldest on.
var heldRows = []struct {
	category models.CategoryKey
	part     models.PartKey
	rows     string // their times, of person $1
}{
	{models.CategoryAddresses, "", `null::timestamptz from addresses where person_id = $1 and not removed`},
	{models.CategorySecurity, models.PartSessions, `created_at from sessions where person_id = $1`},
	{models.CategorySecurity, models.PartLinks, `created_at from tokens where person_id = $1`},
	{models.CategorySecurity, models.PartCodes, `null from link_codes where person_id = $1`},
	{models.CategoryConsents, models.PartAcceptances, `at from acceptances where person_id = $1 order by at limit $2`},
	{models.CategoryConsents, models.PartNotes, `at from notes where person_id = $1 order by at limit $2`},
	{models.CategoryConsents, models.PartDisclosures, `at from disclosures where person_id = $1 order by at limit $2`},
	{models.CategoryConsents, models.PartDeletions, `at from deletions where person_id = $1 order by at limit $2`},
	{models.CategoryConsents, models.PartSteps, `at from events where person_id = $1 and ` + notProvenElsewhere + ` order by at limit $2`},
	{models.CategoryComplaints, "", `at from complaints where person_id = $1 order by at limit $2`},
	{models.CategoryGuardian, "", `at from guardian_requests where person_id = $1 and personal is not null order by at limit $2`},
	{models.CategoryLooks, "", `at from looks where person_id = $1 order by at limit $2`},
	{models.CategoryChanges, "", `at from ` + shownChanges + ` where person_id = $1 order by at limit $2`},
}

// tallied says which kinds of entry are held of which category that are counted as they come and go.
var tallied = func() (list []talliedKind) {
	list = []talliedKind{
		{models.CategoryPhotos, "", entryPhoto},
		{models.CategoryPrints, "", entryPrint},
		{models.CategoryConsents, models.PartChoices, talliedChoices},
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
	kind     string // in the table of tallies; or talliedChoices
}

// talliedChoices is the kind under which choicesSQL answers like the table of tallies. Choices are counted in the rows of their
// permissions.
const (
	talliedChoices = "choices"
	choicesSQL     = `select '` + talliedChoices + `', coalesce(sum(choices), 0), 0::bigint, min(first_at), max(chosen_at) from permissions where person_id = $1`
)

// heldSQL asks for the tallies and for all of heldRows at once, each by one walk along an index. It answers like talliesSQL,
// with the places of heldRows as kinds: numbers until they are grouped, since numbers are sooner compared.
var heldSQL = func() string {
	questions := make([]string, len(heldRows))
	for i, held := range heldRows {
		questions[i] = fmt.Sprintf(`(select %d, %s)`, i, held.rows)
	}
	return talliesSQL + ` union all ` + choicesSQL + ` union all select place::text, count(*), 0::bigint, min(at), max(at) from (` + strings.Join(questions, ` union all `) + `) held (place, at) group by place`
}()

// held is what is held about a person, as it is read.
type held struct {
	rows []models.Holding // of every category, in the data map's order
}

// read is the question that fills it.
func (h *held) read(person models.PersonID) read {
	h.rows = make([]models.Holding, len(models.Categories))
	for i, category := range models.Categories {
		h.rows[i].Category = category.Key
	}
	return read{heldSQL, []any{person, CountCap + 1}, h.scanCounts}
}

// scanCounts reads how much there is of each kind.
func (h *held) scanCounts(rows pgx.Rows) error {
	counts := make([]models.Tally, len(tallied)+len(heldRows))
	var row scannedTally
	err := each(func(rows pgx.Rows) error {
		tally, err := row.from(rows)
		if place, known := placeOfKind[row.kind]; known {
			counts[place] = tally
		}
		return err
	})(rows)
	for i, of := range tallied {
		h.of(of.category).Add(of.part, counts[i], false)
	}
	for i, of := range heldRows {
		counted := counts[len(tallied)+i]
		more := counted.Count > CountCap
		counted.Count = min(counted.Count, CountCap)
		h.of(of.category).Add(of.part, counted, more)
	}
	return err
}

// placeOfKind is where scanCounts keeps each kind that heldSQL answers: those of tallied, and after them those of heldRows.
var placeOfKind = func() map[string]int {
	places := map[string]int{}
	for i, of := range tallied {
		places[of.kind] = i
	}
	for i := range heldRows {
		places[strconv.Itoa(i)] = len(tallied) + i
	}
	return places
}()

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

// holdings returns what is held of every category, in the data map's order, with what is known of the person already: the details of
// their profile, and the rest of their row.
func (h *held) holdings(person models.Person, details []models.Field) []models.Holding {
	h.of(models.CategoryProfile).Count, h.of(models.CategoryProfile).Details = len(details), details
	h.of(models.CategoryBehaviour).Kept = person.Kept
	if !person.WaitsUntil.IsZero() {
		h.of(models.CategoryWaiting).Add("", models.Tally{Count: 1, Oldest: person.JoinedAt, Newest: person.JoinedAt}, false)
	}
	return h.rows
}

// profileRead is the question for a profile. The address that somebody signs in with is a detail of its own where the profile has
// another.
func (s *Store) profileRead(person models.PersonID, into *models.Profile) read {
	return read{
		`select p.personal, i.personal from persons p left join sign_ins i on i.person_id = p.id where p.id = $1`,
		[]any{person},
		each(func(rows pgx.Rows) error {
			var personal, signIn []byte
			if err := rows.Scan(&personal, &signIn); err != nil {
				return err
			}
			profile, account := models.Profile{}, signInPersonal{}
			if err := s.vault.Open(personal, &profile); err != nil {
				return err
			}
			if err := s.vault.Open(signIn, &account); err != nil {
				return err
			}
			if apart := account.apartFrom(profile.Value(models.FieldEmail)); apart != "" {
				profile[models.FieldSignIn] = models.Entry[string]{Said: models.Said[string]{Value: apart, From: models.FromPerson}}
			}
			*into = profile
			return nil
		}),
	}
}
