package storetest

import (
	"fmt"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
)

// Mother is whom the children of a world ask.
const Mother = "mother@example.com"

// Child returns a child of that age who made an account here, signs in with an account name and Password, and has asked Mother.
func (w *World) Child(age int) models.Person {
	w.t.Helper()
	w.people++
	name := fmt.Sprintf("child-%d", w.people)
	child, err := w.Store.SignUpChild(w.ctx(), models.ChildSignUp{
		Nickname: fmt.Sprintf("Owl %d", w.people), AccountName: name, Password: Password, Birth: w.bornYearsAgo(age), Guardian: Mother,
	}, fmt.Sprintf("198.51.100.%d/24", w.people))
	if err != nil {
		w.t.Fatal(err)
	}
	return child
}

// Request returns the latest request of a child.
func (w *World) Request(child models.Person) models.GuardianRequest {
	w.t.Helper()
	stands, err := w.Store.Guardianship(w.ctx(), child)
	if err != nil || stands.Request == nil {
		w.t.Fatalf("the child asked nobody, %v", err)
	}
	return *stands.Request
}

// GuardianLink returns the token of the letter that went last to whom a child asked.
func (w *World) GuardianLink(child models.Person) (token string) {
	w.t.Helper()
	r := w.Request(child)
	letter, err := w.Store.GuardianLetter(w.ctx(), models.GuardianMail{RequestID: r.ID, Letter: r.Letter})
	if err != nil {
		w.t.Fatal(err)
	}
	return letter.Token
}

// GuardianCode has a code sent to the reader of a letter and returns it.
func (w *World) GuardianCode(child models.Person, token string) (code string) {
	w.t.Helper()
	if err := w.Store.SendGuardianCode(w.ctx(), token, "192.0.2.0/24"); err != nil {
		w.t.Fatal(err)
	}
	r := w.Request(child)
	var sent int
	if err := w.DB.QueryRow(w.ctx(), `select codes from guardian_requests where id = $1`, r.ID).Scan(&sent); err != nil {
		w.t.Fatal(err)
	}
	letter, err := w.Store.GuardianCode(w.ctx(), models.GuardianCodeMail{RequestID: r.ID, Letter: r.Letter, Code: sent})
	if err != nil {
		w.t.Fatal(err)
	}
	return letter.Code
}

// ProvenGuardian returns the token of a child's letter, and what a browser holds in which its code was typed.
func (w *World) ProvenGuardian(child models.Person) (token, proof string) {
	w.t.Helper()
	token = w.GuardianLink(child)
	proof, err := w.Store.ProveGuardian(w.ctx(), token, w.GuardianCode(child, token), "192.0.2.0/24")
	if err != nil {
		w.t.Fatal(err)
	}
	return token, proof
}

// Allow lets a minor whom Jolara's app knows ask Mother, and her say yes to these things.
func (w *World) Allow(child models.Person, to ...models.PermissionKind) models.Person {
	w.t.Helper()
	w.people++
	if err := w.Store.AskGuardian(w.ctx(), child, Mother, models.English, fmt.Sprintf("198.51.100.%d/24", w.people)); err != nil {
		w.t.Fatal(err)
	}
	return w.Approve(child, to...)
}

// Yes is a guardian's decision that allows these things.
func Yes(to ...models.PermissionKind) models.GuardianDecision {
	return models.GuardianDecision{Approve: true, Relation: models.RelationMother, Name: "Lin Mei", Yes: to}
}

// Shown is what a guardian of these tests was shown.
func Shown() store.GuardianShown {
	return store.GuardianShown{Statement: "I decide.", Rules: "The rules.", Locale: models.English}
}

// Approve lets Mother say yes for a child, and allow these things.
func (w *World) Approve(child models.Person, to ...models.PermissionKind) models.Person {
	w.t.Helper()
	token, proof := w.ProvenGuardian(child)
	if err := w.Store.DecideAsGuardian(w.ctx(), token, proof, Yes(to...), Shown()); err != nil {
		w.t.Fatal(err)
	}
	child.Guardian = models.GuardianApproved
	return child
}
