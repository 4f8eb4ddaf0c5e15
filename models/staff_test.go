package models_test

import (
	"testing"
	"time"

	"jolara.com/privacy/models"
)

func TestOfAStaffMembersNameTheFirstWordAndAnInitialAreKept(t *testing.T) {
	for typed, want := range map[string]string{
		"Amir Hosseini":        "Amir H.",
		"  Sara   van Bergen ": "Sara B.",
		"Li":                   "Li",
		"王 小明":                 "王 小.",
		"Émile étienne":        "Émile É.",
	} {
		added, err := models.ParseStaff("someone@example.com", "agent", typed)
		if got := (models.Staff{FirstName: added.FirstName, Initial: added.Initial}).Name(); err != nil || got != want {
			t.Errorf("%q is called %q, not %q: %v", typed, got, want, err)
		}
	}
}

func TestWhoeverIsAddedToTheDeskHasAnAddressARoleAndAName(t *testing.T) {
	for typed, field := range map[[3]string]string{
		{"someone", "agent", "Amir H"}:                      "email",
		{"", "agent", "Amir H"}:                             "email",
		{"someone@example.com", "chief", "Amir H"}:          "role",
		{"someone@example.com", "", "Amir H"}:               "role",
		{"someone@example.com", "agent", "  "}:              "name",
		{"someone@example.com", "agent", "Amir\x00 H"}:      "name",
		{"someone@example.com", "officer", "A\u202e mir H"}: "name",
	} {
		_, err := models.ParseStaff(typed[0], typed[1], typed[2])
		invalid, _ := err.(models.Invalid)
		if len(invalid) != 1 || invalid[field] == "" {
			t.Errorf("%q: %v, and %s is wrong", typed, err, field)
		}
	}
}

func TestEachRoleMayWhatTheDeskSays(t *testing.T) {
	for role, may := range map[models.Role][3]bool{ // answers cases, allows more, sees jobs
		models.RoleAgent: {true, false, false}, models.RoleOfficer: {true, true, false}, models.RoleAdmin: {false, false, true}, "": {},
	} {
		if got := [3]bool{role.MayAnswer(), role.MayAllow(), role.MaySeeJobs()}; got != may {
			t.Errorf("%q may %v, not %v", role, got, may)
		}
	}
}

func TestAStaffMembersSessionEndsByIdlenessOrAfterEightHours(t *testing.T) {
	began := time.Date(2026, time.November, 20, 9, 0, 0, 0, models.Shanghai)
	for seen, want := range map[time.Duration]time.Duration{
		0:                            15 * time.Minute,
		7*time.Hour + 44*time.Minute: 7*time.Hour + 59*time.Minute,
		7*time.Hour + 50*time.Minute: 8 * time.Hour,
	} {
		session := models.Session{Staff: models.Staff{ID: "s"}, CreatedAt: began, SeenAt: began.Add(seen)}
		if got := session.StaffEnds().Sub(began); got != want {
			t.Errorf("seen after %s it ends after %s, not %s", seen, got, want)
		}
	}
}
