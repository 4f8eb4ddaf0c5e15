package models

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Function names what a photo was chosen for in Jolara's app, by the app's own word (#22, #23).
type Function string

// The functions that the pages have words for; another is shown by its name.
const (
	FunctionPrinting Function = "printing"
	FunctionKeeping  Function = "keeping"
)

var functionName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// ParseFunction reads a function's name: up to 40 of a-z, 0-9 and _. Anything else is an Invalid that names 'function'.
func ParseFunction(name string) (Function, error) {
	if !functionName.MatchString(name) {
		return "", Invalid{"function": FaultMalformed}
	}
	return Function(name), nil
}

// maxFunctions is for how many functions one photo can be chosen.
const maxFunctions = 20

// ParseFunctions reads what a photo was chosen for: one function at least, each once. It returns an Invalid that names
// 'functions'.
func ParseFunctions(names []string) ([]Function, error) {
	var list []Function
	for _, name := range names {
		f, err := ParseFunction(name)
		if err != nil {
			return nil, Invalid{"functions": FaultMalformed}
		}
		list = append(list, f)
	}
	slices.Sort(list)
	list = slices.Compact(list)
	switch {
	case len(list) == 0:
		return nil, Invalid{"functions": FaultMissing}
	case len(list) > maxFunctions:
		return nil, Invalid{"functions": FaultFull}
	}
	return list, nil
}

// Trace names something that was in a picture's file besides the picture and is not kept.
type Trace string

// The traces.
const (
	TraceCamera   Trace = "camera"   // its maker, model, serial number and settings
	TraceEmbedded Trace = "embedded" // thumbnails, second pictures
	TraceLocation Trace = "location"
	TraceOwner    Trace = "owner"   // owner, artist, copyright
	TraceTexts    Trace = "texts"   // comments, keywords, captions
	TraceTrailer  Trace = "trailer" // what follows the picture's end, such as a moment of film
)

// ListedPhoto is what a list shows of a photo: what it is called, and what it was uploaded for.
type ListedPhoto struct {
	ID         string // the portal's own
	UploadedAt time.Time
	Functions  []Function
	FileName   string
	Title      string
	TakenAt    time.Time // zero where nobody knows
}

// Photo is one picture that a person uploaded (#12).
type Photo struct {
	ListedPhoto
	UploadedWith string // the name of the client that sent it
	Receipt      string // of the consent under which it was uploaded
	MediaType    string
	Width        int // in pixels, as it stands upright
	Height       int
	Bytes        int64   // of the original, as it is kept
	TakenFrom    Source  // who says when it was taken: the file, Jolara's systems or the person
	Removed      []Trace // what came with the file and was removed on arrival
}

// Name returns what the person calls the photo: its title, or else its file's name without the ending; empty where it
// has neither.
func (p ListedPhoto) Name() string {
	if p.Title != "" {
		return p.Title
	}
	return strings.TrimSuffix(p.FileName, path.Ext(p.FileName))
}

// ChosenFor tells whether the photo may be used for a function (#23).
func (p ListedPhoto) ChosenFor(f Function) bool { return slices.Contains(p.Functions, f) }

// MaxTitle is how many characters a photo's title may have.
const MaxTitle = 120

// ParseTitle reads a photo's title as somebody typed it; empty removes it. It returns an Invalid that names 'title'.
func ParseTitle(typed string) (string, error) {
	title := strings.TrimSpace(typed)
	switch {
	case utf8.RuneCountInString(title) > MaxTitle:
		return "", Invalid{"title": FaultTooLong}
	case checkLine(title) != "":
		return "", Invalid{"title": checkLine(title)}
	}
	return title, nil
}

// MayUse tells whether one of Jolara's systems may use a photo for a function now: what was collected under a consent
// that was withdrawn can be seen, copied and deleted, no more (#36, #37), and nothing is used for what it was not chosen
// for (#24). It returns a Refused that says which of the two it is.
func (p Photo) MayUse(f Function, upload Permission, of Ward) error {
	switch {
	case of.Waits(): // whatever was turned on before anybody knew that they are a child (#95)
		return of.Refusal()
	case upload.State != Granted:
		return Refused{ReasonNotGranted}
	case !p.ChosenFor(f):
		return Refused{ReasonNotChosen}
	}
	return nil
}

// Size is one of the sizes in which a photo is kept.
type Size string

// The sizes: the original, and two small ones for pages.
const (
	SizeOriginal Size = "original"
	SizeLarge    Size = "large" // fits into 1280 × 1280 pixels
	SizeSmall    Size = "small" // a square of 360 pixels
)

// Sizes lists every size that is kept of a photo.
var Sizes = []Size{SizeOriginal, SizeLarge, SizeSmall}

// ParseSize returns the size of that name, the original for none, or ErrNotFound.
func ParseSize(name string) (Size, error) {
	size := Size(name)
	switch {
	case name == "":
		return SizeOriginal, nil
	case slices.Contains(Sizes, size):
		return size, nil
	}
	return "", ErrNotFound
}

// Uses tells how often Jolara's systems read a photo for something.
type Uses struct {
	Function Function
	Allowed  bool
	Times    int // counted up to the store's CountCap and one more
	Latest   time.Time
}
