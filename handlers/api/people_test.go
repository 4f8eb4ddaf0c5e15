package api_test

import (
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
)

const newPerson = `{"email": "li@example.com", "name": "Li Lei", "birth_date": "1990-05-01"}`

// holds fails unless the person's field holds this value.
func (w *world) holds(person string, field models.Field, value string) {
	w.t.Helper()
	if got := w.Profile(person).Value(field); got != value {
		w.t.Errorf("%s of %s is %q, not %q", field, person, got, value)
	}
}

// addresses returns the person's delivery addresses by Jolara's id.
func (w *world) addresses(person string) map[string]models.Address {
	w.t.Helper()
	rows, err := w.DB.Query(w.t.Context(), `select id, personal from addresses where person_id = $1`, w.Person(person).ID)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	held := map[string]models.Address{}
	for rows.Next() {
		var id string
		var personal []byte
		var entry models.Entry[models.Address]
		if err := rows.Scan(&id, &personal); err != nil {
			w.t.Fatal(err)
		}
		if err := w.Vault.Open(personal, &entry); err != nil {
			w.t.Fatal(err)
		}
		held[id] = entry.Value
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return held
}

// corrects writes what the person typed here into their profile.
func (w *world) corrects(person string, field models.Field, value string) {
	w.t.Helper()
	profile := w.Profile(person)
	profile[field] = models.Entry[string]{Said: models.Said[string]{Value: value, From: models.FromPerson, At: w.Clock.Now()}}
	sealed, err := w.Vault.Seal(profile)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.DB.Exec(w.t.Context(), `update persons set personal = $2 where id = $1`, w.Person(person).ID, sealed); err != nil {
		w.t.Fatal(err)
	}
}

func TestWhatJolaraKnowsIsKept(t *testing.T) {
	w := newWorld(t)
	w.put("demo-adult", `{
		"email": "Li.Lei@Example.com", "name": "李雷", "birth_date": "1990-05-01", "nickname": "Leilei", "account_name": "lilei90",
		"phone": "138 0013 8000", "gender": "male", "preferences": {"paper": "matt", "border": "none"},
		"addresses": [{"id": "home", "recipient": "李雷", "phone": "0571-8888 8888", "lines": ["Wensan Road 1", "Hangzhou"]}],
		"changed_at": "2026-11-01T08:00:00+08:00"
	}`).is(200, `{"id": "demo-adult", "superseded": []}`)

	for field, value := range map[models.Field]string{
		models.FieldEmail: "li.lei@example.com", models.FieldName: "李雷", models.FieldNickname: "Leilei",
		models.FieldAccountName: "lilei90", models.FieldPhone: "+8613800138000", models.FieldGender: "male",
		models.PreferenceField("paper"): "matt", models.PreferenceField("border"): "none",
		models.FieldBirthDate: "", // an adult's is dropped after the check (#17)
	} {
		w.holds("demo-adult", field, value)
	}
	home := models.Address{ID: "home", Recipient: "李雷", Phone: "0571-8888 8888", Lines: []string{"Wensan Road 1", "Hangzhou"}}
	if got := w.addresses("demo-adult"); len(got) != 1 || !got["home"].Same(home) {
		t.Errorf("the addresses are %v", got)
	}
	if at := w.Profile("demo-adult")[models.FieldName].At; !at.Equal(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("the name is true since %s", at)
	}
}

func TestAPhoneNumberIsKeptInOneForm(t *testing.T) {
	w := newWorld(t)
	w.put("p", newPerson)
	for text, kept := range map[string]string{
		"13800138000": "+8613800138000", "+86 138-0013-8000": "+8613800138000", "１３８００１３８０００": "+8613800138000",
		"+44 20 7946 0958": "+442079460958", "(0571) 8888.8888": "+8657188888888",
	} {
		w.put("p", `{"phone": "`+text+`"}`).is(200, `{"id": "p", "superseded": []}`)
		w.holds("p", models.FieldPhone, kept)
	}
}

func TestAPushChangesOnlyWhatItNames(t *testing.T) {
	w := newWorld(t)
	w.put("p", `{"email": "li@example.com", "name": "Li Lei", "birth_date": "1990-05-01", "nickname": "Leilei", "gender": "male",
		"preferences": {"paper": "matt", "border": "none"}, "addresses": [{"id": "a", "recipient": "Li", "lines": ["x"]}]}`)
	w.put("p", `{"nickname": null, "gender": "", "preferences": {"paper": null}}`).is(200, `{"id": "p", "superseded": []}`)

	w.holds("p", models.FieldName, "Li Lei")
	w.holds("p", models.FieldEmail, "li@example.com")
	w.holds("p", models.FieldNickname, "")
	w.holds("p", models.FieldGender, "")
	w.holds("p", models.PreferenceField("paper"), "")
	w.holds("p", models.PreferenceField("border"), "none")
	if got := len(w.addresses("p")); got != 1 {
		t.Errorf("%d addresses are left of one that was not named", got)
	}
	w.put("p", `{"addresses": null}`).is(200, `{"id": "p", "superseded": []}`)
	if got := len(w.addresses("p")); got != 0 {
		t.Errorf("%d addresses are left of a list that was cleared", got)
	}
}

func TestTheSamePushTwiceAnswersAlike(t *testing.T) {
	w := newWorld(t)
	for range 2 {
		w.put("p", newPerson).is(200, `{"id": "p", "superseded": []}`)
	}
	if got := w.Count(`select count(*) from persons`); got != 1 {
		t.Errorf("there are %d people", got)
	}
}

func TestTheLaterPushWins(t *testing.T) {
	w := newWorld(t)
	w.put("p", newPerson)
	w.put("p", `{"nickname": "new", "preferences": {"paper": "matt"}, "addresses": [{"id": "a", "recipient": "new", "lines": ["x"]}],
		"changed_at": "2026-11-10T00:00:00Z"}`).is(200, `{"id": "p", "superseded": []}`)

	// one time for all
	w.put("p", `{"nickname": "old", "preferences": {"paper": "gloss"}, "addresses": [{"id": "a", "recipient": "old", "lines": ["x"]}],
		"changed_at": "2026-11-09T00:00:00Z"}`).is(200, `{"id": "p", "superseded": ["addresses", "nickname", "preferences.paper"]}`)
	w.holds("p", models.FieldNickname, "new")
	w.holds("p", models.PreferenceField("paper"), "matt")
	if got := w.addresses("p")["a"].Recipient; got != "new" {
		t.Errorf("the address is for %s", got)
	}

	// a time for each field; what it does not tell is true since now
	w.put("p", `{"nickname": "old", "gender": "male", "preferences": {"paper": "gloss"}, "addresses": [{"id": "a", "recipient": "newest", "lines": ["x"]}],
		"changed_at": {"nickname": "2026-11-09T00:00:00Z", "preferences": "2026-11-11T00:00:00Z"}}`).is(200, `{"id": "p", "superseded": ["nickname"]}`)
	w.holds("p", models.FieldNickname, "new")
	w.holds("p", models.FieldGender, "male")
	w.holds("p", models.PreferenceField("paper"), "gloss")
	if got := w.addresses("p")["a"].Recipient; got != "newest" {
		t.Errorf("the address is for %s", got)
	}
}

func TestWhatThePersonCorrectedStays(t *testing.T) {
	w := newWorld(t)
	w.put("p", newPerson)
	w.corrects("p", models.FieldNickname, "as I say")
	w.put("p", `{"nickname": "as the app has it", "gender": "male"}`).is(200, `{"id": "p", "superseded": ["nickname"]}`)
	w.holds("p", models.FieldNickname, "as I say")
	w.holds("p", models.FieldGender, "male")
	if aside := w.Profile("p")[models.FieldNickname].Aside; aside == nil || aside.Value != "as the app has it" {
		t.Errorf("kept aside is %v", aside)
	}
}

func TestPhoneAndGenderOfAMinorAreRefused(t *testing.T) {
	w := newWorld(t)
	minor := w.Minor(15).ExternalID
	w.unchanged(func() {
		w.put(minor, `{"nickname": "Meimei", "phone": "13800138000"}`).names("phone", models.FaultOfMinor)
		w.put(minor, `{"nickname": "Meimei", "gender": "female"}`).names("gender", models.FaultOfMinor)
		w.put("new-minor", `{"email": "m@example.com", "name": "Mei", "birth_date": "2015-01-01", "gender": "female"}`).names("gender", models.FaultOfMinor)
	})
	w.put(minor, `{"nickname": "Meimei", "phone": null, "gender": ""}`).is(200, `{"id": "`+minor+`", "superseded": []}`)
}

func TestAPushMakesNobodyOlder(t *testing.T) {
	w := newWorld(t)
	minor := w.Minor(15)
	w.put(minor.ExternalID, `{"birth_date": "1990-01-01"}`).is(200, `{"id": "`+minor.ExternalID+`", "superseded": ["birth_date"]}`)
	w.holds(minor.ExternalID, models.FieldBirthDate, minor.Birth.String())
}

func TestANewPersonNeedsEmailNameAndBirthDate(t *testing.T) {
	w := newWorld(t)
	w.unchanged(func() {
		for field, body := range map[string]string{
			"email":      `{"name": "Li", "birth_date": "1990-05-01"}`,
			"name":       `{"email": "li@example.com", "birth_date": "1990-05-01", "name": null}`,
			"birth_date": `{"email": "li@example.com", "name": "Li", "birth_date": ""}`,
		} {
			w.put("p", body).names(field, models.FaultMissing)
		}
	})
}

func TestAnIDMayBeAnyText(t *testing.T) {
	w := newWorld(t)
	for escaped, id := range map[string]string{
		"%E6%9D%8E%E9%9B%B7": "李雷", "%e6%9d%8e": "李", "a%2Fb": "a/b", "%41bc": "Abc", "100%25": "100%", "a%20b+c": "a b+c", "..": "..",
		strings.Repeat("%e6%9d%8e", 200): strings.Repeat("李", 200),
	} {
		w.put(escaped, newPerson).is(200, `{"id": "`+id+`", "superseded": []}`)
		w.holds(id, models.FieldName, "Li Lei")
		if got := w.permissions(escaped); got.Status != 200 {
			t.Errorf("%s: answered %d", escaped, got.Status)
		}
	}
}

func TestAnIDThatMayNotBeIsNamed(t *testing.T) {
	w := newWorld(t)
	w.unchanged(func() {
		for _, id := range []string{strings.Repeat("a", 201), "a%00b", "a%0Ab", "%ff", "%C2%85"} {
			w.put(id, newPerson).names("path.id", models.FaultMalformed)
			w.permissions(id).names("path.id", models.FaultMalformed)
			w.consent(id, grant("c", "camera")).names("path.id", models.FaultMalformed)
		}
	})
}
