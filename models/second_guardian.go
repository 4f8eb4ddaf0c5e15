package models

import (
	"slices"
	"strings"
)

// A child may have two guardians. The second one is asked only with the first one's or an officer's yes, decides on a record of their
// own, and neither ever learns the other's address. While they differ the stricter answer holds, and nothing of the child's is
// changed or erased on either's word: a quarrel between parents costs no child its pictures.

// GuardiansOfOne is how many guardians decide for one child, at most.
const GuardiansOfOne = 2

// GuardianWord is what a guardian says, as of now, to the yes on their record.
type GuardianWord string

// The words.
const (
	WordYes      GuardianWord = "yes"
	WordNo       GuardianWord = "no"       // they took it back
	WordDisputes GuardianWord = "disputes" // they say that they never gave it
	WordOver     GuardianWord = "over"     // they decide no longer: another yes took its place, or an officer found so
)

// GuardianStanding is what one guardian of a child says now.
type GuardianStanding struct {
	Record string // the record's id
	Ref    string // its reference
	Word   GuardianWord
	Allows []PermissionKind // of GuardianChoices, whatever the other one says
}

// Allow returns the standing of a guardian who says yes or no to one thing from now on.
func (g GuardianStanding) Allow(kind PermissionKind, yes bool) GuardianStanding {
	g.Allows = slices.DeleteFunc(slices.Clone(g.Allows), func(k PermissionKind) bool { return k == kind })
	if yes {
		g.Allows = append(g.Allows, kind)
	}
	return g
}

// Says tells whether the guardian says yes to one thing.
func (g GuardianStanding) Says(kind PermissionKind) bool { return slices.Contains(g.Allows, kind) }

// Guardians are all who decide for a child now.
type Guardians []GuardianStanding

// Agree tells whether everybody who decides says yes to one thing: then it may be turned on.
func (all Guardians) Agree(kind PermissionKind) bool {
	return !slices.ContainsFunc(all, func(g GuardianStanding) bool { return !g.Says(kind) })
}

// Differ lists what some say yes and some say no to, in the order of GuardianChoices.
func (all Guardians) Differ() (kinds []PermissionKind) {
	for _, kind := range GuardianChoices {
		if slices.ContainsFunc(all, func(g GuardianStanding) bool { return g.Says(kind) }) && !all.Agree(kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// Of returns what whoever decided on that record says now; somebody who is not among them decides no longer.
func (all Guardians) Of(ref string) GuardianStanding {
	for _, g := range all {
		if g.Ref == ref {
			return g
		}
	}
	return GuardianStanding{Ref: ref, Word: WordOver}
}

// Besides returns the others than whoever decided on that record.
func (all Guardians) Besides(ref string) (others Guardians) {
	for _, g := range all {
		if g.Ref != ref {
			others = append(others, g)
		}
	}
	return others
}

// Say tells whether somebody who decides says that now.
func (all Guardians) Say(word GuardianWord) bool {
	return slices.ContainsFunc(all, func(g GuardianStanding) bool { return g.Word == word })
}

// MayAllow tells whether a guardian may say yes to one thing: while they differ only to what the other one allows, which ends what
// they differ about and begins nothing new. A no may be said at any time.
func (all Guardians) MayAllow(kind PermissionKind, ref string, lock *Lock) bool {
	return lock == nil || lock.Kind != LockAnswers || all.Besides(ref).Agree(kind)
}

// Lock is why an account is locked, or what is in it frozen, by what its guardians say, and empty where they agree on a yes; declined
// tells that somebody who was asked to decide beside them said no. Where nobody says yes any more, one withdrawal is enough to count
// as one; it is disputed only where all say that they never agreed.
func (all Guardians) Lock(declined bool) LockKind {
	switch yes := all.Say(WordYes); {
	case yes && (declined || all.Say(WordNo) || all.Say(WordDisputes)):
		return LockDiffer
	case yes && len(all.Differ()) > 0:
		return LockAnswers
	case yes:
		return ""
	case all.Say(WordNo), declined:
		return LockWithdrawn
	default:
		return LockDisputed
	}
}

// GivesWay tells whether a lock ends where its guardians' words want another one, or none: one that rests on their words does; one that
// waits for somebody to look at a yes, where that yes is taken back; and none that rests on a birth date.
func (k LockKind) GivesWay(wants LockKind) bool {
	switch k {
	case LockWithdrawn, LockDisputed, LockDiffer, LockAnswers:
		return k != wants
	case LockDoubted:
		return wants != "" && wants != LockAnswers
	}
	return false
}

// MayAskSecond tells whether a second guardian may be named: one decides now, nothing is locked, and nobody is being asked.
func MayAskSecond(state GuardianState, guardians int, lock LockKind, asked bool) bool {
	return state == GuardianApproved && guardians == 1 && lock == "" && !asked
}

// NewSecondRef draws the reference of the asking of a second guardian that waits for the first one's yes, or an officer's.
func NewSecondRef() string { return drawRef(secondRef) }

const secondRef = "N-"

// IsSecondRef tells whether a reference is written like that of such an asking.
func IsSecondRef(ref string) bool { return strings.HasPrefix(ref, secondRef) }
