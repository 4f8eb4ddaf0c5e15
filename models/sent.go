package models

import "time"

// CheckSentID tells what is wrong with an id by which one of Jolara's systems knows what it sends; empty where nothing is.
func CheckSentID(id string) Fault {
	if id == "" {
		return FaultMissing
	}
	return checkLine(id)
}

// CheckSentTime tells what is wrong with a time that one of Jolara's systems must tell; empty where nothing is.
func CheckSentTime(at, now time.Time) Fault {
	if at.IsZero() {
		return FaultMissing
	}
	return checkTime(at, now)
}
