package models

import (
	"cmp"
	"slices"
	"time"
)

// PermissionKind names one of the four things that Jolara may be allowed to do (#20, #23, #25, #27).
type PermissionKind string

// The four permissions, named alike in addresses, rows and the API.
const (
	Camera      PermissionKind = "camera"
	PhotoUpload PermissionKind = "photo_upload"
	Microphone  PermissionKind = "microphone"
	VoiceCall   PermissionKind = "voice_call"
)

// PermissionKinds lists the permissions in the order in which pages show them.
var PermissionKinds = []PermissionKind{Camera, PhotoUpload, Microphone, VoiceCall}

// Two choices about recordings, which are a person's own beside the microphone: off at first, and in the same ledger
// with receipts of their own (#25, #26).
const (
	KeepRecordings PermissionKind = "keep_recordings"
	ImproveSupport PermissionKind = "improve_support"
)

// ChoiceKinds lists those choices in the order in which pages show them.
var ChoiceKinds = []PermissionKind{KeepRecordings, ImproveSupport}

// ParsePermission returns the permission of that name, or ErrNotFound.
func ParsePermission(name string) (PermissionKind, error) {
	if kind := PermissionKind(name); slices.Contains(PermissionKinds, kind) {
		return kind, nil
	}
	return "", ErrNotFound
}

// ParseChoice returns the choice about recordings of that name, or ErrNotFound.
func ParseChoice(name string) (PermissionKind, error) {
	if kind := PermissionKind(name); slices.Contains(ChoiceKinds, kind) {
		return kind, nil
	}
	return "", ErrNotFound
}

// AllInForce returns how permissions stand that somebody asks about before they use them.
func AllInForce(standing []Permission, of Ward) []Permission {
	inForce := make([]Permission, len(standing))
	for i, p := range standing {
		inForce[i] = p.InForce(of)
	}
	return inForce
}

// ParseGuardianChoice returns what a guardian decides of that name, or ErrNotFound.
func ParseGuardianChoice(name string) (PermissionKind, error) {
	if kind := PermissionKind(name); slices.Contains(GuardianChoices, kind) {
		return kind, nil
	}
	return "", ErrNotFound
}

// State is what a permission stands at. Never refuses like Withdrawn.
type State string

// The states of a permission; a consent is only ever the first or the second.
const (
	Granted   State = "granted"
	Withdrawn State = "withdrawn"
	Never     State = "never"
)

// ParseSwitch reads the position that a switch shall have, 'on' or 'off'; anything else is an Invalid.
func ParseSwitch(position string) (State, error) {
	switch position {
	case "on":
		return Granted, nil
	case "off":
		return Withdrawn, nil
	}
	return "", Invalid{"state": FaultUnknown}
}

// Actor tells who made a choice or caused an event.
type Actor string

// The actors of S1's ledger.
const (
	ByPerson   Actor = "person"   // here, on the portal
	ByApp      Actor = "app"      // the person, in Jolara's app, as the app reports it
	ByGuardian Actor = "guardian" // the minor's guardian
)

// Consent is one entry of the append-only ledger (#38): a choice, by whom, when it was made and when it was written.
type Consent struct {
	ID            string // a UUID, or the id the sender gave
	Kind          PermissionKind
	State         State // Granted or Withdrawn
	At            time.Time
	RecordedAt    time.Time
	By            Actor
	PolicyVersion string // as shown or as sent; empty where none was
	Device        string // what the app said the choice was made on; personal
	Receipt       string // R-XXXX-XX
}

// Permission is how one switch stands now: the sum of its consents.
type Permission struct {
	Kind          PermissionKind
	State         State
	Since         time.Time // when the present state began; zero for Never
	ChosenAt      time.Time // the latest choice, which may have repeated the state; zero for Never
	PolicyVersion string    // of the consent that began the state
	Receipt       string    // of the consent that began the state; empty for Never
}

// AheadTolerance is how far a choice's time may lie in the future: phones' clocks are not exact (product.md, who wins).
const AheadTolerance = 5 * time.Minute

// Standing returns how a permission stands after the consents in ledger, in whichever order they are read. They count
// in the order of their time; of two at the same time the withdrawal wins, and of two alike the one recorded first has
// begun the state. It is enough to pass the entries that are not older than the present state's Since.
func Standing(kind PermissionKind, ledger []Consent) Permission {
	ordered := slices.SortedFunc(slices.Values(ledger), func(a, b Consent) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.State, b.State), // "granted" sorts before "withdrawn"
			a.RecordedAt.Compare(b.RecordedAt), cmp.Compare(a.ID, b.ID))
	})
	now := Permission{Kind: kind, State: Never}
	for _, c := range ordered {
		if c.State != now.State {
			now = Permission{Kind: kind, State: c.State, Since: c.At, PolicyVersion: c.PolicyVersion, Receipt: c.Receipt}
		}
		now.ChosenAt = c.At
	}
	return now
}

// Choose tells whether a choice of this state may be made for somebody now, and whether it would change anything. Where a guardian
// decides, a grant counts only from the guardian; a withdrawal counts from anybody entitled to make it.
func (p Permission) Choose(to State, by Actor, of Ward) (changes bool, err error) {
	switch {
	case to != Granted:
	case of.Locked:
		return false, Refused{ReasonLocked}
	case of.Guarded && by != ByGuardian:
		return false, Refused{ReasonGuardianNeeded}
	}
	return p.State != to, nil
}

// MayCollect tells whether something that needs this permission may be taken in now. It returns a Refused that says why not:
// Never refuses like Withdrawn (#21, #36), and what somebody turned on themselves counts for nothing where a guardian decides and
// none has said yes (#95).
func (p Permission) MayCollect(of Ward) error {
	switch {
	case of.Waits():
		return of.Refusal()
	case p.State == Granted:
		return nil
	case of.Guarded:
		return Refused{ReasonGuardianNeeded}
	}
	return Refused{ReasonNotGranted}
}

// InForce returns how the permission stands for whoever asks before they use it: what is on counts for nothing while a guardian's yes
// is missing, or the account is locked.
func (p Permission) InForce(of Ward) Permission {
	if of.Waits() && p.State == Granted {
		p.State = Withdrawn
	}
	return p
}

// SwitchEvent names the event of a permission that came to stand at state, and the obligation that it keeps.
func SwitchEvent(state State) (kind EventKind, clause int) {
	if state == Withdrawn {
		return EventPermissionWithdrawn, 36
	}
	return EventPermissionGranted, 28
}

// Check returns an Invalid that names what of a choice reported by the app may not be stored.
func (c Consent) Check(now time.Time) error {
	wrong := Invalid{}
	if c.ID == "" {
		wrong["id"] = FaultMissing
	}
	for field, text := range map[string]string{"id": c.ID, "policy_version": c.PolicyVersion, "device": c.Device} {
		if fault := checkLine(text); fault != "" {
			wrong[field] = fault
		}
	}
	if !slices.Contains(PermissionKinds, c.Kind) {
		wrong["permission"] = FaultUnknown
	}
	if c.State != Granted && c.State != Withdrawn {
		wrong["state"] = FaultUnknown
	}
	if c.At.IsZero() {
		wrong["at"] = FaultMissing
	} else if fault := checkTime(c.At, now); fault != "" {
		wrong["at"] = fault
	}
	return wrong.OrNil()
}

// oldestYear is before Jolara was: a time that is older is a fault of the sender's clock.
const oldestYear = 2000

// checkTime holds for every time that Jolara's systems tell.
func checkTime(at, now time.Time) Fault {
	switch {
	case at.After(now.Add(AheadTolerance)):
		return FaultFuture
	case at.Year() < oldestYear:
		return FaultPast
	}
	return ""
}

// SameChoice tells whether two entries under one id are the same choice, sent again.
func (c Consent) SameChoice(other Consent) bool {
	return c.Kind == other.Kind && c.State == other.State && c.At.Equal(other.At) &&
		c.PolicyVersion == other.PolicyVersion && c.Device == other.Device
}
