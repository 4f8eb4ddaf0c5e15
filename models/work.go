package models

import "time"

// KindOfWork is how the jobs of one kind stand. A job that was done is forgotten after a day, one that was given up after
// a week.
type KindOfWork struct {
	Kind                                                         string // as a job's Kind names it
	Waiting, Planned, Running, Failing, GivenUp, Cancelled, Done int
	Oldest                                                       time.Time // since when the longest waits; zero where none does
}

// StuckJob is a job that failed: without its arguments and the error's words, which may tell of a person.
type StuckJob struct {
	ID      int64
	Kind    string
	GivenUp bool // it is not tried again by itself
	Tries   int
	Most    int       // how often it is tried before it is given up
	Last    time.Time // when it was last tried
	Next    time.Time // when it is tried again; of one that was given up, nothing
}

// Work is how the portal's own work goes.
type Work struct {
	Kinds []KindOfWork
	Stuck []StuckJob // the longest untried first, StuckShown at most
	More  int        // how many are stuck beside those
}

// StuckShown is how many stuck jobs a page shows.
const StuckShown = 50
