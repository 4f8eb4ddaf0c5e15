package models_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"jolara.com/privacy/models"
)

// The table of product.md, typed a second time.
var productTable = []struct {
	key      models.CategoryKey
	kept     models.Retention
	ofMinors *models.Retention
}{
	{"profile", models.Retention{From: models.FromAccountEnd}, nil},
	{"addresses", models.Retention{From: models.FromAccountEnd}, nil},
	{
		"photos",
		models.Retention{Months: 24, From: models.FromLastUse, Letters: []int{90, 30, 7}},
		&models.Retention{Months: 12, From: models.FromLastUse, Letters: []int{90, 30, 7}},
	},
	{"print_jobs", models.Retention{Years: 3, From: models.FromCollection, Anonymised: true, Floor: &models.Law{Name: "E-Commerce Law", Article: 31}}, nil},
	{"behaviour", models.Retention{Months: 6, From: models.FromCollection, Choices: []int{1, 3, 6, 12}}, nil},
	{"transactions", models.Retention{Years: 3, From: models.FromCollection, Floor: &models.Law{Name: "E-Commerce Law", Article: 31}}, nil},
	{"security_log", models.Retention{Months: 6, From: models.FromCollection, Floor: &models.Law{Name: "Cybersecurity Law"}}, nil},
	{"voice_and_calls", models.Retention{Days: 90, From: models.FromCollection}, &models.Retention{Days: 30, From: models.FromCollection}},
	{"consents", models.Retention{Years: 3, From: models.FromAccountEnd, Proof: &models.Law{Name: "Civil Code", Article: 188}}, nil},
	{"changes", models.Retention{From: models.FromAccountEnd}, nil},
	{"complaints", models.Retention{Years: 3, From: models.FromClosing, Proof: &models.Law{Name: "Civil Code", Article: 188}}, nil},
	{"guardian", models.Retention{Years: 3, From: models.FromGuardianship, Proof: &models.Law{Name: "Civil Code", Article: 188}}, nil},
	{"looks", models.Retention{Years: 3, From: models.FromCollection}, nil},
	{"exports", models.Retention{Days: 7, From: models.FromCollection}, nil},
	{"unconfirmed_sign_ups", models.Retention{Days: 7, From: models.FromCollection}, nil},
	{"waiting_account", models.Retention{Days: 7, From: models.FromCollection}, nil},
}

func TestTheDataMapIsTheTableOfTheProduct(t *testing.T) {
	if len(models.Categories) != len(productTable) {
		t.Errorf("%d categories, want %d", len(models.Categories), len(productTable))
	}
	for i, want := range productTable {
		got := models.Categories[i]
		if got.Key != want.key || !reflect.DeepEqual(got.Kept, want.kept) || !reflect.DeepEqual(got.OfMinors, want.ofMinors) {
			t.Errorf("category %d is %s, kept %+v, of minors %+v; want %+v", i+1, got.Key, got.Kept, got.OfMinors, want)
		}
		if onlyAdults := want.key == "behaviour"; got.AdultsOnly != onlyAdults {
			t.Errorf("%s: of adults only is %t", got.Key, got.AdultsOnly)
		}
	}
}

func TestEveryCategorySaysWhatForAndFromWhereAndOnWhichPromise(t *testing.T) {
	purposes := map[models.Purpose]bool{"": true}
	for _, c := range models.Categories {
		if purposes[c.Purpose] {
			t.Errorf("%s is for %q", c.Key, c.Purpose)
		}
		purposes[c.Purpose] = true
		if len(c.Sources) == 0 || len(c.Obligations) == 0 || !slices.IsSorted(c.Obligations) || slices.Max(c.Obligations) > models.LastObligation {
			t.Errorf("%s comes from %v and rests on %v", c.Key, c.Sources, c.Obligations)
		}
	}
}

func TestNothingIsKeptOrGivenAbroad(t *testing.T) {
	for _, c := range models.Categories {
		if c.Place != models.China {
			t.Errorf("%s is kept in %q", c.Key, c.Place)
		}
	}
	for _, r := range models.Recipients {
		if r.Country != models.China {
			t.Errorf("%s is in %q", r.Key, r.Country)
		}
	}
}

func TestTheDataMapAndTheRegisterNameTheSameRecipients(t *testing.T) {
	named := map[models.RecipientKey]bool{}
	for _, c := range models.Categories {
		for _, key := range c.Recipients {
			named[key] = true
		}
	}
	for _, r := range models.Recipients {
		if !named[r.Key] {
			t.Errorf("%s gets something of no category", r.Key)
		}
		delete(named, r.Key)
	}
	if len(named) > 0 {
		t.Errorf("not in the register: %v", named)
	}
}

func TestOtherRulesCountByTheDaysOfTheDataMap(t *testing.T) {
	const day = 24 * time.Hour
	for key, life := range map[models.CategoryKey]time.Duration{
		models.CategorySignUps: models.SignUpLife, models.CategoryWaiting: models.WaitForGuardian,
	} {
		if kept := models.RetentionOf(key).Days; life != time.Duration(kept)*day {
			t.Errorf("%s is kept for %d days and lives for %s", key, kept, life)
		}
	}
}

func TestOfMinorsNothingIsKeptLonger(t *testing.T) {
	for key, want := range map[models.CategoryKey]models.Retention{
		models.CategoryPhotos:  {Months: 12, From: models.FromLastUse, Letters: []int{90, 30, 7}},
		models.CategoryVoice:   {Days: 30, From: models.FromCollection},
		models.CategoryProfile: {From: models.FromAccountEnd},
	} {
		if got := models.RetentionOfMinors(key); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v", key, got)
		}
	}
}
