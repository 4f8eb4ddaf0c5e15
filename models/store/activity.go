package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// activityPersonal is what an entry of the service log says about a person beside its kind and time.
type activityPersonal struct {
	EventID  string `json:",omitempty"` // the sender's
	Detail   string `json:",omitempty"`
	IP       string `json:",omitempty"`
	Browser  string `json:",omitempty"`
	Operator string `json:",omitempty"`
	Language string `json:",omitempty"`
	OnPortal bool   `json:",omitempty"`
}

// ActivityFilter narrows the service log; the zero value leaves nothing out.
type ActivityFilter struct {
	Period models.Period
	Kinds  []models.ActivityKind // none: all
}

// ActivityPage is one page of a person's service log, newest first.
type ActivityPage struct {
	Entries            []models.Activity
	HasNewer, HasOlder bool
	Found              int                                  // in the filter, up to CountCap and one more
	All                map[models.ActivityKind]models.Tally // of every kind there is
	Kept               models.BehaviourKept                 // for how long behaviour is kept
}

// activitySQL reads a page kind by kind along the index that has them so, and puts them together: whoever asks for what is
// rare does not read past what is frequent. It lacks the key's condition, which is the same for each kind.
const activitySQL = `select e.at, e.id, e.kind, e.personal from unnest($2::text[]) k cross join lateral (
	select at, id, kind, personal from activity where person_id = $1 and kind = k and at >= $3 and at < $4%s order by %[2]s limit $5) e
	order by %[2]s limit $5`

// countActivitySQL counts what is in a filter up to a cap.
const countActivitySQL = `select count(*) from (select from unnest($2::text[]) k
	join activity a on a.person_id = $1 and a.kind = k and a.at >= $3 and a.at < $4 limit $5) capped`

// Activity returns the page of a person's service log on one side of key; a zero key is the newest end.
func (s *Store) Activity(ctx context.Context, person models.PersonID, f ActivityFilter, key Key, side Side) (page ActivityPage, err error) {
	if err := key.ofUUID(); err != nil {
		return page, err
	}
	var found []models.Activity
	counts := tallies{}
	kinds := f.kinds()
	from, before := f.Period.Bounds()
	reads := []read{activityRead(person, f, key, side, s.scanActivity(&found)), talliesRead(person, counts), behaviourRead(&page.Kept, person)}
	if !f.Period.Open() {
		reads = append(reads, count(&page.Found, countActivitySQL, person, kinds, from, before, CountCap+1))
	}
	if err := s.batch(ctx, reads...); err != nil {
		return page, fmt.Errorf("read the service log: %w", err)
	}
	page.Entries, page.HasNewer, page.HasOlder = fold(found, key, side)
	page.All = counts.activity()
	if f.Period.Open() {
		for _, kind := range kinds {
			page.Found += page.All[kind].Count
		}
		page.Found = min(page.Found, CountCap+1)
	}
	return page, nil
}

// kinds are what is asked for, each once.
func (f ActivityFilter) kinds() []models.ActivityKind {
	if len(f.Kinds) == 0 {
		return slices.Concat(slices.Collect(maps.Values(models.ActivityKinds))...)
	}
	return slices.Compact(slices.Sorted(slices.Values(f.Kinds)))
}

func activityRead(person models.PersonID, f ActivityFilter, key Key, side Side, scan func(pgx.Rows) error) read {
	if len(f.Kinds) == 0 {
		var w where
		w.within(f.Period)
		return narrowedRead(`select at, id, kind, personal from activity`, person, w, key, side, scan)
	}
	kinds := f.kinds()
	from, before := f.Period.Bounds()
	order, beyond := map[Side]string{Older: `at desc, id desc`, Newer: `at, id`}[side], ""
	args := []any{person, kinds, from, before, PageSize + 1}
	if !key.At.IsZero() {
		beyond = map[Side]string{Older: ` and (at, id) < ($6, $7)`, Newer: ` and (at, id) > ($6, $7)`}[side]
		args = append(args, key.At, key.ID)
	}
	return read{fmt.Sprintf(activitySQL, beyond, order), args, scan}
}

func (s *Store) scanActivity(into *[]models.Activity) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var a models.Activity
		var personal []byte
		if err := rows.Scan(&a.At, &a.ID, &a.Kind, &personal); err != nil {
			return err
		}
		var p activityPersonal
		if err := s.vault.Open(personal, &p); err != nil {
			return fmt.Errorf("open an entry of the service log: %w", err)
		}
		a.Detail, a.IP, a.Browser, a.Operator, a.Language, a.OnPortal = p.Detail, p.IP, p.Browser, p.Operator, p.Language, p.OnPortal
		*into = append(*into, a)
		return nil
	})
}

// logSecurity writes what happened to an account here on the portal into its person's security log, in the transaction in
// which it happens (#35). Of nobody nothing is written.
func (s *Store) logSecurity(tx *gorm.DB, person models.PersonID, kind models.ActivityKind, from models.Visit) error {
	sealed, err := s.vault.Seal(activityPersonal{IP: from.IP, Browser: from.Browser.String(), Language: from.Language, OnPortal: true})
	if err != nil {
		return err
	}
	if kind == models.ActivitySignIn {
		return logSignIn(tx, person, s.Now(), sealed)
	}
	return tx.Exec(`insert into activity (person_id, at, id, kind, digest, personal)
		select id, ?, ?, ?, '', ? from persons where id = nullif(?, '')::uuid for key share`, s.Now(), newID(), kind, sealed, person).Error
}
