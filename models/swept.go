package models

// Swept counts what a sweep found due and erased, kind by kind. It names nobody, so that it may be logged.
type Swept struct {
	SignUps   int // never confirmed
	Minors    int // accounts that waited for a guardian in vain
	Ended     int // accounts whose proof is no longer needed
	Security  int // entries of the security log
	Sessions  int
	Tokens    int // of letters' links
	LinkCodes int
	Limits    int // windows in which tries were counted
}
