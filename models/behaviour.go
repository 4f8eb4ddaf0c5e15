package models

import (
	"errors"
	"slices"
	"strconv"
	"time"
)

// ErrMoreGoes says that a shorter time would let more entries go than its person was shown.
var ErrMoreGoes = errors.New("more entries go than was shown")

// BehaviourKept is for how long behaviour of one person is kept, in months: their own choice, or as the data map says.
type BehaviourKept struct {
	Chosen int // 0 where nothing was chosen
}

// Retention returns how long that is.
func (k BehaviourKept) Retention() Retention {
	kept := RetentionOf(CategoryBehaviour)
	if k.Chosen != 0 {
		kept.Months = k.Chosen
	}
	return kept
}

// ParseBehaviourKept reads a choice of months as a form sends it. It returns an Invalid that names 'months' for what cannot be
// chosen.
func ParseBehaviourKept(months string) (BehaviourKept, error) {
	if months == "" {
		return BehaviourKept{}, Invalid{"months": FaultMissing}
	}
	chosen, err := strconv.Atoi(months)
	if err != nil || !slices.Contains(RetentionOf(CategoryBehaviour).Choices, chosen) {
		return BehaviourKept{}, Invalid{"months": FaultUnknown}
	}
	return BehaviourKept{chosen}, nil
}

// RetentionOfActivity returns how long an entry of the service log is kept of a person with that choice.
func RetentionOfActivity(kind ActivityKind, behaviour BehaviourKept) Retention {
	if category := kind.Category(); category != CategoryBehaviour {
		return RetentionOf(category)
	}
	return behaviour.Retention()
}

// checkNotDue tells whether something of that time would fall due as it arrives: it is not taken in only to be erased.
func checkNotDue(at time.Time, kept Retention, now time.Time) Fault {
	if !at.After(kept.Cutoff(now)) {
		return FaultPast
	}
	return ""
}
