package models

import "time"

// Upload is a photo as one of Jolara's systems sends it.
type Upload struct {
	ID        string // the sender's
	FileName  string // as sent; see CleanFileName
	Functions []Function
	TakenAt   time.Time // zero where the sender does not know
	File      []byte
}

// firstPhotograph is the year of the first photograph: nothing was taken before it.
const firstPhotograph = 1826

// Check returns an Invalid that names what of an upload may not be stored. What is in the file is not looked at.
func (u Upload) Check(now time.Time) error {
	wrong := Invalid{}
	wrong.add("id", CheckSentID(u.ID))
	if len(u.Functions) == 0 {
		wrong["functions"] = FaultMissing
	}
	if len(u.File) == 0 {
		wrong["file"] = FaultMissing
	}
	if !u.TakenAt.IsZero() {
		wrong.add("taken_at", checkTaken(u.TakenAt, now))
	}
	return wrong.OrNil()
}

func checkTaken(at, now time.Time) Fault {
	switch {
	case at.After(now.Add(AheadTolerance)):
		return FaultFuture
	case at.Year() < firstPhotograph:
		return FaultPast
	}
	return ""
}

// Taken returns when a photo was taken and who says so: the sender's word counts before the file's. Cameras' clocks err, so
// that a time which cannot be is left out.
func (u Upload) Taken(byFile, now time.Time) (at time.Time, from Source) {
	switch {
	case !u.TakenAt.IsZero():
		return u.TakenAt, FromJolara
	case !byFile.IsZero() && checkTaken(byFile, now) == "":
		return byFile, FromFile
	}
	return time.Time{}, ""
}
