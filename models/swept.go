package models

// Swept counts what a sweep found due and erased, kind by kind. It names nobody, so that it may be logged.
type Swept struct {
	SignUps   int // never confirmed
	Requests  int // of guardians who did not answer, and whose address went
	Minors    int // accounts that waited for a guardian in vain
	Grown     int // people whom a birthday brought into another band
	Records   int // of guardians, of children who came of age years ago
	Locks     int // accounts that were locked, and erased, since no guardian said yes or one took it back
	Ended     int // accounts whose proof is no longer needed
	Security  int // entries of the security log
	Behaviour int // entries of the service log, as of the next
	Orders    int
	Prints    int // as of the next two, those that a deletion took, which its job erases
	Talks     int
	Photos    int
	Cases     int // closed so long ago that no proof is needed any more
	Looks     int // of staff
	Letters   int // asked for: that photos are about to go
	LastCalls int // such letters whose person came back
	Locked    int // entries that a law kept until now
	Sessions  int
	Tokens    int // of letters' links
	LinkCodes int
	Limits    int // windows in which tries were counted
}
