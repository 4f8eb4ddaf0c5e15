package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/vault"
)

// The people of the database. Their ledgers differ in length by more than a thousand times, so that a plan that suits
// one of them may be wrong for another.
const (
	peopleInAll = 300 // with 40 choices each, but for these first:
	huge        = 1   // with 100,000
	large       = 8   // with 10,000
	signedIn    = 128 // of all, from the first: twice as many as requests are ever under way
)

func choicesOf(i int) int {
	switch {
	case i < huge:
		return 100_000
	case i < huge+large:
		return 10_000
	}
	return 40
}

// password is everybody's: hashing it takes longer than the whole fill should.
const password = "as long as the measurement"

func emailOf(i int) string { return fmt.Sprintf("person%03d@example.com", i) }

// tables are filled in this order, which their foreign keys ask for.
var tables = []struct {
	name    string
	columns []string
}{
	{"persons", []string{"id", "created_at", "personal"}},
	{"external_ids", []string{"id", "person_id"}},
	{"sign_ins", []string{"person_id", "password_hash", "created_at", "personal"}},
	{"emails", []string{"lookup", "person_id"}},
	{"permissions", []string{"person_id", "kind", "state", "since", "chosen_at", "receipt"}},
	{"consents", []string{"person_id", "at", "id", "kind", "state", "recorded_at", "made_by", "policy_version", "receipt", "personal"}},
	{"receipt_refs", []string{"ref", "person_id", "consent_id"}},
	{"events", []string{"person_id", "at", "id", "kind", "subject", "actor", "clause"}},
}

// filler makes the same people each time, with choices up to now.
type filler struct {
	vault    *vault.Vault
	random   *rand.Rand
	ids      *rand.ChaCha8
	hash     string
	now      time.Time
	receipts int
	rows     map[string][][]any
}

// fill writes everybody into the empty database and returns who will be signed in.
func fill(ctx context.Context, pool *pgxpool.Pool, v *vault.Vault) (people []models.PersonID, err error) {
	seed := [32]byte{1}
	f := &filler{vault: v, random: rand.New(rand.NewChaCha8(seed)), ids: rand.NewChaCha8(seed), now: time.Now().UTC(), rows: map[string][][]any{}}
	if f.hash, err = v.HashPassword(ctx, password); err != nil {
		return nil, err
	}
	for i := range peopleInAll {
		person, err := f.person(i)
		if err != nil {
			return nil, err
		}
		if i < signedIn {
			people = append(people, person)
		}
	}
	for _, table := range tables {
		if _, err := pool.CopyFrom(ctx, pgx.Identifier{table.name}, table.columns, pgx.CopyFromRows(f.rows[table.name])); err != nil {
			return nil, fmt.Errorf("%s: %w", table.name, err)
		}
	}
	_, err = pool.Exec(ctx, `vacuum analyze`)
	return people, err
}

func (f *filler) add(table string, row ...any) { f.rows[table] = append(f.rows[table], row) }

func (f *filler) id() string { return uuid.Must(uuid.NewRandomFromReader(f.ids)).String() }

func (f *filler) person(i int) (models.PersonID, error) {
	id := models.PersonID(f.id())
	joined := f.now.AddDate(-2, 0, 0)
	profile := models.Profile{}
	for field, value := range map[models.Field]string{
		models.FieldName: fmt.Sprintf("Person %d", i), models.FieldNickname: fmt.Sprintf("P%d", i),
		models.FieldEmail: emailOf(i), models.FieldPhone: "+8613800138000",
	} {
		profile[field] = models.Entry[string]{Said: models.Said[string]{Value: value, From: models.FromJolara, At: joined}}
	}
	personal, err := f.vault.Seal(profile)
	if err != nil {
		return id, err
	}
	signIn, err := f.vault.Seal(struct{ Email string }{emailOf(i)})
	if err != nil {
		return id, err
	}
	f.add("persons", id, joined, personal)
	f.add("external_ids", fmt.Sprintf("jolara-%d", i), id)
	f.add("sign_ins", id, f.hash, joined, signIn)
	f.add("emails", f.vault.Lookup(emailOf(i)), id)
	return id, f.choices(id, joined, choicesOf(i))
}

// choices fills a person's ledger evenly from joined to now and leaves the switches as the last choices put them.
func (f *filler) choices(person models.PersonID, joined time.Time, count int) error {
	device, err := f.vault.Seal(struct{ Device string }{"Pixel 9"})
	if err != nil {
		return err
	}
	standing := map[models.PermissionKind]models.Permission{}
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
	}
	for _, kind := range models.PermissionKinds {
		p, chosen := standing[kind]
		if !chosen {
			f.add("permissions", person, kind, models.Never, nil, nil, "")
			continue
		}
		f.add("permissions", person, kind, p.State, p.Since, p.Since, p.Receipt)
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
