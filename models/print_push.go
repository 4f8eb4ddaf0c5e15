package models

import (
	"slices"
	"time"
)

// PushedPrint is a print job as one of Jolara's systems tells of it.
type PushedPrint struct {
	ID          string   // the sender's
	PhotoIDs    []string // the sender's, in their order; one that is printed twice stands there twice
	OrderedAt   time.Time
	State       PrintState
	Preferences map[string]string
	Delivery    Address // empty where nothing is delivered
}

// maxPrintedPhotos is how many photos one print job may have.
const maxPrintedPhotos = 500

// Check returns an Invalid that names what of a print job of a person of this band may not be stored.
func (p PushedPrint) Check(band Band, now time.Time) error {
	wrong := Invalid{}
	wrong.add("id", CheckSentID(p.ID))
	wrong.add("ordered_at", checkNotDue(p.OrderedAt, RetentionOf(CategoryPrints), now))
	wrong.add("ordered_at", CheckSentTime(p.OrderedAt, now))
	if !slices.Contains(PrintStates, p.State) {
		wrong["state"] = FaultUnknown
	}
	wrong.add("photo_ids", checkPhotoIDs(p.PhotoIDs))
	wrong.add("preferences", checkPreferences(p.Preferences))
	wrong.add("delivery", checkDelivery(p.Delivery, band))
	return wrong.OrNil()
}

func checkPhotoIDs(ids []string) Fault {
	switch {
	case len(ids) == 0:
		return FaultMissing
	case len(ids) > maxPrintedPhotos:
		return FaultTooLong
	}
	for _, id := range ids {
		if fault := CheckSentID(id); fault != "" {
			return fault
		}
	}
	return ""
}

func checkPreferences(preferences map[string]string) Fault {
	if len(preferences) > maxPreferences {
		return FaultTooLong
	}
	for name, value := range preferences {
		if name == "" {
			return FaultMalformed
		}
		for _, text := range []string{name, value} {
			if fault := checkLine(text); fault != "" {
				return fault
			}
		}
	}
	return ""
}

func checkDelivery(to Address, band Band) Fault {
	if to.Empty() {
		return ""
	}
	if to.Recipient == "" {
		return FaultMalformed
	}
	to.ID = "delivery" // the copy on an order has none
	return checkAddresses([]Address{to}, band)
}

// Disclosures returns what a print job that is this far has told whom (#43, #61): the printer the photos and how to print
// them, the courier the address. It is dated by the order, the only time that is known.
func (j PrintJob) Disclosures() []Disclosure {
	given := func(to RecipientKey, fields ...Field) Disclosure {
		return Disclosure{At: j.OrderedAt, Recipient: to, Purpose: PurposeOfPrint, Reference: j.ID, Fields: fields, Clause: clauseNeeded}
	}
	var list []Disclosure
	if j.State.AtPrinter() {
		fields := []Field{FieldPhotos}
		if len(j.Preferences) > 0 {
			fields = append(fields, FieldPreferences)
		}
		list = append(list, given(RecipientPrinter, fields...))
	}
	if j.State.WithCourier() && !j.Delivery.Empty() {
		list = append(list, given(RecipientCourier, FieldAddress))
	}
	return list
}

// PurposeOfPrint is the purpose of a disclosure whose reference is a print job.
const PurposeOfPrint = "print"

// Printable tells whether an order that was made at a time may print photos whose upload permission stands so, of
// somebody. Otherwise it returns a Refused, and the photos that it is about: all of them where the person does not allow
// it, or those that were not chosen for printing (#24).
func Printable(photos []Photo, upload Permission, of Ward, orderedAt time.Time) (unfit []Photo, err error) {
	if of.Waits() || !MayPrint(upload, orderedAt) {
		return photos, upload.MayCollect(of)
	}
	for _, p := range photos {
		if !p.ChosenFor(FunctionPrinting) {
			unfit = append(unfit, p)
		}
	}
	if len(unfit) > 0 {
		return unfit, Refused{ReasonNotChosen}
	}
	return nil, nil
}
