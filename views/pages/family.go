package pages

import (
	"time"

	"jolara.com/privacy/models"
)

// FamilyPage tells a minor what waits for their guardian. It is written for a child of ten.
type FamilyPage struct {
	Until      time.Time // when the account ends without a yes; zero where it does not end
	MadeHere   bool      // not by Jolara's app, which may hold more
	AgreedSelf bool      // to the privacy agreement, which somebody under 14 does not
}

// NewFamily makes the page of a minor whose account ends at until if nobody says yes.
func NewFamily(person models.Person, until, now time.Time) FamilyPage {
	return FamilyPage{Until: until, MadeHere: person.ExternalID == "", AgreedSelf: person.Band(now).AgreesThemselves()}
}
