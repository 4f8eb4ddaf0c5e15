package components_test

import (
	"cmp"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
)

func TestEveryCategoryHasWordsOfItsOwn(t *testing.T) {
	said := map[string]bool{"": true}
	for _, c := range models.Categories {
		for _, words := range []string{
			components.CategoryName(t.Context(), c.Key), components.CategoryContent(t.Context(), c.Key), components.PurposeWords(t.Context(), c.Purpose),
		} {
			if said[words] {
				t.Errorf("%s has no words of its own: %q", c.Key, words)
			}
			said[words] = true
		}
	}
}

func TestHowLongEachCategoryIsKeptIsSaidInWords(t *testing.T) {
	const account, proof = "Kept while you have an account.", "A claim may be made so long: Civil Code, article 188."
	for key, want := range map[models.CategoryKey]struct{ kept, ofMinors, proof string }{
		models.CategoryProfile:   {kept: account},
		models.CategoryAddresses: {kept: account},
		models.CategoryPhotos: {
			kept:     "Kept until you delete them. After 24 months without a sign-in, an upload or a print we delete them, and write to you 90, 30 and 7 days before.",
			ofMinors: "Kept until you delete them. After 12 months without a sign-in, an upload or a print we delete them, and write to you 90, 30 and 7 days before.",
		},
		models.CategoryPrints: {kept: "Kept for 3 years, then we remove everything that points to you. " +
			"What was bought, for how much and when stays locked until then: E-Commerce Law, article 31."},
		models.CategoryBehaviour:  {kept: "Kept for 6 months.", ofMinors: "We do not collect this from people under 18."},
		models.CategoryOrders:     {kept: "Kept for 3 years: E-Commerce Law, article 31."},
		models.CategorySecurity:   {kept: "Kept for 6 months: Cybersecurity Law, network logs."},
		models.CategoryVoice:      {kept: "Kept for 90 days.", ofMinors: "Recordings are kept for 30 days, the times of calls for 90 days."},
		models.CategoryConsents:   {kept: "Nobody can change this. We keep it for 3 years after you leave, as your proof, then erase it.", proof: proof},
		models.CategoryChanges:    {kept: account},
		models.CategoryComplaints: {kept: "Kept for 3 years after closing, as your proof.", proof: proof},
		models.CategoryGuardian: {
			kept: "Kept until the child is 18 or the account ends, and the record of it for 3 years more, as proof.", proof: proof,
		},
		models.CategoryLooks:   {kept: "Kept for 3 years."},
		models.CategoryExports: {kept: "Kept for 7 days."},
		models.CategorySignUps: {kept: "Kept for 7 days."},
		models.CategoryWaiting: {kept: "Kept for 7 days, or until a guardian says yes. While a guardian’s decision on paper is checked it is kept longer, 30 days at most."},
	} {
		if got := components.Kept(t.Context(), key); got != want.kept {
			t.Errorf("%s: %q", key, got)
		}
		if got := components.KeptOfMinors(t.Context(), key); got != cmp.Or(want.ofMinors, want.kept) {
			t.Errorf("%s of minors: %q", key, got)
		}
		if got := components.ProofWords(t.Context(), models.RetentionOf(key)); got != want.proof {
			t.Errorf("%s: the proof is %q", key, got)
		}
	}
}

func TestBehaviourAloneHasOtherLengthsToChoose(t *testing.T) {
	for _, c := range models.Categories {
		want := ""
		if c.Key == models.CategoryBehaviour {
			want = "The agreement lets you choose another number of months instead: 1, 3, 12."
		}
		if got := components.RetentionChoices(t.Context(), c.Kept); got != want {
			t.Errorf("%s: %q", c.Key, got)
		}
	}
}

func TestWhoMayGetSomethingAndWhereItComesFromIsSaid(t *testing.T) {
	for key, want := range map[models.CategoryKey][2]string{
		models.CategoryProfile:  {"You, here · Jolara’s app and print service", "The print works · The mail server"},
		models.CategorySecurity: {"This portal, by itself · Jolara’s app and print service", "Nobody"},
	} {
		c := models.CategoryOf(key)
		if got := [2]string{components.SourceNames(t.Context(), c.Sources), components.RecipientNames(t.Context(), c.Recipients)}; got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
}

func TestNeededOrChosenIsSaidOfEachCategory(t *testing.T) {
	for key, want := range map[models.CategoryKey]string{
		models.CategoryProfile:   "Name and e-mail are needed. The rest is your choice.",
		models.CategoryAddresses: "Your choice: everything else works without it.",
		models.CategorySecurity:  "Needed",
	} {
		if got := components.Necessity(t.Context(), models.CategoryOf(key)); got != want {
			t.Errorf("%s: %q", key, got)
		}
	}
}
