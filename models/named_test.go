package models_test

import (
	"errors"
	"slices"
	"testing"

	"jolara.com/privacy/models"
)

func TestAFilterNamesACategoryAKindOrNothingThatThereIs(t *testing.T) {
	for name, want := range map[string][]models.ActivityKind{
		"behaviour":    {models.ActivityBrowse, models.ActivityClick, models.ActivitySearch, models.ActivityFavourite},
		"transactions": {models.ActivityTransaction, models.ActivityAfterSales},
		"transaction":  {models.ActivityTransaction},
		"sign_in":      {models.ActivitySignIn},
		"":             nil,
		"photos":       nil, // a category, but none of the service log
		"Browse":       nil,
	} {
		got, err := models.ParseActivityKinds(name)
		if !slices.Equal(got, want) || (want == nil) != named(err, "kind") {
			t.Errorf("%q: %v, %v", name, got, err)
		}
	}
	for _, kind := range models.TalkKinds {
		if got, err := models.ParseTalkKind(string(kind)); got != kind || err != nil {
			t.Errorf("%s: %s, %v", kind, got, err)
		}
	}
	for _, state := range models.PrintStates {
		if got, err := models.ParsePrintState(string(state)); got != state || err != nil {
			t.Errorf("%s: %s, %v", state, got, err)
		}
	}
	for _, wrong := range []string{"", "none", "Call"} {
		if _, err := models.ParseTalkKind(wrong); !named(err, "kind") {
			t.Errorf("a talk of the kind %q: %v", wrong, err)
		}
		if _, err := models.ParsePrintState(wrong); !named(err, "state") {
			t.Errorf("a print job that is %q: %v", wrong, err)
		}
	}
}

// named tells whether an error is an Invalid that names this field as unknown.
func named(err error, field string) bool {
	var invalid models.Invalid
	return errors.As(err, &invalid) && invalid[field] == models.FaultUnknown
}
