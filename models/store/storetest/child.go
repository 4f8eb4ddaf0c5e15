package storetest

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
)

// Mother is whom the children of a world ask, and Father who is asked beside her.
const (
	Mother = "mother@example.com"
	Father = "father@example.com"
)

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

// Request returns the request of a second guardian that waits, or the latest of a child.
func (w *World) Request(child models.Person) models.GuardianRequest {
	w.t.Helper()
	stands, err := w.Store.Guardianship(w.ctx(), child)
	switch {
	case err == nil && stands.Second != nil:
		return *stands.Second
	case err != nil || stands.Request == nil:
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

// Invite lets Mother have Father asked to decide beside her.
func (w *World) Invite(child models.Person) {
	w.t.Helper()
	w.people++
	err := w.Store.InviteSecond(w.ctx(), w.Visit(Mother), w.RecordOf(child), Father, models.English, fmt.Sprintf("198.51.100.%d/24", w.people))
	if err != nil {
		w.t.Fatal(err)
	}
}

// Join lets Father, whom Mother had asked, decide beside her.
func (w *World) Join(child models.Person, d models.GuardianDecision) {
	w.t.Helper()
	w.Invite(child)
	token, proof := w.ProvenGuardian(child)
	if err := w.Store.DecideAsGuardian(w.ctx(), token, proof, d, Shown()); err != nil {
		w.t.Fatal(err)
	}
}

// RecordFrom returns the reference of the record of the latest yes for a child that came from an address.
func (w *World) RecordFrom(child models.Person, email string) (ref string) {
	w.t.Helper()
	err := w.DB.QueryRow(w.ctx(), `select c.ref from guardian_records c join guardian_requests r on r.id = c.request_id
		where c.person_id = $1 and r.lookup = $2 order by c.at desc limit 1`, child.ID, w.Vault.Lookup(email)).Scan(&ref)
	if err != nil {
		w.t.Fatal(err)
	}
	return ref
}

// Sheets are what a sheet of these tests may have shown, by its language.
func Sheets() []store.GuardianShown {
	other := Shown()
	other.Locale = models.Chinese
	return []store.GuardianShown{Shown(), other}
}

// SendPaper lets Mother send the photo of a sheet on which she decided for a child, and returns its reference at the desk.
func (w *World) SendPaper(child models.Person) (ref string) {
	w.t.Helper()
	token, proof := w.ProvenGuardian(child)
	w.people++ // no two photos are alike
	if err := w.Store.SendPaper(w.ctx(), token, proof, []models.SentFile{{Name: "sheet.jpg", Content: Picture(60, 40, w.people)}}); err != nil {
		w.t.Fatal(err)
	}
	return w.PaperOf(child)
}

// PaperOf returns the reference at the desk of the latest sheet about a child.
func (w *World) PaperOf(child models.Person) (ref string) {
	w.t.Helper()
	if err := w.DB.QueryRow(w.ctx(), `select ref from guardian_papers where person_id = $1 order by at desc limit 1`, child.ID).Scan(&ref); err != nil {
		w.t.Fatal(err)
	}
	return ref
}

// OpenMatter opens a matter at the desk to an officer.
func (w *World) OpenMatter(officer models.Staff, ref string) {
	w.t.Helper()
	if _, err := w.Store.OpenMatter(w.ctx(), officer, ref, models.Opening{Note: "To read what is on it.", Password: Password}); err != nil {
		w.t.Fatal(err)
	}
}

// SheetSays is what an officer read from a sheet of a child's request: this verdict, and a yes to these things.
func (w *World) SheetSays(child models.Person, verdict models.Verdict, to ...models.PermissionKind) models.SheetForm {
	w.t.Helper()
	form := models.SheetForm{Verdict: string(verdict), Password: Password, Answers: map[models.PermissionKind]string{}}
	if verdict == models.SheetUnfit {
		form.Fault = string(models.SheetUnreadable)
		return form
	}
	form.Ref = w.Store.SheetRef(w.Request(child).ID, Shown())
	form.Relation, form.Name, form.GrownUp, form.Signed = string(models.RelationMother), "Lin Mei", true, true
	for _, kind := range to {
		form.Answers[kind] = "yes"
	}
	return form
}

// VisitCode has a code sent to an address that asks to see what it decided, and returns what the browser holds, with the code; empty
// where no letter is written.
func (w *World) VisitCode(email string) (token, code string) {
	w.t.Helper()
	w.people++
	token, err := w.Store.BeginVisit(w.ctx(), email, models.English, fmt.Sprintf("198.51.100.%d/24", w.people))
	if err != nil {
		w.t.Fatal(err)
	}
	return token, w.NewestCode(token)
}

// NewestCode returns the code that was sent last to whoever holds a visit's token.
func (w *World) NewestCode(token string) (code string) {
	w.t.Helper()
	sum := sha256.Sum256([]byte(token))
	return w.newestCode(`token_hash = $1`, sum[:])
}

// NewestCodeOf returns the code that was sent last to an address.
func (w *World) NewestCodeOf(email string) (code string) {
	w.t.Helper()
	return w.newestCode(`lookup = $1`, w.Vault.Lookup(email))
}

func (w *World) newestCode(which string, arg any) (code string) {
	w.t.Helper()
	var job models.VisitCodeMail
	if err := w.DB.QueryRow(w.ctx(), `select id, codes from guardian_visits where `+which+` order by at desc, code_until desc nulls last limit 1`, arg).
		Scan(&job.VisitID, &job.Code); err != nil {
		w.t.Fatal(err)
	}
	letter, err := w.Store.VisitCode(w.ctx(), job)
	if errors.Is(err, models.ErrNotFound) {
		return ""
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return letter.Code
}

// Visit returns what a guardian's browser holds in which the mailed code was typed.
func (w *World) Visit(email string) (token string) {
	w.t.Helper()
	token, code := w.VisitCode(email)
	if err := w.Store.ProveVisit(w.ctx(), token, code, "192.0.2.0/24"); err != nil {
		w.t.Fatal(err)
	}
	return token
}

// GuardianAccount opens an account for an address that decided for a child, and returns what the browser holds that is signed in to it.
func (w *World) GuardianAccount(email string) (lasting string) {
	w.t.Helper()
	lasting, err := w.Store.OpenGuardianAccount(w.ctx(), w.Visit(email), models.GuardianBrowser{Browser: models.Browser{Name: "Firefox", System: "Windows"}})
	if err != nil {
		w.t.Fatal(err)
	}
	return lasting
}

// GuardianSignsIn signs in to a guardian's account in another browser, and returns what that holds.
func (w *World) GuardianSignsIn(email string) (lasting string) {
	w.t.Helper()
	lasting, err := w.Store.StaySignedIn(w.ctx(), w.Visit(email), models.GuardianBrowser{Browser: models.Browser{Name: "Safari", System: "iPhone"}})
	if err != nil {
		w.t.Fatal(err)
	}
	return lasting
}

// MoveCode returns the code that was sent last to an address that a guardian wants to have; empty where the letter holds none.
func (w *World) MoveCode(email string) (code string) {
	w.t.Helper()
	var job models.GuardianMoveMail
	if err := w.DB.QueryRow(w.ctx(), `select id, codes from guardian_moves where lookup = $1 order by at desc limit 1`, w.Vault.Lookup(email)).
		Scan(&job.MoveID, &job.Code); err != nil {
		w.t.Fatal(err)
	}
	letter, err := w.Store.GuardianMoveCode(w.ctx(), job)
	if err != nil {
		w.t.Fatal(err)
	}
	return letter.Code
}

// MoveGuardian gives the account to which a browser is signed in another address, and returns the token of the link that puts the former
// one back.
func (w *World) MoveGuardian(lasting, to string) (undo string) {
	w.t.Helper()
	if err := w.Store.AskGuardianEmail(w.ctx(), lasting, to, "192.0.2.0/24"); err != nil {
		w.t.Fatal(err)
	}
	if err := w.Store.ConfirmGuardianEmail(w.ctx(), lasting, w.MoveCode(to), "192.0.2.0/24"); err != nil {
		w.t.Fatal(err)
	}
	var job models.GuardianMovedMail
	if err := w.DB.QueryRow(w.ctx(), `select id from guardian_moves where lookup = $1 and confirmed_at is not null`, w.Vault.Lookup(to)).Scan(&job.MoveID); err != nil {
		w.t.Fatal(err)
	}
	letter, err := w.Store.GuardianMoved(w.ctx(), job)
	if err != nil {
		w.t.Fatal(err)
	}
	return letter.Token
}

// RecordOf returns the reference of the record of a child's latest yes.
func (w *World) RecordOf(child models.Person) (ref string) {
	w.t.Helper()
	if err := w.DB.QueryRow(w.ctx(), `select ref from guardian_records where person_id = $1 order by at desc limit 1`, child.ID).Scan(&ref); err != nil {
		w.t.Fatal(err)
	}
	return ref
}

// LockOf returns the reference of a person's latest lock.
func (w *World) LockOf(p models.Person) (ref string) {
	w.t.Helper()
	if err := w.DB.QueryRow(w.ctx(), `select ref from locks where person_id = $1 order by at desc limit 1`, p.ID).Scan(&ref); err != nil {
		w.t.Fatal(err)
	}
	return ref
}

// TellBirth lets a person tell another birth date, of somebody of that age, and returns the reference of whatever that made: a lock's,
// or a request's.
func (w *World) TellBirth(p models.Person, age int) (ref string) {
	w.t.Helper()
	if _, err := w.Store.CorrectBirthDate(w.ctx(), p, w.bornYearsAgo(age)); err != nil {
		w.t.Fatal(err)
	}
	err := w.DB.QueryRow(w.ctx(), `select ref from (select person_id, ref from birth_requests union all select person_id, ref from locks where ended_at is null) told
		where person_id = $1`, p.ID).Scan(&ref)
	if err != nil {
		w.t.Fatal(err)
	}
	return ref
}

// ConfirmBirth lets a person say once more the birth date by which their account is locked, and returns them as they are then.
func (w *World) ConfirmBirth(p models.Person) models.Person {
	w.t.Helper()
	if err := w.Store.ConfirmBirthDate(w.ctx(), p.ID); err != nil {
		w.t.Fatal(err)
	}
	return w.Person(p.ExternalID)
}

// Act does something about a child as whoever decided from Mother.
func (w *World) Act(child models.Person, act models.WardAct) {
	w.t.Helper()
	if err := w.Store.ActAsGuardian(w.ctx(), w.Visit(Mother), w.RecordOf(child), act); err != nil {
		w.t.Fatal(err)
	}
}
