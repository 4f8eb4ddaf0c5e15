package pages_test

import (
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/pages"
)

// The print works may fetch no photo that is deleted: an order whose photos it has not yet is not printed (#38).
func TestWhoDeletesAPhotoReadsWhatBecomesOfTheOrdersThatUseIt(t *testing.T) {
	for state, want := range map[models.PrintState]string{
		models.PrintOrdered:  "Print job P-1 with some of these photos printed only if the print works has fetched its photos before",
		models.PrintPrinting: "Print job P-1 with some of these photos goes on: Being printed",
	} {
		plan := models.DeletionPlan{
			Selection: models.Selection{What: models.ScopePhotos, All: true}, At: now, Count: 1, Oldest: now, Newest: now, Erased: 1,
			UnderWay: []models.PrintJob{{Reference: "P-1", State: state}},
		}
		drawn := draw(t, pages.Delete(adultAt("/delete"), pages.DeletePage{Plan: plan}))
		if got := words(drawn.Find("[aria-labelledby=stays] dl > div").First()); got != want {
			t.Errorf("%s: %q", state, got)
		}
	}
}
