package models_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
)

var corrected = time.Date(2026, time.November, 20, 12, 0, 0, 0, time.UTC)

func pushed(value string) models.Entry[string] {
	return models.Entry[string]{Said: models.Said[string]{Value: value, From: models.FromJolara}}
}

// held is an adult's record at version 3.
func held() models.Record {
	return models.Record{
		Version: 3, Band: models.BandAdult, Book: models.Book{},
		Profile: models.Profile{
			models.FieldName: pushed("Mei Lin"), models.FieldNickname: pushed("Mei"), models.FieldGender: pushed("f"),
			models.PreferenceField("paper"): pushed("matte"), models.FieldAccountName: pushed(" mei "),
		},
	}
}

type typed = map[string]models.Typed

func TestAFormChangesWhatWasChangedInIt(t *testing.T) {
	t.Parallel()
	const now, before = 3, 2
	for what, row := range map[string]struct {
		version int
		fields  typed
		want    map[models.Field]string
		late    []string
	}{
		"nothing sent":                      {now, nil, nil, nil},
		"nothing changed":                   {now, typed{"name": {"Mei Lin", "Mei Lin"}}, nil, nil},
		"a field":                           {now, typed{"name": {"Mei Lin", " Mei Wang "}}, fieldsOf("name", "Mei Wang"), nil},
		"cleared":                           {now, typed{"nickname": {"Mei", " "}}, fieldsOf("nickname", ""), nil},
		"cleared, a preference":             {now, typed{"preferences.paper": {"matte", ""}}, fieldsOf("preferences.paper", ""), nil},
		"a new preference":                  {now, typed{"preference_name": {Is: " border "}, "preference_value": {Is: "5 mm"}}, fieldsOf("preferences.border", "5 mm"), nil},
		"untouched spaces of the app's":     {now, typed{"account_name": {" mei ", " mei "}}, nil, nil},
		"what another form never had":       {before, typed{"nickname": {"Mei", "Bean"}}, fieldsOf("nickname", "Bean"), nil},
		"what another form changed":         {before, typed{"nickname": {"Xiao Mei", "Bean"}}, nil, []string{"nickname"}},
		"what another form changed alike":   {before, typed{"nickname": {"Xiao Mei", "Mei"}}, nil, nil},
		"what only another form changed":    {before, typed{"nickname": {"Xiao Mei", "Xiao Mei"}}, nil, nil},
		"one of two overtaken":              {before, typed{"nickname": {"Xiao Mei", "Bean"}, "name": {"Mei Lin", "Mei Wang"}}, nil, []string{"nickname"}},
		"a former value that is made up":    {now, typed{"nickname": {"Bean", "Bean"}}, fieldsOf("nickname", "Bean"), nil},
		"fields that the form has not":      {now, typed{"role": {Is: "admin"}, "birth_date": {Is: "1990-01-01"}, "email": {Is: "x@example.com"}, "addresses": {Is: "x"}, "sign_in": {Is: "x"}}, nil, nil},
		"a preference that nobody has":      {now, typed{"preferences.glue": {Is: "yes"}}, nil, nil},
		"the app's own answer, left as is":  {now, typed{"gender": {"f", "f"}}, nil, nil},
		"an answer of the form":             {now, typed{"gender": {"f", "unsaid"}}, fieldsOf("gender", "unsaid"), nil},
		"no answer":                         {now, typed{"gender": {"f", ""}}, fieldsOf("gender", ""), nil},
		"a phone":                           {now, typed{"phone": {Is: "+8613800138000"}}, fieldsOf("phone", "+8613800138000"), nil},
		"both a field and a new preference": {now, typed{"name": {Is: "Wen"}, "preference_name": {Is: "size"}, "preference_value": {Is: "A4"}}, map[models.Field]string{"name": "Wen", "preferences.size": "A4"}, nil},
	} {
		got, err := held().Corrections(models.Form{Version: row.version, Fields: row.fields}, corrected)
		var overtaken models.Overtaken
		if errors.As(err, &overtaken); err != nil && overtaken.Fields == nil || !slices.Equal(overtaken.Fields, row.late) {
			t.Errorf("%s: %v, want %v overtaken", what, err, row.late)
		}
		if row.late == nil && !maps.Equal(got, row.want) {
			t.Errorf("%s: %v, want %v", what, got, row.want)
		}
	}
}

func fieldsOf(name models.Field, value string) map[models.Field]string {
	return map[models.Field]string{name: value}
}

func TestAFormNamesWhatMayNotBeStored(t *testing.T) {
	t.Parallel()
	child, waiting := held(), held()
	child.Band, waiting.Band, waiting.Waits = models.Band8To13, models.Band8To13, true
	full := held()
	for i := range 100 {
		full.Profile[models.PreferenceField(strings.Repeat("x", i+1))] = pushed("")
	}
	for what, row := range map[string]struct {
		of    models.Record
		field string
		value string
		want  models.Fault // none where empty
	}{
		"no name":                          {held(), "name", " ", models.FaultMissing},
		"200 characters":                   {held(), "name", strings.Repeat("长", 200), ""},
		"201 characters":                   {held(), "name", strings.Repeat("长", 201), models.FaultTooLong},
		"a line break":                     {held(), "nickname", "Mei\nBcc: x@example.com", models.FaultMalformed},
		"a control character":              {held(), "nickname", "Mei\x00", models.FaultMalformed},
		"a lone byte":                      {held(), "nickname", "Mei\xff", models.FaultMalformed},
		"a text that turns around":         {held(), "nickname", "Mei\u202enimda", models.FaultMalformed},
		"another line's separator":         {held(), "nickname", "Mei\u2028x", models.FaultMalformed},
		"angle brackets":                   {held(), "nickname", "<b>Mei</b>", ""},
		"a family of one character":        {held(), "nickname", "👩‍👩‍👧", ""},
		"letters in a phone":               {held(), "phone", "call me", models.FaultMalformed},
		"a phone not yet read":             {held(), "phone", "138 0013 8000", models.FaultMalformed},
		"a gender that no form offers":     {held(), "gender", "admin", models.FaultUnknown},
		"a child's phone":                  {child, "phone", "+8613800138000", models.FaultOfMinor},
		"a child's gender":                 {child, "gender", "female", models.FaultOfMinor},
		"a child's gender, cleared":        {child, "gender", "", ""},
		"a child's nickname":               {child, "nickname", "Bean", ""},
		"a waiting child's name":           {waiting, "name", "Wen", ""},
		"a waiting child's nickname":       {waiting, "nickname", "Bean", models.FaultWaits},
		"a waiting child's preference":     {waiting, "preferences.paper", "gloss", models.FaultWaits},
		"a waiting child's new preference": {waiting, "preference_name", "size", models.FaultWaits},
		"a preference without its name":    {held(), "preference_name", "", models.FaultMissing},
		"a preference that is there":       {held(), "preference_name", "paper", models.FaultSame},
		"a preference's long name":         {held(), "preference_name", strings.Repeat("x", 201), models.FaultTooLong},
		"one preference more than fits":    {full, "preference_name", "size", models.FaultFull},
	} {
		fields := typed{row.field: {Is: row.value}}
		if row.field == models.NewPreferenceName {
			fields[models.NewPreferenceValue] = models.Typed{Is: "A4"}
		}
		_, err := row.of.Corrections(models.Form{Version: 3, Fields: fields}, corrected)
		var wrong models.Invalid
		if errors.As(err, &wrong); err != nil && wrong == nil || wrong[row.field] != row.want || row.want == "" && len(wrong) > 0 {
			t.Errorf("%s: %v, want %q", what, err, row.want)
		}
	}
	_, err := held().Corrections(models.Form{Version: 3, Fields: typed{models.NewPreferenceName: {Is: "size"}}}, corrected)
	var wrong models.Invalid
	if !errors.As(err, &wrong) || wrong[models.NewPreferenceValue] != models.FaultMissing {
		t.Errorf("a preference without a value: %v", err)
	}
}

func TestAnAddressIsReadFromItsForm(t *testing.T) {
	t.Parallel()
	home := models.Address{ID: "home", Recipient: "Mei", Phone: "010 5555 0100", Lines: []string{"Changning Road 12", "Shanghai"}}
	for what, row := range map[string]struct {
		version int
		band    models.Band
		fields  typed
		want    models.Address
		wrong   models.Invalid
		late    []string
	}{
		"nothing changed": {3, models.BandAdult, typed{"phone": {home.Phone, home.Phone}, "lines": {"Changning Road 12\nShanghai", "Changning Road 12\nShanghai"}}, home, nil, nil},
		"blank lines":     {3, models.BandAdult, typed{"lines": {Is: "\n Road 1 \n\n Beijing\n"}}, models.Address{ID: "home", Recipient: "Mei", Phone: home.Phone, Lines: []string{"Road 1", "Beijing"}}, nil, nil},
		"no phone":        {3, models.BandAdult, typed{"phone": {home.Phone, ""}}, models.Address{ID: "home", Recipient: "Mei", Lines: home.Lines}, nil, nil},
		"nobody":          {3, models.BandAdult, typed{"recipient": {"Mei", ""}, "lines": {Is: " \n "}}, home, models.Invalid{"recipient": models.FaultMissing, "lines": models.FaultMissing}, nil},
		"11 lines":        {3, models.BandAdult, typed{"lines": {Is: strings.Repeat("x\n", 11)}}, home, models.Invalid{"lines": models.FaultTooLong}, nil},
		"a long line":     {3, models.BandAdult, typed{"lines": {Is: strings.Repeat("x", 201)}}, home, models.Invalid{"lines": models.FaultTooLong}, nil},
		"a phone's words": {3, models.BandAdult, typed{"phone": {Is: "ring twice"}}, home, models.Invalid{"phone": models.FaultMalformed}, nil},
		"a child's phone": {3, models.Band8To13, typed{"phone": {Is: "+8613800138000"}}, home, models.Invalid{"phone": models.FaultOfMinor}, nil},
		"overtaken":       {2, models.BandAdult, typed{"recipient": {"Mei Lin", "Wen"}}, home, nil, []string{"recipient"}},
	} {
		got, err := home.Correct(models.Form{Version: row.version, Fields: row.fields}, 3, row.band)
		var wrong models.Invalid
		var overtaken models.Overtaken
		errors.As(err, &wrong)
		errors.As(err, &overtaken)
		if !maps.Equal(wrong, row.wrong) || !slices.Equal(overtaken.Fields, row.late) {
			t.Errorf("%s: %v", what, err)
		}
		if err == nil && (!got.Same(row.want) || got.ID != "home") {
			t.Errorf("%s: %+v", what, got)
		}
	}
}

func TestAnAddressKeyNamesWhateverIdThereIs(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"home", "..", "a/b?c#d", "家", "%2f", strings.Repeat("x", 200)} {
		key := models.AddressKey(id)
		if got, err := models.ParseAddressKey(key); err != nil || got != id || strings.ContainsAny(key, "/.?#%=+") {
			t.Errorf("%q is named %q and read as %q, %v", id, key, got, err)
		}
	}
	for _, key := range []string{"h", "home!", "aG9tZQ==", models.AddressKey("\xff"), models.AddressKey("a\x00"), " "} {
		if got, err := models.ParseAddressKey(key); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%q is read as %q, %v", key, got, err)
		}
	}
}

func TestANoteIsPlainText(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		" I was asked twice.\r\nOnce by phone. ": "I was asked twice.\nOnce by phone.",
		"<script>alert(1)</script>":              "<script>alert(1)</script>",
		strings.Repeat("长", models.MaxNote):      strings.Repeat("长", models.MaxNote),
		"one\ttwo":                               "one\ttwo",
	} {
		if got, err := models.ParseNote(typed); err != nil || got != want {
			t.Errorf("%.20q became %.20q, %v", typed, got, err)
		}
	}
	for typed, want := range map[string]models.Fault{
		"": models.FaultMissing, " \r\n": models.FaultMissing, "a\x00": models.FaultMalformed, "a\x1b[2J": models.FaultMalformed,
		"a\xff": models.FaultMalformed, "a\u202eb": models.FaultMalformed, strings.Repeat("a", models.MaxNote+1): models.FaultTooLong,
	} {
		var wrong models.Invalid
		if _, err := models.ParseNote(typed); !errors.As(err, &wrong) || wrong["note"] != want {
			t.Errorf("%.20q: %v, want %s", typed, err, want)
		}
	}
}
