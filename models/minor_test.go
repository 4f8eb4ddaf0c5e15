package models_test

import (
	"testing"
	"time"

	"jolara.com/privacy/models"
)

// Whichever function writes a minor's profile, what is not collected from minors is not in it.
func TestNoOptionalFieldOfAMinorIsEverStored(t *testing.T) {
	now := time.Date(2026, time.November, 20, 10, 0, 0, 0, models.Shanghai)
	child := models.Date{Year: 2014, Month: time.May, Day: 1}
	pushed := func(fields map[models.Field]string) models.PushedPerson {
		return models.PushedPerson{Fields: fields, ChangedAt: func(string) time.Time { return now }}
	}
	all := map[models.Field]string{
		models.FieldBirthDate: child.String(), models.FieldPhone: "+8613800138000", models.FieldGender: "female", models.FieldNickname: "Owl",
	}
	signedUp := models.SignUp{Name: "Bo", Email: "bo@example.com", Birth: child}.Profile(now)
	knownAsAdult := models.Profile{}
	knownAsAdult.Push(pushed(map[models.Field]string{models.FieldPhone: "+8613800138000", models.FieldGender: "female"}), now)
	if knownAsAdult.Value(models.FieldPhone) == "" {
		t.Fatal("an adult's phone is not kept")
	}
	for name, profile := range map[string]models.Profile{"nobody knew": {}, "who signed up": signedUp, "who was taken for an adult": knownAsAdult} {
		if err := pushed(all).Check(profile.BandAfter(pushed(all), now), now); err == nil {
			t.Errorf("a push of a minor %s is not refused", name)
		}
		profile.Push(pushed(all), now)
		for f, entry := range profile {
			if f.OfAdultsOnly() {
				t.Errorf("of a minor %s is stored: %s = %q", name, f, entry.Value)
			}
		}
		if profile.Value(models.FieldNickname) != "Owl" {
			t.Errorf("of a minor %s the nickname is not stored", name)
		}
	}
}

func TestNoMinorGrantsAPermissionAndEachMayWithdraw(t *testing.T) {
	for _, of := range []models.Ward{{Guarded: true}, {Guarded: true, Approved: true}} {
		for _, by := range []models.Actor{models.ByPerson, models.ByApp} {
			if _, err := (models.Permission{}).Choose(models.Granted, by, of); err == nil {
				t.Errorf("%+v grants, by %s", of, by)
			}
			if _, err := (models.Permission{State: models.Granted}).Choose(models.Withdrawn, by, of); err != nil {
				t.Errorf("%+v may not withdraw, by %s: %v", of, by, err)
			}
		}
	}
}
