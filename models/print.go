package models

import (
	"slices"
	"time"
)

// PrintState is how far a print job is.
type PrintState string

// The states of a print job.
const (
	PrintOrdered   PrintState = "ordered"
	PrintPrinting  PrintState = "printing"
	PrintPrinted   PrintState = "printed"
	PrintSent      PrintState = "sent"
	PrintDelivered PrintState = "delivered"
	PrintCancelled PrintState = "cancelled"
)

// PrintStates lists the states in their order.
var PrintStates = []PrintState{PrintOrdered, PrintPrinting, PrintPrinted, PrintSent, PrintDelivered, PrintCancelled}

// ParsePrintState returns the state of that name, or an Invalid that names 'state'.
func ParsePrintState(name string) (PrintState, error) {
	if state := PrintState(name); slices.Contains(PrintStates, state) {
		return state, nil
	}
	return "", Invalid{"state": FaultUnknown}
}

// AtPrinter tells whether the printer has got the photos.
func (s PrintState) AtPrinter() bool {
	return slices.Contains([]PrintState{PrintPrinting, PrintPrinted, PrintSent, PrintDelivered}, s)
}

// WithCourier tells whether the courier has got the address.
func (s PrintState) WithCourier() bool { return s == PrintSent || s == PrintDelivered }

// PrintJob is one order of prints with what was used for it: the preferences and the address as they were then (#19, #84).
type PrintJob struct {
	ID          string // the portal's own
	Reference   string // the sender's
	OrderedAt   time.Time
	State       PrintState
	Preferences map[string]string
	Delivery    Address // empty where nothing was delivered; without a phone of a minor
	Photos      []PrintedPhoto
}

// PrintedPhoto is a photo of a print job; its Name is empty and Gone is true where the photo is no longer held.
type PrintedPhoto struct {
	ID   string
	Name string
	Gone bool
}

// MayPrint tells whether an order may use photos whose upload permission stands so: it is granted now, or the order was
// made before it was withdrawn, which stays done (#38, #39).
func MayPrint(upload Permission, orderedAt time.Time) bool {
	return upload.State == Granted || upload.State == Withdrawn && orderedAt.Before(upload.Since)
}

// PrintsUnderWay are the states in which a print job still needs its photos.
var PrintsUnderWay = []PrintState{PrintOrdered, PrintPrinting}
