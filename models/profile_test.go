package models_test

import (
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
)

func TestAnAddressIsReadInOneForm(t *testing.T) {
	for text, want := range map[string]string{
		"wen@example.com":                  "wen@example.com",
		"  Wen@Example.COM\t":              "wen@example.com",
		"wen+photos@mail.example.com":      "wen+photos@mail.example.com",
		"o'brien@example.com":              "o'brien@example.com",
		"文@例子.中国":                          "文@例子.中国",
		strings.Repeat("a", 64) + "@x.com": strings.Repeat("a", 64) + "@x.com",
	} {
		if got, err := models.ParseEmail(text); err != nil || got != want {
			t.Errorf("%q is read as %q, %v", text, got, err)
		}
	}
}

func TestAnAddressSmugglesNothing(t *testing.T) {
	for _, text := range []string{
		"", " ", "wen", "@example.com", "wen@", "wen@@example.com", "wen@example.com.", "wen@exam ple.com",
		"Wen <wen@example.com>", "<wen@example.com>", `"wen li"@example.com`, `"wen"@example.com`,
		"wen@example.com, mei@example.com", "wen@example.com;mei@example.com", "friends:wen@example.com;",
		"wen@example.com\r\nBcc: mei@example.com", "wen@example.com\nBcc: mei@example.com", "wen\r\n@example.com",
		"wen@example.com\x00", "wen\x00@example.com", "wen\t@example.com", "wen@example.com\u2028Bcc: x@y.z",
		"wen\u00a0@example.com", "wen@example.com (comment)", "wen(comment)@example.com", "wen@example.com>",
		"wen@\xff.com", "\xc3\x28@example.com", strings.Repeat("a", 200) + "@example.com",
		"wen@example.com" + strings.Repeat(" ", 3) + "x",
	} {
		got, err := models.ParseEmail(text)
		if !errors.As(err, &models.Invalid{}) || got != "" {
			t.Errorf("%q is read as %q, %v", text, got, err)
		}
	}
}

func TestWhoWinsInAField(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 11, 20, 10, minute, 0, 0, time.UTC) }
	typed := func(v string, minute int) models.Entry[string] {
		return models.Entry[string]{Said: models.Said[string]{Value: v, From: models.FromPerson, At: at(minute)}}
	}
	pushed := func(v string, minute int) models.Entry[string] {
		return models.Entry[string]{Said: models.Said[string]{Value: v, From: models.FromJolara, At: at(minute)}}
	}
	aside := func(e models.Entry[string], v string, minute int) models.Entry[string] {
		e.Aside = &models.Said[string]{Value: v, From: models.FromJolara, At: at(minute)}
		return e
	}
	same := func(a, b string) bool { return a == b }
	for what, row := range map[string]struct {
		held       models.Entry[string]
		value      string
		minute     int
		want       models.Entry[string]
		superseded bool
	}{
		"nothing held":                         {models.Entry[string]{}, "new", 5, pushed("new", 5), false},
		"a newer push":                         {pushed("old", 5), "new", 6, pushed("new", 6), false},
		"a push of the same time":              {pushed("old", 5), "new", 5, pushed("new", 5), false},
		"an older push":                        {pushed("new", 5), "old", 4, pushed("new", 5), true},
		"an older push that says the same":     {pushed("new", 5), "new", 4, pushed("new", 5), false},
		"a correction, and a later push":       {typed("mine", 5), "theirs", 9, aside(typed("mine", 5), "theirs", 9), true},
		"a correction, and an older push":      {typed("mine", 5), "theirs", 1, aside(typed("mine", 5), "theirs", 1), true},
		"what is aside, and a newer push":      {aside(typed("mine", 5), "theirs", 6), "others", 7, aside(typed("mine", 5), "others", 7), true},
		"what is aside, and an older push":     {aside(typed("mine", 5), "theirs", 6), "others", 3, aside(typed("mine", 5), "theirs", 6), true},
		"the systems catch up":                 {aside(typed("mine", 5), "theirs", 6), "mine", 8, aside(typed("mine", 5), "mine", 8), false},
		"a cleared field, and a newer push":    {pushed("", 5), "new", 6, pushed("new", 6), false},
		"a cleared field, and an older push":   {pushed("", 5), "old", 4, pushed("", 5), true},
		"a clearing push against a correction": {typed("mine", 5), "", 9, aside(typed("mine", 5), "", 9), true},
	} {
		got, superseded := row.held.Push(row.value, at(row.minute), same)
		if got.Said != row.want.Said || superseded != row.superseded {
			t.Errorf("%s: %+v, superseded %v", what, got, superseded)
		}
		switch {
		case (got.Aside == nil) != (row.want.Aside == nil):
			t.Errorf("%s: aside is %v", what, got.Aside)
		case got.Aside != nil && *got.Aside != *row.want.Aside:
			t.Errorf("%s: aside is %+v, want %+v", what, *got.Aside, *row.want.Aside)
		}
	}
}

func TestAPushNamesEveryFieldThatMayNotBeStored(t *testing.T) {
	now := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	long := strings.Repeat("长", 201)
	for what, row := range map[string]struct {
		field models.Field
		value string
		band  models.Band
		want  models.Fault // none where empty
	}{
		"200 characters, however many bytes": {models.FieldName, strings.Repeat("长", 200), models.BandAdult, ""},
		"201 characters":                     {models.FieldName, long, models.BandAdult, models.FaultTooLong},
		"a line break":                       {models.FieldName, "Wen\nLi", models.BandAdult, models.FaultMalformed},
		"broken UTF-8":                       {models.FieldName, "\xff", models.BandAdult, models.FaultMalformed},
		"a malformed address":                {models.FieldEmail, "wen", models.BandAdult, models.FaultMalformed},
		"a day that does not exist":          {models.FieldBirthDate, "2013-02-29", models.BandAdult, models.FaultMalformed},
		"born tomorrow":                      {models.FieldBirthDate, "2026-11-21", models.BandAdult, models.FaultFuture},
		"born today":                         {models.FieldBirthDate, "2026-11-20", models.BandUnder8, ""},
		"older than people get":              {models.FieldBirthDate, "1900-01-01", models.BandAdult, ""},
		"an adult's gender":                  {models.FieldGender, "f", models.BandAdult, ""},
		"a minor's gender":                   {models.FieldGender, "f", models.Band14To17, models.FaultOfMinor},
		"a minor's gender, cleared":          {models.FieldGender, "", models.Band14To17, ""},
		"a preference":                       {models.PreferenceField("paper"), "matte", models.BandUnder8, ""},
	} {
		want := models.Invalid{}
		if row.want != "" {
			want[string(row.field)] = row.want
		}
		told := models.PushedPerson{Fields: map[models.Field]string{row.field: row.value}, ChangedAt: func(string) time.Time { return now }}
		got := models.Invalid{}
		if err := told.Check(row.band, now); err != nil && !errors.As(err, &got) {
			t.Fatal(err)
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
}

func TestAMinorsAddressHasNoPhone(t *testing.T) {
	t.Parallel()
	pushed := models.PushedPerson{
		Addresses: []models.Address{{ID: "home", Phone: "+8613800138000", Lines: []string{"Changning Road 12"}}},
		ChangedAt: func(string) time.Time { return time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC) },
	}
	now := time.Date(2026, time.November, 20, 2, 0, 0, 0, time.UTC)
	var wrong models.Invalid
	if err := pushed.Check(models.Band8To13, now); !errors.As(err, &wrong) || wrong["addresses"] != models.FaultOfMinor {
		t.Errorf("a minor's: %v", err)
	}
	if err := pushed.Check(models.BandAdult, now); err != nil {
		t.Errorf("an adult's: %v", err)
	}
}

func TestATimeThatCannotBeIsRefusedWhicheverPartOfAPushTellsIt(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 20, 2, 0, 0, 0, time.UTC)
	address := []models.Address{{ID: "home", Lines: []string{"Changning Road 12"}}}
	for name, c := range map[string]struct {
		at     time.Time
		pushed models.PushedPerson
		want   models.Fault
	}{
		"a field from the future":   {now.Add(6 * time.Minute), models.PushedPerson{Fields: map[models.Field]string{models.FieldNickname: "Mei"}}, models.FaultFuture},
		"addresses from the future": {now.Add(6 * time.Minute), models.PushedPerson{Addresses: address}, models.FaultFuture},
		"addresses of the year 0":   {time.Time{}, models.PushedPerson{Addresses: address}, models.FaultPast},
		"a clock that runs ahead":   {now.Add(5 * time.Minute), models.PushedPerson{Addresses: address}, ""},
	} {
		c.pushed.ChangedAt = func(string) time.Time { return c.at }
		var wrong models.Invalid
		errors.As(c.pushed.Check(models.BandAdult, now), &wrong)
		if wrong["changed_at"] != c.want {
			t.Errorf("%s: got %q, want %q", name, wrong["changed_at"], c.want)
		}
	}
}
