package storetest

import (
	"fmt"
	"time"

	"jolara.com/privacy/models"
)

// Password is what every person of a world signs in with.
const Password = "correct horse battery"

// Adult pushes a person of age, as Jolara's app does, and returns them.
func (w *World) Adult() models.Person {
	w.t.Helper()
	return w.push("Adult", w.bornYearsAgo(40))
}

// Minor pushes a person who turned that many years old yesterday, and returns them.
func (w *World) Minor(age int) models.Person {
	w.t.Helper()
	return w.push("Minor", w.bornYearsAgo(age))
}

func (w *World) bornYearsAgo(age int) models.Date {
	return models.DateOf(w.Clock.Now().AddDate(-age, 0, -1))
}

func (w *World) push(name string, birth models.Date) models.Person {
	w.t.Helper()
	w.people++
	external := fmt.Sprintf("jolara-%d", w.people)
	w.Push(external, map[models.Field]string{
		models.FieldName:      fmt.Sprintf("%s %d", name, w.people),
		models.FieldEmail:     fmt.Sprintf("person%d@example.com", w.people),
		models.FieldBirthDate: birth.String(),
	})
	return w.Person(external)
}

// Push tells the store fields of Jolara's person that are true as of now, and returns those that lost.
func (w *World) Push(externalID string, fields map[models.Field]string) (superseded []string) {
	w.t.Helper()
	now := w.Clock.Now()
	superseded, err := w.Store.PushPerson(w.ctx(), externalID, models.PushedPerson{
		Fields: fields, ChangedAt: func(string) time.Time { return now },
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return superseded
}

// Person returns Jolara's person as the store holds them.
func (w *World) Person(externalID string) models.Person {
	w.t.Helper()
	id, held := w.held(externalID)
	p := models.Person{
		ID: id, ExternalID: externalID,
		Name: held.Value(models.FieldName), Email: held.Value(models.FieldEmail), Birth: held.Birth(),
	}
	if err := w.DB.QueryRow(w.ctx(), `select guardian, locked, created_at from persons where id = $1`, id).Scan(&p.Guardian, &p.Lock, &p.JoinedAt); err != nil {
		w.t.Fatal(err)
	}
	p.JoinedAt = p.JoinedAt.UTC()
	return p
}

// Profile returns what is held of Jolara's person, field by field.
func (w *World) Profile(externalID string) models.Profile {
	w.t.Helper()
	_, held := w.held(externalID)
	return held
}

func (w *World) held(externalID string) (id models.PersonID, held models.Profile) {
	w.t.Helper()
	var personal []byte
	err := w.DB.QueryRow(w.ctx(), `select p.id, p.personal from persons p join external_ids x on x.person_id = p.id where x.id = $1`,
		externalID).Scan(&id, &personal)
	if err != nil {
		w.t.Fatalf("find %s: %v", externalID, err)
	}
	if err := w.Vault.Open(personal, &held); err != nil {
		w.t.Fatal(err)
	}
	return id, held
}

// CanSignIn lets a person sign in with their address and Password. It costs the time of a password's hash.
func (w *World) CanSignIn(p models.Person) models.Person {
	w.t.Helper()
	if err := w.Store.GiveSignIn(w.ctx(), p.ExternalID, p.Email, Password); err != nil {
		w.t.Fatal(err)
	}
	return p
}

// SignedUp returns somebody who turned that many years old yesterday and made an account here: unknown to Jolara's app,
// they sign in with their address and Password. It costs the time of a password's hash.
func (w *World) SignedUp(age int) models.Person {
	w.t.Helper()
	w.people++
	p := models.Person{Name: fmt.Sprintf("Newcomer %d", w.people), Email: fmt.Sprintf("person%d@example.com", w.people)}
	if birth := w.bornYearsAgo(age); models.BandAt(birth, w.Clock.Now()).Minor() {
		p.Birth = birth
	}
	if err := w.Store.AddAccount(w.ctx(), models.SignUp{Email: p.Email, Name: p.Name, Password: Password, Birth: p.Birth}); err != nil {
		w.t.Fatal(err)
	}
	if err := w.DB.QueryRow(w.ctx(), `select person_id from emails where lookup = $1`, w.Vault.Lookup(p.Email)).Scan(&p.ID); err != nil {
		w.t.Fatal(err)
	}
	return p
}

// Client makes an API key for one of Jolara's systems.
func (w *World) Client() (key string) {
	w.t.Helper()
	w.people++
	key, err := w.Store.AddClient(w.ctx(), fmt.Sprintf("system %d", w.people))
	if err != nil {
		w.t.Fatal(err)
	}
	return key
}
