package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/vault"
)

// sizes are how many people hold how much, the first of them the most: choices, photos, activity. They differ by more than
// a thousand times, so that a plan that suits one of them may be wrong for another.
var sizes = []struct{ people, entries int }{{1, 100_000}, {large, 10_000}, {283, small}}

const (
	large    = 16
	small    = 40
	signedIn = 128 // of all, from the first: twice as many as requests are ever under way
)

// firstOf returns the place of the first person who holds so much.
func firstOf(entries int) (place int) {
	for _, size := range sizes {
		if size.entries == entries {
			break
		}
		place += size.people
	}
	return place
}

// password is everybody's: hashing it takes longer than the whole fill should.
const password = "as long as the measurement"

// years are how long everybody has been here.
const years = 2 * 365 * 24 * time.Hour

func emailOf(i int) string { return fmt.Sprintf("person%03d@example.com", i) }

// tables are filled in this order, which their foreign keys ask for.
var tables = []struct {
	name    string
	columns []string
}{
	{"clients", []string{"id", "name", "key_hash", "created_at"}},
	{"persons", []string{"id", "created_at", "used_at", "unused_check_at", "personal", "band"}},
	{"external_ids", []string{"id", "person_id"}},
	{"sign_ins", []string{"person_id", "password_hash", "created_at", "personal"}},
	{"emails", []string{"lookup", "person_id"}},
	{"permissions", []string{"person_id", "kind", "state", "since", "chosen_at", "receipt", "choices", "first_at"}},
	{"consents", []string{"person_id", "at", "id", "kind", "state", "recorded_at", "made_by", "policy_version", "receipt", "personal"}},
	{"receipt_refs", []string{"ref", "person_id", "consent_id"}},
	{"events", []string{"person_id", "at", "id", "kind", "subject", "actor", "clause"}},
}

// filler makes the same people each time, with entries up to now.
type filler struct {
	vault    *vault.Vault
	random   *rand.Rand
	ids      *rand.ChaCha8
	hash     string
	now      time.Time
	receipts int
	rows     map[string][][]any
	people   []models.PersonID // as sizes has them
	crowd    []models.PersonID // who never come here and have a few entries each
}

func newFiller(ctx context.Context, v *vault.Vault) (f *filler, err error) {
	seed := [32]byte{1}
	f = &filler{vault: v, random: rand.New(rand.NewChaCha8(seed)), ids: rand.NewChaCha8(seed), now: time.Now().UTC(), rows: map[string][][]any{}}
	f.hash, err = v.HashPassword(ctx, password)
	return f, err
}

// fill writes everybody into the empty database.
func (f *filler) fill(ctx context.Context, pool *pgxpool.Pool) error {
	f.add("clients", f.id(), "Jolara’s app", []byte("nobody's"), f.now)
	for _, size := range sizes {
		for range size.people {
			if err := f.person(size.entries); err != nil {
				return err
			}
		}
	}
	for _, table := range tables {
		if _, err := pool.CopyFrom(ctx, pgx.Identifier{table.name}, table.columns, pgx.CopyFromRows(f.rows[table.name])); err != nil {
			return fmt.Errorf("%s: %w", table.name, err)
		}
	}
	f.rows = nil
	if err := f.fillHistories(ctx, pool); err != nil {
		return err
	}
	return settle(ctx, pool)
}

func (f *filler) add(table string, row ...any) { f.rows[table] = append(f.rows[table], row) }

func (f *filler) id() string { return uuid.Must(uuid.NewRandomFromReader(f.ids)).String() }

// person adds somebody with so many choices.
func (f *filler) person(entries int) error {
	id, i := models.PersonID(f.id()), len(f.people)
	joined := f.now.Add(-years)
	f.people = append(f.people, id)
	personal, err := f.vault.Seal(profileOf(i, joined))
	if err != nil {
		return err
	}
	signIn, err := f.vault.Seal(struct{ Email string }{emailOf(i)})
	if err != nil {
		return err
	}
	f.add("persons", id, joined, f.now, f.now.Add(years), personal, models.BandAdult)
	f.add("external_ids", fmt.Sprintf("jolara-%d", i), id)
	f.add("sign_ins", id, f.hash, joined, signIn)
	f.add("emails", f.vault.Lookup(emailOf(i)), id)
	return f.choices(id, joined, entries)
}

func profileOf(i int, said time.Time) models.Profile {
	profile := models.Profile{}
	for field, value := range map[models.Field]string{
		models.FieldName: fmt.Sprintf("Person %d", i), models.FieldNickname: fmt.Sprintf("P%d", i),
		models.FieldEmail: emailOf(i), models.FieldPhone: "+8613800138000",
	} {
		profile[field] = models.Entry[string]{Said: models.Said[string]{Value: value, From: models.FromJolara, At: said}}
	}
	return profile
}

// choices fills a person's ledger evenly from joined to now and leaves the switches as the last choices put them.
func (f *filler) choices(person models.PersonID, joined time.Time, count int) error {
	device, err := f.vault.Seal(struct{ Device string }{"Pixel 9"})
	if err != nil {
		return err
	}
	standing, made, first := map[models.PermissionKind]models.Permission{}, map[models.PermissionKind]int{}, map[models.PermissionKind]time.Time{}
	for i := range count {
		kind := models.PermissionKinds[f.random.IntN(len(models.PermissionKinds))]
		state := models.Granted
		if standing[kind].State == models.Granted {
			state = models.Withdrawn
		}
		at := joined.Add(f.now.Sub(joined) / time.Duration(count) * time.Duration(i))
		consent, receipt := f.id(), f.receipt()
		event, clause := models.SwitchEvent(state)
		f.add("consents", person, at, consent, kind, state, at, models.ByApp, "", receipt, device)
		f.add("receipt_refs", receipt, person, consent)
		f.add("events", person, at, f.id(), event, kind, models.ByApp, clause)
		standing[kind] = models.Permission{State: state, Since: at, Receipt: receipt}
		if made[kind]++; made[kind] == 1 {
			first[kind] = at
		}
	}
	for _, kind := range slices.Concat(models.PermissionKinds, models.ChoiceKinds) {
		p, chosen := standing[kind]
		if !chosen {
			f.add("permissions", person, kind, models.Never, nil, nil, "", 0, nil)
			continue
		}
		f.add("permissions", person, kind, p.State, p.Since, p.Since, p.Receipt, made[kind], first[kind])
	}
	return nil
}

// receipt makes references that look drawn by lot and are never drawn twice: stepping by an odd number visits every
// number of thirty bits once.
func (f *filler) receipt() string {
	const (
		alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
		step     = 0x2545_F491
	)
	f.receipts += step
	var letters [6]byte
	for i := range letters {
		letters[i] = alphabet[f.receipts>>(5*i)&31]
	}
	return "R-" + string(letters[:4]) + "-" + string(letters[4:])
}
