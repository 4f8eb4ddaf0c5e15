package models_test

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
)

func TestAPrintJobIsCheckedWholly(t *testing.T) {
	adult, child := models.BandAt(models.Date{}, noon), models.BandAt(models.DateOf(noon.AddDate(-12, 0, 0)), noon)
	home := models.Address{Recipient: "Li", Phone: "+8613800138000", Lines: []string{"Changning Road 12"}}
	long := strings.Repeat("长", 201)
	many := func(n int) (list []string) {
		for i := range n {
			list = append(list, fmt.Sprint(i))
		}
		return list
	}
	preferences := func(n int) map[string]string {
		list := map[string]string{}
		for _, name := range many(n) {
			list[name] = "matte"
		}
		return list
	}
	for name, row := range map[string]struct {
		change func(*models.PushedPrint)
		band   models.Band
		wrong  models.Invalid
	}{
		"all is right":          {func(*models.PushedPrint) {}, adult, nil},
		"one photo twice":       {func(p *models.PushedPrint) { p.PhotoIDs = []string{"a", "a"} }, adult, nil},
		"collected by oneself":  {func(p *models.PushedPrint) { p.Delivery = models.Address{} }, child, nil},
		"500 photos":            {func(p *models.PushedPrint) { p.PhotoIDs = many(500) }, adult, nil},
		"a minor with no phone": {func(p *models.PushedPrint) { p.Delivery.Phone = "" }, child, nil},
		"a minor's phone":       {func(*models.PushedPrint) {}, child, models.Invalid{"delivery": models.FaultOfMinor}},
		"no photo":              {func(p *models.PushedPrint) { p.PhotoIDs = nil }, adult, models.Invalid{"photo_ids": models.FaultMissing}},
		"501 photos":            {func(p *models.PushedPrint) { p.PhotoIDs = many(501) }, adult, models.Invalid{"photo_ids": models.FaultTooLong}},
		"an empty photo id":     {func(p *models.PushedPrint) { p.PhotoIDs = []string{"a", ""} }, adult, models.Invalid{"photo_ids": models.FaultMissing}},
		"a NUL in a photo id":   {func(p *models.PushedPrint) { p.PhotoIDs = []string{"a\x00"} }, adult, models.Invalid{"photo_ids": models.FaultMalformed}},
		"another state":         {func(p *models.PushedPrint) { p.State = "lost" }, adult, models.Invalid{"state": models.FaultUnknown}},
		"no time":               {func(p *models.PushedPrint) { p.OrderedAt = time.Time{} }, adult, models.Invalid{"ordered_at": models.FaultMissing}},
		"a time to come":        {func(p *models.PushedPrint) { p.OrderedAt = noon.Add(time.Hour) }, adult, models.Invalid{"ordered_at": models.FaultFuture}},
		"a time before Jolara":  {func(p *models.PushedPrint) { p.OrderedAt = noon.AddDate(-50, 0, 0) }, adult, models.Invalid{"ordered_at": models.FaultPast}},
		"no id":                 {func(p *models.PushedPrint) { p.ID = "" }, adult, models.Invalid{"id": models.FaultMissing}},
		"101 preferences":       {func(p *models.PushedPrint) { p.Preferences = preferences(101) }, adult, models.Invalid{"preferences": models.FaultTooLong}},
		"a nameless preference": {func(p *models.PushedPrint) { p.Preferences = map[string]string{"": "x"} }, adult, models.Invalid{"preferences": models.FaultMalformed}},
		"a long preference":     {func(p *models.PushedPrint) { p.Preferences = map[string]string{"paper": long} }, adult, models.Invalid{"preferences": models.FaultTooLong}},
		"a long name of one":    {func(p *models.PushedPrint) { p.Preferences = map[string]string{long: "x"} }, adult, models.Invalid{"preferences": models.FaultTooLong}},
		"to nobody":             {func(p *models.PushedPrint) { p.Delivery.Recipient = "" }, adult, models.Invalid{"delivery": models.FaultMalformed}},
		"to nowhere":            {func(p *models.PushedPrint) { p.Delivery.Lines = nil }, adult, models.Invalid{"delivery": models.FaultMalformed}},
		"a long line":           {func(p *models.PushedPrint) { p.Delivery.Lines = []string{long} }, adult, models.Invalid{"delivery": models.FaultTooLong}},
	} {
		job := models.PushedPrint{ID: "1", PhotoIDs: []string{"a"}, OrderedAt: noon, State: models.PrintOrdered, Delivery: home}
		row.change(&job)
		var wrong models.Invalid
		if err := job.Check(row.band, noon); err != nil && !errors.As(err, &wrong) {
			t.Fatal(err)
		}
		if !maps.Equal(wrong, row.wrong) {
			t.Errorf("%s: %v, not %v", name, wrong, row.wrong)
		}
	}
}

func TestThePrinterAndTheCourierGetNoMoreThanTheyNeed(t *testing.T) {
	home := models.Address{Recipient: "Li", Lines: []string{"Changning Road 12"}}
	printer := func(fields ...models.Field) models.Disclosure {
		return models.Disclosure{At: noon, Recipient: models.RecipientPrinter, Purpose: models.PurposeOfPrint, Reference: "job", Fields: fields, Clause: 61}
	}
	courier := models.Disclosure{
		At: noon, Recipient: models.RecipientCourier, Purpose: models.PurposeOfPrint, Reference: "job",
		Fields: []models.Field{models.FieldAddress}, Clause: 61,
	}
	both := []models.Disclosure{printer(models.FieldPhotos, models.FieldPreferences), courier}
	for state, want := range map[models.PrintState][]models.Disclosure{
		models.PrintOrdered: nil, models.PrintCancelled: nil,
		models.PrintPrinting: both[:1], models.PrintPrinted: both[:1],
		models.PrintSent: both, models.PrintDelivered: both,
	} {
		job := models.PrintJob{ID: "job", OrderedAt: noon, State: state, Preferences: map[string]string{"paper": "matte"}, Delivery: home}
		if got := job.Disclosures(); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v", state, got)
		}
	}
	collected := models.PrintJob{ID: "job", OrderedAt: noon, State: models.PrintDelivered}
	if got := collected.Disclosures(); !reflect.DeepEqual(got, []models.Disclosure{printer(models.FieldPhotos)}) {
		t.Errorf("collected by oneself: %+v", got)
	}
}

func TestAnOrderPrintsWhatWasAllowedWhenItWasMade(t *testing.T) {
	toPrint := models.Photo{ListedPhoto: models.ListedPhoto{ID: "print", Functions: []models.Function{models.FunctionPrinting}}}
	toKeep := models.Photo{ListedPhoto: models.ListedPhoto{ID: "keep", Functions: []models.Function{models.FunctionKeeping}}}
	for name, row := range map[string]struct {
		state   models.State
		of      models.Ward
		ordered time.Time
		photos  []models.Photo
		unfit   []models.Photo
		refuse  models.Reason
	}{
		"granted":                      {models.Granted, models.Ward{}, noon, []models.Photo{toPrint}, nil, ""},
		"ordered before it was off":    {models.Withdrawn, models.Ward{}, noon.Add(-time.Second), []models.Photo{toPrint}, nil, ""},
		"ordered as it was turned off": {models.Withdrawn, models.Ward{}, noon, []models.Photo{toPrint}, []models.Photo{toPrint}, models.ReasonNotGranted},
		"never granted":                {models.Never, models.Ward{}, noon, []models.Photo{toPrint}, []models.Photo{toPrint}, models.ReasonNotGranted},
		"a minor's, never granted":     {models.Never, models.Ward{Guarded: true}, noon, []models.Photo{toPrint}, []models.Photo{toPrint}, models.ReasonGuardianNeeded},
		"a minor's, without a yes":     {models.Granted, models.Ward{Guarded: true}, noon, []models.Photo{toPrint}, []models.Photo{toPrint}, models.ReasonGuardianNeeded},
		"one was not chosen":           {models.Granted, models.Ward{}, noon, []models.Photo{toPrint, toKeep}, []models.Photo{toKeep}, models.ReasonNotChosen},
	} {
		unfit, err := models.Printable(row.photos, models.Permission{State: row.state, Since: noon}, row.of, row.ordered)
		var refused models.Refused
		errors.As(err, &refused)
		if !reflect.DeepEqual(unfit, row.unfit) || refused.Reason != row.refuse {
			t.Errorf("%s: %v, %q", name, unfit, refused.Reason)
		}
	}
}
