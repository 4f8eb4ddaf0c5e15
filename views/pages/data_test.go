package pages_test

import (
	"slices"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/pages"
)

func said(value string) models.Said[string] {
	return models.Said[string]{Value: value, From: models.FromPerson, At: earlier}
}

func pushed(value string) models.Said[string] {
	return models.Said[string]{Value: value, From: models.FromJolara, At: spring}
}

// heldOf says what is held of a profile and two categories, as the store does: the others are empty.
func heldOf(profile models.Profile, addresses int) []models.Holding {
	held := map[models.CategoryKey]models.Holding{
		models.CategoryProfile:   {Count: len(profile.Details()), Details: profile.Details()},
		models.CategoryAddresses: {Count: addresses},
		models.CategorySecurity: {Count: 2002, More: true, Oldest: spring, Newest: now, Parts: []models.Part{
			{Key: models.PartKey(models.ActivitySignIn), Count: 1000}, {Key: models.PartLinks, Count: 1000, More: true}, {Key: models.PartSessions, Count: 2},
		}},
	}
	list := make([]models.Holding, len(models.Categories))
	for i, c := range models.Categories {
		list[i] = held[c.Key]
		list[i].Category = c.Key
	}
	return list
}

// fact returns what stands beside a name in a card.
func fact(card *goquery.Selection, name string) string {
	return words(card.Find("dt").FilterFunction(func(_ int, dt *goquery.Selection) bool { return dt.Text() == name }).Next())
}

func TestEveryValueIsShownWithItsSourceAndWhatStandsAside(t *testing.T) {
	app, own := pushed("Mei Lin"), pushed("+8613800138000")
	profile := models.Profile{
		models.FieldName:                  {Said: said("Mei Wang"), Aside: &app},
		models.FieldEmail:                 {Said: pushed("mei@example.com")},
		models.FieldSignIn:                {Said: models.Said[string]{Value: "mei@home.example", From: models.FromPerson}},
		models.FieldPhone:                 {Said: said(""), Aside: &own}, // cleared here, while the app has it
		models.FieldBirthDate:             {Said: pushed("2014-05-17")},
		models.FieldNickname:              {Said: said("")},
		models.FieldGender:                {Said: pushed("female")},
		models.PreferenceField("<paper>"): {Said: pushed("matte")},
	}
	profileCard := draw(t, pages.Data(adultAt("/data"), pages.NewData(profile, nil, heldOf(profile, 0), false, now))).Find("#profile")
	for name, want := range map[string]string{
		"Name":              "Mei Wang You typed it here on 20 November 2026. Jolara’s app still has “Mei Lin”, since 3 March 2026. Here yours counts.",
		"E-mail":            "mei@example.com From Jolara’s app, since 3 March 2026.",
		"E-mail to sign in": "mei@home.example You typed it here.",
		"Phone":             "You cleared it here on 20 November 2026. Jolara’s app still has “+8613800138000”, since 3 March 2026. Here yours counts.",
		"Birth date":        "Sat 17 May 2014 From Jolara’s app, since 3 March 2026.",
		"<paper>":           "matte From Jolara’s app, since 3 March 2026.",
		"Gender":            "Female From Jolara’s app, since 3 March 2026.",
		"Nickname":          "",
	} {
		if got := fact(profileCard, name); got != want {
			t.Errorf("%s reads %q, want %q", name, got, want)
		}
	}
	if got := words(profileCard.Find(".held__n")); got != "7 details" {
		t.Errorf("counted are %q", got)
	}
}

func TestEveryAddressIsShownInOneLine(t *testing.T) {
	home := models.Address{ID: "home", Recipient: "Mei Lin", Phone: "+8613800138000", Lines: []string{"Changning Road 12", "200042 Shanghai"}}
	work := models.Address{ID: "work", Recipient: "Mei Lin", Lines: []string{"Yan'an Road 1"}}
	list := []models.Entry[models.Address]{
		{Said: models.Said[models.Address]{Value: home, From: models.FromJolara, At: spring}},
		{
			Said:  models.Said[models.Address]{Value: work, From: models.FromPerson, At: earlier},
			Aside: &models.Said[models.Address]{Value: models.Address{ID: "work"}, From: models.FromJolara, At: spring},
		},
	}
	rows := draw(t, pages.Data(adultAt("/data"), pages.NewData(nil, list, heldOf(nil, 2), false, now))).Find("#addresses .values li")
	for i, want := range []string{
		"Mei Lin, Changning Road 12, 200042 Shanghai, +8613800138000 From Jolara’s app, since 3 March 2026.",
		"Mei Lin, Yan'an Road 1 You typed it here on 20 November 2026. Jolara’s app still has nothing there, since 3 March 2026. Here yours counts.",
	} {
		if got := words(rows.Eq(i)); got != want {
			t.Errorf("address %d reads %q, want %q", i+1, got, want)
		}
	}
}

func TestEachCategorySaysWhatItIsAndWhenTheOldestGoes(t *testing.T) {
	drawn := draw(t, pages.Data(adultAt("/data"), pages.NewData(nil, nil, heldOf(nil, 0), false, now)))
	card := drawn.Find("#security_log")
	for name, want := range map[string]string{
		"What for":            "To keep others out of your account.",
		"Needed?":             "Needed",
		"Comes from":          "This portal, by itself · Jolara’s app and print service",
		"Lies in":             "Mainland China",
		"Who else may get it": "Nobody",
		"How long":            "Kept for 6 months: Cybersecurity Law, network logs.",
		"Counted":             "1,000 sign-ins · more than 1,000 links in letters · 2 browsers signed in",
		"Oldest":              "3 March 2026",
		"The oldest goes":     "on 3 September 2026",
		"Newest":              "20 November 2026",
	} {
		if got := fact(card, name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := words(card.Find(".held__n")); got != "2,002+ entries" {
		t.Errorf("counted are %q", got)
	}
	if n := drawn.Find("section.kind").Length(); n != 1 {
		t.Errorf("%d categories that hold something", n)
	}
	empty := drawn.Find(".hold__rest a").Map(func(_ int, a *goquery.Selection) string { return a.AttrOr("href", "") })
	if len(empty) != len(models.Categories)-1 || !slices.Contains(empty, "/policy/data#photos") {
		t.Errorf("empty are %v", empty)
	}
	for _, path := range []string{"/data/profile/edit", "/data/changes", "/data/recipients", "/permissions", "/consents", "/policy/data"} {
		if drawn.Find(`main a[href="`+path+`"]`).Length() == 0 {
			t.Errorf("the page does not lead to %s", path)
		}
	}
	if got := drawn.Find(`#menu [aria-current="page"]`).AttrOr("href", ""); got != "/data" {
		t.Errorf("in the menu one is at %s", got)
	}
}

func TestAMinorIsToldHowLongAMinorsIsKept(t *testing.T) {
	held := []models.Holding{{
		Category: models.CategoryVoice, Count: 1, Oldest: spring, Newest: spring,
		Parts: []models.Part{{Key: models.PartRecordings, Count: 1, Oldest: spring}},
	}}
	for minor, want := range map[bool][2]string{
		false: {"Kept for 90 days.", "on 1 June 2026"},
		true:  {"Recordings are kept for 30 days, the times of calls for 90 days.", "on 2 April 2026"},
	} {
		card := draw(t, pages.Data(adultAt("/data"), pages.NewData(nil, nil, held, minor, now))).Find("#voice_and_calls")
		if got := [2]string{fact(card, "How long"), fact(card, "It goes")}; got != want {
			t.Errorf("minor %t: %q, want %q", minor, got, want)
		}
	}
}

func TestASingleEntryIsNotCalledTheOldestAndTheNewest(t *testing.T) {
	held := []models.Holding{{Category: models.CategoryWaiting, Count: 1, Oldest: spring, Newest: spring}}
	card := draw(t, pages.Data(adultAt("/data"), pages.NewData(nil, nil, held, true, now))).Find("#waiting_account")
	if since, goes := fact(card, "Here since"), fact(card, "It goes"); since != "3 March 2026" || goes != "on 10 March 2026" {
		t.Errorf("here since %q, goes %q", since, goes)
	}
	if got := fact(card, "Oldest") + fact(card, "Newest"); got != "" {
		t.Errorf("oldest and newest of one are %q", got)
	}
}

func TestTheDataMapShowsAnybodyEveryCategory(t *testing.T) {
	shell := strangerAt("/policy/data")
	if n := draw(t, pages.DataMap(shell)).Find(".promises").Length(); n != 0 {
		t.Errorf("%d links to promises of an agreement that is not there", n)
	}
	shell.Policy = "1.0"
	drawn := draw(t, pages.DataMap(shell))
	for i, c := range models.Categories {
		entry := drawn.Find("section.clause").Eq(i)
		if entry.AttrOr("id", "") != string(c.Key) || drawn.Find(`.contents a[href="#`+string(c.Key)+`"]`).Length() != 1 {
			t.Errorf("%s is not at its place", c.Key)
		}
		if got := entry.Find("dt").Length(); got != 6 {
			t.Errorf("%s: %d facts", c.Key, got)
		}
		if got := entry.Find(".promises a").Length(); got != len(c.Obligations) {
			t.Errorf("%s: %d promises", c.Key, got)
		}
	}
	for key, want := range map[models.CategoryKey]string{
		models.CategoryVoice: "How long Kept for 90 days. Under 18 Recordings are kept for 30 days, the times of calls for 90 days. Promises #16 #25 #26 #27",
		models.CategoryBehaviour: "How long Kept for 6 months. The agreement lets you choose another number of months instead: 1, 3, 12. " +
			"Under 18 We do not collect this from people under 18. Promises #31 #32 #34",
		models.CategoryComplaints: "How long Kept for 3 years after closing, as your proof. A claim may be made so long: Civil Code, article 188. Promises #112 #113 #114 #115 #116 #117",
	} {
		if got := words(drawn.Find("#" + string(key) + " .clause__short")); got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
	if link := drawn.Find("#voice_and_calls .promises a").First(); link.AttrOr("href", "") != "/policy#promise-16" {
		t.Errorf("the promise leads to %s", link.AttrOr("href", ""))
	}
}
