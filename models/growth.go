package models

// Growth is what a birthday does to an account. Bands change by the local day alone (Person.Band); a growth is what the portal does
// about it, once.
type Growth struct {
	To             Band
	EndsWardship   bool // nobody decides for the person from that day on: what a guardian turned on goes off until they choose
	DropsBirthDate bool // an adult's is not kept (#17)
	Tells          bool // the person is written to: more is theirs to decide
}

// GrowthOf returns what is to be done about somebody whose band was last looked at as seen, empty for never, and whether anything is.
// upTo is up to which age a guardian decides.
func GrowthOf(seen Band, birth Date, now Band, upTo GuardianAge) (g Growth, grown bool) {
	if seen == now {
		return Growth{}, false
	}
	g = Growth{To: now}
	if now == BandAdult && !birth.IsZero() { // whatever was seen: a birth date was kept, so that they were a minor
		g.DropsBirthDate, g.EndsWardship, g.Tells = true, true, true
	}
	if now == Band14To17 && (seen == BandUnder8 || seen == Band8To13) {
		g.EndsWardship, g.Tells = upTo == GuardianTo14, true
	}
	return g, true
}
