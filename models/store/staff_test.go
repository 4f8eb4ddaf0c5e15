package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

var amir = models.NewStaff{Email: "amir@example.com", Role: models.RoleAgent, FirstName: "Amir", Initial: "H"}

// added adds somebody to the desk and returns the token of their link.
func added(t *testing.T, w *storetest.World, staff models.NewStaff) (token string) {
	t.Helper()
	token, err := w.Store.AddStaff(t.Context(), staff)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func signIn(t *testing.T, s *store.Store, email, password string) (models.Account, error) {
	t.Helper()
	return s.SignIn(t.Context(), models.Credentials{Email: email, Password: password}, cafe)
}

func TestAStaffMemberSetsAPasswordByTheirLinkOnceAndSignsIn(t *testing.T) {
	w := storetest.New(t)
	token := added(t, w, amir)
	if _, err := signIn(t, w.Store, amir.Email, ""); !errors.Is(err, models.ErrWrongCredentials) {
		t.Errorf("before a password is set: %v", err)
	}
	if purpose, err := w.Store.LinkPurpose(t.Context(), token); err != nil || purpose != models.LinkReset {
		t.Errorf("the link decides %q, %v", purpose, err)
	}
	for _, weak := range []string{"short", "password1", "amir@example.com", ""} {
		var invalid models.Invalid
		if err := w.Store.ResetPassword(t.Context(), token, weak); !errors.As(err, &invalid) || invalid["password"] == "" {
			t.Errorf("%q as a password: %v", weak, err)
		}
	}
	if err := w.Store.ResetPassword(t.Context(), token, storetest.Password); err != nil {
		t.Fatal(err)
	}
	if err := w.Store.ResetPassword(t.Context(), token, "another long password"); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("the link a second time: %v", err)
	}
	got, err := signIn(t, w.Second(), amir.Email, storetest.Password)
	want := models.Staff{ID: got.Staff.ID, Role: models.RoleAgent, FirstName: "Amir", Initial: "H"}
	if err != nil || got.Staff != want || got.Staff.ID == "" || got.Person != (models.Person{}) {
		t.Errorf("signed in as %+v, %v", got, err)
	}
	if n := w.Count(`select count(*) from persons`) + w.Count(`select count(*) from activity`); n != 0 {
		t.Errorf("%d rows about people were made of a staff member", n)
	}
}

func TestAStaffMembersLinkDiesAfterADay(t *testing.T) {
	w := storetest.New(t)
	token := added(t, w, amir)
	w.Clock.Advance(models.StaffLinkLife)
	if err := w.Store.ResetPassword(t.Context(), token, storetest.Password); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("after a day: %v", err)
	}
}

func TestANewLinkEndsTheOlderThePasswordAndTheSessions(t *testing.T) {
	w := storetest.New(t)
	agent := w.Staff(models.RoleAgent)
	email := w.StaffEmail(agent)
	beginAtDesk(t, w.Store, agent, "token")
	again := models.NewStaff{Email: email, Role: models.RoleOfficer, FirstName: "Sara", Initial: "B"}
	first := added(t, w, again)
	if staysAtDesk(t, w.Store, "token") {
		t.Error("the session outlived the change of role")
	}
	if _, err := signIn(t, w.Store, email, storetest.Password); !errors.Is(err, models.ErrWrongCredentials) {
		t.Errorf("with the former password: %v", err)
	}
	second := added(t, w, again)
	if err := w.Store.ResetPassword(t.Context(), first, storetest.Password); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("the first link, after a second: %v", err)
	}
	if err := w.Store.ResetPassword(t.Context(), second, storetest.Password); err != nil {
		t.Fatal(err)
	}
	got, err := signIn(t, w.Store, email, storetest.Password)
	if err != nil || got.Staff.ID != agent.ID || got.Staff.Role != models.RoleOfficer || got.Staff.Name() != "Sara B." {
		t.Errorf("the same staff member is %+v, %v", got.Staff, err)
	}
}

func TestADisabledStaffMemberIsOutAtOnceAndMayComeBack(t *testing.T) {
	w := storetest.New(t)
	other := w.Second()
	agent := w.Staff(models.RoleAgent)
	email := w.StaffEmail(agent)
	beginAtDesk(t, w.Store, agent, "token")
	link := added(t, w, amir)
	for _, address := range []string{email, amir.Email} {
		if err := w.Store.DisableStaff(t.Context(), address); err != nil {
			t.Fatal(err)
		}
	}
	if staysAtDesk(t, other, "token") {
		t.Error("the session lives on the other instance")
	}
	beginAtDesk(t, w.Store, agent, "late") // a sign-in that was under way
	if staysAtDesk(t, other, "late") {
		t.Error("a session that was begun meanwhile lives")
	}
	if _, err := signIn(t, other, email, storetest.Password); !errors.Is(err, models.ErrWrongCredentials) {
		t.Errorf("the disabled one signs in: %v", err)
	}
	if err := w.Store.ResetPassword(t.Context(), link, storetest.Password); !errors.Is(err, models.ErrDeadLink) {
		t.Errorf("a link from before: %v", err)
	}
	if list, err := w.Store.Colleagues(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("colleagues are %+v, %v", list, err)
	}
	if err := w.Store.ResetPassword(t.Context(), added(t, w, amir), storetest.Password); err != nil {
		t.Errorf("added again: %v", err)
	}
	if err := w.Store.DisableStaff(t.Context(), "nobody@example.com"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("nobody is disabled: %v", err)
	}
	if err := w.Store.DisableStaff(t.Context(), w.CanSignIn(w.Adult()).Email); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a person is disabled: %v", err)
	}
}

func TestAnAddressIsAPersonsOrAStaffMembers(t *testing.T) {
	w := storetest.New(t)
	person := w.CanSignIn(w.Adult())
	_, err := w.Store.AddStaff(t.Context(), models.NewStaff{Email: person.Email, Role: models.RoleAdmin, FirstName: "Eve"})
	if !errors.Is(err, models.Refused{Reason: models.ReasonAddressTaken}) {
		t.Errorf("a person's address at the desk: %v", err)
	}
	if n := w.Count(`select count(*) from staff`); n != 0 {
		t.Errorf("%d staff were made of it", n)
	}
	agent := w.Staff(models.RoleAgent)
	pushed := w.Adult()
	err = w.Store.GiveSignIn(t.Context(), pushed.ExternalID, w.StaffEmail(agent), storetest.Password)
	if !errors.Is(err, models.Refused{Reason: models.ReasonAddressTaken}) {
		t.Errorf("a staff member's address for a person: %v", err)
	}
	err = w.Store.AddAccount(t.Context(), models.SignUp{Email: w.StaffEmail(agent), Name: "Eve", Password: storetest.Password})
	if !errors.Is(err, models.Refused{Reason: models.ReasonAddressTaken}) {
		t.Errorf("an account of a staff member's address: %v", err)
	}
}

// T04: whoever types a staff member's address gets no account, no link and no other answer; the letter tells its owner.
func TestT04_AStaffMembersAddressIsToldToItsOwnerAlone(t *testing.T) {
	w := storetest.New(t)
	agent := w.Staff(models.RoleAgent)
	email := w.StaffEmail(agent)
	if err := w.Store.SignUp(t.Context(), typedBy(t, w, email, 30), desk); err != nil {
		t.Errorf("to sign up with it: %v", err)
	}
	if err := w.Store.AskReset(t.Context(), email, desk); err != nil {
		t.Errorf("to ask for a new password: %v", err)
	}
	if n := w.Count(`select count(*) from sign_ups`) + w.Count(`select count(*) from tokens where used_at is null`); n != 0 {
		t.Errorf("%d links were made", n)
	}
	if n := w.Count(`select count(*) from river_job where kind = 'staff_address_mail' and args ->> 'StaffID' = $1`, agent.ID); n != 2 {
		t.Errorf("%d letters were asked for", n)
	}
	person := w.CanSignIn(w.Adult())
	if err := w.Store.AskNewEmail(t.Context(), person, models.Credentials{Email: email, Password: storetest.Password}, cafe); err != nil {
		t.Fatal(err)
	}
	var link string
	if err := w.DB.QueryRow(t.Context(), `select id from tokens where person_id = $1`, person.ID).Scan(&link); err != nil {
		t.Fatal(err)
	}
	if letter, err := w.Store.EmailLetter(t.Context(), link); err != nil || !letter.Taken {
		t.Errorf("the letter to a staff member's address holds the link: %+v, %v", letter, err)
	}
}

func TestT05_TriesAtAStaffMembersAddressAreCountedAsAnybodys(t *testing.T) {
	w := storetest.New(t)
	email := w.StaffEmail(w.Staff(models.RoleOfficer))
	for i := range models.TriesOfAddress {
		if _, err := signIn(t, w.Store, email, "a guess"); !errors.Is(err, models.ErrWrongCredentials) {
			t.Fatalf("guess %d: %v", i+1, err)
		}
	}
	if _, err := signIn(t, w.Second(), email, storetest.Password); !errors.As(err, &models.TooMany{}) {
		t.Errorf("one more, with the right password: %v", err)
	}
}

func TestColleaguesAreThoseWhoAnswerByName(t *testing.T) {
	w := storetest.New(t)
	w.Staff(models.RoleAdmin)
	var want []string
	for _, role := range []models.Role{models.RoleOfficer, models.RoleAgent, models.RoleAgent} {
		want = append(want, w.Staff(role).Name())
	}
	list, err := w.Store.Colleagues(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, staff := range list {
		got = append(got, staff.Name())
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("colleagues are %v, not %v", got, want)
	}
}

func beginAtDesk(t *testing.T, s *store.Store, staff models.Staff, token string) {
	t.Helper()
	if err := s.SaveStaffSession(t.Context(), token, staff.ID, []byte("held")); err != nil {
		t.Fatal(err)
	}
}

func staysAtDesk(t *testing.T, s *store.Store, token string) bool {
	t.Helper()
	_, err := s.StaffSession(t.Context(), token)
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		t.Fatal(err)
	}
	if alive(t, s, token) {
		t.Error("a staff member's session is a person's")
	}
	return err == nil
}

func TestT06_AStaffMembersSessionIsShort(t *testing.T) {
	w := storetest.New(t)
	agent := w.Staff(models.RoleAgent)
	beginAtDesk(t, w.Store, agent, "token")
	got, err := w.Second().StaffSession(t.Context(), "token")
	if err != nil || got.Staff != agent || got.Person != (models.Person{}) || !got.OfStaff() || string(got.Data) != "held" {
		t.Errorf("the session is %+v, %v", got, err)
	}
	w.Clock.Advance(models.StaffIdle - time.Second)
	if !staysAtDesk(t, w.Store, "token") {
		t.Fatal("it ended too early")
	}
	w.Clock.Advance(time.Second)
	if staysAtDesk(t, w.Store, "token") {
		t.Error("it outlives a quarter of an hour of silence")
	}
	beginAtDesk(t, w.Store, agent, "busy")
	end := w.Clock.Now().Add(models.StaffLifetime)
	for w.Clock.Now().Before(end) {
		if !staysAtDesk(t, w.Store, "busy") {
			t.Fatalf("it ended %s early", end.Sub(w.Clock.Now()))
		}
		w.Clock.Advance(10 * time.Minute)
		if err := w.Store.TouchSession(t.Context(), "busy"); err != nil {
			t.Fatal(err)
		}
		beginAtDesk(t, w.Store, agent, "busy") // saving it again does not prolong it
	}
	if staysAtDesk(t, w.Store, "busy") {
		t.Error("it outlives eight hours")
	}
}

func TestAStaffMemberProvesThemselvesAndWrongPasswordsCloseTheDoor(t *testing.T) {
	w := storetest.New(t)
	agent := w.Staff(models.RoleAgent)
	for range 2 * models.TriesOfAddress {
		if err := w.Store.ProveStaff(t.Context(), agent.ID, storetest.Password); err != nil {
			t.Fatalf("the right password, however often: %v", err)
		}
	}
	for range models.TriesOfAddress {
		if err := w.Store.ProveStaff(t.Context(), agent.ID, "a guess"); !errors.Is(err, models.ErrWrongCredentials) {
			t.Fatalf("a wrong one: %v", err)
		}
	}
	if err := w.Second().ProveStaff(t.Context(), agent.ID, storetest.Password); !errors.As(err, &models.TooMany{}) {
		t.Errorf("after ten wrong ones: %v", err)
	}
	if err := w.Store.ProveStaff(t.Context(), w.Staff(models.RoleAgent).ID, storetest.Password); err != nil {
		t.Errorf("a colleague meanwhile: %v", err)
	}
	w.Clock.Advance(models.TriesWindow)
	if err := w.Store.ProveStaff(t.Context(), agent.ID, storetest.Password); err != nil {
		t.Errorf("a quarter of an hour later: %v", err)
	}
	var invalid models.Invalid
	if err := w.Store.ProveStaff(t.Context(), agent.ID, ""); !errors.As(err, &invalid) {
		t.Errorf("nothing typed: %v", err)
	}
}
