package models

import (
	"net/url"
	"regexp"
	"slices"
)

// EntryKind names what an entry of a history is: a photo, a print job, a kind of talk or a kind of activity.
type EntryKind string

// The kinds of entry that are a kind of their own. A TalkKind and an ActivityKind is one as well.
const (
	EntryPhoto EntryKind = "photo"
	EntryPrint EntryKind = "print_job"
)

// Category returns the category that owns entries of the kind.
func (k EntryKind) Category() CategoryKey {
	switch k {
	case EntryPhoto:
		return CategoryPhotos
	case EntryPrint:
		return CategoryPrints
	case EntryKind(TalkRecording), EntryKind(TalkCall):
		return CategoryVoice
	}
	return ActivityKind(k).Category()
}

// Scope is what a deletion is about: one category whose entries a person can delete, or the whole service log.
type Scope string

// The scopes.
const (
	ScopePhotos    = Scope(CategoryPhotos)
	ScopePrints    = Scope(CategoryPrints)
	ScopeVoice     = Scope(CategoryVoice)
	ScopeBehaviour = Scope(CategoryBehaviour)
	ScopeOrders    = Scope(CategoryOrders)
	ScopeSecurity  = Scope(CategorySecurity)

	ScopeLog Scope = "log" // behaviour, trade and the security log
)

// Scopes lists what can be deleted, in the data map's order; the whole service log comes last.
var Scopes = []Scope{ScopePhotos, ScopePrints, ScopeBehaviour, ScopeOrders, ScopeSecurity, ScopeVoice, ScopeLog}

// Kinds lists the kinds of entry that a scope is about.
func (s Scope) Kinds() (kinds []EntryKind) {
	switch s {
	case ScopePhotos:
		return []EntryKind{EntryPhoto}
	case ScopePrints:
		return []EntryKind{EntryPrint}
	case ScopeVoice:
		for _, k := range TalkKinds {
			kinds = append(kinds, EntryKind(k))
		}
	case ScopeLog:
		for _, part := range []Scope{ScopeBehaviour, ScopeOrders, ScopeSecurity} {
			kinds = append(kinds, part.Kinds()...)
		}
	default:
		for _, k := range ActivityKinds[CategoryKey(s)] {
			kinds = append(kinds, EntryKind(k))
		}
	}
	return kinds
}

// MaxChosen is how many entries can be chosen one by one: as many as a page shows.
const MaxChosen = 50

// Selection is what somebody wants deleted: chosen entries, or all that a filter lets through, or all of a scope (#80, #84).
type Selection struct {
	What     Scope
	IDs      []string // chosen entries; then nothing else narrows
	Period   Period
	Function Function    // of photos: that they were chosen for
	With     string      // of photos: the name of the client that sent them
	State    PrintState  // of print jobs
	Kinds    []EntryKind // of talks and of the service log; none: all of the scope
	All      bool
}

// The names of a selection's fields in addresses and forms, beside those of the lists' filters.
const (
	FieldWhat = "what"
	FieldItem = "item[]" // once for each chosen entry
	FieldAll  = "all"    // 'yes'
)

var entryID = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// ParseSelection reads a selection as an address or a form says it. It returns an Invalid that names what is wrong, or
// FieldItem where nothing was chosen.
func ParseSelection(form url.Values) (Selection, error) {
	s := Selection{
		What: Scope(form.Get(FieldWhat)), With: form.Get("with"), All: form.Get(FieldAll) == "yes",
		IDs: slices.Compact(slices.Sorted(slices.Values(form[FieldItem]))),
	}
	wrong := Invalid{}
	if !slices.Contains(Scopes, s.What) {
		return s, Invalid{FieldWhat: FaultUnknown}
	}
	if len(s.IDs) > MaxChosen {
		wrong[FieldItem] = FaultFull
	}
	if slices.ContainsFunc(s.IDs, func(id string) bool { return !entryID.MatchString(id) }) {
		wrong[FieldItem] = FaultMalformed
	}
	var err error
	s.Period, err = ParsePeriod(form.Get("from"), form.Get("to"))
	wrong.Join(err)
	if name := form.Get("function"); name != "" {
		s.Function, err = ParseFunction(name)
		wrong.Join(err)
	}
	if name := form.Get("state"); name != "" {
		s.State, err = ParsePrintState(name)
		wrong.Join(err)
	}
	for _, name := range form["kind"] {
		kinds, known := s.What.parseKind(name)
		if !known {
			wrong["kind"] = FaultUnknown
		}
		s.Kinds = append(s.Kinds, kinds...)
	}
	if len(wrong) == 0 {
		wrong.Join(s.Check())
	}
	return s, wrong.OrNil()
}

// parseKind returns the kinds that a filter of the scope asks for by one name: a category's, or a kind's own. The empty name
// asks for none.
func (s Scope) parseKind(name string) (kinds []EntryKind, known bool) {
	for _, k := range s.Kinds() {
		if k == EntryKind(name) || k.Category() == CategoryKey(name) {
			kinds = append(kinds, k)
		}
	}
	return kinds, name == "" || len(kinds) > 0
}

// Check returns an Invalid that names what of a selection cannot be: FieldItem where it chooses nothing.
func (s Selection) Check() error {
	wrong := Invalid{}
	if len(s.IDs) == 0 && !s.All && !s.narrows() {
		wrong[FieldItem] = FaultMissing
	}
	for field, foreign := range map[string]bool{
		"function": s.Function != "" && s.What != ScopePhotos,
		"with":     s.With != "" && s.What != ScopePhotos,
		"state":    s.State != "" && s.What != ScopePrints,
	} {
		if foreign {
			wrong[field] = FaultUnknown
		}
	}
	return wrong.OrNil()
}

// narrows tells whether a filter leaves anything out.
func (s Selection) narrows() bool {
	return !s.Period.Open() || s.Function != "" || s.With != "" || s.State != "" || len(s.Kinds) > 0
}

// Whole tells whether the selection takes all of its scope.
func (s Selection) Whole() bool { return len(s.IDs) == 0 && !s.narrows() }

// OfKinds lists the kinds of entry that the selection takes.
func (s Selection) OfKinds() []EntryKind {
	if len(s.Kinds) == 0 || len(s.IDs) > 0 {
		return s.What.Kinds()
	}
	return s.Kinds
}

// Query says the selection as an address or a form does.
func (s Selection) Query() url.Values {
	form := url.Values{FieldWhat: {string(s.What)}}
	if len(s.IDs) > 0 {
		form[FieldItem] = s.IDs
		return form
	}
	set := func(name, value string) {
		if value != "" {
			form.Set(name, value)
		}
	}
	if !s.Period.From.IsZero() {
		set("from", s.Period.From.String())
	}
	if !s.Period.To.IsZero() {
		set("to", s.Period.To.String())
	}
	set("function", string(s.Function))
	set("with", s.With)
	set("state", string(s.State))
	for _, k := range s.Kinds {
		form.Add("kind", string(k))
	}
	if s.All {
		form.Set(FieldAll, "yes")
	}
	return form
}

// AskPasswordOver is how many entries are deleted without asking for the password again.
const AskPasswordOver = 50

// AskPassword tells whether a deletion of so many entries asks for the password again: where there are many, or where it
// takes all of a scope.
func (s Selection) AskPassword(count int) bool { return s.Whole() || count > AskPasswordOver }

// Join takes over what an Invalid of a part says.
func (i Invalid) Join(err error) {
	for field, fault := range faultsOf(err) {
		i[field] = fault
	}
}
