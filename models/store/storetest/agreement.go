package storetest

import (
	"fmt"

	"jolara.com/privacy/models"
)

// agreement is small and has all that a page shows: paragraphs, a list, a promise that two clauses make.
const agreement = `Version: %s
Effective: %s

## camera When you use the camera

Jolara uses your camera while you take a picture to print it, and at no other time.
You turn it on yourself.

We use it for:

- taking a picture
- filming

In short: The camera works when you say so.
Obligations: 20, 21, 22

## withdrawal When you change your mind

You turn a permission off as easily as you turned it on.

In short: One press, at any time.
Obligations: 28, 36, 21
`

// Agreement imports a small agreement under that version, which counts from that day on, and returns it.
func (w *World) Agreement(version string, effective models.Date) models.Policy {
	w.t.Helper()
	policy, err := models.ParsePolicy(fmt.Sprintf(agreement, version, effective))
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.Store.ImportPolicy(w.ctx(), policy); err != nil {
		w.t.Fatal(err)
	}
	return policy
}
