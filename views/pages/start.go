package pages

import (
	"time"

	"jolara.com/privacy/models"
)

// StartPage is the page of whoever is not signed in.
type StartPage struct {
	Policy  string // the version of the agreement that counts; empty where none does
	Example ReceiptPage
}

// NewStart makes the start page; policy is the version of the agreement that counts, or empty.
func NewStart(policy string, now time.Time) StartPage {
	return StartPage{Policy: policy, Example: ReceiptPage{
		Ref: "R-7F3K-20", Kind: models.Microphone, State: models.Withdrawn, By: models.ByPerson, At: now, Policy: policy,
	}}
}
