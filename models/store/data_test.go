package store_test

import (
	"slices"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/models/store/storetest"
)

func TestEverythingHeldOfAPersonIsCountedAndNothingOfAnother(t *testing.T) {
	w := storetest.New(t)
	w.Agreement("1.0", models.DateOf(w.Clock.Now()))
	person := everythingHeld(t, w)
	before := dataOf(t, w, person)

	w.Clock.Advance(time.Hour)
	other := everythingHeld(t, w)
	after := dataOf(t, w, person)
	theirs := dataOf(t, w, other)
	for key, want := range map[models.CategoryKey]models.Holding{
		models.CategoryProfile:   {Count: 4}, // name, e-mail, nickname, paper
		models.CategoryAddresses: {Count: 2},
		models.CategoryBehaviour: {Count: 3, Parts: []models.Part{
			{Key: models.PartKey(models.ActivityClick), Count: 1}, {Key: models.PartKey(models.ActivitySearch), Count: 2},
		}},
		models.CategoryVoice: {Count: 2, Bytes: 5, Parts: []models.Part{{Key: models.PartRecordings, Count: 1}, {Key: models.PartCalls, Count: 1}}},
		models.CategorySecurity: {Count: 3, Parts: []models.Part{
			{Key: models.PartKey(models.ActivitySignIn), Count: 1}, {Key: models.PartSessions, Count: 1}, {Key: models.PartLinks, Count: 1},
		}},
		models.CategoryConsents: {Count: 8, Parts: []models.Part{
			{Key: models.PartChoices, Count: 2},
			{Key: models.PartAcceptances, Count: 1},
			{Key: models.PartNotes, Count: 1},
			{Key: models.PartDisclosures, Count: 2},
			{Key: models.PartSteps, Count: 2},
		}},
		models.CategoryChanges: {Count: 3},
	} {
		for whose, page := range map[string]store.DataPage{"before the other came": before, "after": after, "the other's": theirs} {
			got := holding(t, page.Holdings, key)
			for i := range got.Parts {
				got.Parts[i].Oldest = time.Time{} // see the tests of models
			}
			if got.Count != want.Count || got.Bytes != want.Bytes || got.More || !slices.Equal(got.Parts, want.Parts) {
				t.Errorf("%s, %s: %+v, want %+v", key, whose, got, want)
			}
		}
	}
	for _, h := range after.Holdings {
		if h.Category == models.CategoryPhotos && (h.Count != 0 || !h.Oldest.IsZero()) {
			t.Errorf("photos: %+v", h)
		}
	}
	changes := holding(t, after.Holdings, models.CategoryChanges)
	if !changes.Oldest.Equal(storetest.Morning) || !changes.Newest.Equal(storetest.Morning.Add(2*time.Minute)) {
		t.Errorf("changes from %s to %s", changes.Oldest, changes.Newest)
	}
	if after.Profile.Value(models.FieldNickname) != "Owl" || after.Addresses[0].Value.ID != "home" || after.Addresses[1].Value.ID != "work" {
		t.Errorf("%+v, %+v", after.Profile, after.Addresses)
	}
}

// everythingHeld makes a person who has rows in every table that knows people.
func everythingHeld(t *testing.T, w *storetest.World) models.Person {
	t.Helper()
	ctx, now, person := t.Context(), w.Clock.Now(), w.Adult()
	run := func(sql string, args ...any) {
		t.Helper()
		if _, err := w.DB.Exec(ctx, sql, append([]any{person.ID, now}, args...)...); err != nil {
			t.Fatal(err)
		}
	}
	run(`delete from changes where person_id = $1 and $2::timestamptz is not null`) // of the first push
	_, err := w.Store.PushPerson(ctx, person.ExternalID, models.PushedPerson{
		Fields: map[models.Field]string{models.FieldNickname: "Owl", models.PreferenceField("paper"): "matte"},
		Addresses: []models.Address{
			{ID: "work", Recipient: "Owl", Lines: []string{"Yan'an Road 1"}},
			{ID: "home", Recipient: "Owl", Lines: []string{"Changning Road 12"}},
		},
		ChangedAt: func(string) time.Time { return now },
	})
	if err != nil {
		t.Fatal(err)
	}
	mustSwitch(t, w.Store, person, models.Granted)
	mustSwitch(t, w.Store, person, models.Withdrawn)
	begin(t, w.Store, person, "token of "+person.ExternalID)
	run(`insert into activity (person_id, at, id, kind, digest, personal)
		select $1, $2, gen_random_uuid(), kind, '', '{}' from unnest(array['sign_in', 'click', 'search', 'search']) kind`)
	run(`insert into voice (person_id, at, id, kind, seconds, media_type, bytes, digest, personal)
		values ($1, $2, gen_random_uuid(), 'call', 60, '', 0, '', '{}'), ($1, $2, gen_random_uuid(), 'recording', 60, 'audio/wav', 5, '', '{}')`)
	run(`insert into tokens (id, hash, person_id, purpose, created_at, expires_at) values (gen_random_uuid(), $3, $1, 'reset', $2, $2)`, []byte(person.ID))
	run(`insert into acceptances (person_id, at, id, version, policy_hash, screen_hash, channel) values ($1, $2, gen_random_uuid(), '1.0', '', '', 'portal')`)
	run(`insert into notes (person_id, at, id, record, record_id, personal) values ($1, $2, gen_random_uuid(), 'consent', '', '{}')`)
	run(`insert into disclosures (person_id, at, id, recipient, purpose, reference, fields, clause)
		select $1, $2, gen_random_uuid(), 'mail', 'letter', n, '{email}', 61 from generate_series(1, 2) n`)
	run(`delete from changes where person_id = $1 and $2::timestamptz is not null`)
	run(`insert into changes (person_id, at, id, field, made_by, personal)
		select $1, $2::timestamptz + n * interval '1 minute', gen_random_uuid(), 'nickname', 'person', '{}' from generate_series(0, 2) n`)
	return person
}

func dataOf(t *testing.T, w *storetest.World, person models.Person) store.DataPage {
	t.Helper()
	person, err := w.Store.Addressee(t.Context(), person.ID) // as they stand now
	if err != nil {
		t.Fatal(err)
	}
	page, err := w.Store.Data(t.Context(), person)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func holding(t *testing.T, list []models.Holding, key models.CategoryKey) models.Holding {
	t.Helper()
	i := slices.IndexFunc(list, func(h models.Holding) bool { return h.Category == key })
	if i < 0 {
		t.Fatalf("%s is not among what is held", key)
	}
	return list[i]
}

func TestAMinorsAccountThatWaitsIsCountedWhileItWaits(t *testing.T) {
	w := storetest.New(t)
	for who, person := range map[string]models.Person{"waits": w.SignedUp(12), "is known to the app": w.Minor(12)} {
		got := holding(t, dataOf(t, w, person).Holdings, models.CategoryWaiting)
		if want := map[bool]int{true: 1}[who == "waits"]; got.Count != want {
			t.Errorf("a minor who %s: %+v", who, got)
		}
		if got.Count == 1 && !got.Oldest.Equal(w.Clock.Now()) {
			t.Errorf("it waits since %s", got.Oldest)
		}
	}
}

func TestAnAddressToSignInWithIsADetailOfItsOwnWhereItIsAnother(t *testing.T) {
	w := storetest.New(t)
	same, other := w.CanSignIn(w.Adult()), w.Adult()
	if err := w.Store.GiveSignIn(t.Context(), other.ExternalID, "elsewhere@example.com", storetest.Password); err != nil {
		t.Fatal(err)
	}
	if got := dataOf(t, w, same).Profile.Value(models.FieldSignIn); got != "" {
		t.Errorf("the address of the profile is shown again: %q", got)
	}
	page := dataOf(t, w, other)
	if got := page.Profile.Value(models.FieldSignIn); got != "elsewhere@example.com" {
		t.Errorf("it is %q", got)
	}
	if details := holding(t, page.Holdings, models.CategoryProfile).Details; !slices.Contains(details, models.FieldSignIn) {
		t.Errorf("the details are %v", details)
	}
}
