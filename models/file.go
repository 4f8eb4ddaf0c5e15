package models

import (
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxFile is how many bytes a file that somebody sends may have.
const MaxFile = 20 << 20

// Unfit says why a file that was sent is not kept.
type Unfit string

// Why a file is not kept.
const (
	UnfitKind   Unfit = "kind" // another kind of file than is taken here
	UnfitHEIC   Unfit = "heic" // a picture of a kind that phones make and can save as JPEG
	UnfitLarge  Unfit = "large"
	UnfitBroken Unfit = "broken"
)

func (u Unfit) Error() string { return "unfit file: " + string(u) }

// maxFileName is how many bytes of a file's name are kept: with an ending it fits into every file system.
const maxFileName = 240

// CleanFileName returns a file's name as it is kept and shown: what follows the last slash of either kind, without what
// steers a terminal or turns the text around it, cut where it is too long. It may be empty.
func CleanFileName(sent string) string {
	name := strings.ToValidUTF8(sent, "")
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || turns(r) {
			return -1
		}
		return r
	}, name))
	if strings.Trim(name, ".") == "" {
		return ""
	}
	ending := path.Ext(name)
	if len(ending) > len(".jpeg") {
		ending = ""
	}
	return cutText(strings.TrimSuffix(name, ending), maxFileName-len(ending)) + ending
}

// cutText returns as many whole characters of a text as fit into so many bytes.
func cutText(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}

// endings are how the names of files end that are kept of each media type; the first is the usual one.
var endings = map[string][]string{
	"image/jpeg": {".jpg", ".jpeg"},
	"image/png":  {".png"},
	"image/webp": {".webp"},
	"audio/wav":  {".wav"},
	"audio/mpeg": {".mp3"},
	"audio/ogg":  {".ogg", ".oga", ".opus"},
}

// SaveAs returns the name under which a file of one of the kept media types may be saved on every system: the name it came
// with, or else another, without signs and words that some system keeps for itself, and with an ending that says what is in
// it (T10).
func SaveAs(name, otherwise, mediaType string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case !unicode.IsPrint(r):
			return -1
		case strings.ContainsRune(`<>:"/\|?*%;'`+"`", r):
			return '_'
		}
		return r
	}, CleanFileName(name))
	ending := path.Ext(name)
	name = strings.TrimSuffix(name, ending)
	if usual := endings[mediaType]; !slices.Contains(usual, strings.ToLower(ending)) {
		name, ending = name+ending, usual[0]
	}
	name = strings.Trim(name, " .")
	if name == "" || isDevice(name) {
		name = otherwise
	}
	return name + ending
}

// isDevice tells whether Windows takes the name for a device's, whatever its ending.
func isDevice(name string) bool {
	word, _, _ := strings.Cut(strings.ToUpper(name), ".")
	word = strings.TrimSpace(word)
	if slices.Contains([]string{"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}, word) {
		return true
	}
	port, named := strings.CutPrefix(word, "COM")
	if !named {
		port, named = strings.CutPrefix(word, "LPT")
	}
	return named && utf8.RuneCountInString(port) == 1 && strings.ContainsAny(port, "0123456789¹²³")
}
