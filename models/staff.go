package models

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// StaffID is the portal's own id of a staff member of the privacy desk, a UUID; it appears in no address.
type StaffID string

// Role says what a staff member may do.
type Role string

// The roles.
const (
	RoleAgent   Role = "agent"   // answers complaints and requests
	RoleOfficer Role = "officer" // answers them too, and allows what an agent may not alone
	RoleAdmin   Role = "admin"   // sees how the portal's work goes, and opens no case
)

// Roles are all roles there are.
var Roles = []Role{RoleAgent, RoleOfficer, RoleAdmin}

// RolesWho returns the roles that may.
func RolesWho(may func(Role) bool) []Role {
	return slices.DeleteFunc(slices.Clone(Roles), func(r Role) bool { return !may(r) })
}

// MayAnswer tells whether somebody of this role opens, answers and assigns cases.
func (r Role) MayAnswer() bool { return r == RoleAgent || r == RoleOfficer }

// MayAllow tells whether somebody of this role lets an agent open more cases than a day's, and moves cases that another has.
func (r Role) MayAllow() bool { return r == RoleOfficer }

// MayFind tells whether somebody of this role settles what locks a minor's account.
func (r Role) MayFind() bool { return r == RoleOfficer }

// MaySeeJobs tells whether somebody of this role sees how the portal's own work goes.
func (r Role) MaySeeJobs() bool { return r == RoleAdmin }

// ParseRole reads a role, or returns ErrNotFound.
func ParseRole(text string) (Role, error) {
	for _, role := range Roles {
		if string(role) == text {
			return role, nil
		}
	}
	return "", ErrNotFound
}

// Staff is somebody who works at the privacy desk, as people may know them: by role, first name and an initial.
type Staff struct {
	ID        StaffID
	Role      Role
	FirstName string
	Initial   string // of the last name; empty where there is none
}

// Name returns how a staff member is called, as Amir H.
func (s Staff) Name() string {
	if s.Initial == "" {
		return s.FirstName
	}
	return s.FirstName + " " + s.Initial + "."
}

// How long a staff member stays signed in (T6).
const (
	StaffIdle     = 15 * time.Minute // without a request
	StaffLifetime = 8 * time.Hour    // whatever happens
	// StaffSeenEvery is how stale the last-seen stamp of a staff member's session may get: the desk says to the minute
	// when the session ends.
	StaffSeenEvery = time.Minute
)

// StaffLinkLife is how long the link that sets a staff member's password works.
const StaffLinkLife = 24 * time.Hour

// NewStaff is a staff member as they are added, checked.
type NewStaff struct {
	Email              string
	Role               Role
	FirstName, Initial string
}

// ParseStaff reads whom somebody adds to the desk, or returns an Invalid. Of the name the first word and the last one's
// first letter are kept: people know staff by no more.
func ParseStaff(email, role, name string) (NewStaff, error) {
	wrong := Invalid{}
	var added NewStaff
	var err error
	if added.Email, err = ParseEmail(email); err != nil {
		wrong["email"] = FaultMalformed
	}
	if added.Role, err = ParseRole(role); err != nil {
		wrong["role"] = FaultUnknown
	}
	wrong.add("name", checkLine(name))
	words := strings.Fields(name)
	if len(words) == 0 {
		wrong["name"] = FaultMissing
		return added, wrong
	}
	added.FirstName = words[0]
	if len(words) > 1 {
		first, _ := utf8.DecodeRuneInString(words[len(words)-1])
		added.Initial = string(unicode.ToUpper(first))
	}
	return added, wrong.OrNil()
}
