package models

import "time"

// Tally counts the entries of one kind that are held of a person.
type Tally struct {
	Count          int
	Bytes          int64     // of their files
	Oldest, Newest time.Time // zero where there is none
}
