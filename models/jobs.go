package models

// Jobs carry ids only, never a personal value (house.md): what a worker needs, it reads when it runs.

// ReceiptMail asks for the letter that confirms one choice of a person.
type ReceiptMail struct {
	PersonID  PersonID
	ConsentID string
}

// Kind names the job in the queue.
func (ReceiptMail) Kind() string { return "receipt_mail" }
