package store

import (
	"sync"

	"jolara.com/privacy/models"
)

// mostOwners is how many sessions an instance remembers at least, and twice that at most.
const mostOwners = 4096

// owners is whose sessions an instance has read lately, by the hash of their token. It is a guess for the next reading,
// which says whether it was right: a session ends, or passes to another person, on any instance.
type owners struct {
	mu          sync.Mutex
	lately, ago map[string]models.PersonID
}

func (o *owners) of(tokenHash string) (person models.PersonID, known bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if person, known = o.lately[tokenHash]; !known {
		person, known = o.ago[tokenHash]
	}
	return person, known
}

func (o *owners) remember(tokenHash string, person models.PersonID) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.lately == nil || len(o.lately) == mostOwners {
		o.lately, o.ago = map[string]models.PersonID{}, o.lately
	}
	o.lately[tokenHash] = person
}
