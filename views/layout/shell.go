// Package layout is what every page has around it: the head of the document, the masthead, the flash and the foot.
package layout

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"jolara.com/privacy/models"
)

// Shell is what a page knows about its surroundings. The page itself adds the title.
type Shell struct {
	Title  string
	Path   string  // of the request, to mark where one is in the menu
	Here   string  // the whole address, to which choosing a language leads back
	Person *Person // nil where no person is signed in
	Staff  *Staff  // nil where no staff member is signed in
	Flash  *Flash  // nil where nothing was just done
	Policy string  // the version of the agreement that counts; empty where none does
	Theme  string  // "light" or "dark" where the person chose; otherwise empty, and the device decides
	Now    time.Time
}

// Person is the one who is signed in, as the masthead and the foot show them.
type Person struct {
	Name          string
	Initials      string
	Minor         bool // a guardian decides what is turned on, or somebody has to check whether one does
	SignedInSince time.Time
	StaysUntil    time.Time // without another page
}

// NewPerson shows the person who is signed in since a time, until another if they ask for no other page.
func NewPerson(p models.Person, of models.Ward, since, until time.Time) *Person {
	return &Person{Name: p.Name, Initials: initials(p.Name), Minor: of.Guarded || of.Locked, SignedInSince: since, StaysUntil: until}
}

// Staff is the staff member who is signed in, as the desk shows them.
type Staff struct {
	Name     string // as people may know them: Amir H.
	Initials string
	Role     models.Role
	Ends     time.Time // when they are signed out if they do nothing
	Open     int       // cases that wait for an answer, for those who answer
	Asked    int       // cases that colleagues need a second person for, for the same
	Locked   int       // accounts that are locked until somebody has checked, for those who find
	Older    int       // birth dates that make a minor older, for the same
	Papers   int       // sheets on which guardians decided, for the same
	Seconds  int       // second guardians whom a child would like to be asked, for the same
	Differ   int       // accounts of which two guardians differ about a permission, for the same
	Stuck    int       // jobs that failed, for those who look after them
}

// NewStaff shows the staff member whose session it is.
func NewStaff(s models.Session) *Staff {
	return &Staff{
		Name: s.Staff.Name(), Initials: initials(s.Staff.FirstName + " " + s.Staff.Initial), Role: s.Staff.Role,
		Ends: s.StaffEnds(), Open: s.Desk.Open, Asked: s.Desk.Asked, Locked: s.Desk.Locked, Older: s.Desk.Older, Papers: s.Desk.Papers, Stuck: s.Desk.Stuck,
		Seconds: s.Desk.Seconds, Differ: s.Desk.Differ,
	}
}

// initials returns the first letters of the first and the last word of a name, as ML for Mei Lin.
func initials(name string) string {
	words := strings.Fields(name)
	if len(words) > 2 {
		words = []string{words[0], words[len(words)-1]}
	}
	var letters strings.Builder
	for _, word := range words {
		first, _ := utf8.DecodeRuneInString(word)
		letters.WriteRune(unicode.ToUpper(first))
	}
	return letters.String()
}

// Titled returns the shell for a page of that title.
func (s Shell) Titled(title string) Shell {
	s.Title = title
	return s
}

// home is where Jolara's sign leads.
func (s Shell) home() string {
	switch {
	case s.Person != nil:
		return "/home"
	case s.Staff != nil:
		return "/desk"
	}
	return "/"
}

// signedInToday tells whether the time of day is enough to say since when the person is signed in.
func (s Shell) signedInToday() bool {
	return models.DateOf(s.Person.SignedInSince) == models.DateOf(s.Now)
}
